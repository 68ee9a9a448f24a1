// THE binding table, made of one file of rows for each group. The key handler, the footer hints, the `?` screen and the
// README's table are all made from it; nothing else in the program names a key.
import { profileRows } from '../features/accounts/keys.ts';
import { promptRows } from '../features/compose/keys.ts';
import { jqRows, searchRows } from '../features/filter/keys.ts';
import { guideRows } from '../features/find/keys.ts';
import { historyRows } from '../features/history/keys.ts';
import { pagesRows } from '../features/pages/keys.ts';
import { answerRows, copyRows, foldRows, moveRows, readerRows, tableRows } from '../features/response/keys.ts';
import { editingRows, generalRows, pickerRows } from '../shell/keys.ts';
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
  ['Response', [...readerRows, ...answerRows]],
  ['History', historyRows],
  ['Prompt', promptRows],
  ['Profiles', profileRows],
  ['Lists to choose from', pickerRows],
  ['Line editing', editingRows],
  ['General', generalRows],
];

export const bindings: readonly Binding[] = groups.flatMap(([group, rows]) => rows.map((row) => ({ ...row, group })));
