// Finding an operation, walking on from what a response has, and back through what was visited.
import { inGroup, panes } from '../../keys/binding.ts';
import { openFollow, whyNoFollowing } from './follow.ts';
import { openForMarked } from './for-each.ts';
import { openPalette } from './palette.ts';
import { askPermissions, openDocumentation, whyNoDocumentation, whyNoPermissions } from './permissions.ts';
import { goAlong } from './trail.ts';

export const findKeys = inGroup('Operations', [
  {
    id: 'follow.open',
    keys: ['o'],
    contexts: ['response'],
    help: 'open related requests',
    when: whyNoFollowing,
    hint: 'related',
    do: (state) => openForMarked(state) ?? openFollow(state),
  },
  {
    id: 'access.ask',
    keys: ['a'],
    contexts: ['response', 'history', 'preview'],
    help: 'show whether the credential may do this',
    when: whyNoPermissions,
    hint: 'permissions',
    do: askPermissions,
  },
  {
    id: 'access.askHere',
    keys: ['alt+a'],
    contexts: ['prompt', 'request', 'picker', 'response', 'history', 'preview'],
    help: 'the same where a letter is text',
    when: whyNoPermissions,
    do: askPermissions,
  },
  {
    id: 'docs.open',
    keys: ['O'],
    contexts: ['response', 'request', 'history', 'preview'],
    help: 'open the documentation of this request',
    when: whyNoDocumentation,
    do: openDocumentation,
  },
  {
    id: 'docs.openHere',
    keys: ['alt+o'],
    contexts: ['prompt', 'request', 'picker', 'response', 'history', 'preview'],
    help: 'the same where a letter is text',
    when: whyNoDocumentation,
    do: openDocumentation,
  },
  {
    id: 'trail.back',
    keys: ['backspace', 'alt+left'],
    contexts: panes,
    help: 'previous response',
    do: (state) => [goAlong(state, -1), []],
  },
  {
    id: 'trail.forward',
    keys: ['alt+right'],
    contexts: panes,
    help: 'next response',
    do: (state) => [goAlong(state, 1), []],
  },
]);

export const paletteKeys = inGroup('General', [
  {
    id: 'palette.open',
    keys: ['ctrl+p'],
    contexts: ['global'],
    help: 'find an operation',
    hint: 'operations',
    do: openPalette,
  },
]);
