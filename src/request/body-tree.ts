// The body of a request as a tree that can be changed, and the request with a changed one: what a form and an editor of bodies work
// on. What is not changed stays in the line as it was written. Numbers keep their digits, names that come twice stay twice.
import { isField, nestedField } from './body.ts';
import { jsonElements, jsonMembers, scanJson, trimJson } from './json-text.ts';
import { isBodyItem } from './method.ts';
import { type NameStep, type NestedNode, nestNodes, readSteps, rootKey, spelled } from './nested.ts';
import type { Item, RequestLine } from './types.ts';

export type BodyNode =
  /** JSON source text of a text, a number, a truth or null; also of what is nested too deep to be taken apart. */
  | { readonly kind: 'value'; readonly source: string }
  /** What a file will say. */
  | { readonly kind: 'file'; readonly from: 'fieldFile' | 'jsonFile'; readonly path: string }
  | { readonly kind: 'object'; readonly members: readonly BodyMember[] }
  | { readonly kind: 'list'; readonly entries: readonly BodyNode[] };

interface BodyMember {
  readonly key: string;
  readonly node: BodyNode;
}

/** A member by its key, or an entry by its index. */
export type BodyStep = string | number;

/** Levels that are taken apart; what is deeper is one value. */
const mostLevels = 60;

/** The tree of a JSON text; undefined where it is none. */
export function treeOfJson(text: string): BodyNode | undefined {
  const json = trimJson(text);
  const scan = scanJson(json, 0);
  return scan.ok && scan.end === json.length ? treeOf(json, 0) : undefined;
}

function treeOf(source: string, level: number): BodyNode {
  if (level >= mostLevels) return { kind: 'value', source };
  const members = jsonMembers(source);
  if (members) {
    return { kind: 'object', members: members.map(({ key, value }) => ({ key, node: treeOf(value, level + 1) })) };
  }
  const entries = jsonElements(source);
  if (entries) return { kind: 'list', entries: entries.map((entry) => treeOf(entry, level + 1)) };
  return { kind: 'value', source };
}

export function textNode(text: string): BodyNode {
  return { kind: 'value', source: JSON.stringify(text) };
}

export const emptyObject: BodyNode = { kind: 'object', members: [] };

export const emptyList: BodyNode = { kind: 'list', entries: [] };

/** The text of a node that is one. */
export function textOfNode(node: BodyNode | undefined): string | undefined {
  return node?.kind === 'value' && node.source.startsWith('"') ? String(JSON.parse(node.source)) : undefined;
}

/** The tree as JSON, on one line or laid out; undefined where a file has a part in it. */
export function jsonOf(node: BodyNode, isLaidOut = false): string | undefined {
  return write(node, isLaidOut ? '\n' : '');
}

/** @param newLine with the indentation of this level; empty for all on one line */
function write(node: BodyNode, newLine: string): string | undefined {
  if (node.kind === 'value') return node.source;
  if (node.kind === 'file') return undefined;
  const inner = newLine === '' ? '' : `${newLine}  `;
  const colon = newLine === '' ? ':' : ': ';
  const isList = node.kind === 'list';
  const parts: string[] = [];
  for (const [index, child] of (isList ? node.entries : node.members.map((member) => member.node)).entries()) {
    const text = write(child, inner);
    if (text === undefined) return undefined;
    const lead = isList ? '' : `${JSON.stringify(node.members[index]?.key)}${colon}`;
    parts.push(`${inner}${lead}${text}`);
  }
  const [start, end] = isList ? '[]' : '{}';
  return parts.length === 0 ? `${start}${end}` : `${start}${parts.join(',')}${newLine}${end}`;
}

/** One request, one tree: its parts are told from changed ones by what they are. */
const trees = new WeakMap<RequestLine, { readonly tree: BodyNode | undefined }>();

/** The body of a request as a tree; undefined where it has none, or one that is no JSON. */
export function bodyTree(request: RequestLine): BodyNode | undefined {
  const known = trees.get(request) ?? { tree: readTree(request) };
  trees.set(request, known);
  return known.tree;
}

