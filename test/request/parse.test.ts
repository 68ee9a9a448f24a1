import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine, parseWords } from '../../src/request/parse.ts';
import { visible } from '../../src/text/untrusted.ts';
import { runs } from '../helpers/runs.ts';
import {
  accepted,
  BASE_URL,
  field,
  file,
  filters,
  formParts,
  header,
  headersAndFiles,
  json,
  jsonItems,
  methodsAndPaths,
  queriesAndFields,
  query,
  request,
  urls,
} from './accepted.ts';
import { refused } from './refused.ts';

const options = { baseUrl: BASE_URL };

describe('parseLine accepts', () => {
  describe.each([
    ['methods and paths', methodsAndPaths],
    ['URLs and query strings', urls],
    ['queries and fields', queriesAndFields],
    ['JSON', jsonItems],
    ['headers and files', headersAndFiles],
    ['parts of a form', formParts],
    ['filters', filters],
  ])('%s', (_what, rows) => {
    it.each(rows)('%s', (line, meaning) => {
      expect(parseLine(line, options)).toEqual({ ok: true, request: meaning });
    });
  });

  it('JSON of a hundred thousand levels', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(parseLine(`POST /x a:=${deep} b=c`, options)).toEqual({
      ok: true,
      request: request('POST', '/x', [json('a', deep), field('b', 'c')]),
    });
  });
});

describe('parseLine refuses', () => {
  it.each(refused)('%s', (marked, expected, message) => {
    const position = marked.indexOf('›');
    const length = marked.indexOf('‹') - position - 1;
    const result = parseLine(marked.replace(/[›‹]/g, ''), options);
    expect(result).toEqual({
      ok: false,
      error: { position, length, expected, message: expect.stringMatching(message) },
    });
  });

  it('a full URL when it does not know the base URL', () => {
    expect(parseLine('https://api.cloudflare.com/client/v4/zones')).toMatchObject({
      ok: false,
      error: { position: 0, expected: 'a path', message: expect.stringContaining('no base URL') },
    });
    expect(parseLine('/client/v4/zones')).toMatchObject({ ok: true, request: { path: '/client/v4/zones' } });
  });
});

describe('a base URL', () => {
  it.each([
    ['http://127.0.0.1:8787/client/v4', 'http://127.0.0.1:8787/client/v4/zones', '/zones'],
    ['http://127.0.0.1:8787/client/v4/', '/client/v4/zones', '/zones'],
    ['http://127.0.0.1:8787/client/v4', '127.0.0.1:8787/client/v4/zones', '/zones'],
    ['https://example.com', 'https://example.com/zones', '/zones'],
    ['https://example.com/', 'https://example.com', '/'],
    ['https://example.com', '/client/v4/zones', '/client/v4/zones'],
  ])('of %s shortens %s to %s', (baseUrl, line, path) => {
    expect(parseLine(line, { baseUrl })).toEqual({ ok: true, request: request(undefined, path) });
  });
});

