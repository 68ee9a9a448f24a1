// Reading one value.
import type { Row } from '../../keys/binding.ts';

export const readerRows: readonly Row[] = [
  {
    id: 'reader.open',
    keys: ['v'],
    contexts: ['response'],
    help: 'read the value, also decoded',
    when: 'row',
    hint: 'read',
  },
  { id: 'reader.nextView', keys: ['tab'], contexts: ['reader'], help: 'read it as something else', hint: 'decoded' },
  { id: 'reader.previousView', keys: ['shift+tab'], contexts: ['reader'], help: 'as what it was before' },
  { id: 'reader.copy', keys: ['y'], contexts: ['reader'], help: 'copy what is shown', hint: 'copy' },
  { id: 'reader.close', keys: ['v'], contexts: ['reader'], help: 'close the reader' },
];
