// Which keys may be typed at a place in a jq program: the path that leads there is read from the words before it, as far as
// that can be without running them, and looked up in the document. What cannot be followed has no suggestions.
import { firstChild, type JsonDocument, keyStart, kindOf, siblingAfter } from './document.ts';
import { type JqStep, type JqToken, jqTokens, sampleAt } from './jq-syntax.ts';
import { decodeStringStart } from './strings.ts';

type JqCompletion = {
  /** What is replaced: from here to the cursor. */
  readonly from: number;
  /** What may stand there, the first of the document first. */
  readonly texts: readonly string[];
};

/** Where a value comes from: from the document by steps, or from `[…]`, whose elements come from there. */
type Source =
  | { readonly kind: 'steps'; readonly steps: readonly JqStep[] }
  | { readonly kind: 'collected'; readonly each: Source };

type Frame = {
  readonly open: string;
  /** The function whose arguments these are. */
  readonly call: string | undefined;
  /** What `.` is outside, and what stands before the bracket there. */
  readonly outer: Source | undefined;
  readonly before: Source | undefined;
  /** What `.` is at the beginning inside. */
  readonly inner: Source | undefined;
};

/** What has been understood up to a token. */
type Reading = {
  frames: Frame[];
  /** What `.` is here. */
  input: Source | undefined;
  /** The term right before, which a further step would go on from; undefined where none ends here. */
  term: Source | undefined;
  isAfterTerm: boolean;
  variables: Map<string, Source | undefined>;
  /** After `as`: what the variable takes, while the rest still sees the same input. */
  bound: { readonly value: Source | undefined } | undefined;
};

const root: Source = { kind: 'steps', steps: [] };
const each: JqStep = { kind: 'each' };

/** Functions whose argument sees each element in turn. */
const overElements = new Set([
  ...['map', 'map_values', 'sort_by', 'group_by', 'unique_by', 'min_by', 'max_by', 'any', 'all', 'add'],
]);

/** Functions that give back what they are given, or a part of it that looks the same. */
const keepsInput = new Set([
  ...['select', 'sort_by', 'unique_by', 'sort', 'unique', 'reverse', 'del', 'arrays', 'objects', 'iterables', 'values'],
  ...['strings', 'numbers', 'scalars', 'booleans', 'map_values'],
]);

/** Functions that give one of the elements, or what the argument gave. */
const givesElement = new Set(['min_by', 'max_by', 'min', 'max', 'first', 'last', 'add']);
const givesArgument = new Set(['first', 'last', 'limit', 'until', 'skip', 'nth', 'recurse', 'path']);

const keywords = new Set([
  'if',
  'then',
  'else',
  'elif',
  'and',
  'or',
  'not',
  'try',
  'catch',
  'reduce',
  'foreach',
  'def',
]);

const mostKeys = 500;
const longestKey = 256;

/** Suggestions for a program with the cursor at an offset in it; undefined where there are none. */
export function completeJq(doc: JsonDocument, program: string, cursor: number): JqCompletion | undefined {
  const before = program.slice(0, cursor);
  const tokens = jqTokens(before);
  const last = tokens.at(-1);
  const reading = start();
  for (const token of tokens.slice(0, -1)) read(reading, token, tokens);
  // What is typed already of the key, and how it is to be written.
  if (last?.kind === 'field' && last.to === cursor && (last.isOpen || last.text.at(-1) !== '"')) {
    return suggest(doc, reading.isAfterTerm ? reading.term : reading.input, last.key ?? '', last.from, asField);
  }
  if (last?.kind === 'dot' && last.to === cursor) {
    return suggest(doc, reading.isAfterTerm ? reading.term : reading.input, '', last.from, asField);
  }
  if (last?.kind === 'word' && last.to === cursor && isKeyPlace(reading, tokens.at(-2))) {
    return suggest(doc, reading.input, last.text, last.from, asMember);
  }
  if (last?.kind === 'string' && last.isOpen && tokens.at(-2)?.text === '[' && reading.frames.at(-1)?.before) {
    return suggest(doc, reading.frames.at(-1)?.before, last.key ?? '', last.from, (key) => JSON.stringify(key));
  }
  if (last?.kind === 'string' && last.isOpen) return undefined;
  if (last) read(reading, last, tokens);
  if (reading.isAfterTerm) return undefined;
  const isKey = isKeyPlace(reading, last);
  return suggest(doc, reading.input, '', cursor, isKey ? asMember : asField);
}

function start(): Reading {
  return { frames: [], input: root, term: undefined, isAfterTerm: false, variables: new Map(), bound: undefined };
}

/** In `{`, or after a comma in it. */
function isKeyPlace({ frames }: Reading, before: JqToken | undefined): boolean {
  return frames.at(-1)?.open === '{' && (before?.text === '{' || before?.text === ',');
}

