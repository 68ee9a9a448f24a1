import { expect, onTestFinished, test } from 'vitest';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import { resourceIn } from '../../src/api/resource.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { toValue } from '../../src/json/document.ts';
import { readBefore, readNames } from '../../src/perform/before.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';

const files = { read: () => Promise.reject(new Error('no file is read')) };
const context = { signal: new AbortController().signal };

function line(text: string): RequestLine {
  const parsed = parseLine(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}

async function sandbox(): Promise<{ readonly connection: Connection; readonly zone: string; readonly record: string }> {
  const connection = await connect({ kind: 'sandbox', baseUrl: undefined, credential: undefined }, {}, 'test');
  onTestFinished(() => connection.close());
  const ask = async (path: string): Promise<string> => {
    const got = await connection.send(
      { method: 'GET', url: `${connection.baseUrl}${path}`, headers: [], body: undefined },
      { ...context, onEvent: () => undefined },
    );
    return JSON.parse(new TextDecoder().decode(got.body)).result[0].id;
  };
  const zone = await ask('/zones?name=example.com');
  return { connection, zone, record: await ask(`/zones/${zone}/dns_records`) };
}

test('the resource is read on its own path, and what the path names is called by name', async () => {
  const { connection, zone, record } = await sandbox();
  const request = line(`PATCH /zones/${zone}/dns_records/${record} ttl:=120`);
  const before = await readBefore(connection, request, loadCatalog(), files, context);
  const found = resourceIn(before);
  const value = found && (toValue(found.document, found.node) as { readonly id: string; readonly name: string });
  expect(value?.id).toBe(record);
  const names = await readNames(connection, request, loadCatalog(), before, new Map(), files, context);
  expect(new Map(names)).toEqual(
    new Map([
      [zone, 'example.com'],
      [record, value?.name],
    ]),
  );
  const known = new Map([[zone, 'example.com']]);
  expect(await readNames(connection, request, loadCatalog(), before, known, files, context)).toHaveLength(1);
});

test('what is not there is absent, and what nothing reads is said to be so', async () => {
  const { connection, zone } = await sandbox();
  const gone = line(`DELETE /zones/${zone}/dns_records/${'0'.repeat(32)}`);
  expect(await readBefore(connection, gone, loadCatalog(), files, context)).toEqual({ kind: 'absent' });
  const unread = line(`DELETE /accounts/A/storage/kv/namespaces/N/bulk`);
  expect(await readBefore(connection, unread, loadCatalog(), files, context)).toEqual({
    kind: 'unknown',
    reason: 'the API has no request that reads it',
  });
});
