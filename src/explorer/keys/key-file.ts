// Reads own keys as they are written down: `keys.json`, and the flavours, which have the same form.
import { childrenOf } from '../../json/children.ts';
import { positionOf } from '../../json/diagnose.ts';
import { type JsonDocument, keyOf, keyStart, kindOf, type NodeId, startOf, stringValue } from '../../json/document.ts';
import { indexDocument } from '../../json/parse.ts';
import { nearestName } from '../../text/matching.ts';
import { visible } from '../../text/untrusted.ts';
import type { Binding } from './binding.ts';
import { isCharacter, type KeySequence, type Modifiers, namedChord, namedKeys, typedPress } from './chord.ts';
import type { Context } from './context.ts';
import type { KeyOverride, KeyPlace, KeyProblem } from './own-keys.ts';

/** One key, several, or none; or that by context. */
type KeyValue = string | readonly string[] | null;

/** By the id of a binding. */
export type KeyLines = Readonly<Record<string, KeyValue | Readonly<Record<string, KeyValue>>>>;

interface ReadKeys {
  readonly overrides: readonly KeyOverride[];
  readonly problems: readonly KeyProblem[];
}

/** The lines of a flavour; the program's own are right. */
export function flavourOverrides(lines: KeyLines): readonly KeyOverride[] {
  const keysOf = (value: KeyValue): readonly KeySequence[] =>
    value === null ? [] : typeof value === 'string' ? [value] : value;
  return Object.entries(lines).flatMap(([id, value]): readonly KeyOverride[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [{ id, contexts: undefined, keys: keysOf(value as KeyValue), place: undefined }];
    return Object.entries(value as Readonly<Record<string, KeyValue>>).map(([context, keys]) => ({
      id,
      contexts: [context as Context],
      keys: keysOf(keys),
      place: undefined,
    }));
  });
}

/** What a file says, and what is wrong with it; never throws. */
export function readKeyFile(bytes: Uint8Array, bindings: readonly Binding[]): ReadKeys {
  const indexed = indexDocument(bytes);
  if (!indexed.ok) {
    const { line, column, reason } = indexed.error;
    return { overrides: [], problems: [{ place: { line, column }, text: `this is not JSON: ${reason}` }] };
  }
  const { document } = indexed;
  if (kindOf(document, 0) !== 'object') {
    const text = 'the file must hold one object, such as {"move.first": ["g g", "home"]}';
    return { overrides: [], problems: [{ place: { line: 1, column: 1 }, text }] };
  }
  return readMembers(document, new Map(bindings.map((binding) => [binding.id, binding])));
}

function readMembers(document: JsonDocument, byId: ReadonlyMap<string, Binding>): ReadKeys {
  const overrides: KeyOverride[] = [];
  const problems: KeyProblem[] = [];
  const placeOf = (offset: number): KeyPlace => positionOf(document.bytes, offset);
  const contexts = new Set([...byId.values()].flatMap((binding) => binding.contexts));
  const seen = new Set<string>();
  /** One id, in one context or in all. */
  const take = (id: string, context: Context | undefined, node: NodeId): void => {
    const place = placeOf(keyStart(document, node) ?? startOf(document, node));
    const name = context === undefined ? id : `${id} in ${context}`;
    if (seen.has(name)) problems.push({ place, text: `${name} stands here a second time; the first line is left out` });
    seen.add(name);
    const nodes = kindOf(document, node) === 'array' ? childrenOf(document, node) : [node];
    if (kindOf(document, node) === 'null') {
      overrides.push({ id, contexts: context && [context], keys: [], place });
      return;
    }
    const keys: KeySequence[] = [];
    for (const each of nodes) {
      const text = stringValue(document, each);
      const read = text === undefined ? undefined : readSequence(text);
      if (read?.keys !== undefined) keys.push(read.keys);
      else {
        const problem = read?.problem ?? `${name} takes a key, a list of keys, or null for none`;
        problems.push({ place: placeOf(startOf(document, each)), text: problem });
      }
    }
    if (keys.length > 0 || nodes.length === 0) overrides.push({ id, contexts: context && [context], keys, place });
  };
  for (const node of childrenOf(document, 0)) {
    const id = keyOf(document, node) ?? '';
    const place = placeOf(keyStart(document, node) ?? startOf(document, node));
    const binding = byId.get(id);
    if (!binding) problems.push({ place, text: noSuch('key', id, byId.keys()) });
    else if (kindOf(document, node) !== 'object') take(id, undefined, node);
    else
      for (const inner of childrenOf(document, node)) {
        const name = keyOf(document, inner) ?? '';
        const context = [...contexts].find((candidate) => candidate === name);
        if (context !== undefined) take(id, context, inner);
        else {
          const at = placeOf(keyStart(document, inner) ?? startOf(document, inner));
          problems.push({ place: at, text: noSuch('context', name, contexts) });
        }
      }
  }
  return { overrides, problems };
}

