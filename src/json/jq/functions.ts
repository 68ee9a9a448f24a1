// jq's functions that are run here, by name and number of arguments.
import { childCount } from '../children.ts';
import type { JsonDocument } from '../document.ts';
import { collect, type Emit, type JqCode, type JqScene, several, single, stepTo } from './code.ts';
import { computed, elementOf } from './operators.ts';
import { patternOf } from './patterns.ts';
import { plainText } from './texts.ts';
import {
  compareJq,
  compareTexts,
  isNode,
  isTruthy,
  itemsIn,
  JqFailure,
  type JqMembers,
  type JqType,
  JqUnsure,
  type JqValue,
  membersIn,
  numberOf,
  numeric,
  sortedKeys,
  textOf,
  typeOfValue,
} from './values.ts';
import { jsonText } from './writer.ts';

type One = (input: JqValue) => JqValue;

/** What the call of a function does; undefined for a function that is jq's, or none. */
export function functionOf(name: string, args: readonly JqCode[], scene: JqScene): JqCode | undefined {
  const [first, second] = args;
  if (!first) return plainFunction(name, scene);
  if (!second) return withProgram(name, first, scene);
  if (name === 'limit' && args.length === 2) return limited(first, second, scene);
  if (name === 'test' && args.length === 2) return pairedText(first, second, scene);
  return undefined;
}

const typeNames: Readonly<Record<string, readonly JqType[]>> = {
  nulls: ['null'],
  booleans: ['boolean'],
  numbers: ['number'],
  strings: ['string'],
  arrays: ['array'],
  objects: ['object'],
  iterables: ['array', 'object'],
  scalars: ['null', 'boolean', 'number', 'string'],
  values: ['boolean', 'number', 'string', 'array', 'object'],
};

function plainFunction(name: string, scene: JqScene): JqCode | undefined {
  const types = Object.hasOwn(typeNames, name) ? typeNames[name] : undefined;
  if (types)
    return several((input, emit) => {
      if (types.includes(typeOfValue(scene.doc, input))) emit(input);
    });
  if (name === 'empty') return several(() => undefined);
  const one = Object.hasOwn(oneOutput, name) ? oneOutput[name] : undefined;
  return one && single((input) => one(scene.doc, input));
}

/** Functions of a value alone. */
const oneOutput: Readonly<Record<string, (doc: JsonDocument, input: JqValue) => JqValue>> = {
  true: () => true,
  false: () => false,
  null: () => null,
  not: (doc, input) => !isTruthy(doc, input),
  length: lengthOf,
  type: typeOfValue,
  keys: (doc, input) => keysOf(doc, input, true),
  keys_unsorted: (doc, input) => keysOf(doc, input, false),
  add: (doc, input) => valuesIn(doc, input).reduce<JqValue>((sum, item) => computed(doc, '+', sum, item), null),
  any: (doc, input) => valuesIn(doc, input).some((item) => isTruthy(doc, item)),
  all: (doc, input) => valuesIn(doc, input).every((item) => isTruthy(doc, item)),
  first: (doc, input) => elementOf(doc, input, 0),
  last: (doc, input) => elementOf(doc, input, -1),
  reverse: (doc, input) => arrayOf(doc, input).toReversed(),
  sort: (doc, input) => keyed(doc, arrayOf(doc, input)).map(({ value }) => value),
  unique: (doc, input) => firsts(doc, keyed(doc, arrayOf(doc, input))),
  min: (doc, input) => extreme(doc, withKeys(doc, arrayOf(doc, input), undefined), -1),
  max: (doc, input) => extreme(doc, withKeys(doc, arrayOf(doc, input), undefined), 1),
  tostring: plainText,
  tojson: jsonText,
  tonumber: toNumber,
  ascii_downcase: (doc, input) => stringOf(doc, input).replace(/[A-Z]+/g, (text) => text.toLowerCase()),
  ascii_upcase: (doc, input) => stringOf(doc, input).replace(/[a-z]+/g, (text) => text.toUpperCase()),
  floor: (doc, input) => numeric(Math.floor(requireNumber(doc, input))),
  to_entries: toEntries,
  from_entries: fromEntries,
};

function arrayOf(doc: JsonDocument, input: JqValue): readonly JqValue[] {
  if (typeOfValue(doc, input) !== 'array') throw new JqUnsure();
  return itemsIn(doc, input);
}

function objectOf(doc: JsonDocument, input: JqValue): JqMembers {
  if (typeOfValue(doc, input) !== 'object') throw new JqUnsure();
  return membersIn(doc, input);
}

