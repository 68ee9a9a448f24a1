// The part of jq's language that is run here over the index, as a tree; any other program is jq's own, which reads it itself.
// The trap: what is taken here must be what jq takes. Whatever is not certain to mean the same is not taken.
//
// No library does it: @michaelhomer/jqjs 1.6, @jq-tools/jq 0.0.11 and @elastic/micro-jq 1.8 work on what JSON.parse makes, which loses
// digits of numbers and the order of keys, and differ from jq in sorting and in errors; jq-wasm 1.0 is jq again, with its start.
import { type JqToken, jqTokens } from '../jq-syntax.ts';

export type ComparisonSign = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticSign = '+' | '-' | '*' | '/';
export type TextFormat = '@csv' | '@tsv' | '@json' | '@text';

export type Expression =
  | { readonly kind: 'identity' }
  /** `isOptional`: no error where the value is of another kind. */
  | { readonly kind: 'member'; readonly of: Expression; readonly key: string; readonly isOptional: boolean }
  | { readonly kind: 'element'; readonly of: Expression; readonly index: number; readonly isOptional: boolean }
  | {
      readonly kind: 'slice';
      readonly of: Expression;
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly isOptional: boolean;
    }
  | { readonly kind: 'each'; readonly of: Expression; readonly isOptional: boolean }
  | { readonly kind: 'try'; readonly body: Expression }
  | { readonly kind: 'number'; readonly text: string; readonly isNegative: boolean }
  /** Texts and programs in turns: `"a\(.b)c"`; one text where there is nothing in it. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'format'; readonly format: TextFormat }
  | { readonly kind: 'array'; readonly body: Expression | undefined }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly kind: 'pipe' | 'comma' | 'alternative'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare';
      readonly operator: ComparisonSign;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'compute';
      readonly operator: ArithmeticSign;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  /** Each variable has a place of its own, whatever its name. */
  | { readonly kind: 'bind'; readonly value: Expression; readonly place: number; readonly body: Expression }
  | { readonly kind: 'variable'; readonly place: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** The program as a tree; undefined where it has a part that is not run here, or is wrong, which jq can tell. */
export function readProgram(text: string): Expression | undefined {
  const tokens = jqTokens(text);
  if (tokens.length === 0 || tokens.length > mostTokens || !coversAll(text, tokens)) return undefined;
  try {
    const reader: Reader = { tokens, at: 0, depth: 0, names: new Map(), places: { count: 0 } };
    const expression = readPipe(reader);
    return reader.at === tokens.length ? expression : undefined;
  } catch (error) {
    if (error instanceof NotTaken) return undefined;
    throw error;
  }
}

/** Longer and deeper programs are seldom, and a tree of any depth would be a stack of any depth. */
const mostTokens = 2000;
const mostDepth = 100;

class NotTaken extends Error {}

interface Reader {
  readonly tokens: readonly JqToken[];
  at: number;
  depth: number;
  /** Variables that are bound here, with their places. */
  names: ReadonlyMap<string, number>;
  readonly places: { count: number };
}

/** Words that are no name of a function. */
const keywords = new Set(
  'def if then elif else end as reduce foreach try catch label import include and or __loc__ module'.split(' '),
);

/** What the tokens leave out is blank. A comment ends in its own way in each version of jq. */
function coversAll(text: string, tokens: readonly JqToken[]): boolean {
  let at = 0;
  for (const { from, to } of tokens) {
    if (!isBlank(text.slice(at, from))) return false;
    at = to;
  }
  return isBlank(text.slice(at));
}

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

function peek({ tokens, at }: Reader): JqToken | undefined {
  return tokens[at];
}

/** Whether this punctuation or keyword comes next, and if so steps over it. A string is never one, whatever it says. */
function take(reader: Reader, text: string): boolean {
  if (!isNext(reader, text)) return false;
  reader.at++;
  return true;
}

function isNext(reader: Reader, text: string): boolean {
  const token = peek(reader);
  return token !== undefined && token.kind !== 'string' && token.kind !== 'field' && token.text === text;
}

function need(reader: Reader, text: string): void {
  if (!take(reader, text)) throw new NotTaken();
}

/** `a | b`: binds weakest, and to the right. */
function readPipe(reader: Reader): Expression {
  reader.depth++;
  if (reader.depth > mostDepth) throw new NotTaken();
  const left = readComma(reader);
  const expression = take(reader, '|') ? ({ kind: 'pipe', left, right: readPipe(reader) } as const) : left;
  reader.depth--;
  return expression;
}

function readComma(reader: Reader): Expression {
  let left = readAlternative(reader);
  while (take(reader, ',')) left = { kind: 'comma', left, right: readAlternative(reader) };
  return left;
}

/** `a // b // c` is `a // (b // c)`. */
function readAlternative(reader: Reader): Expression {
  const left = readOr(reader);
  if (!take(reader, '//')) return left;
  reader.depth++;
  if (reader.depth > mostDepth) throw new NotTaken();
  const right = readAlternative(reader);
  reader.depth--;
  return { kind: 'alternative', left, right };
}

function readOr(reader: Reader): Expression {
  let left = readAnd(reader);
  while (take(reader, 'or')) left = { kind: 'or', left, right: readAnd(reader) };
  return left;
}

function readAnd(reader: Reader): Expression {
  let left = readComparison(reader);
  while (take(reader, 'and')) left = { kind: 'and', left, right: readComparison(reader) };
  return left;
}

const comparisons: readonly ComparisonSign[] = ['==', '!=', '<', '<=', '>', '>='];

/** Two comparisons in a row are an error of syntax: what is left over says so. */
function readComparison(reader: Reader): Expression {
  const left = readSum(reader);
  const operator = comparisons.find((sign) => isNext(reader, sign));
  if (operator === undefined) return left;
  reader.at++;
  return { kind: 'compare', operator, left, right: readSum(reader) };
}

function readSum(reader: Reader): Expression {
  let left = readProduct(reader);
  for (;;) {
    const operator = isNext(reader, '+') ? '+' : isNext(reader, '-') ? '-' : undefined;
    if (operator === undefined) return left;
    reader.at++;
    left = { kind: 'compute', operator, left, right: readProduct(reader) };
  }
}

function readProduct(reader: Reader): Expression {
  let left = readSigned(reader);
  for (;;) {
    const operator = isNext(reader, '*') ? '*' : isNext(reader, '/') ? '/' : undefined;
    if (operator === undefined) return left;
    if (left.kind === 'number' && left.isNegative) throw new NotTaken();
    reader.at++;
    left = { kind: 'compute', operator, left, right: readSigned(reader) };
  }
}

/** A number with a sign, or a value with `?` after it. This jq has neither these nor `if` where a value must stand by itself. */
function readSigned(reader: Reader): Expression {
  if (take(reader, '-')) return negative(readTerm(reader));
  if (take(reader, 'if')) return readIf(reader);
  const term = readTerm(reader);
  return term.kind !== 'bind' && take(reader, '?') ? { kind: 'try', body: term } : term;
}

/** Of anything but a number the sign is jq's. */
function negative(term: Expression): Expression {
  if (term.kind !== 'number') throw new NotTaken();
  return { ...term, isNegative: true };
}

/** A value with the steps that follow it; `as` binds it for the rest. */
function readTerm(reader: Reader): Expression {
  const first = readPrimary(reader);
  const term = readSteps(reader, first);
  if (!take(reader, 'as')) return term;
  const name = reader.tokens[reader.at++];
  if (name?.kind !== 'variable' || !isOwnName(name.text)) throw new NotTaken();
  need(reader, '|');
  const { names } = reader;
  const place = reader.places.count++;
  reader.names = new Map(names).set(name.text, place);
  const body = readPipe(reader);
  reader.names = names;
  // It has taken all that may stand there: this would be the second comparison in a row.
  if (comparisons.some((sign) => isNext(reader, sign))) throw new NotTaken();
  return { kind: 'bind', value: term, place, body };
}

/** What jq binds itself is its own. */
function isOwnName(text: string): boolean {
  return /^\$[A-Za-z_]\w*$/.test(text) && text !== '$ENV' && !text.startsWith('$__');
}

function readPrimary(reader: Reader): Expression {
  const token = peek(reader);
  if (token === undefined) throw new NotTaken();
  const { kind, text, key } = token;
  reader.at++;
  if (kind === 'dot') return { kind: 'identity' };
  if (kind === 'field') {
    reader.at--;
    return { kind: 'identity' };
  }
  if (kind === 'number') return { kind: 'number', text: plainNumber(text), isNegative: false };
  if (kind === 'string') return readText(reader, token);
  if (kind === 'variable') return variable(reader, text);
  if (kind === 'format') {
    const format = formats.find((name) => name === text);
    if (format === undefined || peek(reader)?.kind === 'string') throw new NotTaken();
    return { kind: 'format', format };
  }
  if (kind === 'word') return readWord(reader, text);
  if (text === '(') return closed(reader, readPipe(reader), ')');
  if (text === '[') {
    if (take(reader, ']')) return { kind: 'array', body: undefined };
    return closed(reader, { kind: 'array', body: readPipe(reader) }, ']');
  }
  if (text === '{' && key === undefined) return readObject(reader);
  throw new NotTaken();
}

function variable({ names }: Reader, name: string): Expression {
  const place = names.get(name);
  if (place === undefined) throw new NotTaken();
  return { kind: 'variable', place };
}

const formats: readonly TextFormat[] = ['@csv', '@tsv', '@json', '@text'];

function closed(reader: Reader, expression: Expression, bracket: string): Expression {
  need(reader, bracket);
  return expression;
}

/** The text of a number as jq prints it: of other forms jq makes others. */
function plainNumber(text: string): string {
  if (!/^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(text)) throw new NotTaken();
  return text;
}

function readText(reader: Reader, { text, key, isOpen }: JqToken): Expression {
  if (isOpen) throw new NotTaken();
  if (key !== undefined) return { kind: 'text', parts: [wellFormed(key)] };
  const parts: (string | Expression)[] = [];
  let from = 1;
  for (let at = 1; at < text.length - 1; at++) {
    if (text[at] !== '\\') continue;
    at++;
    if (text[at] !== '(') continue;
    parts.push(literal(text.slice(from, at - 1)));
    const tokens = jqTokens(text.slice(at + 1, -1));
    const end = closingAt(tokens);
    const inside = text.slice(at + 1, at + 1 + (tokens[end]?.from ?? 0));
    const { names, places } = reader;
    const inner: Reader = { tokens: tokens.slice(0, end), at: 0, depth: reader.depth + 1, names, places };
    if (!coversAll(inside, inner.tokens)) throw new NotTaken();
    parts.push(readPipe(inner));
    if (inner.at !== inner.tokens.length) throw new NotTaken();
    at += inside.length + 1;
    from = at + 1;
  }
  parts.push(literal(text.slice(from, -1)));
  return { kind: 'text', parts };
}

/** Where the parenthesis ends in which the tokens stand. */
function closingAt(tokens: readonly JqToken[]): number {
  let open = 0;
  const end = tokens.findIndex(({ kind, text }) => {
    if (kind === 'open') open++;
    return kind === 'close' && --open < 0 && text === ')';
  });
  if (end === -1) throw new NotTaken();
  return end;
}

function literal(escaped: string): string {
  try {
    const value: unknown = JSON.parse(`"${escaped}"`);
    if (typeof value === 'string') return wellFormed(value);
  } catch {
    // An escape that jq may know.
  }
  throw new NotTaken();
}

/** jq knows no halves of characters. */
function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new NotTaken();
  return text;
}

