import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { fileOutput, pipeOutput, writeWhole } from '../../src/cli/whole-output.ts';
import { runs } from '../helpers/runs.ts';

/** A file to write to. */
function openFile() {
  const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-output-'));
  const file = path.join(folder, 'first');
  const descriptor = openSync(file, 'w');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { descriptor, read: () => readFileSync(file) };
}

/** Open for reading alone. */
function unwritable(): number {
  const descriptor = openSync(import.meta.filename, 'r');
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
}

/** A stream that takes its time, and what it has taken when it is at its end. */
function slowStream() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 1000,
    write: (chunk, _, done) => {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  return { stream, all: () => new Promise<Buffer>((resolve) => stream.end(() => resolve(Buffer.concat(chunks)))) };
}

test('what goes to a pipe arrives whole and in order, by whichever way', async () => {
  const { descriptor, read } = openFile();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(9000), { maxLength: 8 }), async (lengths) => {
      const texts = lengths.map((length, at) => `${at}é`.repeat(length / 2));
      const before = read().length;
      const { stream, all } = slowStream();
      const output = pipeOutput(descriptor, () => stream);
      for (const text of texts) await writeWhole(output, text);
      const first = read().subarray(before);
      expect(Buffer.concat([first, await all()]).equals(Buffer.from(texts.join('')))).toBe(true);
      expect(first.length).toBeLessThanOrEqual(16 * 1024);
    }),
    runs(30),
  );
  closeSync(descriptor);
});

test('what a pipe does not take is handed to the stream, which tells why', async () => {
  const { stream, all } = slowStream();
  await writeWhole(
    pipeOutput(unwritable(), () => stream),
    'a line\n',
  );
  expect(String(await all())).toBe('a line\n');
});

test('a file that cannot be written is refused', async () => {
  await expect(writeWhole(fileOutput(unwritable()), 'a line\n')).rejects.toMatchObject({ exitCode: 6 });
});
