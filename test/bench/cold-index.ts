// Opens a document as a program does that has just started: once, with nothing compiled and no memory taken before.
// Run as a program of its own: `cold-index.ts index|parse FILE` prints the milliseconds.
import { readFileSync } from 'node:fs';
import { indexDocuments } from '../../src/json/parse.ts';

const [way, file = ''] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const start = performance.now();
if (way === 'index') {
  const result = indexDocuments(bytes);
  if (!result.ok) throw new Error(result.error.reason);
} else {
  JSON.parse(new TextDecoder().decode(bytes));
}
process.stdout.write(String(performance.now() - start));
