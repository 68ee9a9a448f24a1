// Both packages read, put together and written. Runs where the cache has no catalog of them.

import path from 'node:path';
import { learnFieldNames, readCf } from './cf.ts';
import { createProblems } from './facts.ts';
import { readSdk } from './sdk.ts';
import { type Counts, unite } from './union.ts';
import { type Written, writeCatalog } from './write.ts';

/** @throws Error that lists what was not understood of either package */
export function makeCatalog(root: string): Written & { readonly counts: Counts } {
  const problems = createProblems();
  const sdk = readSdk(path.join(root, 'node_modules/cloudflare'), problems);
  const cf = readCf(path.join(root, 'node_modules/cf'), learnFieldNames(sdk.facts), problems);
  const { operations, counts } = unite(sdk.facts, cf);
  problems.throwIfAny();
  return { ...writeCatalog(operations, counts), counts };
}
