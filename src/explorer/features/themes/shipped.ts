// The themes that come with the program, by name. The colours of Catppuccin (Mocha), Gruvbox (dark, hard) and Tokyo Night (night) are
// those that these palettes publish; which of them a role has is chosen for contrast: what is read has 4.5 at least on the background
// (WCAG 2.2, 1.4.3), in high contrast 7.
import type { Paint, ThemeDefinition } from '../../model/theme.ts';
import { colourOf } from './read-theme.ts';

/** Colours as `#rrggbb`. */
interface Palette {
  readonly background: string;
  readonly text: string;
  /** The row under the cursor. */
  readonly selected: { readonly text: string; readonly background: string };
  readonly dim: string;
  readonly border: string;
  readonly accent: string;
  readonly key: string;
  readonly string: string;
  readonly number: string;
  readonly literal: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  /** GET, POST, PUT, PATCH and DELETE. */
  readonly methods: readonly [get: string, post: string, put: string, patch: string, remove: string];
}

const dark: Palette = {
  background: '#16181d',
  text: '#d6d9e0',
  selected: { text: '#ffffff', background: '#3a4150' },
  dim: '#9aa1ad',
  border: '#6b7280',
  accent: '#6cc5e8',
  key: '#6cc5e8',
  string: '#8fd18a',
  number: '#e6c06a',
  literal: '#d4a5f0',
  good: '#8fd18a',
  warn: '#e6c06a',
  bad: '#ff8080',
  methods: ['#6cc5e8', '#8fd18a', '#f0a868', '#d4a5f0', '#ff8080'],
};

const light: Palette = {
  background: '#fafafa',
  text: '#24292f',
  selected: { text: '#000000', background: '#c9dcf5' },
  dim: '#5c6370',
  border: '#868e9b',
  accent: '#0550ae',
  key: '#0550ae',
  string: '#116329',
  number: '#7d4e00',
  literal: '#7a2fb5',
  good: '#116329',
  warn: '#7d4e00',
  bad: '#b4121f',
  methods: ['#0550ae', '#116329', '#7d4e00', '#7a2fb5', '#b4121f'],
};

const highContrast: Palette = {
  background: '#000000',
  text: '#ffffff',
  selected: { text: '#000000', background: '#ffff00' },
  dim: '#d0d0d0',
  border: '#ffffff',
  accent: '#00ffff',
  key: '#00ffff',
  string: '#5fff5f',
  number: '#ffff00',
  literal: '#ffb0ff',
  good: '#5fff5f',
  warn: '#ffff00',
  bad: '#ff8a8a',
  methods: ['#00ffff', '#5fff5f', '#ffc14d', '#ffb0ff', '#ff8a8a'],
};

const catppuccinMocha: Palette = {
  background: '#1e1e2e',
  text: '#cdd6f4',
  selected: { text: '#cdd6f4', background: '#45475a' },
  dim: '#9399b2',
  border: '#6c7086',
  accent: '#b4befe',
  key: '#89b4fa',
  string: '#a6e3a1',
  number: '#fab387',
  literal: '#cba6f7',
  good: '#a6e3a1',
  warn: '#f9e2af',
  bad: '#f38ba8',
  methods: ['#89b4fa', '#a6e3a1', '#fab387', '#cba6f7', '#f38ba8'],
};

const gruvboxDarkHard: Palette = {
  background: '#1d2021',
  text: '#ebdbb2',
  selected: { text: '#fbf1c7', background: '#504945' },
  dim: '#a89984',
  border: '#7c6f64',
  accent: '#83a598',
  key: '#83a598',
  string: '#b8bb26',
  number: '#fe8019',
  literal: '#d3869b',
  good: '#b8bb26',
  warn: '#fabd2f',
  bad: '#fb4934',
  methods: ['#83a598', '#b8bb26', '#fabd2f', '#8ec07c', '#fb4934'],
};

const tokyoNight: Palette = {
  background: '#1a1b26',
  text: '#c0caf5',
  selected: { text: '#c0caf5', background: '#33467c' },
  dim: '#a9b1d6',
  border: '#737aa2',
  accent: '#7dcfff',
  key: '#7aa2f7',
  string: '#9ece6a',
  number: '#ff9e64',
  literal: '#bb9af7',
  good: '#9ece6a',
  warn: '#e0af68',
  bad: '#f7768e',
  methods: ['#7aa2f7', '#9ece6a', '#ff9e64', '#bb9af7', '#f7768e'],
};

export const shippedThemes: Readonly<Record<string, ThemeDefinition>> = {
  dark: themeOf(dark),
  light: themeOf(light),
  'high-contrast': themeOf(highContrast),
  'catppuccin-mocha': themeOf(catppuccinMocha),
  'gruvbox-dark-hard': themeOf(gruvboxDarkHard),
  'tokyo-night': themeOf(tokyoNight),
};

function themeOf(palette: Palette): ThemeDefinition {
  const { background, text, dim, accent, warn, bad } = palette;
  const [get, post, put, patch, remove] = palette.methods;
  return {
    text: paint(text, { background }),
    selected: paint(palette.selected.text, { background: palette.selected.background }),
    title: { bold: true },
    brand: { ...paint(warn), bold: true },
    dim: paint(dim),
    accent: paint(accent),
    good: paint(palette.good),
    warn: paint(warn),
    bad: paint(bad),
    border: paint(palette.border),
    focusedBorder: paint(accent),
    badge: paint(background, { background: dim }),
    production: { ...paint(background, { background: bad }), bold: true },
    keyName: { bold: true },
    wrong: { ...paint(bad), underline: true },
    match: { ...paint(warn), bold: true, underline: true },
    key: paint(palette.key),
    string: paint(palette.string),
    number: paint(palette.number),
    literal: paint(palette.literal),
    index: paint(dim),
    marker: paint(dim),
    punctuation: paint(dim),
    count: paint(dim),
    broken: paint(bad),
    get: { ...paint(get), bold: true },
    post: { ...paint(post), bold: true },
    put: { ...paint(put), bold: true },
    patch: { ...paint(patch), bold: true },
    delete: { ...paint(remove), bold: true },
  };
}

function paint(color: string, { background }: { readonly background?: string } = {}): Paint {
  const behind = background === undefined ? undefined : colourOf(background);
  return { color: colourOf(color)!, ...(behind === undefined ? {} : { background: behind }) };
}
