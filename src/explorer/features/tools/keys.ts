// Writing the request down for another tool.
import { inGroup } from '../../keys/binding.ts';
import { openExport, toggleLines, whyNoRequest } from './export.ts';

export const exportKeys = inGroup('Copy and write', [
  {
    id: 'export.openHere',
    keys: ['ctrl+x'],
    contexts: ['global'],
    help: 'export as a command or code',
    do: openExport,
  },
  {
    id: 'export.open',
    keys: ['x'],
    contexts: ['response', 'history'],
    help: 'export as a command or code',
    when: whyNoRequest,
    hint: 'export',
    do: openExport,
  },
  {
    id: 'export.lines',
    keys: ['ctrl+x'],
    contexts: ['export'],
    help: 'one line, or several lines',
    hint: 'lines',
    do: (state) => [toggleLines(state), []],
  },
]);
