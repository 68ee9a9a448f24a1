// The names of the places where a key is pressed. Knows nothing of the state, so that the state can name them.

const allContexts = [
  'prompt',
  'request',
  'response',
  'history',
  'help',
  'question',
  'search',
  'jq',
  'copy',
  'table',
  'chart',
  'reader',
  'compare',
  'body',
  'write',
  'confirm',
  'unlock',
  'picker',
  'profiles',
  'export',
  'settings',
  'filter',
  'preview',
  'naming',
  'many',
  'counting',
  'permissions',
  'global',
] as const;

/** Where a key is pressed, innermost first: an overlay or a pane, then `global`. */
export type Context = (typeof allContexts)[number];
