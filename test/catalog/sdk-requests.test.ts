// The official SDK, driven against a server that writes down what comes, and our request for the same parameters: put into its
// places by the catalog, written as a line, read and sent. The two are the same on the wire.
import { isDeepStrictEqual } from 'node:util';
import Cloudflare from 'cloudflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import { fillPath } from '../../src/catalog/form-request.ts';
import type { Operation } from '../../src/catalog/operation.ts';
import { exchange } from '../../src/perform/exchange.ts';
import { treeOfJson, withBody } from '../../src/request/body-tree.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { Item, RequestLine } from '../../src/request/types.ts';
import { type Recorded, type Recorder, startRecorder } from '../helpers/recorder.ts';
import { scaled } from '../helpers/runs.ts';
import { catalog, operationOf } from './loaded.ts';
import { pathValues, sampleFields, sampleValue } from './sample-body.ts';
import { type SdkRequest, sdkRequests } from './sdk-requests.ts';

let recorder: Recorder;
let connection: Connection;
let client: Cloudflare;
beforeAll(async () => {
  recorder = await startRecorder();
  connection = await connect({ kind: 'typed', baseUrl: recorder.baseUrl, credential: undefined }, {}, '0');
  client = new Cloudflare({ apiToken: 'token', baseURL: recorder.baseUrl, maxRetries: 0 });
});
afterAll(async () => {
  await connection.close();
  await recorder.close();
});

type Method = (...args: readonly unknown[]) => Promise<unknown>;

async function fromSdk({ call, args = [], content, params }: SdkRequest): Promise<Recorded> {
  const members = call.split('.');
  const holder = members
    .slice(0, -1)
    .reduce<object | undefined>((at, name) => at && (Reflect.get(at, name) as object | undefined), client);
  const method = holder && (Reflect.get(holder, members.at(-1) ?? '') as Method | undefined);
  if (!holder || !method) throw new Error(`the SDK has no ${call}`);
  await method.call(holder, ...args, ...(content === undefined ? [] : [content]), params);
  return onlyOne();
}

function onlyOne(): Recorded {
  const [recorded, another] = recorder.take();
  if (!recorded || another) throw new Error('one request was to be sent');
  return recorded;
}

/** Each parameter where the catalog has it; one that it has nowhere fails. */
function fromCatalog({ operation: name, args = [], content, params }: SdkRequest): RequestLine {
  const operation = operationOf(name);
  const { parameters, body } = catalog.details(operation);
  const left = [...args];
  const gaps = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
  const path = Object.fromEntries(gaps.map((gap) => [gap, String(params[gap] ?? left.shift())]));
  const items: Item[] = [];
  const files: Item[] = [];
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params)) {
    const parameter = parameters.find((known) => known.in !== 'path' && known.name === key);
    if (parameter && parameter.in !== 'path') items.push({ kind: parameter.in, name: key, value: String(value) });
    else if (!gaps.includes(key) && value instanceof File)
      files.push({ kind: 'partFile', name: key, path: value.name, type: undefined, filename: undefined });
    else if (!gaps.includes(key) && body?.whole && key === 'body')
      items.push({ kind: 'body', value: JSON.stringify(value) });
    else if (!gaps.includes(key)) {
      expect(
        body?.fields.map((field) => field.name),
        `the body of ${name}`,
      ).toContain(key);
      fields[key] = value;
    }
  }
  if (content !== undefined) items.push({ kind: 'text', value: content });
  const request = { method: operation.method, path: fillPath(operation, path), items, filter: undefined };
  const filled = Object.keys(fields).length === 0 ? request : withBody(request, treeOfJson(JSON.stringify(fields)));
  return { ...filled, items: [...filled.items, ...files] };
}

