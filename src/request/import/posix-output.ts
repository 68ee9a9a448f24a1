// What commands print that only print, without running any of them: echo, printf, cat, tr, and jq where somebody runs it.

import { printedByJq, type RunJq } from './jq-arguments.ts';
import type { Marks } from './marks.ts';
import { unescapeAnsiC } from './posix-words.ts';
import { programOf } from './recognise.ts';
import type { CallBody, Command, Pipeline } from './types.ts';

/** What the commands of a pipeline put out together; undefined where running them would tell. `input` is for the first. */
export function pipelineOutput(pipeline: Pipeline, marks: Marks, runJq: RunJq, input?: CallBody): CallBody | undefined {
  let output = input;
  for (const [index, command] of pipeline.entries()) {
    output = printedBy(command, index === 0 && input === undefined ? undefined : output, marks, runJq);
    if (output === undefined) return undefined;
  }
  return output;
}

/** What a here-document, a redirection or the commands before it feed the command at `index`. */
export function inputOf(pipeline: Pipeline, index: number, marks: Marks, runJq: RunJq): CallBody | undefined {
  const command = pipeline[index];
  if (command === undefined) return undefined;
  return givenTo(command, marks) ?? (index > 0 ? pipelineOutput(pipeline.slice(0, index), marks, runJq) : undefined);
}

function givenTo({ input, inputFile }: Command, marks: Marks): CallBody | undefined {
  if (input !== undefined) return { kind: 'text', text: input };
  return inputFile === undefined ? undefined : fileBody(inputFile, marks);
}

/** A file's content, or the text of what only looks like a file: `<(echo …)`. */
export function fileBody(path: string, marks: Marks): CallBody {
  const mark = marks.only(path);
  if (mark?.content !== undefined) return { kind: 'text', text: mark.content };
  return { kind: 'file', path: mark?.file ?? path };
}

function printedBy(command: Command, piped: CallBody | undefined, marks: Marks, runJq: RunJq): CallBody | undefined {
  const input = givenTo(command, marks) ?? piped;
  const [program = '', ...args] = command.words;
  const text = input?.kind === 'text' ? input.text : undefined;
  const printed = (value: string | undefined): CallBody | undefined =>
    value === undefined ? undefined : { kind: 'text', text: value };
  switch (programOf(program)) {
    case 'cat':
    case 'type':
    case 'get-content':
    case 'gc': {
      const files = args.filter((arg) => !/^-(?:[A-Za-z]+)?$/.test(arg));
      if (files.length === 0) return input;
      return files.length === 1 && !args.includes('-') ? fileBody(files[0] ?? '', marks) : undefined;
    }
    case 'tee':
      return input;
    case 'echo':
      return printed(echoed(args));
    case 'printf':
      return printed(formatted(args, marks));
    case 'tr':
      return printed(text === undefined ? undefined : translated(text, args));
    case 'jq':
    case 'gojq':
    case 'jaq':
      // A file that is only laid out anew is the same JSON.
      if (input?.kind === 'file' || (args.at(-2) === '.' && /^[^-]/.test(args.at(-1) ?? '')))
        return layoutOnly(args, input, marks);
      return printed(printedByJq(args, text, runJq));
    default:
      return undefined;
  }
}

function layoutOnly(args: readonly string[], input: CallBody | undefined, marks: Marks): CallBody | undefined {
  const words = args.filter((arg) => !/^-[cMS]+$|^--(?:compact-output|monochrome-output|sort-keys|tab)$/.test(arg));
  if (words[0] !== '.') return undefined;
  if (words.length === 1) return input;
  return words.length === 2 ? fileBody(words[1] ?? '', marks) : undefined;
}

function echoed(args: readonly string[]): string {
  let from = 0;
  let flags = '';
  while (/^-[neE]+$/.test(args[from] ?? '')) flags += args[from++] ?? '';
  const text = args.slice(from).join(' ');
  return (/e/.test(flags) ? unescapeAnsiC(text) : text) + (flags.includes('n') ? '' : '\n');
}

