// Copying a part of the answer: one key that says so, and one that says what.
import type { Row } from '../../keys/binding.ts';

export const copyRows: readonly Row[] = [
  {
    id: 'copy.open',
    keys: ['y'],
    contexts: ['response'],
    help: 'copy: the next key says what',
    when: 'answer',
    hint: 'copy',
  },
  { id: 'copy.value', keys: ['v', 'y'], contexts: ['copy'], help: 'copy the value', when: 'row', hint: 'value' },
  {
    id: 'copy.subtree',
    keys: ['s'],
    contexts: ['copy'],
    help: 'copy the value, indented',
    when: 'row',
    hint: 'subtree',
  },
  {
    id: 'copy.path',
    keys: ['p'],
    contexts: ['copy'],
    help: 'copy the path, in a notation to choose',
    when: 'row',
    hint: 'path',
  },
  { id: 'copy.key', keys: ['k'], contexts: ['copy'], help: 'copy the key', when: 'row', hint: 'key' },
  { id: 'copy.body', keys: ['b'], contexts: ['copy'], help: 'copy the whole body', hint: 'body' },
  {
    id: 'export.open',
    keys: ['ctrl+x'],
    contexts: ['global'],
    help: 'write the request for another tool',
  },
  {
    id: 'export.open',
    keys: ['x'],
    contexts: ['response', 'history'],
    help: 'write the request for another tool',
    when: 'request',
    hint: 'export',
  },
  {
    id: 'export.lines',
    keys: ['ctrl+x'],
    contexts: ['export'],
    help: 'one line, or broken over lines',
    hint: 'lines',
  },
  { id: 'write.open', keys: ['w'], contexts: ['response'], help: 'write to a file', when: 'answer' },
  {
    id: 'write.part',
    keys: ['tab'],
    contexts: ['write'],
    help: 'all of it, or this value alone',
    hint: 'all, or this value',
  },
];
