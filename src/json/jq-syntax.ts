// The words of a jq program, as far as the paths in it are to be understood: jq itself reads and runs it. Never fails; what is
// unfinished is the usual thing while somebody types.
import { childAt } from './children.ts';
import {
  childByKey,
  firstChild,
  isContainer,
  type JsonDocument,
  kindOf,
  type NodeId,
  siblingAfter,
} from './document.ts';

type JqKind =
  /** `.name`, `."a name"` */
  | 'field'
  | 'dot'
  /** `..` */
  | 'recurse'
  | 'string'
  | 'number'
  /** A function, a keyword, or a key in `{…}`. */
  | 'word'
  /** `$name` */
  | 'variable'
  /** `@base64` */
  | 'format'
  | 'open'
  | 'close'
  | 'pipe'
  | 'operator';

export type JqToken = {
  readonly kind: JqKind;
  readonly from: number;
  /** The offset after it. */
  readonly to: number;
  readonly text: string;
  /** A field's key, a string's text; undefined where that is computed, as in `"a\(.b)"`. */
  readonly key?: string | undefined;
  /** True for a string whose closing quote has not been typed. */
  readonly isOpen?: boolean;
};

const pieces: readonly (readonly [kind: JqKind, pattern: RegExp])[] = [
  ['recurse', /\.\.(?!\w)/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['field', /\.[A-Za-z_]\w*/y],
  ['dot', /\./y],
  ['variable', /\$(?:\w|::)+/y],
  ['format', /@\w*/y],
  ['word', /[A-Za-z_](?:\w|::)*/y],
  ['operator', /\?\/\/|\/\/=|\|=|\/\/|[=!<>+\-*/%]=|[,;:?=+\-*/%<>]/y],
  ['pipe', /\|/y],
  ['open', /[([{]/y],
  ['close', /[)\]}]/y],
];

const blank = /(?:\s|#[^\n]*)+/y;

/** The words in order. What is no word of jq is left out. */
export function jqTokens(text: string): readonly JqToken[] {
  const tokens: JqToken[] = [];
  for (let at = 0; at < text.length; ) {
    const skipped = match(blank, text, at);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const token = tokenAt(text, at);
    if (token) tokens.push(token);
    at = token?.to ?? at + 1;
  }
  return tokens;
}

function tokenAt(text: string, at: number): JqToken | undefined {
  if (text[at] === '"') return stringAt(text, at, 'string');
  if (text[at] === '.' && text[at + 1] === '"') return stringAt(text, at, 'field');
  for (const [kind, pattern] of pieces) {
    const found = match(pattern, text, at);
    if (found === undefined) continue;
    const key = kind === 'field' ? { key: found.slice(1) } : {};
    return { kind, from: at, to: at + found.length, text: found, ...key };
  }
  return undefined;
}

/** A string, or a field whose key is one. */
function stringAt(text: string, from: number, kind: 'string' | 'field'): JqToken {
  const quote = kind === 'field' ? from + 1 : from;
  const end = endOfString(text, quote);
  const to = end ?? text.length;
  const literal = end === undefined ? `${text.slice(quote)}"` : text.slice(quote, end);
  return { kind, from, to, text: text.slice(from, to), key: literalValue(literal), isOpen: end === undefined };
}

/** The offset after the string whose quote is at `quote`; undefined where it is not closed. */
function endOfString(text: string, quote: number): number | undefined {
  // Each number counts the parentheses that are open in an interpolation; strings and interpolations may nest.
  const nested: number[] = [];
  let inString = true;
  for (let at = quote + 1; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') {
        at++;
        if (text[at] !== '(') continue;
        nested.push(1);
        inString = false;
      } else if (character === '"') {
        if (nested.length === 0) return at + 1;
        inString = false;
      }
    } else if (character === '"') {
      inString = true;
    } else if (character === '(' || character === ')') {
      const open = (nested.pop() ?? 0) + (character === '(' ? 1 : -1);
      if (open > 0) nested.push(open);
      else inString = true;
    }
  }
  return undefined;
}

