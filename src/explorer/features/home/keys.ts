// The keys of an explorer that shows no response yet.
import { inGroup } from '../../keys/binding.ts';
import { digitOf } from '../../keys/chord.ts';
import { editOffer, sendNumber, sendOffer, whyNoOffer } from './offers.ts';

export const homeKeys = inGroup('Operations', [
  {
    id: 'home.send',
    keys: ['enter', 'l', 'right'],
    contexts: ['home'],
    help: 'send the request under the cursor',
    hint: 'send',
    when: whyNoOffer,
    do: sendOffer,
  },
  {
    id: 'home.choose',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    contexts: ['home'],
    help: 'send the request of this number',
    label: '1–9',
    takesDigits: true,
    when: whyNoOffer,
    do: (state, chord) => sendNumber(state, digitOf(chord)),
  },
  {
    id: 'home.edit',
    keys: ['e'],
    contexts: ['home'],
    help: 'edit this request in the prompt',
    hint: 'edit',
    do: editOffer,
  },
]);