function stringOf(doc: JsonDocument, input: JqValue): string {
  if (typeOfValue(doc, input) !== 'string') throw new JqFailure();
  return textOf(doc, input);
}

function requireNumber(doc: JsonDocument, input: JqValue): number {
  if (typeOfValue(doc, input) !== 'number') throw new JqFailure();
  return numberOf(doc, input);
}

/** What `.[]` goes through. */
function valuesIn(doc: JsonDocument, input: JqValue): readonly JqValue[] {
  const type = typeOfValue(doc, input);
  if (type === 'array') return itemsIn(doc, input);
  if (type === 'object') return [...membersIn(doc, input).values()];
  throw new JqFailure();
}

function lengthOf(doc: JsonDocument, input: JqValue): JqValue {
  switch (typeOfValue(doc, input)) {
    case 'null':
      return whole(0);
    case 'boolean':
      throw new JqFailure();
    case 'number':
      return numeric(Math.abs(numberOf(doc, input)));
    case 'string': {
      let count = 0;
      const text = textOf(doc, input);
      for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++;
      return whole(count);
    }
    case 'array':
      return whole(isNode(input) ? childCount(doc, input) : itemsIn(doc, input).length);
    case 'object':
      return whole(membersIn(doc, input).size);
  }
}

function whole(value: number): JqValue {
  return { value, text: undefined };
}

function keysOf(doc: JsonDocument, input: JqValue, isSorted: boolean): JqValue {
  const type = typeOfValue(doc, input);
  if (type === 'array') return itemsIn(doc, input).map((_, index) => whole(index));
  if (type !== 'object') throw new JqFailure();
  const members = membersIn(doc, input);
  return isSorted ? sortedKeys(members) : [...members.keys()];
}

function toNumber(doc: JsonDocument, input: JqValue): JqValue {
  const type = typeOfValue(doc, input);
  if (type === 'number') return input;
  if (type !== 'string') throw new JqFailure();
  const text = textOf(doc, input);
  if (!/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(text)) throw new JqUnsure();
  return { value: Number(text), text };
}

function toEntries(doc: JsonDocument, input: JqValue): readonly JqValue[] {
  const entries = [...objectOf(doc, input)];
  return entries.map(
    ([key, value]) =>
      new Map<string, JqValue>([
        ['key', key],
        ['value', value],
      ]),
  );
}

function fromEntries(doc: JsonDocument, input: JqValue): JqValue {
  const members = new Map<string, JqValue>();
  for (const entry of arrayOf(doc, input)) {
    const { key, value } = Object.fromEntries(objectOf(doc, entry));
    // Other names for these, and keys that are no strings, differ from version to version.
    if (key === undefined || value === undefined || typeOfValue(doc, key) !== 'string') throw new JqUnsure();
    members.set(textOf(doc, key), value);
  }
  return members;
}

/** `text`: the key, or the only output of the program for keys, where that is a text: it is compared some twenty times. */
type Keyed = { readonly value: JqValue; readonly key: JqValue; readonly text: string | undefined };

/** @param program gives the keys; the values are their own where there is none */
function withKeys(doc: JsonDocument, items: readonly JqValue[], program: JqCode | undefined): readonly Keyed[] {
  const textIn = (key: JqValue | undefined): string | undefined =>
    key !== undefined && typeOfValue(doc, key) === 'string' ? textOf(doc, key) : undefined;
  if (!program) return items.map((value) => ({ value, key: value, text: textIn(value) }));
  return items.map((value) => {
    const key = collect(program, value);
    return { value, key, text: key.length === 1 ? textIn(key[0]) : undefined };
  });
}

/** In order; what is equal stays in its order. */
function keyed(doc: JsonDocument, items: readonly JqValue[], program?: JqCode): readonly Keyed[] {
  return withKeys(doc, items, program).toSorted((a, b) => compareKeys(doc, a, b));
}

function compareKeys(doc: JsonDocument, a: Keyed, b: Keyed): number {
  return a.text !== undefined && b.text !== undefined ? compareTexts(a.text, b.text) : compareJq(doc, a.key, b.key);
}

function groups(doc: JsonDocument, ordered: readonly Keyed[]): readonly (readonly JqValue[])[] {
  const all: JqValue[][] = [];
  let last: Keyed | undefined;
  for (const item of ordered) {
    if (last && compareKeys(doc, last, item) === 0) all.at(-1)?.push(item.value);
    else all.push([item.value]);
    last = item;
  }
  return all;
}