/** Characters that a format may become. */
const LONGEST_OUTPUT = 2_000_000;

const CONVERSION = /%(?:%|(-?)(0?)(\d{0,3})(?:\.(\d{1,3}))?([sdibuc])|([\s\S]?))/g;

/** As bash's `printf` does it: the format is used again until every argument has been. */
function formatted(args: readonly string[], marks: Marks): string | undefined {
  const given = args[0] === '--' ? args.slice(1) : args;
  const [format = '', ...values] = given;
  // A character for each argument, so that spreading them is safe.
  if (format.length > 100_000) return undefined;
  const conversions = Array.from(format.matchAll(CONVERSION)).filter(([found]) => found !== '%%');
  if (conversions.some((match) => match[5] === undefined)) return undefined;
  const rounds = conversions.length === 0 ? 1 : Math.max(1, Math.ceil(values.length / conversions.length));
  const widest = Math.max(0, ...conversions.map((match) => Number(match[3] ?? 0)));
  if (rounds * (format.length + widest) > LONGEST_OUTPUT) return undefined;
  const parts = Array.from({ length: rounds }, (_, round) => {
    let next = round * conversions.length;
    const texts: string[] = [];
    let last = 0;
    for (const match of format.matchAll(CONVERSION)) {
      texts.push(unescapeAnsiC(format.slice(last, match.index)));
      last = match.index + match[0].length;
      if (match[0] === '%%') texts.push('%');
      else texts.push(converted(match, values[next++] ?? '', marks));
    }
    texts.push(unescapeAnsiC(format.slice(last)));
    return texts.join('');
  });
  return parts.join('');
}

function converted(match: RegExpMatchArray, value: string, marks: Marks): string {
  const [, left = '', zero = '', width = '', precision, kind] = match;
  let text = value;
  if (kind === 'b') text = unescapeAnsiC(value);
  else if (kind === 'c') text = value.slice(0, 1);
  else if (kind !== 's' && marks.find(value).length === 0)
    text = /^\s*[+-]?\d{1,18}$/.test(value) ? String(BigInt(value.trim().replace(/^\+/, ''))) : '0';
  if (precision !== undefined && kind === 's') text = text.slice(0, Number(precision));
  if (left !== '') return text.padEnd(Number(width));
  return text.padStart(Number(width), zero !== '' && kind !== 's' ? '0' : ' ');
}

/** `tr -d SET`, `tr SET SET`; undefined where the sets are more than characters and ranges. */
function translated(text: string, args: readonly string[]): string | undefined {
  const isDeleting = args[0] === '-d' || args[0] === '--delete';
  const sets = (isDeleting ? args.slice(1) : args).map(charactersOf);
  const [from, to] = sets;
  if (from === undefined || sets.length !== (isDeleting ? 1 : 2)) return undefined;
  if (isDeleting) {
    const gone = new Set(from);
    return Array.from(text, (character) => (gone.has(character) ? '' : character)).join('');
  }
  if (to === undefined || to.length === 0) return undefined;
  const map = new Map(from.map((character, index) => [character, to[Math.min(index, to.length - 1)] ?? '']));
  return Array.from(text, (character) => map.get(character) ?? character).join('');
}

const CLASSES: Readonly<Record<string, string>> = {
  upper: 'A-Z',
  lower: 'a-z',
  digit: '0-9',
  space: ' \t\n\v\f\r',
  blank: ' \t',
};

function charactersOf(set: string): readonly string[] | undefined {
  const plain = unescapeAnsiC(set.replace(/\[:(\w+):\]/g, (found, name: string) => CLASSES[name] ?? found));
  if (plain.length > 200 || /\[[:=]/.test(plain)) return undefined;
  const found: string[] = [];
  for (let at = 0; at < plain.length; at++) {
    const [first = '', dash, last] = plain.slice(at, at + 3);
    if (dash !== '-' || last === undefined) found.push(first);
    else {
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0) && found.length < 1000; code++)
        found.push(String.fromCharCode(code));
      at += 2;
    }
  }
  return found;
}
