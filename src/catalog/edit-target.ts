// The resource of a response that a place is in, and the request that changes it: a list's item, an object that has an id inside a
// larger one, or what the request itself was about.
import type { Catalog } from './catalog.ts';
import { fillPath } from './form-request.ts';
import { idField } from './identity.ts';
import type { Match } from './matcher.ts';
import type { Operation } from './operation.ts';
import { pathShape, placeholdersIn } from './placeholders.ts';
import { memberText, type PathStep, type ResponseLocation } from './related.ts';

interface EditTarget {
  /** A PATCH where there is one, else a PUT. */
  readonly operation: Operation;
  /** With ids in it. */
  readonly path: string;
  /** Where the resource is in the response. */
  readonly at: readonly PathStep[];
  /** True where the response is about this resource alone, and has all of it. */
  readonly isWhole: boolean;
}

/** The innermost resource around a place that can be changed; undefined where there is none. */
export function editTarget(catalog: Catalog, match: Match, place: ResponseLocation): EditTarget | undefined {
  const { operation, values } = match;
  const known = placeholdersIn(operation.path).map(({ name }) => values[name]);
  const changing = (shape: string, ids: readonly (string | undefined)[]): Pick<EditTarget, 'operation' | 'path'>[] => {
    const found = changersOf(catalog, shape);
    if (!found || ids.includes(undefined)) return [];
    const names = placeholdersIn(found.path).map(({ name }) => name);
    const filled = Object.fromEntries(names.map((name, index) => [name, ids[index] ?? '']));
    return [{ operation: found, path: fillPath(found, filled) }];
  };
  const own = pathShape(operation.path);
  // Of a list each item is changed by itself.
  const isList = operation.list !== undefined && operation.method === 'GET';
  for (let length = place.path.length; length >= 0; length--) {
    const members = place.membersAt(length);
    if (!members) continue;
    const at = place.path.slice(0, length);
    if (typeof at.at(-1) === 'number') {
      const key = at.at(-2);
      const shapes = [...(typeof key === 'string' && key !== 'result' ? [`${own}/${key}/{}`] : []), `${own}/{}`];
      for (const shape of shapes) {
        const name = changersOf(catalog, shape)?.path.match(/\{([^}]*)\}$/)?.[1];
        const field = name === undefined ? undefined : idField(Object.keys(members), name);
        const id = field === undefined ? undefined : memberText(members, field);
        const [target] = id === undefined ? [] : changing(shape, [...known, id]);
        if (target) return { ...target, at, isWhole: false };
      }
    } else if (!isList && (length === 0 || (length === 1 && at[0] === 'result'))) {
      if (length === 0 && place.membersAt(1) && place.path[0] === 'result') continue;
      const field = operation.method === 'POST' ? idField(Object.keys(members), undefined) : undefined;
      const made = field === undefined ? undefined : memberText(members, field);
      const [target] = made === undefined ? changing(own, known) : changing(`${own}/{}`, [...known, made]);
      if (target) return { ...target, at, isWhole: operation.method === 'GET' };
    }
  }
  return undefined;
}

function changersOf(catalog: Catalog, shape: string): Operation | undefined {
  const placeholders = catalog.placeholders();
  const same = placeholders.below(shape).filter((operation) => placeholders.shapeOf(operation) === shape);
  const current = same.filter(({ deprecated }) => !deprecated);
  const among = current.length > 0 ? current : same;
  return among.find(({ method }) => method === 'PATCH') ?? among.find(({ method }) => method === 'PUT');
}
