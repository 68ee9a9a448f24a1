// `flarescope endpoints [QUERY...]`: the catalog's operations, ranked as the palette ranks them, for people and for scripts.

import type { Catalog } from '../catalog/catalog.ts';
import { documentationOf } from '../catalog/documentation.ts';
import { loadCatalog } from '../catalog/load.ts';
import type { Operation } from '../catalog/operation.ts';
import { createRank, type Ranked } from '../catalog/rank/rank.ts';
import type { Letters } from '../text/matching.ts';
import { truncate } from '../text/width.ts';
import type { EndpointsValues } from './commands/endpoints.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';
import type { Given } from './spec.ts';
import { version } from './version.ts';

/** As many as are read at a glance; more are had by asking. */
const limitOfQuery = 20;

export async function runEndpoints({ values, words }: Given<EndpointsValues>, io: Io): Promise<number> {
  const query = words.join(' ').trim();
  const { method, json, needs, limit = query === '' ? undefined : limitOfQuery } = values;
  const catalog = values.local === undefined ? loadCatalog() : await readLocal(values.local, io);
  const permission = needs === undefined ? undefined : await findPermission(needs, catalog.operations);
  const found = createRank(catalog)(query, { method, limit: permission === undefined ? limit : undefined })
    .filter(({ operation }) => permission === undefined || operation.permissions?.anyOf.includes(permission))
    .slice(0, limit);
  if (json)
    await print(
      io,
      `${JSON.stringify(
        found.map((ranked) => described(ranked, catalog)),
        undefined,
        2,
      )}\n`,
    );
  else if (values.docs) await printAddresses(io, found, catalog);
  else await printRows(io, found);
  if (found.length > 0) return exitCodes.success;
  const narrowed = permission === undefined ? '' : ` among those that ${permission} opens`;
  complain(io, `${query === '' ? 'no operation has this method' : `no operation matches ${query}`}${narrowed}`);
  return exitCodes.failed;
}

/** @throws Refusal where there is no local API */
async function readLocal(local: string, io: Io): Promise<Catalog> {
  const [{ findAccount }, { connect }, { createCatalogs }] = await Promise.all([
    import('./account.ts'),
    import('../accounts/connection.ts'),
    import('../perform/catalogs.ts'),
  ]);
  const { account } = await findAccount({ local }, io);
  const connection = await connect(account, io.env, version);
  try {
    return (await createCatalogs().of(connection)).catalog;
  } finally {
    await connection.close();
  }
}

/** For completion. */
export async function permissionNames(): Promise<readonly string[]> {
  const { namesOfPermissions } = await import('../catalog/permission-search.ts');
  return namesOfPermissions(loadCatalog().operations);
}

function described({ operation }: Ranked, catalog: Catalog): object {
  const { method, path, title, group, deprecated, permissions } = operation;
  const documentation = documentationOf(catalog.details(operation));
  const told = permissions && {
    certainty: permissions.certainty,
    any_of: permissions.anyOf,
    from: permissions.from,
  };
  return {
    method,
    path,
    title,
    group,
    deprecated,
    ...(documentation !== undefined && { documentation }),
    ...(told && { permissions: told }),
  };
}

/** @throws Refusal where no operation is known to take it, with names that are near to it */
async function findPermission(text: string, operations: readonly Operation[]): Promise<string> {
  const { searchPermissions } = await import('../catalog/permission-search.ts');
  const { found, near } = searchPermissions(text, operations);
  if (found !== undefined) return found;
  const hint = near.length === 0 ? '' : `: did you mean ${near.join(' or ')}?`;
  throw new Refusal(`no operation is known to need the permission ${text}${hint}`);
}

/** Each operation with the address of its documentation between tabs; nothing after the tab where none is known. */
async function printAddresses(io: Io, found: readonly Ranked[], catalog: Catalog): Promise<void> {
  const lines = found.map(({ operation }) => {
    const { method, path } = operation;
    return `${method}\t${path}\t${documentationOf(catalog.details(operation)) ?? ''}\n`;
  });
  await print(io, lines.join(''));
}

/** Columns that line up and fit on a terminal; columns between tabs elsewhere. */
async function printRows(io: Io, found: readonly Ranked[]): Promise<void> {
  // Some terminals tell no width.
  const columns = io.stdout.columns || 80;
  if (!io.isForEyes && io.colorDepth === 1) {
    await print(io, found.map(({ operation: { method, path, title } }) => `${method}\t${path}\t${title}\n`).join(''));
    return;
  }
  const mark = io.env.TERM === 'dumb' && io.colorDepth === 1 ? (text: string) => text : bold;
  const widest = Math.max(0, ...found.map(({ operation }) => operation.path.length));
  const pathWidth = Math.min(widest, widestPath, columns - methodWidth - leastTitle);
  for (const ranked of found) {
    const { method, path, title, deprecated } = ranked.operation;
    const letters = ranked.letters();
    // A path is whole, so that it can be copied; the title takes what is left of the line.
    const gap = ' '.repeat(Math.max(0, pathWidth - path.length) + 2);
    const room = columns - methodWidth - path.length - gap.length;
    const shown = room < leastTitle ? '' : truncate(deprecated ? `${title} (deprecated)` : title, room);
    await print(
      io,
      `${`${method.padEnd(methodWidth)}${mark(path, letters.path)}${gap}${mark(shown, letters.title)}`.trimEnd()}\n`,
    );
  }
}

const methodWidth = 'DELETE '.length;

/** Columns of paths beyond which a longer one may push its title to the right. */
const widestPath = 72;

/** A title of fewer letters tells nothing. */
const leastTitle = 16;

/** Letters that were matched, in bold. The catalog's texts are of this program's making and need no care. */
function bold(text: string, letters: Letters): string {
  let marked = '';
  let at = 0;
  for (const [from, to] of letters) {
    if (from >= text.length) break;
    marked += `${text.slice(at, from)}\u001b[1m${text.slice(from, to)}\u001b[22m`;
    at = to;
  }
  return marked + text.slice(at);
}
