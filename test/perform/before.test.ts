import { describe, expect, onTestFinished, test } from 'vitest';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import { resourceIn } from '../../src/api/resource.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { toValue } from '../../src/json/document.ts';
import { readBefore, readNames } from '../../src/perform/before.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';
import { closeServers, startHttp } from '../http/servers.ts';

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

describe('what only its list tells is read there', () => {
  const readValue = (before: Awaited<ReturnType<typeof readBefore>>): unknown => {
    const found = resourceIn(before);
    return found && toValue(found.document, found.node);
  };
  const answering = async (path: string, body: unknown): Promise<Connection> => {
    const server = await startHttp((request, response) => {
      const isThere = request.url === path;
      response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isThere ? body : { success: false, errors: [{ code: 7003, message: 'No route' }] }));
    });
    onTestFinished(closeServers);
    const target = { kind: 'environment', baseUrl: server.origin, credential: undefined } as const;
    const connection = await connect(target, {}, 'test');
    onTestFinished(() => connection.close());
    return connection;
  };
  const read = (connection: Connection, text: string) =>
    readBefore(connection, line(text), loadCatalog(), files, context);
  const rule = { id: 'f'.repeat(32), description: 'Block', expression: 'true', action: 'block' };

  test.each([
    [
      'a rule of a ruleset',
      '/zones/Z/rulesets/R',
      { rules: [{ id: 'other' }, rule] },
      `/zones/Z/rulesets/R/rules/${rule.id}`,
    ],
    [
      'a rule of a waiting room',
      '/zones/Z/waiting_rooms/W/rules',
      [{ id: 'other' }, rule],
      `/zones/Z/waiting_rooms/W/rules/${rule.id}`,
    ],
    [
      'an output of a live input',
      '/accounts/A/stream/live_inputs/L/outputs',
      [{ ...rule, uid: 'o/1' }],
      '/accounts/A/stream/live_inputs/L/outputs/o%2F1',
    ],
  ])('%s', async (_, parent, result, path) => {
    const connection = await answering(parent, { success: true, result });
    expect(readValue(await read(connection, `DELETE ${path}`))).toMatchObject(rule);
  });

  test('an item that the whole list does not have is not there; of one page nobody knows', async () => {
    const whole = await answering('/zones/Z/rulesets/R', { success: true, result: { name: 'no rules yet' } });
    expect(await read(whole, 'PATCH /zones/Z/rulesets/R/rules/X enabled:=false')).toEqual({ kind: 'absent' });
    expect(await read(whole, 'PATCH /zones/Z/rulesets/gone/rules/X enabled:=false')).toEqual({ kind: 'absent' });
    const paged = await answering('/user/firewall/access_rules/rules', { success: true, result: [{ id: 'Y' }] });
    expect(await read(paged, 'DELETE /user/firewall/access_rules/rules/X')).toEqual({
      kind: 'unknown',
      reason: 'it is not on the first page of the list that tells it',
    });
  });

  test('the account of an address map is no account of the user', async () => {
    const connection = await answering('/accounts', { success: true, result: [{ id: 'M', name: 'another thing' }] });
    const before = await read(connection, 'DELETE /accounts/A/addressing/address_maps/P/accounts/M');
    expect(before.kind).toBe('unknown');
  });

  test('a rule of the sandbox, by its id and called by its description', async () => {
    const { connection, zone } = await sandbox();
    const got = async (
      path: string,
    ): Promise<{ readonly id: string; readonly rules?: readonly { id: string }[] }[]> => {
      const wire = { method: 'GET', url: `${connection.baseUrl}${path}`, headers: [], body: undefined };
      const { body } = await connection.send(wire, { ...context, onEvent: () => undefined });
      return [JSON.parse(new TextDecoder().decode(body)).result].flat();
    };
    for (const { id } of await got(`/zones/${zone}/rulesets`)) {
      const [ruleset] = await got(`/zones/${zone}/rulesets/${id}`);
      for (const one of ruleset?.rules ?? []) {
        const before = await read(connection, `PATCH /zones/${zone}/rulesets/${id}/rules/${one.id} enabled:=false`);
        expect(readValue(before)).toEqual(one);
      }
    }
    expect.hasAssertions();
  });
});