function readWord(reader: Reader, name: string): Expression {
  if (keywords.has(name)) throw new NotTaken();
  const args: Expression[] = [];
  if (take(reader, '(')) {
    do args.push(readPipe(reader));
    while (take(reader, ';'));
    need(reader, ')');
  }
  return { kind: 'call', name, args };
}

function readIf(reader: Reader): Expression {
  reader.depth++;
  if (reader.depth > mostDepth) throw new NotTaken();
  const condition = readPipe(reader);
  need(reader, 'then');
  const then = readPipe(reader);
  let otherwise: Expression = { kind: 'identity' };
  if (take(reader, 'elif')) otherwise = readIf(reader);
  else {
    if (take(reader, 'else')) otherwise = readPipe(reader);
    need(reader, 'end');
  }
  reader.depth--;
  return { kind: 'if', condition, then, otherwise };
}

function readObject(reader: Reader): Expression {
  const members: (readonly [Expression, Expression])[] = [];
  if (take(reader, '}')) return { kind: 'object', members };
  do members.push(readMember(reader));
  while (take(reader, ','));
  need(reader, '}');
  return { kind: 'object', members };
}

/** `a`, `"a b"`, `$a`, or a key with a value, which may be computed in parentheses. */
function readMember(reader: Reader): readonly [Expression, Expression] {
  const token = reader.tokens[reader.at++];
  if (token?.text === '(' && token.kind === 'open') {
    const key = readPipe(reader);
    need(reader, ')');
    need(reader, ':');
    return [key, readMemberValue(reader)];
  }
  if (token?.kind === 'variable') {
    return [{ kind: 'text', parts: [token.text.slice(1)] }, variable(reader, token.text)];
  }
  const key = token?.kind === 'string' && !token.isOpen ? token.key : token?.kind === 'word' ? token.text : undefined;
  if (key === undefined || (token?.kind === 'word' && !/^\w+$/.test(key))) throw new NotTaken();
  const name: Expression = { kind: 'text', parts: [wellFormed(key)] };
  if (take(reader, ':')) return [name, readMemberValue(reader)];
  return [name, { kind: 'member', of: { kind: 'identity' }, key, isOptional: false }];
}

