// What a theme says: a colour and attributes for each role. Which bytes that comes to is the terminal's business.
import type { Role } from './rows.ts';

/** Red, green and blue, 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** One of the 256 colours of terminals by its number, of which the first 16 are the user's own; or a mixture. */
export type Colour = number | Rgb;

export interface Paint {
  readonly color?: Colour;
  readonly background?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** What can be painted: the roles of text, and the bar of the row under the cursor. */
export type Painted = Role | 'selected';

/** What is absent looks as plain text does. */
export type ThemeDefinition = Readonly<Partial<Record<Painted, Paint>>>;

/** What each role means. */
export const roleMeanings: Readonly<Record<Painted, string>> = {
  text: 'plain text, and the background of all',
  selected: 'the row under the cursor',
  title: 'titles and names',
  brand: 'the name of the program',
  dim: 'what matters less',
  accent: 'what is chosen or typed',
  good: 'what went well',
  warn: 'what goes on, or needs care',
  bad: 'what went wrong',
  border: 'borders',
  focusedBorder: 'the border of the pane in focus',
  badge: 'badges such as READ-ONLY',
  production: 'the badge PRODUCTION',
  keyName: 'keys in hints',
  wrong: 'the part of a request that is wrong',
  match: 'what a search has found',
  key: 'keys of JSON',
  string: 'strings',
  number: 'numbers',
  literal: 'true, false and null',
  index: 'indexes of lists',
  marker: 'marks of what folds',
  punctuation: 'brackets and commas',
  preview: 'what is in a closed row',
  count: 'how many are in it',
  broken: 'a line that is not JSON',
  get: 'GET, and other methods that read',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};
