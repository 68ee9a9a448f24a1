// Everything that the user may set, in one table: from it come the type, the defaults, the checks, `flarescope config`, the explorer's
// list and the table of the guide. A new setting is a row here, and the code that reads it.

/** What a value may be; `kinds.ts` checks, reads and shows each kind. */
export type SettingKind =
  | { readonly kind: 'whole'; readonly from: number; readonly to: number; readonly unit: string }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'names' }
  /** Any line of text; `suggests` are only offered. */
  | { readonly kind: 'text'; readonly suggests?: readonly string[] };

export type SettingValue = number | boolean | string | readonly string[];

type SettingRow = SettingKind & {
  readonly default: SettingValue;
  /** One plain sentence. */
  readonly meaning: string;
  /** When the explorer follows a change: at once, or when it starts the next time. Commands always follow. */
  readonly applies: 'now' | 'start';
};

/** Those that come with the program; others stand in the folder `themes`. */
export const themeNames = [
  'terminal',
  'auto',
  'dark',
  'light',
  'high-contrast',
  'catppuccin-mocha',
  'gruvbox-dark-hard',
  'tokyo-night',
] as const;

const rows = {
  idleLockMinutes: {
    kind: 'whole',
    from: 0,
    to: 1440,
    unit: 'minutes',
    default: 15,
    meaning: 'Minutes without a key after which the explorer locks the profiles; 0 never locks.',
    applies: 'now',
  },
  historyBudgetMiB: {
    kind: 'whole',
    from: 0,
    to: 1024 * 1024,
    unit: 'MiB',
    default: 200,
    meaning: 'Space that the history may take for bodies and responses; 0 stores none.',
    applies: 'start',
  },
  prefetch: {
    kind: 'flag',
    default: true,
    meaning: 'Fetch the next page of a list while you read this one.',
    applies: 'now',
  },
  filterLimitSeconds: {
    kind: 'whole',
    from: 1,
    to: 3600,
    unit: 'seconds',
    default: 30,
    meaning: 'Seconds after which a jq filter is stopped.',
    applies: 'now',
  },
  keepMiB: {
    kind: 'whole',
    from: 1,
    to: 1024,
    unit: 'MiB',
    default: 64,
    meaning: 'Memory for the rows of a tail or a file that grows; the oldest rows go first.',
    applies: 'start',
  },
  keys: {
    kind: 'choice',
    choices: ['default', 'vim', 'less', 'emacs'],
    default: 'default',
    meaning: 'Whose keys the explorer has; the file of keys changes single ones.',
    applies: 'start',
  },
  compareIgnores: {
    kind: 'names',
    default: ['modified_on'],
    meaning: 'Names of members that comparisons leave out.',
    applies: 'now',
  },
  wrap: {
    kind: 'flag',
    default: false,
    meaning: 'Wrap long values in the tree instead of cutting them.',
    applies: 'now',
  },
  sizes: {
    kind: 'flag',
    default: false,
    meaning: 'Show the size of folded objects and lists.',
    applies: 'now',
  },
  theme: {
    kind: 'text',
    suggests: themeNames,
    default: 'terminal',
    meaning: 'Colours: those of the terminal, auto (dark or light, as its background is), or a theme by its name.',
    applies: 'now',
  },
  notify: {
    kind: 'choice',
    choices: ['off', 'bell', 'desktop'],
    default: 'off',
    meaning: 'Ring the bell, or show a notification of the desktop, when something long has ended.',
    applies: 'now',
  },
  notifyAfterSeconds: {
    kind: 'whole',
    from: 1,
    to: 3600,
    unit: 'seconds',
    default: 10,
    meaning: 'Seconds that something has to take for its end to be notified.',
    applies: 'now',
  },
  mouse: {
    kind: 'flag',
    default: true,
    meaning: 'Listen to the mouse; with shift the terminal still selects text.',
    applies: 'now',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;

type Rows = typeof rows;

type ValueOf<Row extends SettingKind> = Row extends { readonly kind: 'whole' }
  ? number
  : Row extends { readonly kind: 'flag' }
    ? boolean
    : Row extends { readonly kind: 'names' }
      ? readonly string[]
      : Row extends { readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;

export type SettingName = keyof Rows;

/** What is in force: a value for every row of the table. */
export type Settings = { readonly [Name in SettingName]: ValueOf<Rows[Name]> };

export const settingTable: Readonly<Record<SettingName, SettingRow>> = rows;

/** In the order of the table. */
export const settingNames = Object.keys(rows) as readonly SettingName[];

/** What holds where nothing is set. */
export const defaultSettings = Object.fromEntries(
  Object.entries(rows).map(([name, row]) => [name, row.default]),
) as unknown as Settings;

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(rows, name);
}

/** The same settings with another value for one; it has to be checked before. */
export function withSetting(settings: Settings, name: SettingName, value: SettingValue): Settings {
  return { ...settings, [name]: value };
}