function readTree(request: RequestLine): BodyNode | undefined {
  const whole = request.items.find((item) => item.kind === 'body');
  if (whole) return treeOfJson(whole.value);
  const fields = request.items.filter(isField);
  if (fields.length === 0) return undefined;
  const nested = nestNodes(fields.map(nestedField));
  if (!nested.ok) return undefined;
  const fromNested = (node: NestedNode | undefined): BodyNode => {
    if (node === undefined) return { kind: 'value', source: 'null' };
    if (node.kind === 'list') return { kind: 'list', entries: node.entries.map(fromNested) };
    if (node.kind === 'object') {
      return { kind: 'object', members: [...node.members].map(([key, member]) => ({ key, node: fromNested(member) })) };
    }
    if (node.source !== undefined) return treeOf(node.source, 0);
    const item = fields[node.field];
    return item?.kind === 'fieldFile' || item?.kind === 'jsonFile'
      ? { kind: 'file', from: item.kind, path: item.path }
      : { kind: 'value', source: 'null' };
  };
  return fromNested(nested.root);
}

export function nodeAt(root: BodyNode | undefined, steps: readonly BodyStep[]): BodyNode | undefined {
  return steps.reduce<BodyNode | undefined>((node, step) => {
    if (node?.kind === 'list') return typeof step === 'number' ? node.entries[step] : undefined;
    // Of two members of one name the last one counts, as everywhere.
    return node?.kind === 'object' ? node.members.findLast(({ key }) => key === step)?.node : undefined;
  }, root);
}

/** The tree with a node at a place, or without one there; what is missing on the way is made. */
export function withNode(
  root: BodyNode | undefined,
  steps: readonly BodyStep[],
  node: BodyNode | undefined,
): BodyNode | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return node;
  if (typeof step === 'number') {
    const entries = root?.kind === 'list' ? root.entries : [];
    const changed = withNode(entries[step], rest, node);
    if (changed === undefined) return { kind: 'list', entries: entries.toSpliced(step, 1) };
    const filled = [...entries, ...Array.from({ length: Math.max(0, step - entries.length) }, () => nullNode)];
    return { kind: 'list', entries: filled.toSpliced(step, 1, changed) };
  }
  const members = root?.kind === 'object' ? root.members : [];
  const at = members.findLastIndex(({ key }) => key === step);
  const changed = withNode(members[at]?.node, rest, node);
  if (changed === undefined) return { kind: 'object', members: at < 0 ? members : members.toSpliced(at, 1) };
  const member = { key: step, node: changed };
  return { kind: 'object', members: at < 0 ? [...members, member] : members.toSpliced(at, 1, member) };
}

const nullNode: BodyNode = { kind: 'value', source: 'null' };

/** True where both say the same, in whatever order and with whatever escapes. */
export function isSameNode(a: BodyNode | undefined, b: BodyNode | undefined): boolean {
  if (a === b) return true;
  if (a?.kind === 'value' && b?.kind === 'value') {
    return a.source === b.source || (textOfNode(a) !== undefined && textOfNode(a) === textOfNode(b));
  }
  if (a?.kind === 'file' && b?.kind === 'file') return a.from === b.from && a.path === b.path;
  if (a?.kind === 'list' && b?.kind === 'list') {
    return (
      a.entries.length === b.entries.length && a.entries.every((entry, index) => isSameNode(entry, b.entries[index]))
    );
  }
  if (a?.kind !== 'object' || b?.kind !== 'object' || a.members.length !== b.members.length) return false;
  return a.members.every(({ key, node }) => isSameNode(node, nodeAt(b, [key])));
}

/** The tree with its list at a place changed by its entries. */
export function withEntries(
  root: BodyNode | undefined,
  steps: readonly BodyStep[],
  change: (entries: readonly BodyNode[]) => readonly BodyNode[],
): BodyNode | undefined {
  const list = nodeAt(root, steps);
  return withNode(root, steps, { kind: 'list', entries: change(list?.kind === 'list' ? list.entries : []) });
}

/** A place in the body as a field of the line is named: `data[priority]`, `rules[0][action]`. */
export function fieldName(steps: readonly BodyStep[]): string {
  return spelled(steps.map(toStep));
}

