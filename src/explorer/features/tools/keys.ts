// Writing the request down for another tool.
import { inGroup } from '../../keys/binding.ts';
import { openExport, toggleLines, whyNoRequest } from './export.ts';

export const exportKeys = inGroup('Copy and write', [
  {
    id: 'export.openHere',
    keys: ['ctrl+x'],
    contexts: ['global'],
    help: 'write the request for another tool',
    do: openExport,
  },
  {
    id: 'export.open',
    keys: ['x'],
    contexts: ['response', 'history'],
    help: 'write the request for another tool',
    when: whyNoRequest,
    hint: 'export',
    do: openExport,
  },
  {
    id: 'export.lines',
    keys: ['ctrl+x'],
    contexts: ['export'],
    help: 'one line, or broken over lines',
    hint: 'lines',
    do: (state) => [toggleLines(state), []],
  },
]);
