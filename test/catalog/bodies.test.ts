// A campaign over every operation with a body: the least and the most that the catalog says it takes, as a line, read again, and
// sent to a server that writes down what comes. On the wire it has the type that the operation takes, and nothing of the path or
// the query in it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import { fillPath } from '../../src/catalog/form-request.ts';
import type { BodyFacts, Operation } from '../../src/catalog/operation.ts';
import { exchange } from '../../src/perform/exchange.ts';
import { treeOfJson, withBody } from '../../src/request/body-tree.ts';
import { formatLine } from '../../src/request/format.ts';
import { takesBody } from '../../src/request/method.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { Item, RequestLine } from '../../src/request/types.ts';
import { openForSending, readUserFile } from '../../src/store/user-files.ts';
import { type Recorded, type Recorder, startRecorder } from '../helpers/recorder.ts';
import { catalog } from './loaded.ts';
import { type Json, pathValues, sampleFields, sampleValue } from './sample-body.ts';

let folder: string;
let recorder: Recorder;
let connection: Connection;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-bodies-'));
  await writeFile(path.join(folder, 'bytes'), fileText);
  recorder = await startRecorder();
  connection = await connect({ kind: 'typed', baseUrl: recorder.baseUrl, credential: undefined }, {}, '0');
});
afterAll(async () => {
  await connection.close();
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

const fileText = 'what the file holds';

const withBodies = catalog.operations.filter(
  (operation) => takesBody(operation.method) && catalog.details(operation).body !== undefined,
);

interface Sample {
  readonly operation: Operation;
  readonly body: BodyFacts;
  readonly request: RequestLine;
  /** The value of a JSON body; the fields of a form that are no files. */
  readonly sent: Json | undefined;
  /** Parts that are files, by the name of the part. */
  readonly files: readonly string[];
}

/** Every placeholder and parameter has a value that is known again. */
function sampleOf(operation: Operation, isFull: boolean): Sample {
  const { body, parameters } = catalog.details(operation);
  if (!body) throw new Error(`${operation.path} has no body`);
  const values = pathValues(operation);
  const others = parameters.flatMap(({ in: where, name, required }): readonly Item[] => {
    if (where === 'path' || !(isFull || required)) return [];
    return [{ kind: where, name, value: `${where}-value` }];
  });
  const request = { method: operation.method, path: fillPath(operation, values), items: others, filter: undefined };
  const extent = { isFull, path: values };
  if (body.whole && body.kind !== 'multipart') {
    const sent = sampleValue(body.whole, 'whole', extent);
    return { operation, body, sent, files: [], request: { ...request, items: [...others, wholeItem(body, sent)] } };
  }
  const isFile = (name: string): boolean => body.parts?.[name]?.kind === 'file';
  // Parts of any name, one for each file.
  const fields = body.whole?.values ? { 'any.name': 'a text' } : sampleFields(body, extent);
  const sent = Object.fromEntries(Object.entries(fields).filter(([name]) => !isFile(name)));
  const files = Object.keys(fields)
    .filter(isFile)
    .map((name) => (body.parts?.[name]?.isNamedByFile ? 'module.bin' : name));
  const inFields = withBody(request, treeOfJson(JSON.stringify(sent)));
  const parts = files.map((name): Item => {
    return { kind: 'partFile', name, path: path.join(folder, 'bytes'), type: undefined, filename: undefined };
  });
  return { operation, body, sent, files, request: { ...inFields, items: [...inFields.items, ...parts] } };
}

function wholeItem({ kind }: BodyFacts, sent: Json): Item {
  if (kind === 'binary') return { kind: 'file', path: path.join(folder, 'bytes') };
  return kind === 'text' ? { kind: 'text', value: String(sent) } : { kind: 'body', value: JSON.stringify(sent) };
}

async function sentAs(request: RequestLine): Promise<Recorded> {
  await exchange(
    connection,
    request,
    { read: readUserFile, open: openForSending },
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  const [recorded, another] = recorder.take();
  if (!recorded || another) throw new Error('one request was to be sent');
  return recorded;
}

/** What is wrong with how it was sent; undefined where nothing is. */
async function faultOf(sample: Sample): Promise<string | undefined> {
  const { operation, body, request } = sample;
  const line = formatLine(request);
  const parsed = parseLine(line);
  if (!parsed.ok) return `its line is not read again: ${line}`;
  if (formatLine(parsed.request) !== line) return `its line is read as another: ${line}`;
  const recorded = await sentAs(parsed.request);
  const target = new URL(recorded.target, 'http://x');
  if (recorded.method !== operation.method) return `it was sent as ${recorded.method}`;
  if (decodeURIComponent(target.pathname) !== `/client/v4${decodeURIComponent(request.path)}`) {
    return `it was sent to ${target.pathname}`;
  }
  const type = recorded.headers.find(([name]) => name === 'content-type')?.[1];
  if (recorded.body.length === 0) return body.isRequired ? 'it was sent without a body' : undefined;
  if (type?.split(';')[0] !== body.contentType) return `its type was ${type}`;
  const text = recorded.body.toString('utf8');
  if (/(?:path|query|header)-value/.test(text)) return `its body has something of the path or the query in it: ${text}`;
  return contentFault(sample, recorded.body, type);
}

async function contentFault({ body, sent, files }: Sample, bytes: Buffer, type: string): Promise<string | undefined> {
  const text = bytes.toString('utf8');
  switch (body.kind) {
    case 'json':
      return isSame(JSON.parse(text), sent) ? undefined : `its body was ${text}`;
    case 'text':
      return text === sent ? undefined : `its body was ${text}`;
    case 'binary':
      return text === fileText ? undefined : `its body was ${text}`;
    case 'form':
      return isSame(Object.fromEntries(new URLSearchParams(text)), sent) ? undefined : `its body was ${text}`;
    case 'multipart':
      return partsFault(sent, files, await new Response(bytes, { headers: { 'content-type': type } }).formData());
  }
}

async function partsFault(
  sent: Json | undefined,
  files: readonly string[],
  form: FormData,
): Promise<string | undefined> {
  const got: Record<string, string> = {};
  for (const [name, part] of form) got[name] = typeof part === 'string' ? part : `@${await part.text()}`;
  const wanted = Object.fromEntries([
    ...Object.entries(sent ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ...files.map((name) => [name, `@${fileText}`]),
  ]);
  return isSame(got, wanted) ? undefined : `its parts were ${JSON.stringify(got)}`;
}

/** Whatever the order of members is. */
function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  const names = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    names.length === Object.keys(right).length &&
    names.every((name) => isSame(Reflect.get(left, name), Reflect.get(right, name)))
  );
}

describe('every operation with a body', () => {
  test.each([
    ['the least that it takes', false],
    ['all that it takes', true],
  ])('is sent as the catalog says, with %s', { timeout: 120_000 }, async (_, isFull) => {
    expect(withBodies.length).toBeGreaterThan(1150);
    const faults: string[] = [];
    for (const operation of withBodies) {
      const fault = await faultOf(sampleOf(operation, isFull)).catch(String);
      if (fault !== undefined) faults.push(`${operation.method} ${operation.path}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });
});
