// Documents through the real worker: files, and bytes that come bit by bit.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReceivedBody } from '../../src/api/received.ts';
import { isSameDocument, type JsonDocument, sourceText, toValue } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { type Arrival, indexFile, indexInflow } from '../../src/workers/indexing.ts';
import { temporaryFolder } from '../helpers/command.ts';

const records = Array.from({ length: 60_000 }, (_, index) => ({
  index,
  name: `row ${index} é`,
  tags: [index % 7, null],
}));
const text = JSON.stringify({ success: true, result: records });
const bytes = new TextEncoder().encode(text);

async function fileOf(content: string | Uint8Array): Promise<string> {
  const file = path.join(await temporaryFolder(), 'document.json');
  await writeFile(file, content);
  return file;
}

/** All that is told of a document until no more will come. */
function follow(arrival: Arrival): Promise<readonly ReceivedBody[]> {
  const told: ReceivedBody[] = [];
  return new Promise((resolve) =>
    arrival.listen((body) => {
      told.push(body);
      if (body.kind !== 'json' || body.arriving === undefined) resolve(told);
    }),
  );
}

function documentOf(body: ReceivedBody | undefined): JsonDocument {
  if (body?.kind !== 'json') throw new Error(`it is ${body?.kind}`);
  return body.document;
}

function pour(content: Uint8Array, size: number): { readonly arrival: Arrival; readonly isTaken: boolean } {
  const inflow = indexInflow(content.length);
  let isTaken = true;
  for (let at = 0; at < content.length && isTaken; at += size) isTaken = inflow.write(content.subarray(at, at + size));
  inflow.end();
  return { arrival: inflow, isTaken };
}

describe('a file', () => {
  test('is told of while it comes, and comes whole', async () => {
    const told = await follow(indexFile(await fileOf(bytes), bytes.length));
    const last = told.at(-1);
    const document = documentOf(last);
    expect(last).toMatchObject({ arriving: undefined, incomplete: undefined });
    const whole = indexDocument(bytes);
    if (!whole.ok) throw new Error('not JSON');
    expect(document.nodeCount).toBe(whole.document.nodeCount);
    expect(Buffer.compare(Buffer.from(document.nodes), Buffer.from(whole.document.nodes))).toBe(0);
    expect(sourceText(document, 0)).toBe(text);
    for (const body of told) expect(isSameDocument(documentOf(body), document)).toBe(true);
  });

  test('that is broken shows what stands before, with the place, and all of its bytes', async () => {
    const cut = text.indexOf(',{', 2_000_000);
    const content = `${text.slice(0, cut)}\n oops ${text.slice(cut)}`;
    const last = (await follow(indexFile(await fileOf(content), Buffer.byteLength(content)))).at(-1);
    expect(last).toMatchObject({ kind: 'json', incomplete: { kind: 'broken', error: { line: 2 } } });
    expect(documentOf(last).isComplete).toBe(false);
    expect(last?.kind === 'json' && last.bytes.length).toBe(Buffer.byteLength(content));
  });

  test('of documents in a row is a list', async () => {
    const content = records.map((record) => JSON.stringify(record)).join('\r\n');
    const document = documentOf((await follow(indexFile(await fileOf(content), Buffer.byteLength(content)))).at(-1));
    expect(document.isSequence).toBe(true);
    expect(toValue(document, 1)).toEqual(records[0]);
    expect(document.nodeCount).toBe(1 + 6 * records.length);
  });

  test('that does not fit into the memory is shown as far as it fits, and says so', async () => {
    const told = await follow(indexFile(await fileOf(bytes), bytes.length, { reserve: Number.MAX_SAFE_INTEGER }));
    expect(told).toMatchObject([{ kind: 'text', bytes: new Uint8Array(0), incomplete: { kind: 'full' } }]);
    const inflow = indexInflow(undefined, { reserve: Number.MAX_SAFE_INTEGER });
    expect(inflow.write(bytes.subarray(0, 1000))).toBe(false);
    inflow.stop();
  });

  test('can be stopped, and what has come stays', async () => {
    const arrival = indexFile(await fileOf(bytes), bytes.length);
    const told: ReceivedBody[] = [];
    await new Promise<void>((resolve) =>
      arrival.listen((body) => {
        told.push(body);
        arrival.stop();
        resolve();
      }),
    );
    const last = told.at(-1);
    if (last?.kind === 'json' && last.incomplete) expect(last.incomplete).toEqual({ kind: 'stopped' });
    expect(documentOf(last).nodeCount).toBeGreaterThan(1);
  });

  test('that goes away says why', async () => {
    const last = (await follow(indexFile('/nowhere/at/all.json', 1000))).at(-1);
    expect(last).toMatchObject({ kind: 'text' });
  });
});

describe('bytes that come bit by bit', () => {
  test.each([1000, 65_536, 1_000_000, 10_000_000])(
    'in pieces of %i are the document that they are as a whole',
    async (size) => {
      const { arrival, isTaken } = pour(bytes, size);
      expect(isTaken).toBe(true);
      const last = (await follow(arrival)).at(-1);
      expect(last).toMatchObject({ arriving: undefined, incomplete: undefined });
      expect(sourceText(documentOf(last), 0)).toBe(text);
    },
  );

  test('and end too soon are shown with the place', async () => {
    const last = (await follow(pour(bytes.subarray(0, 1_000_000), 65_536).arrival)).at(-1);
    expect(last).toMatchObject({
      incomplete: { kind: 'broken', error: { reason: expect.stringMatching(/^the document ends/) } },
    });
  });

  test('and are no JSON at all are text', async () => {
    const last = (await follow(pour(new TextEncoder().encode('no json '.repeat(1000)), 500).arrival)).at(-1);
    expect(last).toMatchObject({ kind: 'text', problem: { line: 1, column: 1 } });
  });
});
