// What can be done with an answer.
import type { Row } from '../../keys/binding.ts';

export const answerRows: readonly Row[] = [
  {
    id: 'response.nextFace',
    keys: ['r'],
    contexts: ['response'],
    help: 'next face: tree, headers, raw',
    when: 'answer',
    hint: 'face',
  },
];