function firsts(doc: JsonDocument, ordered: readonly Keyed[]): JqValue {
  return groups(doc, ordered).flatMap(([first]) => (first === undefined ? [] : [first]));
}

/** The first of the smallest, the last of the largest. */
function extreme(doc: JsonDocument, items: readonly Keyed[], sign: 1 | -1): JqValue {
  let found: Keyed | undefined;
  for (const item of items) {
    const difference = found ? compareKeys(doc, item, found) : 0;
    if (!found || (sign === 1 ? difference >= 0 : difference < 0)) found = item;
  }
  return found?.value ?? null;
}

function withProgram(name: string, program: JqCode, scene: JqScene): JqCode | undefined {
  const ordered = (input: JqValue): readonly Keyed[] => keyed(scene.doc, arrayOf(scene.doc, input), program);
  switch (name) {
    case 'select':
      return selected(program, scene);
    case 'map':
      return single((input) => {
        const outputs: JqValue[] = [];
        for (const item of valuesIn(scene.doc, input)) {
          stepTo(item, (value) => program.each(value, (output) => outputs.push(output)), scene);
        }
        return outputs;
      });
    case 'sort_by':
      return single((input) => ordered(input).map(({ value }) => value));
    case 'group_by':
      return single((input) => groups(scene.doc, ordered(input)));
    case 'unique_by':
      return single((input) => firsts(scene.doc, ordered(input)));
    case 'min_by':
    case 'max_by':
      return single((input) => {
        const items = withKeys(scene.doc, arrayOf(scene.doc, input), program);
        return extreme(scene.doc, items, name === 'max_by' ? 1 : -1);
      });
    case 'any':
    case 'all':
      return program.one && single(quantified(name, program.one, scene));
    case 'first':
      return several((input, emit) => takeSome(program, input, 1, emit));
    case 'last':
      return several((input, emit) => {
        const last = collect(program, input).at(-1);
        // Whether there is null or nothing without outputs differs from version to version.
        if (last === undefined) throw new JqUnsure();
        emit(last);
      });
    case 'with_entries':
      return single((input) => {
        const changed = toEntries(scene.doc, input).flatMap((entry) => collect(program, entry));
        return fromEntries(scene.doc, changed);
      });
    case 'has':
      return withArgument(program, (input, key) => hasKey(scene.doc, input, key));
    case 'contains':
      return withArgument(program, (input, part) => containsPart(scene.doc, input, part));
    case 'startswith':
      return withArgument(program, (input, part) => stringOf(scene.doc, input).startsWith(stringOf(scene.doc, part)));
    case 'endswith':
      return withArgument(program, (input, part) => stringOf(scene.doc, input).endsWith(stringOf(scene.doc, part)));
    case 'ltrimstr':
    case 'rtrimstr':
      return withArgument(program, (input, part) => trimmed(scene.doc, input, part, name));
    case 'join':
      return withArgument(program, (input, between) => joined(scene.doc, input, between));
    case 'split':
      return withArgument(program, (input, between) => parts(scene.doc, input, between));
    case 'test':
      return withArgument(program, (input, pattern) => isMatch(scene.doc, input, pattern, null));
    default:
      return undefined;
  }
}

/** A function of the value and of each output of its argument. */
function withArgument(argument: JqCode, apply: (input: JqValue, argument: JqValue) => JqValue): JqCode {
  const { one } = argument;
  if (one) return single((input) => apply(input, one(input)));
  return several((input, emit) => argument.each(input, (value) => emit(apply(input, value))));
}

function selected(condition: JqCode, scene: JqScene): JqCode {
  const { one } = condition;
  if (one)
    return several((input, emit) => {
      if (isTruthy(scene.doc, one(input))) emit(input);
    });
  return several((input, emit) =>
    condition.each(input, (value) => {
      if (isTruthy(scene.doc, value)) emit(input);
    }),
  );
}

function quantified(name: 'any' | 'all', condition: One, scene: JqScene): One {
  const meets = (item: JqValue): boolean => isTruthy(scene.doc, condition(item));
  return (input) => {
    const values = valuesIn(scene.doc, input);
    return name === 'any' ? values.some(meets) : values.every(meets);
  };
}

function limited(count: JqCode, program: JqCode, scene: JqScene): JqCode | undefined {
  const { one } = count;
  return (
    one &&
    several((input, emit) => {
      const most = requireNumber(scene.doc, one(input));
      if (!Number.isInteger(most) || most < 0) throw new JqUnsure();
      if (most > 0) takeSome(program, input, most, emit);
    })
  );
}

