// What a write changes, as a list: what `compare.ts` finds, told as the change of a resource by the body that is sent.
import {
  compareValues,
  type DifferenceId,
  differenceAt,
  differencePath,
  differencesIn,
  type JsonPlace,
} from './compare.ts';
import { keyOf, kindOf, nextOf } from './document.ts';

export interface JsonChange {
  /** Changed, added, taken away; in another order; or left out where nobody knows whether that takes it away. */
  readonly kind: 'changed' | 'added' | 'removed' | 'moved' | 'open';
  readonly path: readonly (string | number)[];
  readonly before: JsonPlace | undefined;
  readonly after: JsonPlace | undefined;
}

interface WriteOptions {
  /** What a member of the first object means that the second has not; `keep` says nothing of it. */
  readonly leftOut: (name: string) => 'remove' | 'keep';
  /** The same for members of objects inside: `open` where it depends on the server. */
  readonly leftOutInside: 'remove' | 'open';
}

interface WriteChanges {
  readonly changes: readonly JsonChange[];
  /** Members of the first object that stay as they are. */
  readonly same: number;
}

export function compareJson(before: JsonPlace, after: JsonPlace, options: WriteOptions): WriteChanges {
  const found = compareValues(before, after);
  const changes: JsonChange[] = [];
  const areObjects = [before, after].every(({ document, node }) => kindOf(document, node) === 'object');
  const tell = (id: DifferenceId): void => {
    const { kind, before: x, after: y, parent, from } = differenceAt(found, id);
    const isTop = areObjects && parent === 0;
    const old = x === undefined ? undefined : { document: before.document, node: x };
    const value = y === undefined ? undefined : { document: after.document, node: y };
    const path = differencePath(found, id);
    if (kind === 'within' || kind === 'moved') {
      const inside = differencesIn(found, id);
      for (const one of inside) tell(one);
      // Of a list it is enough to know that its order differs.
      if (inside.some((one) => differenceAt(found, one).kind === 'moved'))
        changes.push({ kind: 'moved', path, before: old, after: value });
    } else if (kind !== 'removed') changes.push({ kind, path, before: old, after: value });
    else if (!isTop)
      changes.push({
        kind: from === undefined && options.leftOutInside === 'open' ? 'open' : 'removed',
        path,
        before: old,
        after: undefined,
      });
    else if (options.leftOut(String(path[0])) === 'remove') changes.push({ kind, path, before: old, after: undefined });
  };
  if (found.differences.length > 0) tell(0);
  const changed = new Set(changes.map(({ path }) => path[0]));
  return { changes, same: areObjects ? memberNames(before).filter((name) => !changed.has(name)).length : 0 };
}

function memberNames({ document, node }: JsonPlace): readonly string[] {
  const names = new Set<string>();
  for (let child = node + 1, end = nextOf(document, node); child < end; child = nextOf(document, child))
    names.add(keyOf(document, child) ?? '');
  return [...names];
}
