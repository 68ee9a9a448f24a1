// THE binding table, made of one file of rows for each group. The key handler, the footer hints, the `?` screen and the
// README's table are all made from it; nothing else in the program names a key.
import { profileRows } from '../features/accounts/keys.ts';
import { promptRows } from '../features/compose/keys.ts';
import { jqRows } from '../features/filter/jq.ts';
import { searchRows } from '../features/filter/search.ts';
import { guideRows } from '../features/find/keys.ts';
import { historyRows } from '../features/history/keys.ts';
import { pagesRows } from '../features/pages/keys.ts';
import { answerRows } from '../features/response/answer.ts';
import { copyRows } from '../features/response/copy.ts';
import { foldRows } from '../features/response/fold.ts';
import { moveRows } from '../features/response/move.ts';
import { readerRows } from '../features/response/reader.ts';
import { tableRows } from '../features/response/table.ts';
import { editingRows } from '../shell/editing.ts';
import { generalRows } from '../shell/general.ts';
import { pickerRows } from '../shell/picker.ts';
import type { Binding, Group, Row } from './binding.ts';

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
