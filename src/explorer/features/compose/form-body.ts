// The body as rows of the form: the members that the catalog knows and those that stand in the line beside them, each object and
// list with its own where it is open.
import { type BodyRemark, membersInForce, type PathValues } from '../../../catalog/body-check.ts';
import type { Field, Shape } from '../../../catalog/operation.ts';
import { type BodyNode, type BodyStep, fieldName, nodeAt } from '../../../request/body-tree.ts';
import { type FormField, fieldKey, inOrder, type Make, nodeText } from './form-part.ts';

interface BodyView {
  readonly shape: Shape;
  /** The body as the form shows it. */
  readonly tree: BodyNode | undefined;
  readonly path: PathValues;
  readonly remarks: readonly BodyRemark[];
  /** True where what is shown is the edited resource's own, and not in the line. */
  readonly isEdited: (steps: readonly BodyStep[]) => boolean;
  readonly open: ReadonlySet<string>;
  readonly make: Make;
}

interface Part {
  readonly field: Field | undefined;
  readonly steps: readonly BodyStep[];
  readonly depth: number;
}

export function bodyParts(view: BodyView): readonly FormField[] {
  const { shape } = view;
  if (shape.kinds[0] === 'object' && view.tree?.kind !== 'list') return memberParts(view, shape, [], 0);
  return partWithin(view, { field: wholeField(shape), steps: [], depth: 0 });
}

function wholeField(shape: Shape): Field {
  return {
    name: '',
    required: true,
    description: '',
    shape,
    deprecated: false,
    initial: undefined,
    when: undefined,
  };
}

/** The row of a part, and those of what is in it. */
function partWithin(view: BodyView, part: Part): readonly FormField[] {
  const { field, steps, depth } = part;
  const node = nodeAt(view.tree, steps);
  const shape = field?.shape;
  const name = fieldName(steps);
  const key = fieldKey('body', name);
  const isContainer = holdsParts(shape, node);
  const isOpen = isContainer && view.open.has(key);
  const own = view.remarks.filter((remark) => remark.steps.length === steps.length && isSamePlace(remark.steps, steps));
  const inside = isOpen ? undefined : view.remarks.find((remark) => isInside(remark.steps, steps));
  const isOwn = node !== undefined && !view.isEdited(steps);
  const text = nodeText(node);
  const row = view.make('body', name, field, {
    values: isOwn && text !== undefined ? [text] : [],
    provided: isOwn ? undefined : text,
    label: String(steps.at(-1) ?? ''),
    isMissing: own.some(({ kind }) => kind === 'missing') || inside?.kind === 'missing',
    fault: own.find(({ kind }) => kind !== 'missing')?.message ?? faultInside(inside),
    steps,
    depth,
    fold: isContainer ? (isOpen ? 'open' : 'closed') : undefined,
    node,
  });
  if (!isOpen) return [row];
  const isList = node ? node.kind === 'list' : shape?.kinds[0] === 'array';
  if (!isList) return [row, ...memberParts(view, shape, steps, depth + 1)];
  const count = node?.kind === 'list' ? node.entries.length : 0;
  const entry = shape?.items && { ...wholeField(shape.items), required: false };
  const entries = Array.from({ length: count }, (_, index) => index).flatMap((index) =>
    partWithin(view, { field: entry, steps: [...steps, index], depth: depth + 1 }),
  );
  return [row, ...entries, addingPart(view, 'entry', [...steps, count], depth + 1, entry)];
}

/** Known members in their order, then those that are not known. */
function memberParts(
  view: BodyView,
  shape: Shape | undefined,
  steps: readonly BodyStep[],
  depth: number,
): readonly FormField[] {
  const node = nodeAt(view.tree, steps);
  const members = node?.kind === 'object' ? node.members : [];
  const known = inOrder(membersInForce(shape?.fields ?? [], members, view.path));
  const names = new Set(known.map(({ name }) => name));
  const unknown = members.filter(({ key }) => !names.has(key));
  const rows = [
    ...known.flatMap((field) => partWithin(view, { field, steps: [...steps, field.name], depth })),
    ...unknown.flatMap(({ key }) => {
      const own = shape?.values && { ...wholeField(shape.values), name: key, required: false };
      return partWithin(view, { field: own, steps: [...steps, key], depth });
    }),
  ];
  // Where nothing is known of what belongs there, there is a place for more.
  const isClosed = (shape?.fields ?? []).length > 0 && !shape?.values;
  return isClosed ? rows : [...rows, addingPart(view, 'member', [...steps, ''], depth, undefined)];
}

function addingPart(
  { make }: BodyView,
  adds: 'entry' | 'member',
  steps: readonly BodyStep[],
  depth: number,
  field: Field | undefined,
): FormField {
  const name = fieldName(steps);
  return make('body', name, field, { values: [], label: '+', steps, depth, adds, isMissing: false, fault: undefined });
}

/** True for what is opened and closed. */
function holdsParts(shape: Shape | undefined, node: BodyNode | undefined): boolean {
  if (node) return node.kind === 'object' || node.kind === 'list';
  if (shape?.kinds[0] === 'array') return true;
  return shape?.kinds[0] === 'object' && ((shape.fields ?? []).length > 0 || shape.values !== undefined);
}

function isSamePlace(a: readonly BodyStep[], b: readonly BodyStep[]): boolean {
  return b.every((step, index) => a[index] === step);
}

function isInside(steps: readonly BodyStep[], outer: readonly BodyStep[]): boolean {
  return steps.length > outer.length && isSamePlace(steps, outer);
}

function faultInside(remark: BodyRemark | undefined): string | undefined {
  return remark && remark.kind !== 'missing' ? `${fieldName(remark.steps)} ${remark.message}` : undefined;
}
