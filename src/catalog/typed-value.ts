// What somebody means by the text that is typed for a value: text where it may be that, else JSON. Where a field may be anything a
// number stays the text that it was typed as (`1.2` for a TLS version); `:=1.2` is the number, as it is in a line.
import { type BodyNode, emptyList, emptyObject, textNode, treeOfJson } from '../request/body-tree.ts';
import type { Kind, Shape } from './operation.ts';

type Typed =
  | { readonly ok: true; readonly node: BodyNode }
  /** A clause that says what it takes: `a number, such as 3600`. */
  | { readonly ok: false; readonly wanted: string };

/** The value that a text is meant as. `before` is what stands there: what is a number goes on as one. */
export function typedValue(shape: Shape | undefined, text: string, before?: BodyNode): Typed {
  if (text.startsWith(':=')) {
    const node = treeOfJson(text.slice(2));
    return node ? { ok: true, node } : { ok: false, wanted: 'JSON after :=, such as :=3600 or :={"key": "value"}' };
  }
  if (!shape) {
    const isJson = before !== undefined && before.kind !== 'file' && kindOfNode(before) !== 'string';
    const node = isJson ? treeOfJson(text) : textNode(text);
    return node ? { ok: true, node } : { ok: false, wanted: 'JSON, such as {"key": "value"}' };
  }
  const list = entriesOf(shape, text);
  if (list) return { ok: true, node: list };
  if (isMeantAsText(shape, text, before)) return { ok: true, node: textNode(text) };
  const node = treeOfJson(text);
  return node ? { ok: true, node } : { ok: false, wanted: wantedFor(shape) };
}

/** True where a text that is typed for such a value is the value itself, and no JSON. */
export function isMeantAsText({ kinds, choices }: Shape, text: string, before?: BodyNode): boolean {
  const chosen = choices?.find((choice) => String(choice) === text);
  if (chosen !== undefined) return typeof chosen === 'string';
  const isOpen = kinds.some((kind) => kind === 'string' || kind === 'file' || kind === 'any');
  const node = treeOfJson(text);
  if (!node) return isOpen;
  const kind = kindOfNode(node);
  if (kind === 'object' || kind === 'array' || kind === 'null') return isOpen && !takes(kinds, kind);
  if (kind === 'string') return kinds.includes('string') || kinds.includes('file');
  if (before && kindOfNode(before) === kind && takes(kinds, kind)) return false;
  // The likeliest kind comes first.
  const first = kinds[0];
  return isOpen && (first === 'string' || first === 'any' || first === 'file' || !kinds.includes(kind));
}

function takes(kinds: readonly Kind[], kind: Kind): boolean {
  return kinds.includes(kind) || (kinds.includes('any') && kind !== 'null');
}

export function kindOfNode(node: BodyNode): Kind {
  if (node.kind === 'file') return 'file';
  if (node.kind !== 'value') return node.kind === 'list' ? 'array' : 'object';
  const [first] = node.source;
  if (first === '"') return 'string';
  if (first === 't' || first === 'f') return 'boolean';
  if (first === 'n') return 'null';
  // Nested too deep to be taken apart.
  return first === '{' ? 'object' : first === '[' ? 'array' : 'number';
}

/** Entries of a list may be written with commas between them. */
function entriesOf(shape: Shape, text: string): BodyNode | undefined {
  const { kinds, items } = shape;
  if (kinds[0] !== 'array' || !items || items.kinds[0] === 'object' || treeOfJson(text)) return undefined;
  const entries = text.split(',').map((entry) => typedValue(items, entry.trim()));
  const nodes = entries.flatMap((entry) => (entry.ok ? [entry.node] : []));
  return nodes.length === entries.length ? { kind: 'list', entries: nodes } : undefined;
}

/** What a new value of such a shape begins as; undefined where something has to be typed. */
export function emptyValue({ kinds }: Shape): BodyNode | undefined {
  if (kinds[0] === 'object') return emptyObject;
  return kinds[0] === 'array' ? emptyList : undefined;
}

function wantedFor({ kinds }: Shape): string {
  switch (kinds[0]) {
    case 'number':
      return 'a number, such as 3600';
    case 'boolean':
      return 'true or false, such as true';
    case 'array':
      return 'JSON, such as ["a", "b"]';
    default:
      return 'JSON, such as {"key": "value"}';
  }
}
