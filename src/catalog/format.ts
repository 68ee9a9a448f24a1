// The two files of the catalog as they are written by the build and read by the program. What is shown of a list of operations is
// in the first, JSON in ASCII with a line for each part, so that only the parts that are asked for are parsed; the second has bytes
// that are read when they are asked for: what a query is compared with, then what a single operation needs, in packed blocks.
import { once } from './once.ts';

export const catalogFile = 'catalog.jsonl';
export const bytesFile = 'catalog.bin';

/** Operations in one block of details, in the order of the catalog. */
export const blockSize = 64;

/**
 * The first file. Columns, one value for each operation, since that is less to write and to read than objects. The operations are in
 * the order of their paths.
 */
export interface CatalogFile {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  readonly titles: readonly string[];
  readonly groups: readonly string[];
  /** Index into `groups`. */
  readonly group: readonly number[];
  readonly pagings: readonly string[];
  /** Index into `pagings`, -1 for none. */
  readonly paging: readonly number[];
  /** Operations that are deprecated. */
  readonly deprecated: readonly number[];
  /** [operation, at, id, name] of each that answers with a list; an empty text for a field that there is not. */
  readonly lists: readonly (readonly [number, string, string, string])[];
  /** [path with the placeholder, operation, at, id, name]: who lists a placeholder's values. */
  readonly listings: readonly (readonly [string, number, string, string, string])[];
  /** [path with the placeholder, choices]: placeholders that take a few values only. */
  readonly choices: readonly (readonly [string, readonly string[]])[];
  readonly permissions: PermissionsFile;
  readonly search: SearchFile;
  /** Where each block of the second file ends, in bytes; the first begins where the search part ends. */
  readonly blocks: readonly number[];
  /** Of each source and together. */
  readonly counts: {
    readonly sdk: number;
    readonly cf: number;
    readonly both: number;
    readonly all: number;
    /** Operations whose permissions are known for sure, and those where they are probable. */
    readonly accepted: number;
    readonly probable: number;
  };
}

/** What tokens need. Most lists are those of many operations, and are there once. */
export interface PermissionsFile {
  readonly names: readonly string[];
  /** [1 where it is accepted, 0 where it is probable; from where; indices into `names`]. */
  readonly needs: readonly (readonly [number, string, readonly number[]])[];
  /** For each operation its index into `needs`, -1 where nothing is known. */
  readonly of: readonly number[];
}

/** What the ranking looks words up in. */
export interface SearchFile {
  /** All words, in order, separated by spaces. */
  readonly words: string;
  /** Operation of each entry: an operation has one, and one more for each choice of its last placeholder. */
  readonly entries: readonly number[];
  /** For the entries with a choice: [entry, placeholder, choice]. */
  readonly choices: readonly (readonly [number, string, string])[];
  /**
   * Length in bytes of the search part, with which the second file begins. In it are, one after the other and the lowest byte first:
   * for each word where its postings begin in this part, four bytes; for each entry its mass (`SearchIndex`), a float of four bytes;
   * the postings. Those are for each word: how many entries have it, then for each the step from the entry before it, and the word's
   * weight. Counts and steps are one byte below 128, else two: the low seven bits with the eighth bit set, then the others.
   */
  readonly bytes: number;
}

/** A line of the first file each, in this order. */
const parts = [
  ...['counts', 'blocks', 'methods', 'paths', 'titles', 'groups', 'group', 'pagings', 'paging', 'deprecated', 'lists'],
  ...['listings', 'choices', 'permissions', 'search'],
] as readonly (keyof CatalogFile)[];

/** The first file's text. */
export function writeCatalogFile(file: CatalogFile): string {
  return parts.map((part) => `${inAscii(JSON.stringify(file[part]))}\n`).join('');
}

/** Read as one byte a character it is read several times as quickly. */
function inAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The inverse; each part is parsed when it is first asked for. */
export function readCatalogFile(text: string): CatalogFile {
  const lines = text.split('\n');
  const file = {};
  for (const [at, part] of parts.entries()) {
    Object.defineProperty(file, part, { get: once(() => JSON.parse(lines[at] ?? '')), enumerable: true });
  }
  return file as CatalogFile;
}
