// A part of the form: one row of it, wherever in the request it belongs.
import type { Field } from '../../../catalog/operation.ts';
import { type BodyNode, type BodyStep, jsonOf, textOfNode } from '../../../request/body-tree.ts';

export type FieldPlace = 'path' | 'query' | 'header' | 'body';

/** Stands for the value of a placeholder that each marked row fills in. */
export const ofMarkedRows = 'of each marked row';

export interface FormField {
  /** Its place and its name: `query per_page`, `body data[priority]`. */
  readonly key: string;
  readonly in: FieldPlace;
  /** Empty for the body as a whole; of what is nested as a line has it. */
  readonly name: string;
  /** What its row is called: the last part of the name. */
  readonly label: string;
  /** What the catalog says of it; undefined for what stands in the line and is not known. */
  readonly field: Field | undefined;
  /** As they stand in the line; a query parameter may have several. An object or a list is JSON. */
  readonly values: readonly string[];
  /** What the account puts in its place where the line says nothing, or what the resource that is edited has there. */
  readonly provided: string | undefined;
  readonly isRequired: boolean;
  readonly isMissing: boolean;
  /** What is wrong with the value, as a clause. */
  readonly fault: string | undefined;
  /** Where it is in the body; of a query parameter, which of its values. */
  readonly steps: readonly BodyStep[];
  /** Levels that it is inside others. */
  readonly depth: number;
  /** Of an object or a list: whether its parts are shown. */
  readonly fold: 'open' | 'closed' | undefined;
  /** `entry` is the place for the next entry of a list, `member` the one for another member of an object. */
  readonly adds: 'entry' | 'member' | undefined;
  /** What stands there in the body, the edited resource's own included. */
  readonly node: BodyNode | undefined;
}

/** Of a part, what is not as with most. */
export type PartDetails = Pick<FormField, 'values'> & Partial<Omit<FormField, 'key' | 'in' | 'name' | 'field'>>;

export type Make = (place: FieldPlace, name: string, field: Field | undefined, facts: PartDetails) => FormField;

export function fieldKey(place: FieldPlace, name: string): string {
  return `${place} ${name}`;
}

/** A value as it is typed: a text without quotes. */
export function nodeText(node: BodyNode | undefined): string | undefined {
  if (!node) return undefined;
  return node.kind === 'file' ? `@${node.path}` : (textOfNode(node) ?? jsonOf(node) ?? '{…}');
}

/** What has to be there first, what is deprecated last; else as the operation names them. */
export function inOrder<F extends Field>(fields: readonly F[]): readonly F[] {
  const rank = ({ required, deprecated }: F): number => (deprecated ? 2 : required ? 0 : 1);
  return fields.toSorted((a, b) => rank(a) - rank(b));
}

/** The few values that a part may have; undefined where it may have others. */
export function choicesOf({ field, fold }: FormField): readonly string[] | undefined {
  if (!field || fold) return undefined;
  const { kinds, choices } = field.shape;
  if (choices) return choices.map(String);
  return kinds.length === 1 && kinds[0] === 'boolean' ? ['true', 'false'] : undefined;
}
