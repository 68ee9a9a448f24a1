// Stand-ins for what only a shell can know: variables, the output of commands. A mark is a short run of characters that the
// text does not have, so that a value can be split, joined and decoded with marks in it, and they are told from text that
// only looks like a variable, such as '$5' in single quotes.

export interface Mark {
  /** The variable's name, or what its value might be called. */
  readonly name: string;
  /** As in the command: `$ZONE_ID`, `%ZONE_ID%`, `$(cat token)`. */
  readonly written: string;
  /** The file whose content it stands for, as in `$(cat body.json)`. */
  readonly file?: string | undefined;
}

export interface Marks {
  /** Keeps a mark and gives the text that stands for it. */
  readonly put: (mark: Mark) => string;
  /** The text with each mark replaced by what `show` makes of it. */
  readonly replace: (text: string, show: (mark: Mark) => string) => string;
  /** The marks in a text, in order. */
  readonly find: (text: string) => readonly Mark[];
  /** The text with its marks as they were written. */
  readonly written: (text: string) => string;
  /** The mark that the whole text is; undefined where it is anything else. */
  readonly only: (text: string) => Mark | undefined;
}

/** Marks for one text: their borders are two characters of the Private Use Area that it does not use. */
export function createMarks(text: string): Marks {
  const kept: Mark[] = [];
  const [open, close] = unusedCharacters(text);
  const pattern = new RegExp(`${open}(\\d+)${close}`, 'g');
  const markAt = (index: string): Mark => kept[Number(index)] ?? { name: 'value', written: '' };
  const replace: Marks['replace'] = (value, show) =>
    value.includes(open) ? value.replace(pattern, (_, index: string) => show(markAt(index))) : value;
  const find: Marks['find'] = (value) => Array.from(value.matchAll(pattern), ([, index = '']) => markAt(index));
  return {
    put: (mark) => `${open}${kept.push(mark) - 1}${close}`,
    replace,
    find,
    written: (value) => replace(value, (mark) => mark.written),
    only: (value) => {
      const marks = find(value);
      return marks.length === 1 && value.replace(pattern, '') === '' ? marks[0] : undefined;
    },
  };
}

function unusedCharacters(text: string): readonly [string, string] {
  const used = new Set(text);
  const unused: string[] = [];
  for (let code = 0xe000; unused.length < 2 && code < 0xf900; code++) {
    const character = String.fromCharCode(code);
    if (!used.has(character)) unused.push(character);
  }
  const [open = '\ue000', close = '\ue001'] = unused;
  return [open, close];
}
