// The catalog in memory: every operation, and what the other files of this room ask of it. `load.ts` reads the files.
import type { PagingKind } from '../api/recognise.ts';
import type { Method } from '../request/types.ts';
import { blockSize, type CatalogFile } from './format.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { once } from './once.ts';
import type { ListLocation, NeededPermissions, Operation, OperationColumns, OperationDetails } from './operation.ts';
import { createPlaceholders, type Placeholders } from './placeholders.ts';
import { readSearch, type SearchIndex } from './search-index.ts';

export interface Catalog extends OperationColumns {
  /** All of them, which are made for it. */
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
  /** The search part of the second file. */
  readonly searchBytes: () => Uint8Array;
  /** A block of the second file, unpacked: JSON text. */
  readonly block: (number: number) => string;
}

export function createCatalog(file: CatalogFile, parts: CatalogParts): Catalog {
  const columns = columnsOf(file);
  const { operation } = columns;
  const operations = once(() => file.paths.map((_, index) => operation(index)));
  const blocks = new Map<number, readonly OperationDetails[]>();
  const details = ({ index }: Operation): OperationDetails => {
    const number = Math.floor(index / blockSize);
    const block = blocks.get(number) ?? (JSON.parse(parts.block(number)) as readonly OperationDetails[]);
    blocks.set(number, block);
    const found = block[index % blockSize];
    if (!found) throw new RangeError(`the catalog has no details of operation ${index}`);
    return found;
  };
  const listings = once(
    () =>
      new Map(
        file.listings.map(([path, index, at, id, name]) => [
          path,
          { operation: operation(index), ...listFacts(at, id, name) },
        ]),
      ),
  );
  const choices = once(() => new Map(file.choices));
  return {
    get operations() {
      return operations();
    },
    get methods() {
      return columns.methods;
    },
    get paths() {
      return columns.paths;
    },
    operation,
    details,
    get listings() {
      return listings();
    },
    get choices() {
      return choices();
    },
    matcher: once(() => createMatcher(columns)),
    placeholders: once(() => createPlaceholders(columns)),
    search: once(() => readSearch(file.search, parts.searchBytes())),
  };
}

/** Each operation is made once, when it is first asked for. */
function columnsOf(file: CatalogFile): OperationColumns {
  const needed = once(() => neededOf(file));
  const parts = once(() => {
    const { methods, paths, titles, groups, group, pagings, paging } = file;
    const deprecated = new Set(file.deprecated);
    const lists = new Map(file.lists.map((list) => [list[0], list]));
    return { methods, paths, titles, groups, group, pagings, paging, deprecated, lists };
  });
  const made: (Operation | undefined)[] = [];
  const operationAt = (index: number): Operation => {
    const known = made[index];
    if (known) return known;
    const { methods, paths, titles, groups, group, pagings, paging, deprecated, lists } = parts();
    const path = paths[index];
    if (path === undefined) throw new RangeError(`the catalog has no operation ${index}`);
    const [, at = '', id = '', name = ''] = lists.get(index) ?? [];
    const operation: Operation = {
      index,
      method: methods[index] as Method,
      path,
      title: titles[index] ?? '',
      group: groups[group[index] ?? 0] ?? '',
      deprecated: deprecated.has(index),
      paging: pagings[paging[index] ?? -1] as PagingKind | undefined,
      list: lists.has(index) ? listFacts(at, id, name) : undefined,
      get permissions() {
        return needed()(index);
      },
    };
    made[index] = operation;
    return operation;
  };
  return {
    get methods() {
      return file.methods as readonly Method[];
    },
    get paths() {
      return file.paths;
    },
    operation: operationAt,
  };
}

/** Of an operation, by its index; operations that need the same have one value for it. */
function neededOf({ permissions }: CatalogFile): (index: number) => NeededPermissions | undefined {
  const { names, needs, of } = permissions;
  const known: (NeededPermissions | undefined)[] = [];
  return (index) => {
    const number = of[index] ?? -1;
    const needed = needs[number];
    if (!needed) return undefined;
    const [isAccepted, from, indices] = needed;
    known[number] ??= {
      certainty: isAccepted ? 'accepted' : 'probable',
      anyOf: indices.map((at) => names[at] ?? ''),
      from,
    };
    return known[number];
  };
}

function listFacts(at: string, id: string, name: string): ListLocation {
  return { at: at === '' ? [] : at.split('.'), id: id === '' ? undefined : id, name: name === '' ? undefined : name };
}
