// PowerShell as it is documented, for as much of the language as snippets use: about_Parsing, about_Quoting_Rules,
// about_Special_Characters, about_Hash_Tables, about_Preference_Variables (learn.microsoft.com/powershell). Windows PowerShell
// 5.1 and PowerShell 7.3 differ in how a program gets its arguments and its input. What it does not model is an error.
import { argumentsOf } from './windows-arguments.ts';

export type Edition = '5.1' | '7.3';

export type Value = string | number | boolean | undefined | Uint8Array | readonly Value[] | Hashtable;
export interface Hashtable {
  readonly entries: ReadonlyMap<string, Value>;
}

export interface Call {
  readonly command: string;
  /** What a program gets; for a cmdlet its words as they are. */
  readonly words: readonly Value[];
  /** What comes in from the command before it, as bytes for a program. */
  readonly input: Uint8Array | undefined;
}

/** Runs a script and tells the commands that it started. `environment` is what `$env:` knows. */
export function runPowerShell(
  script: string,
  edition: Edition,
  environment: Readonly<Record<string, string>>,
): readonly Call[] {
  const calls: Call[] = [];
  const variables = new Map<string, Value>([
    ['null', undefined],
    ['true', true],
    ['false', false],
    ['psnativecommandargumentpassing', edition === '7.3' ? 'Windows' : undefined],
  ]);
  const reader = createReader(script, variables, environment);
  runStatements(reader, undefined);
  return calls;

  function runStatements(source: Reader, end: '}' | undefined): void {
    for (;;) {
      source.skipSpace(true);
      if (source.peek() === ';') {
        source.take();
        continue;
      }
      if (source.peek() === end) return;
      runPipeline(source, end);
    }
  }

  function runPipeline(source: Reader, end: '}' | undefined): void {
    let input: Value;
    let hasInput = false;
    for (;;) {
      if (source.peek() === '&') {
        source.take();
        source.skipSpace(false);
        source.expect('{');
        runStatements(source, '}');
        source.expect('}');
      } else if (source.peek() === '$' && source.isAssignment()) {
        source.assign();
      } else if (/['"\u2018-\u201e]/.test(source.peek() ?? '')) {
        input = source.string();
        hasInput = true;
      } else {
        const words = source.words();
        const [command, ...rest] = words;
        calls.push({
          command: String(command),
          words: isProgram(String(command)) ? passArguments(rest, edition) : rest,
          input: hasInput ? pipeBytes(String(input), edition, variables) : undefined,
        });
        hasInput = false;
      }
      source.skipSpace(false);
      if (source.peek() === '|') {
        source.take();
        source.skipSpace(true);
        continue;
      }
      const after = source.peek();
      if (after === undefined || after === ';' || after === '\n' || after === end) return;
      throw new Error(`${JSON.stringify(after)} after a command`);
    }
  }
}

const isProgram = (command: string): boolean => /^(?:curl\.exe|jq)$/.test(command);

/**
 * Until 7.2 the arguments are put together to a line: one with white space outside of what looks like quotes gets quotes around
 * it, and nothing is done for the quotes inside; empty ones are left out. From 7.3 on each arrives as it is.
 */
function passArguments(words: readonly Value[], edition: Edition): readonly string[] {
  const texts = words.map(String);
  if (edition === '7.3') return texts;
  const line = texts
    .filter((text) => text !== '')
    .map((text) => (needsQuotes(text) ? `"${text}"` : text))
    .join(' ');
  return argumentsOf(`program ${line}`);
}

function needsQuotes(text: string): boolean {
  let quotes = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '"' && [...text][index - 1] !== '\\') quotes++;
    else if (/\s/u.test(character) && quotes % 2 === 0) return true;
  }
  return false;
}

/** Text that is piped to a program is encoded by $OutputEncoding, ASCII in 5.1 unless set, and gets a line end. */
function pipeBytes(text: string, edition: Edition, variables: ReadonlyMap<string, Value>): Uint8Array {
  const encoding = variables.get('outputencoding') ?? (edition === '7.3' ? 'utf-8' : 'ascii');
  const sent = encoding === 'ascii' ? text.replace(/[^\x00-\x7f]/gu, '?') : text;
  return new TextEncoder().encode(`${sent}\r\n`);
}

type Reader = ReturnType<typeof createReader>;

