// A text for the Command Prompt as pipelines of commands: cmd.exe's quotes, carets and variables first, then the arguments as
// the C runtime splits them (snippets/curl.ts writes both). `set NAME=value` is remembered.
import type { Marks } from './marks.ts';
import { JOINED, programOf } from './recognise.ts';
import type { Pipeline, Script } from './types.ts';

const VARIABLE = /%([A-Za-z_]\w*)%/g;
const DELAYED = /%([A-Za-z_]\w*)%|!([A-Za-z_]\w*)!/g;

export function readCmdScript(text: string, marks: Marks): Script {
  if (isFromOldChrome(text)) return readCmdScript(withoutCarets(text), marks);
  const variables = new Map<string, string>();
  const pipelines: Pipeline[] = [];
  // A caret at a line's end goes on in the next line; people leave blanks behind it. With an empty line after it, it is a line
  // break in an argument, as browsers write them: a carriage return until the lines are told apart.
  const unbroken = text
    .replace(/\r\n?/g, '\n')
    .replace(/\^[ \t]*\n(?:[ \t]*\n)+(?=[ \t]*-{1,2}[A-Za-z][\w-]*[ \t])/g, '\n')
    .replace(/\^\n[ \t]*\n/g, '\r')
    .replace(/\^[ \t]*\n[ \t]*/g, ' ');
  const isDelayed = /\benabledelayedexpansion\b/i.test(text);
  const lines: string[] = [];
  for (const line of unbroken.split('\n')) {
    // No command begins with a hyphen: such a line is the rest of the one before it.
    if (/^[ \t]*-{1,2}[A-Za-z]/.test(line) && lines.length > 0) lines.push(`${lines.pop()} ${line.trim()}`);
    else if (line.trim() !== '') lines.push(line);
  }
  const notes = new Set<string>();
  if (lines.length < unbroken.split('\n').filter((line) => line.trim() !== '').length) notes.add(JOINED);
  for (const line of lines) {
    const expanded = line.replace(isDelayed ? DELAYED : VARIABLE, (written, percent?: string, exclamation?: string) => {
      const name = percent ?? exclamation ?? '';
      if (percent !== undefined && isPercentEncoding(percent)) return written;
      return variables.get(name.toLowerCase()) ?? marks.put({ name, written });
    });
    if (/^\s*@?\s*(?:rem\b|::)/i.test(expanded)) continue;
    for (const pipeline of splitCommands(expanded, notes)) {
      const assigned = /^\s*@?set\s+"?([A-Za-z_]\w*)=(.*?)"?\s*$/i.exec(pipeline[0] ?? '');
      if (assigned) variables.set((assigned[1] ?? '').toLowerCase(), assigned[2] ?? '');
      else
        pipelines.push(
          pipeline.map((command) => ({ words: wordsOf(command), input: undefined, inputFile: undefined })),
        );
    }
  }
  return {
    ok: true,
    pipelines: pipelines.map((pipeline) => pipeline.filter(({ words }) => words.length > 0)),
    notes: [...notes],
  };
}

/**
 * Chrome once put plain quotes around each argument and carets before everything within that is no letter, where cmd.exe obeys
 * some of them and keeps others: the line as it was meant is the one without them.
 */
function isFromOldChrome(text: string): boolean {
  return !/(?:^|\s)\^"/.test(text) && /[ \t]"[^"\n]*\^\\\^"/.test(text);
}

function withoutCarets(text: string): string {
  const meant = text
    .replace(/\^[ \t]*\n[ \t]*(?=-)/g, ' ')
    .replace(/\^\n\n/g, '\n')
    .replace(/%\^(?=\w)/g, '%')
    .replace(/\^([^\n])/g, '$1');
  // A line's end in an argument is written as cmd.exe has none: see above.
  return meant.replace(/(?<=[^\n])\n(?=[^\n])/g, '^\n\n');
}

/** `%E5%` in a URL is no variable: names that are only hexadecimal digits and begin with two are percent-encodings. */
function isPercentEncoding(name: string): boolean {
  return /^[0-9A-Fa-f]{2}[0-9A-Fa-f]*$/.test(name) && !name.includes('_');
}

/**
 * The command lines between `&`, `&&` and `||`, each a list of the sides of its pipes, carets undone, redirections dropped.
 * cmd.exe takes the quote of `\"` for one too and obeys what stands between two of them; the author meant it as text.
 */
function splitCommands(line: string, notes: Set<string>): readonly (readonly string[])[] {
  const pipelines: string[][] = [['']];
  let quoted = false;
  let meantQuoted = false;
  let before = '';
  const put = (character: string): void => {
    if (character === '"' && !/(?:^|[^\\])(?:\\\\)*\\$/.test(before)) meantQuoted = !meantQuoted;
    before = character === '\\' ? `${before}\\` : '';
    const pipeline = pipelines.at(-1) ?? [];
    pipeline.push(`${pipeline.pop() ?? ''}${character}`);
  };
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '"') quoted = !quoted;
    if (quoted || character === '"') put(character);
    else if (character === '^') put(line[++at] ?? '');
    else if (!/[|&<>]/.test(character)) put(character);
    else if (meantQuoted) {
      notes.add(OBEYED);
      put(character);
    } else if (character === '|' || character === '&') {
      const isDoubled = line[at + 1] === character;
      if (isDoubled) at++;
      if (character === '|' && !isDoubled) pipelines.at(-1)?.push('');
      else pipelines.push(['']);
    } else {
      const placeholder = /^<[A-Za-z][\w -]*>/.exec(line.slice(at, at + 80))?.[0];
      const target = placeholder ?? /^[<>]>?\s*(?:"[^"]*"|&?\S*)/.exec(line.slice(at))?.[0] ?? character;
      for (const letter of placeholder ?? '') put(letter);
      at += target.length - 1;
    }
  }
  return pipelines;
}

const OBEYED =
  'The Command Prompt obeys the & | < or > between escaped quotes in this command; it is read as the text that it was meant as.';

/** As the C runtime does it; a quote that is not closed goes to the end of the line, there and here. */
function wordsOf(command: string): readonly string[] {
  const words: string[] = [];
  const pattern = /[ \t]+|(\\*)("?)/y;
  let word: string | undefined;
  let quoted = false;
  let at = 0;
  while (at < command.length) {
    pattern.lastIndex = at;
    const [found = '', backslashes = '', quote = ''] = pattern.exec(command) ?? [];
    if (found !== '' && backslashes === '' && quote === '' && !quoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += found.length;
    } else if (backslashes !== '' || quote !== '') {
      at += found.length;
      word ??= '';
      if (quote === '') word += backslashes;
      else {
        word += '\\'.repeat(backslashes.length >> 1);
        if (backslashes.length % 2 === 1) word += '"';
        else if (quoted && command[at] === '"') {
          word += '"';
          at++;
        } else quoted = !quoted;
      }
    } else {
      word = `${word ?? ''}${command[at]}`;
      at++;
    }
  }
  if (word !== undefined) words.push(word);
  const [program, ...rest] = words;
  return program === undefined
    ? []
    : [programOf(program.replace(/^@/, '')), ...rest.map((text) => text.replaceAll('\r', '\n'))];
}
