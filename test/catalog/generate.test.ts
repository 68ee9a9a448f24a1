// The generator on small packages of its own: what it understands, and that it says what it does not.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { learnFieldNames, readCf } from '../../src/catalog/generate/cf.ts';
import { createProblems, type Problems } from '../../src/catalog/generate/facts.ts';
import { plain, readProse } from '../../src/catalog/generate/prose.ts';
import { readSdk } from '../../src/catalog/generate/sdk.ts';
import { unite } from '../../src/catalog/generate/union.ts';

let folder: string;
let problems: Problems;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-generate-'));
  problems = createProblems();
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** A resource of one method, as the SDK's generator writes them. */
async function sdkOf(method: string, declaration: string, types = ''): Promise<string> {
  await mkdir(path.join(folder, 'resources'), { recursive: true });
  const code = `export var BaseThings = (() => { class BaseThings extends APIResource {
    ${method}
  } BaseThings._key = Object.freeze(['shop', 'things']); return BaseThings; })();`;
  await writeFile(path.join(folder, 'resources/things.mjs'), code);
  await writeFile(
    path.join(folder, 'resources/things.d.mts'),
    `export declare class BaseThings extends APIResource {\n${declaration}\n}\n${types}`,
  );
  return folder;
}

const understood = {
  method: `/** Lists things. */ list(params, options) {
      const { account_id, ...query } = params ?? {};
      return this._client.getAPIList(path \`/accounts/\${account_id}/things\`, (SinglePage), { query, ...options });
    }`,
  declaration: 'list(params: ThingListParams, options?: RequestOptions): PagePromise<ThingsSinglePage, Thing>;',
  types: `export interface ThingListParams { account_id: string; /** Query param: Which. Defaults to \`new\`. */ order?: 'new' | 'old'; }
    export interface Thing { id: string; label?: string; }`,
};

