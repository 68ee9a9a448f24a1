// What the catalog has against a body: members that it does not know, values of another kind, parts that are missing. These are
// warnings: the API judges, and the catalog may be older than it.
import type { BodyNode, BodyStep } from '../request/body-tree.ts';
import { textOfNode } from '../request/body-tree.ts';
import { nearestName } from '../text/matching.ts';
import type { BodyFacts, Field, Shape } from './operation.ts';
import { kindOfNode } from './typed-value.ts';
import { fieldsFor } from './variants.ts';

export interface BodyRemark {
  readonly steps: readonly BodyStep[];
  readonly kind: 'missing' | 'unknown' | 'wrong';
  /** A clause: `must be a number`. Of what is missing, `is missing`. */
  readonly message: string;
  /** The known name that an unknown one was most likely meant as. */
  readonly nearest?: string;
}

/** Of a body that is an object, its shape as that of any object. */
export function bodyShape({ fields, whole }: BodyFacts): Shape {
  return whole ?? { kinds: ['object'], choices: undefined, items: undefined, fields };
}

/** Remarks that are made at the most: a body of another operation would be nothing but remarks. */
const mostRemarks = 200;

/** What placeholders stand for: a body may depend on them. */
export type PathValues = Readonly<Record<string, string>>;

interface Check {
  readonly path: PathValues;
  readonly remarks: BodyRemark[];
}

/** What is to be said of a body, in its order. A body that is not there lacks what every body must have. */
export function bodyRemarks(shape: Shape, body: BodyNode | undefined, path: PathValues): readonly BodyRemark[] {
  const remarks: BodyRemark[] = [];
  checkNode(shape, body, [], true, { path, remarks });
  return remarks;
}

function checkNode(
  shape: Shape,
  node: BodyNode | undefined,
  steps: readonly BodyStep[],
  isRequired: boolean,
  check: Check,
): void {
  const { remarks } = check;
  if (remarks.length >= mostRemarks) return;
  if (node === undefined) {
    if (!isRequired) return;
    const before = remarks.length;
    if (shape.kinds[0] === 'object') checkMembers(shape, [], steps, check);
    // Of an object the parts are missing; where it needs none, it is missing itself.
    if (remarks.length === before && steps.length > 0) remarks.push({ steps, kind: 'missing', message: 'is missing' });
    return;
  }
  const fault = faultOfNode(shape, node);
  if (fault !== undefined) remarks.push({ steps, kind: 'wrong', message: fault });
  if (node.kind === 'object') checkMembers(shape, node.members, steps, check);
  if (node.kind === 'list' && shape.items) {
    for (const [index, entry] of node.entries.entries()) {
      checkNode(shape.items, entry, [...steps, index], true, check);
    }
  }
}

type Members = Extract<BodyNode, { kind: 'object' }>['members'];

function checkMembers(shape: Shape, members: Members, steps: readonly BodyStep[], check: Check): void {
  const { fields = [], values } = shape;
  const { path, remarks } = check;
  const inForce = membersInForce(fields, members, path);
  for (const field of inForce) {
    const node = members.findLast(({ key }) => key === field.name)?.node;
    checkNode(field.shape, node, [...steps, field.name], field.required, check);
  }
  const names = new Set(inForce.map(({ name }) => name));
  if (values) {
    for (const { key, node } of members) {
      if (!names.has(key)) checkNode(values, node, [...steps, key], false, check);
    }
  }
  if (values || fields.length === 0 || shape.kinds.includes('any')) return;
  for (const { key } of members) {
    if (names.has(key) || remarks.length >= mostRemarks) continue;
    const elsewhere = fields.flatMap(({ name, when }) => (name === key && when ? [when] : []));
    const nearest = elsewhere.length > 0 ? undefined : nearestName(key, names);
    const message = elsewhere[0]
      ? `is for ${elsewhere[0].field} ${listed(elsewhere.flatMap((when) => when.values.map(String)))} only`
      : `is not in the catalog${nearest === undefined ? '' : `: did you mean ${nearest}?`}`;
    remarks.push({ steps: [...steps, key], kind: 'unknown', message, ...(nearest === undefined ? {} : { nearest }) });
  }
}

/** The fields that there are for the values that stand beside them and in the path, each once. */
export function membersInForce(fields: readonly Field[], members: Members, path: PathValues): readonly Field[] {
  return fieldsFor(fields, {
    body: (field) => {
      const node = members.findLast(({ key }) => key === field)?.node;
      return node?.kind === 'value' ? (textOfNode(node) ?? node.source) : undefined;
    },
    path: (placeholder) => path[placeholder],
  });
}

/** What is wrong with a value by itself, as a clause; undefined where nothing is. */
function faultOfNode({ kinds, choices, ...bounds }: Shape, node: BodyNode): string | undefined {
  const kind = kindOfNode(node);
  if (kind === 'file' || kinds.includes('any') || kinds.length === 0) return undefined;
  if (choices && (kind === 'string' || kind === 'number' || kind === 'boolean')) {
    const text = node.kind === 'value' ? (textOfNode(node) ?? node.source) : '';
    if (choices.some((choice) => String(choice) === text && typeof choice === kind)) return undefined;
    return choices.length > 12 ? 'is not an allowed value' : `must be ${listed(choices.map(String))}`;
  }
  const beyond = kinds.includes(kind) ? boundsFault(bounds, node) : undefined;
  if (beyond !== undefined) return beyond;
  if (kinds.includes(kind) || (kind === 'string' && kinds.includes('file'))) return undefined;
  const words = kinds.filter((known) => known !== 'null' || kinds.length === 1).map((known) => WORDS[known] ?? known);
  return `must be ${listed(words)}`;
}

/** A number is bounded itself, a text by its length, a list by its entries. */
function boundsFault({ least, most }: Pick<Shape, 'least' | 'most'>, node: BodyNode): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  const kind = kindOfNode(node);
  const text = textOfNode(node);
  const size =
    node.kind === 'list'
      ? node.entries.length
      : kind === 'number' && node.kind === 'value'
        ? Number(node.source)
        : text === undefined
          ? undefined
          : [...text].length;
  if (size === undefined) return undefined;
  const what = node.kind === 'list' ? ' entries' : text === undefined ? '' : ' characters';
  const verb = what === '' ? 'be' : 'have';
  if (least !== undefined && size < least) return `must ${verb} ${least}${what} or more`;
  return most !== undefined && size > most ? `must ${verb} ${most}${what} or less` : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
