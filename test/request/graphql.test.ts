import { describe, expect, test } from 'vitest';
import { hasMoments, isGraphql, variableOf, variableTypes, withMoments } from '../../src/request/graphql.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';

function read(line: string): RequestLine {
  const parsed = parseLine(line, {});
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}

const now = Date.parse('2026-11-30T12:34:56.789Z');

function value(request: RequestLine, variable: string): string | undefined {
  const found = request.items.find((item) => variableOf(item) === variable);
  return found?.kind === 'field' ? found.value : undefined;
}

describe('times told from now on', () => {
  test.each([
    ['-24h', 'Time', '2026-11-29T12:34:56Z'],
    ['-30m', 'Time!', '2026-11-30T12:04:56Z'],
    ['-7d', 'Date!', '2026-11-23'],
    ['-2w', 'Time', '2026-11-16T12:34:56Z'],
    ['now', 'Date', '2026-11-30'],
    ['now', 'Time!', '2026-11-30T12:34:56Z'],
    ['-24h', 'string', '-24h'],
    ['-24x', 'Time', '-24x'],
    ['2026-11-01', 'Date', '2026-11-01'],
  ])('%s of %s: %s', (text, type, expected) => {
    const request = read(`POST /graphql query="query ($since: ${type}) { viewer }" variables[since]=${text}`);
    expect(value(withMoments(request, now), 'since')).toBe(expected);
    expect(hasMoments(request)).toBe(expected !== text);
  });

  test('are left alone in every other request', () => {
    const request = read('POST /zones variables[since]=-24h');
    expect(withMoments(request, now)).toBe(request);
    expect(isGraphql(request)).toBe(false);
  });

  test('where the query is in a file they are taken for times', () => {
    expect(value(withMoments(read('POST /graphql query=@q.graphql variables[since]=-1h'), now), 'since')).toBe(
      '2026-11-30T11:34:56Z',
    );
  });
});

test('types of variables are read from the query', () => {
  expect(variableTypes('query Q($zoneTag: string!, $ids: [string!]!, $since:Time) { viewer }')).toEqual({
    zoneTag: 'string',
    ids: 'string',
    since: 'Time',
  });
});
