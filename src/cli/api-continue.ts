// `flarescope api --all --continue FILE`: what an earlier run wrote to the file stays, but for a torn last line, and what it did not
// get to is appended. The list is read from its beginning again: lines that are there are not written a second time, so that
// nothing but the file has to be kept of a run, however it ended.
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { appendingFile, readUserFile } from '../store/user-files.ts';
import type { ApiOptions } from './api-options.ts';
import type { ApiValues } from './commands/api.ts';
import { apiOptions } from './commands/api.ts';
import { messageOf, Refusal } from './messages.ts';
import { fileOutput, refuseUnwritten } from './whole-output.ts';

interface Continued {
  /** Takes what would be printed, a row or an item at a time. */
  readonly output: Writable;
  /** Waits until all of it is written. Throws Refusal where it could not be. */
  readonly close: () => Promise<void>;
}

/** Opens the file to go on with. Throws Refusal where it is not one of this command. */
export async function continueFile(
  file: string,
  { output = 'ndjson' }: Pick<ApiOptions, 'output'>,
): Promise<Continued> {
  const before = await readUserFile(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Uint8Array(0);
    throw new Refusal(`${file} could not be read: ${messageOf(error)}`);
  });
  const ends = recordEnds(before, output === 'csv');
  const kept = ends.at(-1) ?? 0;
  const written = new Map<string, number>();
  let from = 0;
  for (const end of ends) {
    const key = keyOf(before.subarray(from, end));
    written.set(key, (written.get(key) ?? 0) + 1);
    from = end;
  }
  const header = before.subarray(0, ends[0] ?? 0);
  let isFirst = output === 'csv' || output === 'tsv';
  const { descriptor, close } = await appendingFile(file, kept).catch((error: unknown) => {
    throw new Refusal(`${file} could not be written: ${messageOf(error)}`);
  });
  const target = fileOutput(descriptor);
  const filtered = new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _, done) => {
      let at = 0;
      for (const end of recordEnds(chunk, output === 'csv')) {
        const record = chunk.subarray(at, end);
        at = end;
        if (isFirst && kept > 0 && !record.equals(header)) return done(new Refusal(`${file} has other columns`));
        isFirst = false;
        const key = keyOf(record);
        const count = written.get(key) ?? 0;
        if (count > 0) written.set(key, count - 1);
        else target.write(record);
      }
      done(target.errored);
    },
  });
  filtered.on('error', () => undefined);
  return {
    output: filtered,
    close: async () => {
      await finished(filtered.end()).catch(() => undefined);
      close();
      refuseUnwritten(filtered);
    },
  };
}

/** Where each whole line or CSV record ends; what is behind the last of them was torn. */
function recordEnds(bytes: Uint8Array, mayHaveQuotes: boolean): readonly number[] {
  const ends: number[] = [];
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 0x22 && mayHaveQuotes) isQuoted = !isQuoted;
    else if (bytes[at] === 0x0a && !isQuoted) ends.push(at + 1);
  }
  return ends;
}

/** Short enough to be kept of millions of lines. */
function keyOf(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('base64url');
}

/** In the request itself, or of no use where a list is gone on with. */
const leftOut = new Set<string>([
  'all',
  'paginate',
  'jq',
  'arg',
  'argjson',
  'method',
  'request',
  'header',
  'raw-field',
  'dry-run',
  'as',
  'multiline',
]);

/** The options of a command as they were given, in words that every POSIX shell takes as they are. */
export function optionWords(values: ApiValues): readonly string[] {
  return Object.keys(apiOptions).flatMap((name) => {
    const value: unknown = values[name as keyof ApiValues];
    const isGiven = value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
    if (leftOut.has(name) || !isGiven) return [];
    return value === true
      ? [`--${name}`]
      : [`--${name}`, shellWord(Array.isArray(value) ? value.join(',') : String(value))];
  });
}

export function shellWord(text: string): string {
  return /^[\w./:,@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
