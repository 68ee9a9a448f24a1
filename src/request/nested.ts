// Names of fields that say where in the body their value goes, with HTTPie's rules (https://httpie.io/docs/cli/nested-json):
// `a[b]=c` is a member, `a[0]=c` an entry, `a[]=c` the next entry, `[]=c` an entry of a body that is a list; a backslash takes
// the meaning from `[`, `]`, `\` and from the number in `a[\1]`. Dots mean nothing. Must not know what a field means.
import { jsonElements, jsonMembers } from './json-text.ts';
import { quoted } from './message.ts';

export type NameStep =
  | { readonly kind: 'member'; readonly key: string }
  | { readonly kind: 'entry'; readonly index: number }
  | { readonly kind: 'next' };

interface NestingProblem {
  /** Index of the field that does not go with the ones before it. */
  readonly field: number;
  readonly expected: string;
  readonly message: string;
}

export interface NestedField {
  readonly name: string;
  /** JSON source text; undefined where that is not known yet. */
  readonly source: string | undefined;
}

/** Entries that a list may have: an index beyond was most likely meant as a name. */
const mostEntries = 10_000;

const mostLevels = 100;

/** The name of a field that is called so in the body, whatever characters are in it. */
export function literalName(key: string): string {
  return key.replace(/\\(?=[[\]\\])|[[\]]/g, '\\$&');
}

/** Where the value of a field goes; a sentence where the name cannot be read. */
export function readSteps(name: string): readonly NameStep[] | string {
  const steps: NameStep[] = [];
  let at = 0;
  if (name[0] !== '[') {
    const [key, end] = readText(name, 0);
    if (name[end] === ']') return `${quoted(name)} has a ] without a [. Write \\] where it is part of the name.`;
    steps.push({ kind: 'member', key });
    at = end;
  }
  while (at < name.length) {
    if (name[at] !== '[') return `${quoted(name)} goes on after a ]. Expected [ there, or the end of the name.`;
    const [text, end] = readText(name, at + 1);
    if (name[end] !== ']') return `${quoted(name)} has a [ that is not closed. Write \\[ where it is part of the name.`;
    const source = name.slice(at + 1, end);
    const step = stepOf(source, text);
    if (typeof step === 'string') return `${quoted(name)} ${step}`;
    steps.push(step);
    at = end + 1;
  }
  return steps.length > mostLevels ? `${quoted(name)} is nested deeper than ${mostLevels} levels.` : steps;
}

/** The body that the fields make together, as JSON. An index beyond the end fills what is before it with null, as HTTPie does. */
export function nest(
  fields: readonly NestedField[],
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: NestingProblem } {
  const nested = nestNodes(fields);
  return nested.ok ? { ok: true, text: textOf(nested.root) } : nested;
}

/** The same, not yet written down. */
export function nestNodes(
  fields: readonly NestedField[],
): { readonly ok: true; readonly root: NestedNode } | { readonly ok: false; readonly problem: NestingProblem } {
  let root: NestedNode | undefined;
  for (const [field, { name, source }] of fields.entries()) {
    const steps = readSteps(name);
    if (typeof steps === 'string') return failed(field, 'a field name', steps);
    const put = placed(root, steps, 0, { kind: 'value', source, field }, name);
    if (typeof put === 'string') return failed(field, 'another field name', put);
    root = put;
  }
  return { ok: true, root: root ?? { kind: 'object', members: new Map() } };
}

/** True for a name that is more than the key of a member. */
export function isNested(name: string): boolean {
  return /[[\]]/.test(name);
}

/** The member of the body that a field belongs to; undefined where the body is a list, or the name cannot be read. */
export function rootKey(name: string): string | undefined {
  const steps = readSteps(name);
  const [first] = typeof steps === 'string' ? [] : steps;
  return first?.kind === 'member' ? first.key : undefined;
}

function failed(field: number, expected: string, message: string): { ok: false; problem: NestingProblem } {
  return { ok: false, problem: { field, expected, message } };
}

/** Text up to a bracket that no backslash stands before, and where that is. */
function readText(name: string, from: number): readonly [text: string, end: number] {
  let text = '';
  let at = from;
  while (at < name.length && name[at] !== '[' && name[at] !== ']') {
    const next = name[at + 1] ?? '';
    const isEscape = name[at] === '\\' && next !== '' && '[]\\'.includes(next);
    text += isEscape ? next : name[at];
    at += isEscape ? 2 : 1;
  }
  return [text, at];
}