const SINGLE = /['\u2018-\u201b]/;
const DOUBLE = /["\u201c-\u201e]/;
/** What a backtick and a letter are in double quotes; any other character stands for itself. */
const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function createReader(script: string, variables: Map<string, Value>, environment: Readonly<Record<string, string>>) {
  let at = 0;
  const peek = (): string | undefined => script[at];
  const take = (): string => script[at++] ?? '';

  function expect(text: string): void {
    if (!script.startsWith(text, at))
      throw new Error(`expected ${text} at ${JSON.stringify(script.slice(at, at + 30))}`);
    at += text.length;
  }

  function skipSpace(overLines: boolean): void {
    for (;;) {
      if (script.startsWith('`\n', at)) at += 2;
      else if (/[ \t]/.test(peek() ?? '') || (overLines && peek() === '\n')) at++;
      else return;
    }
  }

  /** Two quotes of the kind that closes it, typographic ones too, are the second of them. */
  function singleQuoted(): string {
    let text = '';
    at++;
    for (;;) {
      const character = peek();
      if (character === undefined) throw new Error('a string is not closed');
      at++;
      if (!SINGLE.test(character)) text += character;
      else if (SINGLE.test(peek() ?? '')) text += take();
      else return text;
    }
  }

  function doubleQuoted(): string {
    let text = '';
    at++;
    for (;;) {
      const character = peek();
      if (character === undefined) throw new Error('a string is not closed');
      if (character === '$' && /[\w({:?^$]/.test(script[at + 1] ?? '')) {
        text += String(script[at + 1] === '(' ? subexpression() : variable());
        continue;
      }
      at++;
      if (character === '`') {
        const escaped = take();
        text += ESCAPES[escaped] ?? escaped;
      } else if (!DOUBLE.test(character)) text += character;
      else if (DOUBLE.test(peek() ?? '')) text += take();
      else return text;
    }
  }

  function string(): string {
    const text = SINGLE.test(peek() ?? '') ? singleQuoted() : doubleQuoted();
    if (peek() !== undefined && !/[\s;|)}\]]/.test(peek() ?? '')) throw new Error('something is stuck to a string');
    return text;
  }

  function variable(): Value {
    const match = /^\$(env:)?(\w+)/i.exec(script.slice(at));
    if (match === null) throw new Error(`no variable at ${script.slice(at, at + 20)}`);
    at += match[0].length;
    const name = match[2] ?? '';
    return match[1] === undefined ? variables.get(name.toLowerCase()) : environment[name];
  }

  function isAssignment(): boolean {
    return /^\$\w+ *=/.test(script.slice(at));
  }

  function assign(): void {
    const match = /^\$(\w+) *= */.exec(script.slice(at));
    at += match?.[0].length ?? 0;
    variables.set((match?.[1] ?? '').toLowerCase(), expression());
  }

  /** A value, or values with commas between them. */
  function expression(): Value {
    const values = [primary()];
    for (;;) {
      skipSpace(false);
      if (peek() !== ',') break;
      take();
      skipSpace(false);
      values.push(primary());
    }
    const [left] = values;
    if (values.length > 1) return values;
    if (!script.startsWith('-in ', at)) return left;
    expect('-in ');
    const list = expression();
    return Array.isArray(list) && list.includes(left);
  }

  function primary(): Value {
    const rest = script.slice(at);
    if (rest.startsWith('$(')) return subexpression();
    if (rest.startsWith('$')) return variable();
    if (SINGLE.test(rest) && SINGLE.test(rest[0] ?? '')) return singleQuoted();
    if (DOUBLE.test(rest[0] ?? '')) return doubleQuoted();
    const character = /^\[char\](\d+)/.exec(rest);
    if (character) {
      at += character[0].length;
      return String.fromCharCode(Number(character[1]));
    }
    if (rest.startsWith('[Text.UTF8Encoding]::new($false)')) {
      expect('[Text.UTF8Encoding]::new($false)');
      return 'utf-8';
    }
    if (rest.startsWith('[Text.Encoding]::UTF8.GetBytes(')) {
      expect('[Text.Encoding]::UTF8.GetBytes(');
      const bytes = new TextEncoder().encode(String(expression()));
      expect(')');
      return bytes;
    }
    throw new Error(`no expression at ${JSON.stringify(rest.slice(0, 30))}`);
  }

  /** `$( … )`: one value, or `if (…) { … } else { … }`. */
  function subexpression(): Value {
    expect('$(');
    let value: Value;
    if (script.startsWith('if (', at)) {
      expect('if (');
      const condition = expression();
      expect(') { ');
      const then = expression();
      skipSpace(true);
      expect('} else { ');
      const otherwise = expression();
      skipSpace(true);
      expect('}');
      value = condition ? then : otherwise;
    } else {
      value = expression();
    }
    skipSpace(true);
    expect(')');
    return value;
  }

  function hashtable(): Hashtable {
    const entries = new Map<string, Value>();
    expect('@{');
    for (;;) {
      skipSpace(true);
      if (peek() === ';') take();
      else if (peek() === '}') break;
      else {
        const name = String(primary());
        skipSpace(false);
        expect('=');
        skipSpace(false);
        if (entries.has(name.toLowerCase())) throw new Error(`${name} is there twice`);
        entries.set(name.toLowerCase(), expression());
        skipSpace(false);
        if (!/[;\n}]/.test(peek() ?? '')) throw new Error('an entry does not end');
      }
    }
    expect('}');
    return { entries };
  }

  /** The words of a command, up to the end of the line, a pipe or a semicolon. */
  function words(): readonly Value[] {
    const found: Value[] = [];
    for (;;) {
      skipSpace(false);
      const character = peek();
      if (character === undefined || /[\n;|})]/.test(character)) return found;
      if (script.startsWith('$(', at)) found.push(subexpression());
      else if (character === '(') {
        take();
        found.push(expression());
        expect(')');
      } else if (script.startsWith('@{', at)) found.push(hashtable());
      else if (SINGLE.test(character) || DOUBLE.test(character)) found.push(string());
      else {
        const bare = /^[A-Za-z\d:/.=-]+(?=[\s;|]|$)/.exec(script.slice(at))?.[0];
        if (bare === undefined) throw new Error(`no word at ${JSON.stringify(script.slice(at, at + 30))}`);
        at += bare.length;
        found.push(bare);
      }
    }
  }

  return { peek, take, expect, skipSpace, string, isAssignment, assign, words };
}
