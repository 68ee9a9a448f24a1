// THE binding table, made of one file of rows for each group. The key handler, the footer hints, the `?` screen and the
// README's table are all made from it; nothing else in the program names a key.
import type { Binding, Group, Row } from './binding.ts';
import { answerRows } from './tables/answer.ts';
import { copyRows } from './tables/copy.ts';
import { editingRows } from './tables/editing.ts';
import { foldRows } from './tables/fold.ts';
import { generalRows } from './tables/general.ts';
import { guideRows } from './tables/guide.ts';
import { historyRows } from './tables/history.ts';
import { jqRows } from './tables/jq.ts';
import { moveRows } from './tables/move.ts';
import { pagesRows } from './tables/pages.ts';
import { pickerRows } from './tables/picker.ts';
import { profileRows } from './tables/profiles.ts';
import { promptRows } from './tables/prompt.ts';
import { readerRows } from './tables/reader.ts';
import { searchRows } from './tables/search.ts';
import { tableRows } from './tables/table.ts';

/** In the order in which help and the README show them. */
const groups: readonly (readonly [group: Group, rows: readonly Row[]])[] = [
  ['Pages', pagesRows],
  ['Operations', guideRows],
  ['Move', moveRows],
  ['Fold', foldRows],
  ['Search', searchRows],
  ['Filter', jqRows],
  ['Table', tableRows],
  ['Copy and write', copyRows],
  ['Answer', [...readerRows, ...answerRows]],
  ['History', historyRows],
  ['Prompt', promptRows],
  ['Profiles', profileRows],
  ['Lists to choose from', pickerRows],
  ['Line editing', editingRows],
  ['General', generalRows],
];

export const bindings: readonly Binding[] = groups.flatMap(([group, rows]) => rows.map((row) => ({ ...row, group })));