function stepOf(source: string, text: string): NameStep | string {
  if (source === '') return { kind: 'next' };
  if (/^\\\d+$/.test(source)) return { kind: 'member', key: source.slice(1) };
  if (/^-\d+$/.test(source)) return `has the index ${source}, but entries are counted from 0.`;
  if (!/^\d+$/.test(source)) return { kind: 'member', key: text };
  const index = Number(source);
  if (index < mostEntries) return { kind: 'entry', index };
  return `has the index ${source}, and a list may have ${mostEntries} entries. Write [\\${source}] for a member of that name.`;
}

export type NestedNode =
  /** JSON source text, or what is not known yet of the field of that index. */
  | { readonly kind: 'value'; readonly source: string | undefined; readonly field: number }
  | { readonly kind: 'object'; readonly members: Map<string, NestedNode> }
  | { readonly kind: 'list'; readonly entries: (NestedNode | undefined)[] };

/** The node with the value put where the steps from `at` on lead; a sentence where that is not possible. */
function placed(
  before: NestedNode | undefined,
  steps: readonly NameStep[],
  at: number,
  value: NestedNode,
  name: string,
): NestedNode | string {
  const step = steps[at];
  if (step === undefined) {
    return before === undefined ? value : `The field ${quoted(name)} is set twice.`;
  }
  const wanted = step.kind === 'member' ? 'object' : 'list';
  const node = before === undefined ? emptyNode(wanted) : opened(before);
  if (step.kind === 'member') {
    if (node.kind !== 'object') return clash(node, steps, at, name);
    const put = placed(node.members.get(step.key), steps, at + 1, value, name);
    if (typeof put === 'string') return put;
    node.members.set(step.key, put);
    return node;
  }
  if (node.kind !== 'list') return clash(node, steps, at, name);
  const index = step.kind === 'next' ? node.entries.length : step.index;
  const put = placed(node.entries[index], steps, at + 1, value, name);
  if (typeof put === 'string') return put;
  while (node.entries.length < index) node.entries.push(undefined);
  node.entries[index] = put;
  return node;
}

function emptyNode(kind: 'object' | 'list'): NestedNode {
  return kind === 'object' ? { kind, members: new Map() } : { kind, entries: [] };
}

/** A value that was given as JSON can be added to, as in `a:={"b":1} a[c]=2`. */
function opened(node: NestedNode): NestedNode {
  if (node.kind !== 'value' || node.source === undefined) return node;
  const members = jsonMembers(node.source);
  const part = (source: string): NestedNode => ({ kind: 'value', source, field: node.field });
  if (members) return { kind: 'object', members: new Map(members.map(({ key, value }) => [key, part(value)])) };
  const elements = jsonElements(node.source);
  return elements ? { kind: 'list', entries: elements.map(part) } : node;
}

function clash(node: NestedNode, steps: readonly NameStep[], at: number, name: string): string {
  const step = steps[at];
  const where = at === 0 ? 'the body' : quoted(spelled(steps.slice(0, at)));
  const says = `${quoted(name)} asks for ${step?.kind === 'member' ? 'a member' : 'an entry'} of ${where}, which is ${kindOf(node)}.`;
  if (node.kind === 'list') return `${says} Write [0] for an entry, or [] for the next one.`;
  if (node.kind === 'object' && step?.kind === 'entry')
    return `${says} Write [\\${step.index}] for a member called ${step.index}.`;
  return says;
}

function kindOf(node: NestedNode): string {
  if (node.kind !== 'value') return node.kind === 'list' ? 'a list' : 'an object';
  const { source } = node;
  if (source === undefined) return 'taken from a file';
  if (source.startsWith('"')) return 'text';
  return source === 'null' || source === 'true' || source === 'false' ? source : 'a number';
}

/** Steps as a name, or as the beginning of one. */
export function spelled(steps: readonly NameStep[]): string {
  return steps
    .map((step, index) => {
      if (step.kind === 'next') return '[]';
      if (step.kind === 'entry') return `[${step.index}]`;
      const key = literalName(step.key);
      return index === 0 ? key : `[${/^\d+$/.test(key) ? '\\' : ''}${key}]`;
    })
    .join('');
}

function textOf(node: NestedNode | undefined): string {
  if (node === undefined) return 'null';
  if (node.kind === 'value') return node.source ?? 'null';
  if (node.kind === 'list') return `[${node.entries.map(textOf).join(',')}]`;
  const members = [...node.members].map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`);
  return `{${members.join(',')}}`;
}
