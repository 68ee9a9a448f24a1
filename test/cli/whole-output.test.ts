import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { fileOutput, pipeOutput, writeWhole } from '../../src/cli/whole-output.ts';
import { runs } from '../helpers/runs.ts';

/** A file to write to, and a stream that what comes later is handed to. */
function twoPlaces() {
  const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-output-'));
  const file = path.join(folder, 'first');
  const descriptor = openSync(file, 'w');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const later: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 1000,
    write: (chunk, _, done) => {
      later.push(chunk);
      setImmediate(done);
    },
  });
  return { descriptor, stream, later, first: () => readFileSync(file) };
}

test('what goes to a pipe arrives whole and in order, by whichever way', async () => {
  const { descriptor, first, later, stream } = twoPlaces();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(9000), { maxLength: 8 }), async (lengths) => {
      const texts = lengths.map((length, at) => `${at}é`.repeat(length / 2));
      const before = first().length;
      later.length = 0;
      const output = pipeOutput(descriptor, () => stream);
      for (const text of texts) await writeWhole(output, text);
      expect(Buffer.concat([first().subarray(before), ...later]).equals(Buffer.from(texts.join('')))).toBe(true);
      expect(first().length - before).toBeLessThanOrEqual(16 * 1024);
    }),
    runs(30),
  );
  closeSync(descriptor);
});

test('what a pipe does not take is handed to the stream, which tells why', async () => {
  const { descriptor, stream, later } = twoPlaces();
  closeSync(descriptor);
  await writeWhole(
    pipeOutput(descriptor, () => stream),
    'a line\n',
  );
  expect(later.map(String)).toEqual(['a line\n']);
});

test('a file that cannot be written is refused', async () => {
  const { descriptor } = twoPlaces();
  closeSync(descriptor);
  await expect(writeWhole(fileOutput(descriptor), 'a line\n')).rejects.toMatchObject({ exitCode: 6 });
});
