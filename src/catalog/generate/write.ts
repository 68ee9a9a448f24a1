// The catalog as the two files that the program reads (format.ts). Pure, apart from packing the bytes.
import { deflateRawSync } from 'node:zlib';
import { blockSize, type CatalogFile } from '../format.ts';
import type { ListFacts, OperationDetails } from '../types.ts';
import { type Listing, readListings, readLists } from './lists.ts';
import { choicesOf, searchOf } from './search.ts';
import { nameOperations } from './titles.ts';
import type { Counts, Merged } from './union.ts';

export interface Written {
  /** JSON in ASCII. */
  readonly catalog: string;
  readonly bytes: Uint8Array;
}

export function writeCatalog(operations: readonly Merged[], counts: Counts): Written {
  const names = nameOperations(operations);
  const lists = readLists(operations);
  const listings = readListings(operations, lists);
  const groups = [...new Set(names.map((name) => name.group))];
  const pagings = [...new Set(operations.flatMap((operation) => operation.paging ?? []))];
  const { search, postings } = searchOf(operations, names);
  const { blocks, bytes } = pack(postings, operations);
  const file: CatalogFile = {
    methods: operations.map((operation) => operation.method),
    paths: operations.map((operation) => operation.path),
    titles: names.map((name) => name.title),
    groups,
    group: names.map((name) => groups.indexOf(name.group)),
    pagings,
    paging: operations.map((operation) => (operation.paging ? pagings.indexOf(operation.paging) : -1)),
    deprecated: [...operations.keys()].filter((index) => operations[index]?.deprecation !== undefined),
    lists: lists.flatMap((list, index) => (list ? [[index, ...flat(list)] as const] : [])),
    listings: [...listings].map(([path, listing]: readonly [string, Listing]) => [
      path,
      listing.operation,
      ...flat(listing),
    ]),
    choices: choicesByPath(operations),
    search,
    blocks,
    counts,
  };
  return { catalog: inAscii(JSON.stringify(file)), bytes };
}

function flat({ at, id = '', name = '' }: ListFacts): readonly [string, string, string] {
  return [at.join('.'), id, name];
}

/** By the path up to the placeholder and with it. */
function choicesByPath(operations: readonly Merged[]): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, readonly string[]>();
  for (const operation of operations) {
    const last = operation.parameters.findLast((parameter) => parameter.in === 'path');
    const choices = choicesOf(operation);
    const at = last === undefined ? -1 : operation.path.indexOf(`{${last.name}}`);
    if (last && choices && at >= 0) found.set(operation.path.slice(0, at + last.name.length + 2), choices);
  }
  return [...found];
}

/** Read as one byte a character it is read several times as quickly. */
function inAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function pack(
  postings: Uint8Array,
  operations: readonly Merged[],
): { readonly blocks: readonly number[]; readonly bytes: Uint8Array } {
  const packed: Uint8Array[] = [postings];
  const blocks: number[] = [];
  let end = postings.length;
  for (let from = 0; from < operations.length; from += blockSize) {
    const block = operations.slice(from, from + blockSize).map(detailsOf);
    const bytes = deflateRawSync(JSON.stringify(block), { level: 9 });
    packed.push(bytes);
    end += bytes.length;
    blocks.push(end);
  }
  return { blocks, bytes: Buffer.concat(packed) };
}

function detailsOf({ description, deprecation, parameters, body, accept, call }: Merged): OperationDetails {
  return { description, deprecation: deprecation === '' ? undefined : deprecation, parameters, body, accept, call };
}
