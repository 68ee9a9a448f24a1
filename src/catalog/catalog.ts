// The catalog in memory: every operation, and what the other files of this room ask of it. `load.ts` reads the files.
import type { PagingKind } from '../api/recognise.ts';
import type { Method } from '../request/types.ts';
import { blockSize, type CatalogFile, type PermissionsFile } from './format.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { once } from './once.ts';
import type { ListLocation, NeededPermissions, Operation, OperationDetails } from './operation.ts';
import { createPlaceholders, type Placeholders } from './placeholders.ts';
import { readSearch, type SearchIndex } from './search-index.ts';

export interface Catalog {
  readonly operations: readonly Operation[];
  /** Parameters, body and description of an operation; unpacked on demand. */
  readonly details: (operation: Operation) => OperationDetails;
  /** Who lists the values of a placeholder, by the path up to it and with it: `/zones/{zone_id}`. */
  readonly listings: ReadonlyMap<string, Listing>;
  /** The values of placeholders that take a few only, by the same. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  readonly matcher: () => Matcher;
  readonly placeholders: () => Placeholders;
  readonly search: () => SearchIndex;
}

/** Where the values of a placeholder are listed. */
export interface Listing extends ListLocation {
  readonly operation: Operation;
}

/** What has to be read beside the first file, when it is asked for. */
interface CatalogParts {
  /** The search part's postings as bytes. */
  readonly postings: () => Uint8Array;
  /** A block of the second file, unpacked: JSON text. */
  readonly block: (number: number) => string;
}

export function createCatalog(file: CatalogFile, parts: CatalogParts): Catalog {
  const lists = new Map(file.lists.map(([operation, at, id, name]) => [operation, listFacts(at, id, name)]));
  const deprecated = new Set(file.deprecated);
  const needed = neededOf(file.permissions);
  const operations = file.paths.map((path, index): Operation => {
    const permissions = needed[file.permissions.of[index] ?? -1];
    return {
      index,
      method: file.methods[index] as Method,
      path,
      title: file.titles[index] ?? '',
      group: file.groups[file.group[index] ?? 0] ?? '',
      deprecated: deprecated.has(index),
      paging: file.pagings[file.paging[index] ?? -1] as PagingKind | undefined,
      list: lists.get(index),
      ...(permissions && { permissions }),
    };
  });
  const blocks = new Map<number, readonly OperationDetails[]>();
  const details = ({ index }: Operation): OperationDetails => {
    const number = Math.floor(index / blockSize);
    const block = blocks.get(number) ?? (JSON.parse(parts.block(number)) as readonly OperationDetails[]);
    blocks.set(number, block);
    const found = block[index % blockSize];
    if (!found) throw new RangeError(`the catalog has no details of operation ${index}`);
    return found;
  };
  return {
    operations,
    details,
    listings: new Map(
      file.listings.map(([path, operation, at, id, name]) => [
        path,
        { operation: operations[operation]!, ...listFacts(at, id, name) },
      ]),
    ),
    choices: new Map(file.choices),
    matcher: once(() => createMatcher(operations)),
    placeholders: once(() => createPlaceholders(operations)),
    search: once(() => readSearch(file.search, parts.postings())),
  };
}

function neededOf({ names, needs }: PermissionsFile): readonly NeededPermissions[] {
  return needs.map(([isAccepted, from, indices]) => ({
    certainty: isAccepted ? 'accepted' : 'probable',
    anyOf: indices.map((index) => names[index] ?? ''),
    from,
  }));
}

function listFacts(at: string, id: string, name: string): ListLocation {
  return { at: at === '' ? [] : at.split('.'), id: id === '' ? undefined : id, name: name === '' ? undefined : name };
}
