// The two files of the catalog as they are written by the build and read by the program. What is shown of a list of operations is
// in the first, which is JSON in ASCII; the second has bytes that are read when they are asked for: what a query is compared
// with, then what a single operation needs, in packed blocks.

export const catalogFile = 'catalog.json';
export const bytesFile = 'catalog.bin';

/** Operations in one block of details, in the order of the catalog. */
export const blockSize = 64;

/** The first file. Columns, one value for each operation, since that is less to write and to read than objects. */
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
  /** Where each block of the second file ends, in bytes; the first begins where the postings end. */
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
   * Length in bytes of the postings at the start of the second file. They are for each word: how many entries have it, then for
   * each the step from the entry before it, and the word's weight. Counts and steps are one byte below 128, else two: the low
   * seven bits with the eighth bit set, then the others.
   */
  readonly postingBytes: number;
  readonly postingCount: number;
}

/** The most that a count or a step may be. */
export const greatestNumber = 0x7fff;