/** Only pipes may stand in it without parentheses. */
function readMemberValue(reader: Reader): Expression {
  const left = take(reader, '-')
    ? negative(readSteps(reader, readPrimary(reader)))
    : readSteps(reader, readPrimary(reader));
  if (!isNext(reader, '|')) return left;
  reader.at++;
  reader.depth++;
  if (reader.depth > mostDepth) throw new NotTaken();
  const right = readMemberValue(reader);
  reader.depth--;
  return { kind: 'pipe', left, right };
}

/** `.a`, `[0]`, `[]`, `[1:2]` after a value, each with its `?`. */
function readSteps(reader: Reader, first: Expression): Expression {
  let term = first;
  for (;;) {
    const token = peek(reader);
    if (token?.kind === 'field') {
      if (token.key === undefined || token.isOpen) throw new NotTaken();
      reader.at++;
      term = { kind: 'member', of: term, key: wellFormed(token.key), isOptional: take(reader, '?') };
    } else if (token?.kind === 'dot' && reader.tokens[reader.at + 1]?.text === '[') {
      reader.at++;
      need(reader, '[');
      term = readBracket(reader, term);
      if (term.kind === 'slice') throw new NotTaken();
    } else if (token?.kind === 'open' && token.text === '[') {
      reader.at++;
      term = readBracket(reader, term);
    } else {
      return term;
    }
  }
}

function readBracket(reader: Reader, of: Expression): Expression {
  if (take(reader, ']')) return { kind: 'each', of, isOptional: take(reader, '?') };
  const token = peek(reader);
  if (token?.kind === 'string') {
    reader.at++;
    if (token.key === undefined || token.isOpen) throw new NotTaken();
    need(reader, ']');
    return { kind: 'member', of, key: wellFormed(token.key), isOptional: take(reader, '?') };
  }
  const from = readInteger(reader);
  if (!take(reader, ':')) {
    if (from === undefined) throw new NotTaken();
    need(reader, ']');
    return { kind: 'element', of, index: from, isOptional: take(reader, '?') };
  }
  const to = readInteger(reader);
  if (from === undefined && to === undefined) throw new NotTaken();
  need(reader, ']');
  return { kind: 'slice', of, from, to, isOptional: take(reader, '?') };
}

function readInteger(reader: Reader): number | undefined {
  const isNegative = take(reader, '-');
  const token = peek(reader);
  if (token?.kind !== 'number') {
    if (isNegative) throw new NotTaken();
    return undefined;
  }
  if (!/^\d{1,9}$/.test(token.text)) throw new NotTaken();
  reader.at++;
  return isNegative ? -Number(token.text) : Number(token.text);
}
