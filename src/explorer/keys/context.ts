// The names of the places where a key is pressed. Knows nothing of the state, so that the state can name them.

export const allContexts = [
  'prompt',
  'request',
  'response',
  'home',
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

/** Where a write is agreed to, a question is answered with yes or no, or a passphrase is typed. */
const guarded: ReadonlySet<Context> = new Set(['preview', 'naming', 'many', 'counting', 'confirm', 'unlock']);

/** True where a key agrees to something: what is pressed there is nobody's to change. */
export function isGuarded(context: Context): boolean {
  return guarded.has(context);
}

const names: Partial<Readonly<Record<Context, string>>> = {
  request: 'form',
  question: 'questions',
  jq: 'jq filter',
  copy: 'copying',
  body: 'body as text',
  write: 'writing a file',
  confirm: 'yes or no',
  unlock: 'unlocking',
  picker: 'lists to choose from',
  profiles: 'accounts',
  filter: 'history filter',
  preview: 'agreeing to a write',
  naming: 'agreeing to a write',
  many: 'marked rows',
  counting: 'marked rows',
  global: 'everywhere',
};

/** A place as people call it. */
export function contextName(context: Context): string {
  return names[context] ?? context;
}