describe('parseWords', () => {
  it.each([
    [['GET', '/zones', 'name==a b'], request('GET', '/zones', [query('name', 'a b')])],
    [['/zones'], request(undefined, '/zones')],
    [['/a b', 'c==d'], request(undefined, '/a b', [query('c', 'd')])],
    [['POST', '/x', 'a:={"b": 1}'], request('POST', '/x', [json('a', '{"b": 1}')])],
    [['POST', '/x', 'a="b"'], request('POST', '/x', [field('a', '"b"')])],
    [['POST', '/x', "a='b|c'\\"], request('POST', '/x', [field('a', "'b|c'\\")])],
    [['POST', '/x', 'a\\=b=c'], request('POST', '/x', [field('a=b', 'c')])],
    [['POST', '/x', '\\|a=c'], request('POST', '/x', [field('|a', 'c')])],
    [['POST', '/x', 'X-A: b'], request('POST', '/x', [header('X-A', 'b')])],
    [['POST', '/x', '@my file'], request('POST', '/x', [file('my file')])],
    [['/x', '|', '.a'], request(undefined, '/x', [], '.a')],
    [['/x', '| .a'], request(undefined, '/x', [], '.a')],
    [['/x', '|.a', '|', '.b'], request(undefined, '/x', [], '.a | .b')],
    [['GET /zones name==a'], request('GET', '/zones', [query('name', 'a')])],
    [['GET /zones name=="a b" | .x'], request('GET', '/zones', [query('name', 'a b')], '.x')],
    [['POST /x a=b', '| .y'], request('POST', '/x', [field('a', 'b')], '.y')],
    [['POST /x a="b c"', 'd=e f', '|', '.y'], request('POST', '/x', [field('a', 'b c'), field('d', 'e f')], '.y')],
    [[' delete\t/x', 'If-Match:a'], request('DELETE', '/x', [header('If-Match', 'a')])],
    [['GET /x | .a', '| .b'], request('GET', '/x', [], '.a | .b')],
    [['GET ', '/x'], request('GET', '/x')],
    [['/POST /x', 'c==d'], request(undefined, '/POST /x', [query('c', 'd')])],
    [[`${BASE_URL}/zones?a=b`], request(undefined, '/zones', [query('a', 'b')])],
  ])('reads %j', (words, meaning) => {
    expect(parseWords(words, options)).toEqual({ ok: true, request: meaning });
  });

  it.each([
    [[], 0, 0, 'a path'],
    [[''], 0, 0, 'a path'],
    [['GET'], 3, 0, 'a path'],
    [['GET', ''], 4, 0, 'a path'],
    [['GET', '/x', 'foo'], 7, 3, 'name==value, Header:value, name=text, name:=json, name@file, @file or | filter'],
    [['GET', '/x', ''], 7, 0, 'name==value, Header:value, name=text, name:=json, name@file, @file or | filter'],
    [['GET', '/x', '|'], 8, 0, 'a jq filter after |'],
    [['POST', '/x', 'a:={"b": x}'], 17, 1, 'a JSON value'],
    [['POST', '/x', 'a=b', 'a=c'], 12, 3, 'another field name'],
    [['FETCH', '/x'], 0, 5, 'GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS'],
    [['FETCH /x'], 0, 5, 'GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS'],
    [['FETCH /x a=b', '| .y'], 0, 5, 'GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS'],
    [['POST', 'POST /x a=b'], 5, 11, 'a path'],
    [['POST /x', 'foo'], 8, 3, 'name==value, Header:value, name=text, name:=json, name@file, @file or | filter'],
  ])('refuses %j at %i', (words, position, length, expected) => {
    expect(parseWords(words, options)).toMatchObject({ ok: false, error: { position, length, expected } });
  });
});

describe('whatever the line', () => {
  const scrap = fc.constantFrom(
    ...[
      'GET ',
      'POST ',
      '/x ',
      '{a}',
      ' ',
      '"',
      "'",
      '\\',
      '|',
      ':=',
      '==',
      '=',
      ':',
      '@',
      '{"a": 1}',
      '[',
      ']',
      '{',
      '}',
    ],
    ...[
      '?',
      '&',
      '%',
      '#',
      '..',
      '/',
      BASE_URL,
      'name',
      '1',
      'true',
      '\n',
      '\u202e',
      '\ud800',
      '🔥',
      'X-A:',
      '\\u0000',
    ],
  );
  const line = fc.oneof(
    fc.array(scrap, { maxLength: 14 }).map((parts) => parts.join('')),
    fc
      .constantFrom(...accepted.map(([text]) => text))
      .chain((text) =>
        fc.tuple(fc.nat(text.length), scrap).map(([at, piece]) => text.slice(0, at) + piece + text.slice(at)),
      ),
  );

  it('the response is a request, or an error inside the line that is safe to paint', () => {
    fc.assert(
      fc.property(line, (text) => {
        const result = parseLine(text, options);
        if (result.ok) return;
        const { position, length, expected, message } = result.error;
        expect(position).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThanOrEqual(0);
        expect(position + length).toBeLessThanOrEqual(text.length);
        expect(expected).not.toBe('');
        expect(visible(message)).toBe(message);
      }),
      runs(250),
    );
  });

  it('a request that is accepted keeps the rules of RequestLine', () => {
    fc.assert(
      fc.property(line, (text) => {
        const result = parseLine(text, options);
        if (!result.ok) return;
        const { path, filter, items } = result.request;
        expect(path).toMatch(/^\/(?!\/)[^?#]*$/);
        expect(path.split(/[/\\]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))).toBe(false);
        if (filter !== undefined) expect(filter).toBe(filter.trim());
        expect(filter).not.toBe('');
        for (const item of items) {
          if (item.kind === 'json' || item.kind === 'body') expect(() => JSON.parse(item.value)).not.toThrow();
          if (item.kind === 'header') expect(item.value).not.toMatch(/[\r\n\0]/);
        }
      }),
      runs(250),
    );
  });
});
