// The arguments of a jq command: its program with what --arg and the like bind, and how it reads and writes.

/** Has a program run over a JSON text; undefined where nobody can, or where it fails. The result is its outputs, a line each. */
export type RunJq = (filter: string, json: string) => string | undefined;

interface JqArguments {
  /** The program, with the values of --arg, --argjson and --args before it. */
  readonly filter: string;
  readonly files: readonly string[];
  readonly takesNoInput: boolean;
  /** The input is text, not JSON. */
  readonly isRawInput: boolean;
  readonly slurps: boolean;
  /** Strings are put out without quotes. */
  readonly isRaw: boolean;
  /** Without line ends between the outputs. */
  readonly isJoined: boolean;
}

/** jq's options without a value; each letter may stand in a bundle. */
const LONG: Readonly<Record<string, string>> = {
  'raw-output': 'r',
  'compact-output': 'c',
  'monochrome-output': 'M',
  'color-output': 'C',
  'sort-keys': 'S',
  'ascii-output': 'a',
  'exit-status': 'e',
  'join-output': 'j',
  'null-input': 'n',
  'raw-input': 'R',
  slurp: 's',
  tab: 'c',
  seq: 'c',
  unbuffered: 'c',
};

/** The arguments of jq; undefined where they say more than a program over one input. */
export function readJqArguments(args: readonly string[]): JqArguments | undefined {
  const bindings: string[] = [];
  const named: string[] = [];
  const positional: string[] = [];
  const files: string[] = [];
  let flags = '';
  let filter: string | undefined;
  let rest: 'files' | 'args' | 'jsonargs' = 'files';
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const long = word.startsWith('--') ? LONG[word.slice(2)] : undefined;
    if (word === '--arg' || word === '--argjson') {
      const [name = '', given = ''] = args.slice(at + 1, at + 3);
      const value = word === '--arg' ? JSON.stringify(given) : given;
      bindings.push(`${value} as $${name} | `);
      named.push(`${JSON.stringify(name)}:${value}`);
      at += 2;
    } else if (word === '--args' || word === '--jsonargs') rest = word === '--args' ? 'args' : 'jsonargs';
    else if (word === '--indent') at++;
    else if (long !== undefined) flags += long;
    else if (/^-[rMcCSaejnRs]+$/.test(word)) flags += word.slice(1);
    else if (word.startsWith('-') && word !== '-') return undefined;
    else if (filter === undefined) filter = word;
    else if (rest === 'files') files.push(word);
    else positional.push(rest === 'args' ? JSON.stringify(word) : word);
  }
  if (filter?.includes('$ARGS'))
    bindings.push(`{"positional":[${positional.join(',')}],"named":{${named.join(',')}}} as $ARGS | `);
  return {
    filter: bindings.join('') + (filter ?? '.'),
    files,
    takesNoInput: flags.includes('n'),
    isRawInput: flags.includes('R'),
    slurps: flags.includes('s'),
    isRaw: /[rj]/.test(flags),
    isJoined: flags.includes('j'),
  };
}

/** What jq prints for an input; undefined where it cannot be told. Marks in texts stay. */
export function printedByJq(args: readonly string[], input: string | undefined, runJq: RunJq): string | undefined {
  const read = readJqArguments(args);
  if (read === undefined || read.files.length > 0) return undefined;
  const json = jsonFor(read, input);
  const lines = json === undefined ? undefined : runJq(read.filter, json);
  if (lines === undefined) return undefined;
  const outputs = lines === '' ? [] : lines.replace(/\n$/, '').split('\n');
  const texts = read.isRaw ? outputs.map(withoutQuotes) : outputs;
  return read.isJoined ? texts.join('') : texts.map((text) => `${text}\n`).join('');
}

function jsonFor({ takesNoInput, isRawInput, slurps }: JqArguments, input: string | undefined): string | undefined {
  if (takesNoInput) return 'null';
  if (input === undefined) return undefined;
  if (!isRawInput) return slurps ? `[${input}]` : input;
  // A line at a time would be a run for each.
  return slurps || !input.trimEnd().includes('\n') ? JSON.stringify(slurps ? input : input.trimEnd()) : undefined;
}

function withoutQuotes(output: string): string {
  if (!output.startsWith('"')) return output;
  const text: unknown = JSON.parse(output);
  return typeof text === 'string' ? text : output;
}
