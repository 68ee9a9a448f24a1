// Permissions by what people type of their names.

import { distance } from '../text/matching.ts';
import type { Operation } from './operation.ts';

/** Names that are offered for one that is mistyped. */
const mostOffered = 3;

interface FoundPermission {
  /** The permission's name as the API spells it. */
  readonly found: string | undefined;
  /** The nearest names where there is none, the likeliest first. */
  readonly near: readonly string[];
}

/** The permission that is meant: case, gaps and signs are free, and `Edit`, which the dashboard says, is `Write`. */
export function searchPermissions(text: string, operations: readonly Operation[]): FoundPermission {
  const names = namesOfPermissions(operations);
  const typed = plain(text);
  const found = names.find((name) => plain(name) === typed);
  if (found !== undefined) return { found, near: [] };
  const near = names
    .flatMap((name) => {
      const slips = slipsTo(plain(name), typed);
      return slips === undefined ? [] : [{ name, slips }];
    })
    .sort((a, b) => a.slips - b.slips);
  return { found: undefined, near: near.slice(0, mostOffered).map(({ name }) => name) };
}

/** The names of all permissions that operations are known to take, in order. */
export function namesOfPermissions(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.flatMap(({ permissions }) => permissions?.anyOf ?? []))].sort();
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\bedit$/, 'write')
    .replace(/[^a-z0-9]/g, '');
}

/** How far what was typed is from a name: the letters that are otherwise, or missing at its end. Undefined for another name. */
function slipsTo(name: string, typed: string): number | undefined {
  if (typed.length > 1 && name.startsWith(typed)) return (name.length - typed.length) / 4;
  const allowed = Math.ceil(typed.length / 4);
  const slips = distance(typed, name, allowed);
  return slips <= allowed ? slips : undefined;
}
