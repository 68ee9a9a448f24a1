// What may stand at a place of a body that is being written as JSON: the members that are not there yet, the values that a field
// takes. The text need not be JSON yet; what comes before the cursor says where it stands.
import type { BodyNode, BodyStep } from '../request/body-tree.ts';
import { nodeAt, treeOfJson } from '../request/body-tree.ts';
import { membersInForce, type PathValues } from './body-check.ts';
import type { Field, Shape } from './operation.ts';
import { eachName } from './variants.ts';

interface JsonPlace {
  /** Of the object whose member it is, or of the value. */
  readonly steps: readonly BodyStep[];
  readonly kind: 'key' | 'value';
  /** The stretch of the text that stands there now, with its quotes. */
  readonly from: number;
  readonly to: number;
  /** What of it is before the cursor, without a quote. */
  readonly typed: string;
  /** Keys of the object that it is in, before and after it. */
  readonly keys: readonly string[];
  /** What closes all that is open there. */
  readonly closing: string;
}

interface Frame {
  readonly isList: boolean;
  readonly keys: string[];
  key: string;
  index: number;
  awaits: 'key' | 'colon' | 'value' | 'comma';
}

const BARE = /[^\s,:{}[\]"]*/y;
const STRING = /"(?:[^"\\\n]|\\.)*("?)/y;

/** Where an offset stands in a text that is to become JSON; undefined where nothing can be put. */
export function placeInJson(text: string, cursor: number): JsonPlace | undefined {
  const frames: Frame[] = [];
  let root: Frame['awaits'] = 'value';
  let at = 0;
  const awaits = (): Frame['awaits'] => frames.at(-1)?.awaits ?? root;
  const done = (): void => {
    const frame = frames.at(-1);
    if (frame) frame.awaits = 'comma';
    else root = 'comma';
  };
  while (at < cursor) {
    const character = text[at] ?? '';
    const frame = frames.at(-1);
    if (character === '"' || /[^\s,:{}[\]]/.test(character)) {
      const pattern = character === '"' ? STRING : BARE;
      pattern.lastIndex = at;
      const [token = ''] = pattern.exec(text) ?? [];
      const end = at + Math.max(1, token.length);
      // The cursor is in it, or just behind one that is not ended.
      if (end > cursor || (end === cursor && (character !== '"' || !/^".*"$/s.test(token)))) {
        return placed(text, frames, awaits(), at, Math.max(end, cursor), text.slice(at, cursor));
      }
      if (frame && !frame.isList && frame.awaits === 'key') {
        frame.key = unquoted(token);
        frame.keys.push(frame.key);
        frame.awaits = 'colon';
      } else done();
      at = end;
      continue;
    }
    if (character === '{' || character === '[') {
      const isList = character === '[';
      frames.push({ isList, keys: [], key: '', index: 0, awaits: isList ? 'value' : 'key' });
    } else if (character === '}' || character === ']') {
      frames.pop();
      done();
    } else if (character === ':' && frame) frame.awaits = 'value';
    else if (character === ',' && frame) {
      frame.index += 1;
      frame.awaits = frame.isList ? 'value' : 'key';
    }
    at += 1;
  }
  return placed(text, frames, awaits(), cursor, cursor, '');
}

function placed(
  text: string,
  frames: readonly Frame[],
  awaits: Frame['awaits'],
  from: number,
  to: number,
  written: string,
): JsonPlace | undefined {
  if (awaits !== 'key' && awaits !== 'value') return undefined;
  const top = frames.at(-1);
  const outer = frames.slice(0, -1).map((frame) => (frame.isList ? frame.index : frame.key));
  const own: readonly BodyStep[] = !top || awaits === 'key' ? [] : [top.isList ? top.index : top.key];
  const keys = awaits === 'key' ? [...(top?.keys ?? []), ...keysAfter(text, to)] : [];
  const closing = frames.map(({ isList }) => (isList ? ']' : '}')).toReversed();
  return {
    steps: [...outer, ...own],
    kind: awaits,
    from,
    to,
    typed: written.replace(/^"/, ''),
    keys,
    closing: closing.join(''),
  };
}

/** Keys that come later in the object that an offset is in. */
function keysAfter(text: string, from: number): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let at = from; at < text.length && depth >= 0; ) {
    const character = text[at];
    if (character === '"') {
      STRING.lastIndex = at;
      const [token = '"'] = STRING.exec(text) ?? [];
      at += token.length;
      if (depth === 0 && /^\s*:/.test(text.slice(at, at + 40))) keys.push(unquoted(token));
      continue;
    }
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    at += 1;
  }
  return keys;
}