describe('the SDK', () => {
  test('gives an operation for a method that is understood', async () => {
    const { facts, calls } = readSdk(
      await sdkOf(understood.method, understood.declaration, understood.types),
      problems,
    );
    problems.throwIfAny();
    expect(calls).toBe(1);
    expect(facts[0]).toMatchObject({
      method: 'GET',
      path: '/accounts/{account_id}/things',
      words: ['shop', 'things', 'list'],
      description: 'Lists things.',
      paging: 'whole',
      response: { at: [], isList: true },
    });
    expect(facts[0]?.parameters[1]).toMatchObject({
      in: 'query',
      name: 'order',
      description: 'Which. Defaults to new.',
      initial: 'new',
    });
  });

  test('counts a method that serves accounts and zones twice', async () => {
    const method = `get(thingID, params, options) {
      const { account_id, zone_id } = params ?? {};
      if (!account_id && !zone_id) { throw new Error('one'); }
      const { accountOrZone, accountOrZoneId } = account_id ? { accountOrZone: 'accounts', accountOrZoneId: account_id } : { accountOrZone: 'zones', accountOrZoneId: zone_id };
      return this._client.get(path \`/\${accountOrZone}/\${accountOrZoneId}/things/\${thingID}\`, options)._thenUnwrap((obj) => obj.result);
    }`;
    const declaration = 'get(thingID: string, params?: P, options?: RequestOptions): APIPromise<Thing>;';
    const types =
      'export interface P { account_id?: string; zone_id?: string; } export interface Thing { id: string; }';
    const { facts, calls } = readSdk(await sdkOf(method, declaration, types), problems);
    problems.throwIfAny();
    expect(calls).toBe(1);
    expect(facts.map((entry) => entry.path)).toEqual([
      '/accounts/{account_id}/things/{thing_id}',
      '/zones/{zone_id}/things/{thing_id}',
    ]);
  });

  test.each([
    [
      'a path that is made otherwise',
      understood.method.replace(/path `[^`]*`/, 'buildPath(account_id)'),
      understood.declaration,
      understood.types,
      /BaseThings\.list: its path was not understood/,
    ],
    [
      'an option that is new',
      understood.method.replace('{ query,', '{ query, retries: 3,'),
      understood.declaration,
      understood.types,
      /an unknown option retries/,
    ],
    [
      'a page class that is new',
      understood.method.replace('SinglePage', 'SpiralPage'),
      understood.declaration,
      understood.types,
      /pages of SpiralPage/,
    ],
    [
      'a method without a call',
      'list(params) { return params; }',
      understood.declaration,
      understood.types,
      /no call on the wire/,
    ],
    ['a method without types', understood.method, '', understood.types, /its types are not declared/],
    [
      'a type that nothing declares',
      understood.method,
      understood.declaration,
      understood.types.replace("'new' | 'old'", 'Elsewhere'),
      /Elsewhere is declared nowhere/,
    ],
    [
      'a type of a new form',
      understood.method,
      understood.declaration,
      understood.types.replace("'new' | 'old'", 'keyof Thing'),
      /a type of the form TSTypeOperator/,
    ],
  ] as const)('fails for %s', async (_, method, declaration, types, message) => {
    readSdk(await sdkOf(method, declaration, types), problems);
    expect(() => problems.throwIfAny()).toThrow(message);
  });

  test('fails for code that does not parse', async () => {
    const root = await sdkOf('list( {', understood.declaration, understood.types);
    expect(() => readSdk(root, problems)).toThrow(/things\.mjs cannot be parsed/);
  });
});

/** What the command line's code does with the options of a command that writes. */
const commandCode = `
// src/commands/_generated/shop/things-create.ts
formatDryRun({
  command: "cf shop things-create", method: "POST",
});
if (argv.loadSheddingPercent !== void 0)
  setNestedValue(bodyData, ["load_shedding", "percent"], argv.loadSheddingPercent);
if (argv.region !== void 0) headers["x-region"] = String(argv.region);
`;

async function cfOf(schemas: object, commands: readonly object[], code = commandCode): Promise<string> {
  await mkdir(path.join(folder, 'cf-dist/_meta'), { recursive: true });
  await writeFile(path.join(folder, 'cf-dist/_meta/schemas.json'), JSON.stringify({ schemas }));
  await writeFile(path.join(folder, 'cf-dist/_meta/commands.json'), JSON.stringify({ commands }));
  await writeFile(path.join(folder, 'cf-dist/index.js'), code);
  return folder;
}

const schema = {
  operationId: 'things-make-a-thing',
  httpMethod: 'POST',
  path: '/accounts/{accountId}/things',
  pathParams: [{ name: 'accountId', type: 'string', required: true }],
  queryParams: [{ name: 'dry-run', type: 'boolean', required: false }],
  hasRequestBody: true,
};
const command = {
  fullPath: ['shop', 'things-create'],
  description: 'Makes a **thing**.',
  httpMethod: 'POST',
  apiPath: '/accounts/{accountId}/things',
  options: [
    { name: 'dry-run', type: 'boolean', required: false, description: 'Only check' },
    { name: 'load-shedding-percent', type: 'number', required: true, description: 'How much' },
    { name: 'region', type: 'string', required: false, description: 'Where' },
    { name: 'ndjson', type: 'boolean', required: false, description: 'Of the command line alone' },
  ],
};

describe('the command line', () => {
  test('gives an operation, with its options where the code puts them', async () => {
    const names = learnFieldNames([]);
    const [facts] = readCf(await cfOf({ 'shop things-create': schema }, [command]), names, problems);
    problems.throwIfAny();
    expect(facts).toMatchObject({
      method: 'POST',
      path: '/accounts/{account_id}/things',
      description: 'Makes a thing.',
    });
    expect(facts?.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).toEqual([
      'path account_id',
      'query dry-run',
      'header region',
    ]);
    expect(facts?.body?.fields).toMatchObject([
      { name: 'load_shedding', shape: { fields: [{ name: 'percent', required: true }] } },
    ]);
  });

  test.each([
    ['a command without a schema', { other: schema }, [command], /do not go together/],
    [
      'a schema without a command',
      { 'shop things-create': schema, other: schema },
      [command],
      /other: a schema without a command/,
    ],
    ['another path', { 'shop things-create': { ...schema, path: '/x' } }, [command], /do not go together/],
    [
      'a method that is none',
      { 'shop things-create': { ...schema, httpMethod: 'FETCH' } },
      [command],
      /do not go together/,
    ],
  ] as const)('fails for %s', async (_, schemas, commands, message) => {
    readCf(await cfOf(schemas, commands), learnFieldNames([]), problems);
    expect(() => problems.throwIfAny()).toThrow(message);
  });
});

describe('a body of the command line', () => {
  const write = `
// src/commands/_generated/shop/things-create.ts
formatDryRun({ command: "cf shop things-create" });
`;
  const option = (name: string, type = 'string'): object => ({ name, type, required: true, description: '' });
  const bodyFor = async (code: string, ...options: readonly object[]): Promise<unknown> => {
    const root = await cfOf({ 'shop things-create': schema }, [{ ...command, options }], `${write}${code}`);
    const [facts] = readCf(root, learnFieldNames([]), problems);
    problems.throwIfAny();
    return facts?.body;
  };

  test('that is a file is sent as it is, with the type that the code sends', async () => {
    const code =
      'if (argv.file) { send(x, { body: content, headers: { "Content-Type": "application/x-ndjson" } }); return; }';
    expect(await bodyFor(code, option('file'))).toMatchObject({
      kind: 'text',
      contentType: 'application/x-ndjson',
      whole: { kinds: ['file', 'string'] },
    });
  });

  test('that is a form has a part for the file', async () => {
    const code = 'if (argv.file) { data.append("upload", new Blob([content])); return; }';
    expect(await bodyFor(code, option('file'))).toMatchObject({
      kind: 'multipart',
      fields: [{ name: 'upload', shape: { kinds: ['file'] } }],
      parts: { upload: { kind: 'file' } },
    });
  });

  test('that the source takes for the response has the fields of its result', async () => {
    const code = `setNestedValue(bodyData, ["success"], argv.success);
      setNestedValue(bodyData, ["result", "size"], argv.resultSize);`;
    expect(await bodyFor(code, option('success', 'boolean'), option('result-size', 'number'))).toMatchObject({
      isRequired: false,
      fields: [{ name: 'size', required: false, shape: { kinds: ['number'] } }],
    });
  });

  test('fails for an option that the code puts nowhere', async () => {
    await expect(bodyFor('', option('size'))).rejects.toThrow(/its option size goes nowhere/);
  });
});

describe('the union', () => {
  test('matches by method and shape, whatever placeholders are called', async () => {
    const { facts: sdk } = readSdk(await sdkOf(understood.method, understood.declaration, understood.types), problems);
    const same = { ...schema, httpMethod: 'GET', path: '/accounts/{account_identifier}/things', hasRequestBody: false };
    const cf = readCf(
      await cfOf({ 'shop things-list': same, 'shop things-create': schema }, [
        {
          ...command,
          fullPath: ['shop', 'things-list'],
          httpMethod: 'GET',
          apiPath: same.path,
          options: command.options.slice(0, 1),
        },
        command,
      ]),
      learnFieldNames(sdk),
      problems,
    );
    problems.throwIfAny();
    const { operations, counts } = unite(sdk, cf);
    expect(counts).toEqual({ sdk: 1, cf: 2, both: 1, all: 2 });
    expect(operations.map(({ method, path: template }) => `${method} ${template}`)).toEqual([
      'GET /accounts/{account_id}/things',
      'POST /accounts/{account_id}/things',
    ]);
    // What only the other source knows of it joins what the first one says.
    expect(operations[0]?.parameters.map((parameter) => parameter.name)).toEqual(['account_id', 'order', 'dry-run']);
    expect(operations[0]?.operationId).toBe('things-make-a-thing');
  });
});

describe('texts', () => {
  test.each([
    ['Two\nlines.\n\n- one\n- two `x`', 'Two lines.\n- one\n- two x'],
    ['See [the docs](https://example.com "Title") and **this**', 'See the docs and this'],
    ['a<br/>b <a href="x">c</a>', 'a b c'],
    ['# Head\ntext', 'Head text'],
    ['under_score_words stay', 'under_score_words stay'],
  ])('%j become %j', (markdown, text) => {
    expect(plain(markdown)).toBe(text);
  });

  test('lose their examples and keep why they are deprecated', () => {
    expect(readProse('Does it.\n\n@example\n```ts\nawait x({ @foo: 1 });\n```\n\n@deprecated Use `that`.')).toEqual({
      text: 'Does it.',
      deprecated: 'Use that.',
    });
    expect(readProse('@deprecated')).toEqual({ text: '', deprecated: '' });
    expect(readProse(undefined)).toEqual({ text: '', deprecated: undefined });
  });
});