/** Ends a program from inside. */
class Enough extends Error {}

function takeSome(program: JqCode, input: JqValue, most: number, emit: Emit): void {
  const enough = new Enough();
  let count = 0;
  try {
    program.each(input, (value) => {
      count++;
      emit(value);
      if (count === most) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
}

function hasKey(doc: JsonDocument, input: JqValue, key: JqValue): boolean {
  const [type, keyType] = [typeOfValue(doc, input), typeOfValue(doc, key)];
  if (type === 'object' && keyType === 'string') return membersIn(doc, input).has(textOf(doc, key));
  if (type === 'null') return false;
  if (type !== 'array' || keyType !== 'number') throw new JqFailure();
  const index = numberOf(doc, key);
  if (!Number.isInteger(index)) throw new JqUnsure();
  return index >= 0 && index < numberOf(doc, lengthOf(doc, input));
}

function containsPart(doc: JsonDocument, whole: JqValue, part: JqValue): boolean {
  const type = typeOfValue(doc, whole);
  if (type !== typeOfValue(doc, part)) throw new JqFailure();
  // jq has no word on true in true at the top, and compares what is inside.
  if (type === 'boolean') throw new JqUnsure();
  return isPartOf(doc, whole, part);
}

function isPartOf(doc: JsonDocument, value: JqValue, part: JqValue): boolean {
  const type = typeOfValue(doc, value);
  if (type !== typeOfValue(doc, part)) return false;
  switch (type) {
    case 'string': {
      const [text, inner] = [textOf(doc, value), textOf(doc, part)];
      // Where a text ends for jq differs from version to version.
      if (text.includes('\0') || inner.includes('\0')) throw new JqUnsure();
      return text.includes(inner);
    }
    case 'array': {
      const items = itemsIn(doc, value);
      return itemsIn(doc, part).every((inner) => items.some((item) => isPartOf(doc, item, inner)));
    }
    case 'object': {
      const members = membersIn(doc, value);
      return [...membersIn(doc, part)].every(([key, inner]) => {
        const member = members.get(key);
        return member !== undefined && isPartOf(doc, member, inner);
      });
    }
    default:
      return compareJq(doc, value, part) === 0;
  }
}

function trimmed(doc: JsonDocument, input: JqValue, part: JqValue, name: 'ltrimstr' | 'rtrimstr'): JqValue {
  if (typeOfValue(doc, input) !== 'string' || typeOfValue(doc, part) !== 'string') return input;
  const [text, cut] = [textOf(doc, input), textOf(doc, part)];
  // What is left of nothing cut off the end was all of it in one version, and nothing in another.
  if (cut === '') return input;
  if (name === 'ltrimstr') return text.startsWith(cut) ? text.slice(cut.length) : input;
  return text.endsWith(cut) ? text.slice(0, -cut.length) : input;
}

function joined(doc: JsonDocument, input: JqValue, between: JqValue): JqValue {
  const separator = typeOfValue(doc, between) === 'string' ? textOf(doc, between) : undefined;
  if (separator === undefined) throw new JqUnsure();
  const texts = valuesIn(doc, input).map((item) => {
    const type = typeOfValue(doc, item);
    if (type === 'null') return '';
    if (type === 'array' || type === 'object') throw new JqFailure();
    return plainText(doc, item);
  });
  return texts.join(separator);
}

function parts(doc: JsonDocument, input: JqValue, between: JqValue): JqValue {
  const [text, separator] = [stringOf(doc, input), stringOf(doc, between)];
  if (separator === '') throw new JqUnsure();
  return text === '' ? [] : text.split(separator);
}

/** With the pattern and its flags. */
function pairedText(pattern: JqCode, flags: JqCode, scene: JqScene): JqCode | undefined {
  const [first, second] = [pattern.one, flags.one];
  if (!first || !second) return undefined;
  return single((input) => isMatch(scene.doc, input, first(input), second(input)));
}

function isMatch(doc: JsonDocument, input: JqValue, pattern: JqValue, flags: JqValue): boolean {
  const text = stringOf(doc, input);
  if (typeOfValue(doc, pattern) !== 'string') throw new JqUnsure();
  const isMatching = patternOf(textOf(doc, pattern), flags === null ? '' : stringOf(doc, flags));
  if (isMatching === undefined) throw new JqUnsure();
  const answer = isMatching(text);
  if (answer === undefined) throw new JqUnsure();
  return answer;
}