/** The place that such a name means; undefined where it cannot be read, or means the next entry of a list. */
export function stepsOfName(name: string): readonly BodyStep[] | undefined {
  if (name === '') return [];
  const steps = readSteps(name);
  if (typeof steps === 'string' || steps.some(({ kind }) => kind === 'next')) return undefined;
  return steps.map((step) => (step.kind === 'member' ? step.key : step.kind === 'entry' ? step.index : 0));
}

function toStep(step: BodyStep): NameStep {
  return typeof step === 'number' ? { kind: 'entry', index: step } : { kind: 'member', key: step };
}

/**
 * The request with another body. Fields that are not changed stay as they are written and where; changed ones take the place of
 * those that they replace; new ones stand at the end. Undefined takes the body out.
 */
export function withBody(request: RequestLine, after: BodyNode | undefined): RequestLine {
  const before = bodyTree(request);
  // What is sent as it is, or in parts, is no JSON.
  const isOther = request.items.some((item) => isBodyItem(item) && !isField(item) && item.kind !== 'body');
  if (after === before || isOther) return request;
  const others = request.items.filter((item) => !isBodyItem(item));
  if (after === undefined || (isEmptyObject(after) && !request.items.some(({ kind }) => kind === 'body'))) {
    return { ...request, items: others };
  }
  const inFields = fieldsFor(request, before, after);
  const text = jsonOf(after);
  const isSame = inFields !== undefined && isSameNode(readTree({ ...request, items: inFields }), after);
  if (isSame) return { ...request, items: inFields };
  // What fields cannot say is said as a whole.
  return text === undefined ? request : { ...request, items: [...others, { kind: 'body', value: text }] };
}

function isEmptyObject(node: BodyNode): boolean {
  return node.kind === 'object' && node.members.length === 0;
}

/** Undefined where it is to be written as a whole: as it was until now, and what is no object. */
function fieldsFor({ items }: RequestLine, before: BodyNode | undefined, after: BodyNode): readonly Item[] | undefined {
  if (after.kind !== 'object' || items.some((item) => isBodyItem(item) && !isField(item))) return undefined;
  const known = before?.kind === 'object' ? before.members : [];
  const written = new Set<string>();
  const put = new Map<string, readonly Item[]>();
  for (const { key, node } of after.members) {
    if (key === '' || put.has(key)) return undefined;
    const own = items.filter((item) => isField(item) && rootKey(item.name) === key);
    const isSame = known.find((member) => member.key === key)?.node === node;
    // One piece of JSON stays one.
    const isWhole = own.length === 1 && own[0]?.kind === 'json' && own[0].name === fieldName([key]);
    put.set(key, isSame ? own : fieldItems([key], node, isWhole));
  }
  const kept = items.flatMap((item): readonly Item[] => {
    if (!isField(item)) return [item];
    const key = rootKey(item.name);
    if (key === undefined || written.has(key)) return [];
    written.add(key);
    return put.get(key) ?? [];
  });
  return [...kept, ...[...put].flatMap(([key, own]) => (written.has(key) ? [] : own))];
}

/** The fields that say one member of the body. Lists of plain values are one piece of JSON, which is easier to read. */
function fieldItems(steps: readonly BodyStep[], node: BodyNode, isWhole: boolean): readonly Item[] {
  const name = fieldName(steps);
  if (node.kind === 'file') return [{ kind: node.from, name, path: node.path }];
  const text = textOfNode(node);
  if (text !== undefined) return [{ kind: 'field', name, value: text }];
  const source = jsonOf(node);
  if (node.kind === 'value') return [{ kind: 'json', name, value: node.source }];
  const children: readonly (readonly [BodyStep, BodyNode])[] =
    node.kind === 'list' ? [...node.entries.entries()] : node.members.map((member) => [member.key, member.node]);
  const isFlat = node.kind === 'list' && node.entries.every(({ kind }) => kind === 'value');
  const canName = node.kind === 'list' || node.members.every(({ key }) => key !== '');
  if (source !== undefined && (isWhole || isFlat || children.length === 0 || !canName)) {
    return [{ kind: 'json', name, value: source }];
  }
  return children.flatMap(([step, child]) => fieldItems([...steps, step], child, false));
}
