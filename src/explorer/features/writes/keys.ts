// Agreeing to a write that is shown: Enter to a change, `y` to a loss; where a name is typed, Enter takes it.
import { inGroup } from '../../keys/binding.ts';
import { agree, whyNotAgreed } from './consent.ts';

export const consentKeys = inGroup('Writes', [
  {
    id: 'writes.agree',
    keys: ['enter'],
    contexts: ['preview', 'naming'],
    help: 'agree to the change that is shown',
    hint: 'send',
    when: (state) => whyNotAgreed(state, 'enter'),
    do: agree,
  },
  {
    id: 'writes.agreeToLoss',
    keys: ['y'],
    contexts: ['preview'],
    help: 'agree to the loss that is shown',
    hint: 'yes',
    when: (state) => whyNotAgreed(state, 'yes'),
    do: agree,
  },
]);