function read(reading: Reading, token: JqToken, tokens: readonly JqToken[]): void {
  switch (token.kind) {
    case 'field':
      endTerm(reading, token.key === undefined ? undefined : step(base(reading), { kind: 'key', key: token.key }));
      return;
    case 'dot':
      if (!reading.isAfterTerm) endTerm(reading, reading.input);
      return;
    case 'variable':
      if (reading.bound) reading.variables.set(token.text, reading.bound.value);
      else endTerm(reading, reading.variables.get(token.text));
      return;
    case 'recurse':
    case 'string':
    case 'number':
    case 'format':
      endTerm(reading, undefined);
      return;
    case 'word':
      readWord(reading, token);
      return;
    case 'open':
      open(reading, token, tokens);
      return;
    case 'close':
      close(reading, token, tokens);
      return;
    case 'pipe':
      if (!reading.bound) reading.input = reading.term;
      reading.bound = undefined;
      clearTerm(reading);
      return;
    case 'operator':
      if (token.text === ';') reading.input = reading.frames.at(-1)?.inner;
      if (token.text !== '?') clearTerm(reading);
  }
}

function readWord(reading: Reading, { text }: JqToken): void {
  if (text === 'as') {
    reading.bound = { value: reading.term };
  } else if (keywords.has(text)) {
    clearTerm(reading);
  } else if (reading.frames.at(-1)?.open === '{') {
    endTerm(reading, undefined);
  } else {
    endTerm(reading, resultOf(text, reading.input, undefined));
  }
}

function open(reading: Reading, { text, from }: JqToken, tokens: readonly JqToken[]): void {
  const before = tokens.findLast((token) => token.to <= from);
  const call = text === '(' && before?.kind === 'word' && before.to === from ? before.text : undefined;
  const isStep = text === '[' && reading.isAfterTerm;
  const inner = call !== undefined && overElements.has(call) ? step(reading.input, each) : reading.input;
  reading.frames.push({ open: text, call, outer: reading.input, before: isStep ? reading.term : undefined, inner });
  reading.input = inner;
  clearTerm(reading);
}

function close(reading: Reading, token: JqToken, tokens: readonly JqToken[]): void {
  const frame = reading.frames.pop();
  if (!frame) return;
  const { term } = reading;
  reading.input = frame.outer;
  if (frame.before) {
    // All elements are taken to look the same, so that any index will do.
    const key = tokens.findLast(({ to }) => to <= token.from)?.key;
    endTerm(reading, step(frame.before, key === undefined ? each : { kind: 'key', key }));
  } else if (frame.call !== undefined) {
    endTerm(reading, resultOf(frame.call, frame.outer, term));
  } else if (token.text === ']') {
    endTerm(reading, term && { kind: 'collected', each: term });
  } else {
    endTerm(reading, token.text === ')' ? term : undefined);
  }
}

function resultOf(call: string, input: Source | undefined, argument: Source | undefined): Source | undefined {
  if (call === 'map') return argument && { kind: 'collected', each: argument };
  if (call === 'group_by') return input && { kind: 'collected', each: input };
  if (givesArgument.has(call) && argument) return argument;
  if (givesElement.has(call)) return step(input, each);
  return keepsInput.has(call) ? input : undefined;
}

function base({ isAfterTerm, term, input }: Reading): Source | undefined {
  return isAfterTerm ? term : input;
}

function endTerm(reading: Reading, term: Source | undefined): void {
  reading.term = term;
  reading.isAfterTerm = true;
}

function clearTerm(reading: Reading): void {
  reading.term = undefined;
  reading.isAfterTerm = false;
}

function step(source: Source | undefined, next: JqStep): Source | undefined {
  if (source?.kind === 'steps') return { kind: 'steps', steps: [...source.steps, next] };
  return source && next.kind !== 'key' ? source.each : undefined;
}

function suggest(
  doc: JsonDocument,
  source: Source | undefined,
  typed: string,
  from: number,
  write: (key: string) => string,
): JqCompletion | undefined {
  if (source?.kind !== 'steps') return undefined;
  const lower = typed.toLowerCase();
  const keys = keysAt(doc, source.steps).filter((key) => key.toLowerCase().startsWith(lower));
  return keys.length === 0 ? undefined : { from, texts: keys.map(write) };
}

/** Keys of the objects that a path leads to, of some of them where there are many. */
function keysAt(doc: JsonDocument, steps: readonly JqStep[]): readonly string[] {
  const keys = new Set<string>();
  for (const node of sampleAt(doc, steps)) {
    if (kindOf(doc, node) !== 'object') continue;
    for (let member = firstChild(doc, node); member !== undefined; member = siblingAfter(doc, member)) {
      if (keys.size >= mostKeys) return [...keys];
      const key = decodeStringStart(doc.bytes, keyStart(doc, member) ?? 0, longestKey);
      if (key.complete) keys.add(key.text);
    }
  }
  return [...keys];
}

const identifier = /^[A-Za-z_]\w*$/;

function asField(key: string): string {
  return identifier.test(key) ? `.${key}` : `.${JSON.stringify(key)}`;
}

function asMember(key: string): string {
  return identifier.test(key) ? key : JSON.stringify(key);
}