function unquoted(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replace(/^"|"$/g, '');
  }
}

interface BodyCompletion {
  /** The stretch that each text takes the place of. */
  readonly from: number;
  readonly to: number;
  /** What of it was typed. */
  readonly typed: string;
  readonly candidates: readonly { readonly label: string; readonly text: string; readonly field: Field | undefined }[];
}

export function completeBody(shape: Shape, text: string, cursor: number, path: PathValues): BodyCompletion | undefined {
  const place = placeInJson(text, cursor);
  if (!place) return undefined;
  const { from, to, typed, kind, steps, keys } = place;
  const tree = treeAround(text, place);
  const found = shapeAt(shape, tree, steps, path);
  if (!found) return undefined;
  if (kind === 'value') {
    const values = valuesOf(found.shape);
    return { from, to, typed, candidates: values.map((value) => ({ label: value, text: value, field: found.field })) };
  }
  const node = nodeAt(tree, steps);
  const fields =
    node?.kind === 'object'
      ? membersInForce(found.shape.fields ?? [], node.members, path)
      : eachName(found.shape.fields ?? []);
  const hasColon = /^\s*:/.test(text.slice(to, to + 40));
  return {
    from,
    to,
    typed,
    candidates: fields
      .filter(({ name }) => !keys.includes(name))
      .map((field) => ({
        label: field.name,
        text: `${JSON.stringify(field.name)}${hasColon ? '' : ': '}`,
        field,
      })),
  };
}

/** The tree of the text as it would be with something whole at the place; undefined where it is no JSON even then. */
function treeAround(text: string, { kind, from, to, closing }: JsonPlace): BodyNode | undefined {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const fillings = kind === 'value' ? ['null', ''] : ['', '"":null', '"":null,', ',"":null'];
  // What comes after may not fit yet: then what comes before has to do.
  for (const rest of [after, closing]) {
    for (const filling of fillings) {
      const tree = treeOfJson(before + filling + rest) ?? treeOfJson(before.replace(/,\s*$/, '') + filling + rest);
      if (tree) return tree;
    }
  }
  return treeOfJson(text);
}

function shapeAt(
  root: Shape,
  tree: BodyNode | undefined,
  steps: readonly BodyStep[],
  path: PathValues,
): { readonly shape: Shape; readonly field: Field | undefined } | undefined {
  let shape: Shape | undefined = root;
  let field: Field | undefined;
  for (const [index, step] of steps.entries()) {
    if (!shape) return undefined;
    if (typeof step === 'number') {
      shape = shape.items;
      continue;
    }
    const holder = nodeAt(tree, steps.slice(0, index));
    const known: readonly Field[] =
      holder?.kind === 'object'
        ? membersInForce(shape.fields ?? [], holder.members, path)
        : eachName(shape.fields ?? []);
    field = known.find(({ name }) => name === step);
    shape = field?.shape ?? shape.values;
  }
  return shape && { shape, field };
}

/** What a value may be, as JSON; where it may be much, how it begins. */
function valuesOf({ kinds, choices }: Shape): readonly string[] {
  const few = choices?.map((choice) => JSON.stringify(choice)) ?? [];
  const begun = kinds.flatMap((kind): readonly string[] => {
    if (kind === 'boolean') return choices ? [] : ['true', 'false'];
    if (kind === 'object') return ['{}'];
    if (kind === 'array') return ['[]'];
    if (kind === 'string') return choices ? [] : ['""'];
    return kind === 'null' ? ['null'] : [];
  });
  return [...few, ...begun];
}