function noSuch(what: string, name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? 'flarescope keys lists all' : `did you mean ${nearest}?`;
  return `there is no ${what} ${visible(name)}: ${hint}`;
}

/** Keys of a sequence at most. */
const longestSequence = 3;

type ReadSequence =
  | { readonly keys: KeySequence; readonly problem?: undefined }
  | { readonly keys?: undefined; readonly problem: string };

/** Keys as people write them: `z t`, `Ctrl+X ctrl+c`, `C-x`, `shift+tab`. */
export function readSequence(text: string): ReadSequence {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return { problem: text === '' ? 'a key has no name here' : 'the space bar is written space' };
  if (words.length > longestSequence) return { problem: `${visible(text)} is longer than ${longestSequence} keys` };
  const read = words.map(readChord);
  const wrong = read.find(({ problem }) => problem !== undefined);
  if (wrong?.problem !== undefined) return { problem: wrong.problem };
  return { keys: read.map(({ keys }) => keys).join(' ') };
}

/** Other names of keys. */
const aliases: Readonly<Record<string, string>> = {
  escape: 'esc',
  return: 'enter',
  ret: 'enter',
  del: 'delete',
  pgup: 'pageup',
  pgdn: 'pagedown',
  pgdown: 'pagedown',
  spc: 'space',
};

const modifierNames: Readonly<Record<string, keyof Modifiers>> = {
  'ctrl+': 'ctrl',
  'control+': 'ctrl',
  'c-': 'ctrl',
  'alt+': 'alt',
  'meta+': 'alt',
  'm-': 'alt',
  'shift+': 'shift',
  's-': 'shift',
};

/** What a terminal sends for ctrl with these is the same as for another key. */
const merged: Readonly<Record<string, string>> = { h: 'backspace', i: 'tab', j: 'enter', m: 'enter', '[': 'esc' };

function readChord(word: string): ReadSequence {
  const modifiers: { ctrl?: boolean; alt?: boolean; shift?: boolean } = {};
  let rest = word;
  for (;;) {
    const [prefix] = /^(?:(?:ctrl|control|alt|meta|shift)\+|[CMS]-)(?=.)/i.exec(rest) ?? [];
    const modifier = prefix === undefined ? undefined : modifierNames[prefix.toLowerCase()];
    if (prefix === undefined || modifier === undefined) break;
    modifiers[modifier] = true;
    rest = rest.slice(prefix.length);
  }
  const lower = aliases[rest.toLowerCase()] ?? rest.toLowerCase();
  const named = namedKeys.find((name) => name === lower);
  if (named !== undefined) return { keys: namedChord(named, modifiers) };
  if (lower === 'space') return { keys: typedPress(' ', modifiers).chord };
  if (!isCharacter(rest) || visible(rest) !== rest) {
    const nearest = nearestName(lower, [...namedKeys, 'space']);
    if (/^f\d+$/.test(lower))
      return { problem: `${visible(word)} is a function key, which the explorer does not read` };
    return { problem: `there is no key ${visible(word)}${nearest === undefined ? '' : `: did you mean ${nearest}?`}` };
  }
  if (modifiers.ctrl) {
    const same = merged[lower];
    if (same !== undefined) return { problem: `a terminal sends ${same} for ctrl+${lower}. Take another key` };
    return { keys: typedPress(lower, modifiers).chord };
  }
  return { keys: typedPress(modifiers.shift ? rest.toUpperCase() : rest, modifiers).chord };
}