async function sent(row: SdkRequest): Promise<Recorded> {
  const parsed = parseLine(formatLine(fromCatalog(row)));
  if (!parsed.ok) throw new Error(parsed.error.message);
  const files = Object.values(row.params).filter((value) => value instanceof File);
  await exchange(
    connection,
    parsed.request,
    { read: async (path) => new Uint8Array(await files.find(({ name }) => name === path)!.arrayBuffer()) },
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  return onlyOne();
}

/** What counts of a request: how it is written, and what a client says of itself, may differ. */
async function told({ method, target, headers, body }: Recorded): Promise<unknown> {
  const url = new URL(target, 'http://x');
  const field = (name: string): string | undefined => headers.find(([other]) => other === name)?.[1];
  const type = field('content-type');
  const media = type?.split(';')[0];
  const own = headers.filter(([name]) => /^(?:cf-|x-magic|upload-)/.test(name)).toSorted();
  return {
    method,
    path: decodeURIComponent(url.pathname),
    query: [...url.searchParams].toSorted(),
    own,
    type: media,
    body: await bodyOf(media, type, body),
  };
}

async function bodyOf(media: string | undefined, type: string | undefined, body: Buffer): Promise<unknown> {
  if (media === 'application/json') return JSON.parse(body.toString('utf8'));
  if (media === 'application/x-www-form-urlencoded') return [...new URLSearchParams(body.toString('utf8'))].toSorted();
  if (media !== 'multipart/form-data' || type === undefined) return body.toString('utf8');
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const parts = [...form].map(async ([name, part]) =>
    typeof part === 'string' ? [name, part] : [name, part.name, await part.text()],
  );
  return (await Promise.all(parts)).toSorted();
}

/** As the SDK takes them: arguments of their own, then everything else side by side. Undefined where two places have one name. */
function spreadOut(operation: Operation, isFull: boolean): SdkRequest | undefined {
  const { call, parameters, body } = catalog.details(operation);
  if (!call || body?.kind !== 'json' || body.whole) return undefined;
  const path = pathValues(operation);
  const fields = sampleFields(body, { isFull, path });
  const query = parameters.filter(({ in: where, required }) => where === 'query' && required);
  const others = Object.entries(path).filter(([name]) => !call.positional.includes(name));
  const names = [...Object.keys(path), ...query.map(({ name }) => name), ...Object.keys(fields)];
  if (new Set(names).size < names.length || query.some(({ name }) => name.includes('.'))) return undefined;
  return {
    product: operation.group,
    operation: `${operation.method} ${operation.path}`,
    call: call.members.join('.'),
    args: call.positional.map((name) => path[name] ?? ''),
    params: {
      ...Object.fromEntries(others),
      ...Object.fromEntries(query.map(({ name, shape }) => [name, sampleValue(shape, name, { isFull, path })])),
      ...fields,
    },
  };
}

describe('a request from the catalog is the one that the SDK sends', () => {
  test.each(sdkRequests.map((row) => [`${row.call} ${row.args ?? ''}`, row] as const))('%s', async (_, row) => {
    expect(await told(await sent(row))).toEqual(await told(await fromSdk(row)));
  });

  test('for a sample of all operations whose body has fields, with all that they take', {
    timeout: 120_000,
  }, async () => {
    const rows = catalog.operations.flatMap((operation) => spreadOut(operation, true) ?? []);
    expect(rows.length).toBeGreaterThan(700);
    const every = Math.max(1, Math.floor(rows.length / scaled(100)));
    const faults: string[] = [];
    for (const row of rows.filter((_, index) => index % every === 0)) {
      try {
        const [ours, theirs] = [await told(await sent(row)), await told(await fromSdk(row))];
        if (!isDeepStrictEqual(ours, theirs)) faults.push(`${row.operation}: ${JSON.stringify([ours, theirs])}`);
      } catch (error) {
        faults.push(`${row.operation}: ${error}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('for sixty operations and more, of thirty products and more', () => {
    expect(sdkRequests.length).toBeGreaterThanOrEqual(60);
    expect(new Set(sdkRequests.map(({ product }) => product)).size).toBeGreaterThanOrEqual(30);
  });
});
