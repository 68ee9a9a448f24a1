// Finding an operation, filling it in, and walking on from what it answers.
import { panes, type Row } from '../../keys/binding.ts';

export const guideRows: readonly Row[] = [
  {
    id: 'follow.open',
    keys: ['o'],
    contexts: ['response'],
    help: 'follow this value to a request',
    when: 'follow',
    hint: 'follow',
  },
  {
    id: 'access.ask',
    keys: ['a'],
    contexts: ['response'],
    help: 'ask what the credential may do',
    when: 'refusal',
    hint: 'permissions',
  },
  { id: 'trail.back', keys: ['backspace', 'alt+left'], contexts: panes, help: 'back to the response before' },
  { id: 'trail.forward', keys: ['alt+right'], contexts: panes, help: 'forward again' },
  {
    id: 'form.choose',
    keys: ['enter'],
    contexts: ['request'],
    help: 'fill in this part, or send',
    hint: 'fill in',
  },
  {
    id: 'form.nextChoice',
    keys: ['l', 'right'],
    contexts: ['request'],
    help: 'next of a few choices',
    when: 'form',
    hint: 'next choice',
  },
  {
    id: 'form.previousChoice',
    keys: ['h', 'left'],
    contexts: ['request'],
    help: 'choice before',
    when: 'form',
  },
  {
    id: 'form.clear',
    keys: ['x', 'delete'],
    contexts: ['request'],
    help: 'take this part out',
    when: 'form',
    hint: 'take out',
  },
  { id: 'form.send', keys: ['s'], contexts: ['request'], help: 'send the request', when: 'form', hint: 'send' },
  { id: 'request.edit', keys: ['e'], contexts: ['request'], help: 'edit the request as a line', hint: 'edit' },
];
