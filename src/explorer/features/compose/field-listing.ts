// Which list has the values of a part of a request: of a placeholder, or of a parameter or field that is an id.
import type { Catalog } from '../../../catalog/catalog.ts';
import { type Completion, completionOf, completionOfField } from '../../../catalog/complete.ts';
import type { Operation } from '../../../catalog/types.ts';
import type { FieldPlace } from './form.ts';

export type ListedPart = Extract<Completion, { kind: 'listing' }>;

/** Undefined where nothing lists them. `values` are what placeholders stand for, as far as it is known. */
export function listingOf(
  catalog: Catalog,
  operation: Operation,
  place: FieldPlace,
  name: string,
  values: Readonly<Record<string, string>>,
): ListedPart | undefined {
  // What is called as some placeholder is, and is no id, would be so by chance: `name`, `type`.
  if (place !== 'path' && !/(?:_(?:id|identifier|uuid|tag)|\.id)$/.test(name)) return undefined;
  const completion =
    place === 'path'
      ? completionOf(catalog, operation, name, values)
      : completionOfField(catalog, operation, name.replace(/\.id$/, '_id'), values);
  return completion?.kind === 'listing' ? completion : undefined;
}