function literalValue(literal: string): string | undefined {
  if (/\\\(/.test(literal)) return undefined;
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** One step: `.key`, `[3]` (from the end where negative), or `[]`, which goes to every value inside. */
export type JqStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' };

type ReadStep = JqStep & {
  /** The offset after it in the program, a `?` that belongs to it included. */
  readonly to: number;
};

type ReadPath = {
  readonly steps: readonly ReadStep[];
  /** Index of the first token after it. */
  readonly next: number;
};

/** The path that begins at a token; undefined where none does, or where it has a step that is computed. */
export function readJqPath(tokens: readonly JqToken[], start: number): ReadPath | undefined {
  const first = tokens[start];
  if (first?.kind !== 'dot' && first?.kind !== 'field') return undefined;
  const steps: ReadStep[] = [];
  let at = start;
  for (;;) {
    const token = tokens[at];
    if (token?.kind === 'field') {
      if (token.key === undefined || token.isOpen) return undefined;
      steps.push({ kind: 'key', key: token.key, to: token.to });
      at += 1;
    } else if (token?.kind === 'dot' && (at === start || tokens[at + 1]?.text === '[')) {
      at += 1;
    } else if (token?.text === '[' && token.kind === 'open' && at > start) {
      const step = bracketStep(tokens, at);
      if (!step) return undefined;
      steps.push(step);
      at = step.next;
    } else if (token?.text === '?' && steps.length > 0) {
      steps[steps.length - 1] = { ...steps[steps.length - 1]!, to: token.to };
      at += 1;
    } else {
      return { steps, next: at };
    }
  }
}

function bracketStep(tokens: readonly JqToken[], open: number): (ReadStep & { readonly next: number }) | undefined {
  const [first, second, third] = tokens.slice(open + 1, open + 4);
  if (first?.text === ']') return { kind: 'each', to: first.to, next: open + 2 };
  if (first?.kind === 'string' && first.key !== undefined && second?.text === ']') {
    return { kind: 'key', key: first.key, to: second.to, next: open + 3 };
  }
  if (first?.kind === 'number' && second?.text === ']' && /^\d+$/.test(first.text)) {
    return { kind: 'index', index: Number(first.text), to: second.to, next: open + 3 };
  }
  if (first?.text === '-' && second?.kind === 'number' && third?.text === ']' && /^\d+$/.test(second.text)) {
    return { kind: 'index', index: -Number(second.text), to: third.to, next: open + 4 };
  }
  return undefined;
}

/** Where a step other than `[]` leads; undefined where there is nothing, or where jq would say why not. */
export function followStep(
  doc: JsonDocument,
  node: NodeId,
  step: Exclude<JqStep, { kind: 'each' }>,
): NodeId | undefined {
  if (step.kind === 'key') return childByKey(doc, node, step.key);
  if (kindOf(doc, node) !== 'array' || step.index < 0) return undefined;
  return childAt(doc, node, step.index);
}

/** Values looked at where a path leads to many, at each step. */
const mostNodes = 200;

/** Some of the values that a path leads to, the first ones. O(values looked at, and members of the objects on the way). */
export function sampleAt(doc: JsonDocument, steps: readonly JqStep[]): readonly NodeId[] {
  let nodes: readonly NodeId[] = doc.nodeCount > 0 ? [0] : [];
  for (const step of steps) {
    nodes =
      step.kind === 'each'
        ? nodes.flatMap((node) => firstChildren(doc, node, Math.ceil(mostNodes / nodes.length)))
        : nodes.flatMap((node) => followStep(doc, node, step) ?? []);
  }
  return nodes.slice(0, mostNodes);
}

function firstChildren(doc: JsonDocument, node: NodeId, most: number): readonly NodeId[] {
  const children: NodeId[] = [];
  if (!isContainer(doc, node)) return children;
  let child = firstChild(doc, node);
  for (; child !== undefined && children.length < most; child = siblingAfter(doc, child)) children.push(child);
  return children;
}
