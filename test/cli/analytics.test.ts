// Each ready question is asked of the sandbox, and what the words of a question mean.
import { describe, expect, test } from 'vitest';
import { questionRequest, readyQuestions } from '../../src/catalog/ready-questions.ts';
import { drawableList } from '../../src/chart/data.ts';
import { childCount } from '../../src/json/children.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { variableOf, withMoments } from '../../src/request/graphql.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { flarescope } from '../helpers/run-command.ts';

describe('the questions', () => {
  test('are two dozen at least, each with a name of its own', () => {
    expect(readyQuestions.length).toBeGreaterThanOrEqual(24);
    expect(new Set(readyQuestions.map(({ name }) => name)).size).toBe(readyQuestions.length);
  });

  test('are all answered with rows that can be drawn', async () => {
    const sandbox = await startSandbox({});
    try {
      const call = async (path: string, body?: unknown): Promise<Uint8Array> => {
        const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
        const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
        return new Uint8Array(await (await fetch(sandbox.baseUrl + path, init)).arrayBuffer());
      };
      const first = async (path: string): Promise<string> =>
        JSON.parse(new TextDecoder().decode(await call(path))).result[0].id;
      const ids = { zone: await first('/zones?name=example.com'), account: await first('/accounts') };
      const wrong: string[] = [];
      for (const question of readyQuestions) {
        const request = withMoments(questionRequest(question, ids[question.owner]), Date.now());
        const variables = Object.fromEntries(
          request.items.flatMap((item) => (item.kind === 'field' ? [[variableOf(item) ?? '', item.value]] : [])),
        );
        const bytes = await call('/graphql', { query: question.query, variables });
        const indexed = indexDocument(bytes);
        const found = indexed.ok ? drawableList(indexed.document, 0) : undefined;
        if (!indexed.ok || !found || childCount(indexed.document, found.list) === 0)
          wrong.push(`${question.name}: ${new TextDecoder().decode(bytes).slice(0, 300)}`);
      }
      expect(wrong).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});

describe('the words', () => {
  test.each([
    [['requests', 'country'], 'clientCountryName'],
    [['country', 'requests'], 'clientCountryName'],
    [['requests', 'by', 'hour'], 'datetimeHour'],
    [['REQUESTS', 'hour'], 'datetimeHour'],
    [['cache'], 'cacheStatus'],
  ])('%j: %s', async (words, dimension) => {
    const ended = await flarescope(['analytics', '--sandbox', ...words, '--zone', 'ID', '--dry-run']);
    expect(ended.stdout + ended.stderr).toContain(`dimensions { ${dimension} }`);
  });

  test.each([
    [['worker'], /worker may mean "Worker requests and errors by hour", .* Write more of it/],
    [['by'], /by may mean .* and others/],
    [['nonsense'], /no question matches nonsense/],
    [['requests', 'by', 'country'], /is about a zone: name it with --zone/],
    [['kv', 'latency', '--zone', 'example.com'], /is about an account: name it with --account/],
    [['cache', '--zone', 'example.com', '--account', 'x'], /takes --zone alone/],
  ])('%j is refused', async (words, message) => {
    const ended = await flarescope(['analytics', '--sandbox', ...words]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
  });

  test('without any, all are listed', async () => {
    const ended = await flarescope(['analytics']);
    expect(ended.stdout.trim().split('\n')).toHaveLength(readyQuestions.length);
    expect(JSON.parse((await flarescope(['analytics', '--json'])).stdout)).toHaveLength(readyQuestions.length);
  });

  test('a span that the zone may not ask for is the API to refuse', async () => {
    const ended = await flarescope([
      'analytics',
      '--sandbox',
      'requests',
      'country',
      '--zone',
      'example.com',
      '--since',
      '-3d',
    ]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('cannot request a time range wider than 1d');
  });

  test('a table has a column for each field', async () => {
    const words = ['analytics', '--sandbox', 'requests', 'country', '--zone', 'example.com', '--output', 'csv'];
    const rows = (await flarescope(words)).stdout.trim().split('\n');
    expect(rows[0]).toBe('dimensions.clientCountryName,count,sum.edgeResponseBytes');
    expect(rows[1]).toMatch(/^US,\d+,\d+$/);
    expect(rows).toHaveLength(9);
  });

  test('the answer is drawn where that is asked for', async () => {
    const ended = await flarescope([
      'analytics',
      '--sandbox',
      'requests',
      'country',
      '--zone',
      'example.com',
      '--output',
      'chart',
    ]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^count\n {2}US +█+/);
  });
});
