import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/request/parse.ts';
import { pathProblem } from '../../src/request/path.ts';
import type { Item, RequestLine } from '../../src/request/types.ts';
import { type BuiltRequest, bodyText, toWire } from '../../src/request/wire.ts';
import { runs } from '../helpers/runs.ts';
import { BASE_URL, body, field, file, header, json, query, request } from './accepted.ts';

function read(line: string): RequestLine {
  const result = parseLine(line, { baseUrl: BASE_URL });
  if (!result.ok) throw new Error(result.error.message);
  return result.request;
}

function wire(value: RequestLine, baseUrl = BASE_URL): BuiltRequest {
  const result = toWire(value, { baseUrl });
  if (!result.ok) throw new Error(result.error.message);
  return result;
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

describe('the method on the wire', () => {
  it.each([
    ['/zones', 'GET'],
    ['/zones a==b X-A:b', 'GET'],
    ['/zones a=b', 'POST'],
    ['/zones a:=1', 'POST'],
    ['/zones :=[]', 'POST'],
    ['/zones @a', 'POST'],
    ['HEAD /zones', 'HEAD'],
    ['DELETE /zones', 'DELETE'],
    ['DELETE /zones a=b', 'DELETE'],
    ['POST /zones', 'POST'],
  ])('of %s is %s', (line, method) => {
    expect(wire(read(line)).method).toBe(method);
  });
});

describe('the URL on the wire', () => {
  it.each([
    ['/zones', '/zones'],
    ['/', '/'],
    ['/zones/', '/zones/'],
    ['/zones//x', '/zones//x'],
    ['"/a b"', '/a%20b'],
    ['/a%20b', '/a%20b'],
    ['/a%2Fb%2e%41', '/a%2Fb%2e%41'],
    ['/100%', '/100%25'],
    ['/100%zz', '/100%25zz'],
    ['/%', '/%25'],
    ['/é/区', '/%C3%A9/%E5%8C%BA'],
    ['/🔥', '/%F0%9F%94%A5'],
    ['/"a\'b"', "/a'b"],
    ['/a\\b', '/a%5Cb'],
    ["'/a|b^c<d>e[f]'", '/a%7Cb%5Ec%3Cd%3Ee%5Bf%5D'],
    ["'/a`b{}'", '/a%60b%7B%7D'],
    ['/a:b@c=d;e,f+g!h*i(j)k$l&m~n_o-p', '/a:b@c=d;e,f+g!h*i(j)k$l&m~n_o-p'],
    ['/a a==b', '/a?a=b'],
    ['/a a==b c==d a==e', '/a?a=b&c=d&a=e'],
    ['/a a==', '/a?a='],
    ['/a a=="b c"', '/a?a=b%20c'],
    ['/a a==b+c&d=e#f%', '/a?a=b%2Bc%26d%3De%23f%25'],
    ["/a 'a b'==é", '/a?a%20b=%C3%A9'],
    ['/a a=="!\'()~*-._"', '/a?a=%21%27%28%29%7E*-._'],
    ['/a a==contains:x,y', '/a?a=contains%3Ax%2Cy'],
    ['/a?b=c%2Fd e==f', '/a?b=c%2Fd&e=f'],
    ['/a a=="\\ud800"', '/a?a=%EF%BF%BD'],
    ['/a a==b x=y @'.replace(' x=y @', ''), '/a?a=b'],
  ])('for %s ends in %s', (line, rest) => {
    const { url } = wire(read(line));
    expect(url).toBe(BASE_URL + rest);
    expect(new URL(url).href).toBe(url);
  });

  it.each([
    ['https://api.cloudflare.com/client/v4/', 'https://api.cloudflare.com/client/v4/zones'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787/zones'],
    ['HTTPS://Example.COM:443/A/', 'https://example.com/A/zones'],
    ['http://[::1]:80/v4', 'http://[::1]/v4/zones'],
  ])('below %s is %s', (baseUrl, url) => {
    expect(wire(request('GET', '/zones'), baseUrl).url).toBe(url);
  });

  it('is below the base URL and means the same query, whatever the path and the values', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 });
    const items = fc.array(
      fc.record({ kind: fc.constant('query' as const), name, value: fc.string({ unit: 'binary' }) }),
    );
    const piece = fc.constantFrom(
      'a',
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%',
      ' ',
      '@',
      ':',
      '//',
      '[',
      '{',
      '|',
      'é',
      '\ud800',
      '\t',
      '%2F',
    );
    const path = fc
      .array(piece)
      .map((parts) => `/${parts.join('')}`)
      .filter((text) => pathProblem(text) === undefined);
    fc.assert(
      fc.property(path, items, (text, query) => {
        const { url } = wire(request('GET', text, query));
        const parsed = new URL(url);
        expect(parsed.href).toBe(url);
        expect(url.startsWith(`${BASE_URL}/`)).toBe(true);
        expect(parsed.hash).toBe('');
        expect([...parsed.searchParams]).toEqual(
          query.map((item) => [item.name.toWellFormed(), item.value.toWellFormed()]),
        );
        expect(parsed.pathname.split('/')).toHaveLength(text.split('/').length + 2);
      }),
      runs(150),
    );
  });
});

describe('the headers on the wire', () => {
  it.each([
    ['/x', [['accept', 'application/json']]],
    ['/x Accept:text/plain', [['Accept', 'text/plain']]],
    [
      '/x X-A:1 X-A:2',
      [
        ['accept', 'application/json'],
        ['X-A', '1'],
        ['X-A', '2'],
      ],
    ],
    ['POST /x', [['accept', 'application/json']]],
    [
      '/x a=b',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
      ],
    ],
    [
      '/x :=1',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
      ],
    ],
    [
      '/x Content-Type:text/csv a=b',
      [
        ['accept', 'application/json'],
        ['Content-Type', 'text/csv'],
      ],
    ],
    [
      '/x @a.json',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
      ],
    ],
    [
      '/x @dir/a.JS',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/javascript'],
      ],
    ],
    [
      '/x @a.txt',
      [
        ['accept', 'application/json'],
        ['content-type', 'text/plain'],
      ],
    ],
    [
      '/x @a.tar.gz',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/gzip'],
      ],
    ],
    [
      '/x @a',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/octet-stream'],
      ],
    ],
    [
      '/x @.json',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/octet-stream'],
      ],
    ],
    [
      '/x @a.json/b',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/octet-stream'],
      ],
    ],
    [
      '/x @a.constructor',
      [
        ['accept', 'application/json'],
        ['content-type', 'application/octet-stream'],
      ],
    ],
  ])('for %s are %j', (line, headers) => {
    expect(wire(read(line)).headers).toEqual(headers);
  });
});

describe('the body on the wire', () => {
  it.each([
    ['/x', undefined],
    ['POST /x', undefined],
    ['/x a==b', undefined],
    ['/x ttl:=3600', '{"ttl":3600}'],
    ['/x type=A ttl:=3600 q==r proxied:=false', '{"type":"A","ttl":3600,"proxied":false}'],
    ['/x id:=900719925474099312345', '{"id":900719925474099312345}'],
    ['/x n:=1.50e+10', '{"n":1.50e+10}'],
    ['/x a:={"b": 1, "b": 2}', '{"a":{"b": 1, "b": 2}}'],
    ['/x a="say \\"hi\\"\\n"', '{"a":"say \\"hi\\"\\n"}'],
    ["/x '\"'=b", '{"\\"":"b"}'],
    ['/x a=9007199254740993', '{"a":"9007199254740993"}'],
    ['/x __proto__=a', '{"__proto__":"a"}'],
    ['/x 2=a 1=b', '{"2":"a","1":"b"}'],
    ['/x a=é🔥', '{"a":"é🔥"}'],
    ['/x a="\\ud800"', '{"a":"\\ud800"}'],
    ['/x :=[1, 2.0]', '[1, 2.0]'],
    ['/x ="é {"', 'é {'],
    ['/x @a.json', undefined],
  ])('for %s is %s', (line, expected) => {
    expect(text(wire(read(line)).body)).toBe(expected);
    expect(bodyText(read(line))).toBe(expected);
  });

  it('from a file is named for whoever may read it', () => {
    expect(wire(read('/x @"my file.json"'))).toMatchObject({ body: undefined, bodyFile: 'my file.json' });
    expect(wire(read('/x a=b')).bodyFile).toBeUndefined();
  });
});

describe('toWire refuses', () => {
  it.each<readonly [what: string, path: string, items: readonly Item[], message: RegExp]>([
    ['a path without a slash', 'zones', [], /one slash/],
    ['a path to another host', '//evil.example/x', [], /one slash/],
    ['dot segments', '/zones/../accounts', [], /segment/],
    ['encoded dot segments', '/zones/%2e%2e', [], /segment/],
    ['a query string in the path', '/zones?a=b', [], /%3F/],
    ['a control character in the path', '/zones\n', [], /control/],
    ['a credential', '/x', [header('authorization', 'Bearer x')], /credential/],
    ['a header that smuggles another', '/x', [header('x-a', 'b\r\nx-c: d')], /header cannot carry/],
    ['two bodies', '/x', [field('a', 'b'), file('c')], /has one body/],
    ['JSON that is none', '/x', [json('a', '1,"b":2')], /not JSON/],
    ['a body that is no JSON', '/x', [body('')], /not JSON/],
  ])('%s', (_what, path, items, message) => {
    expect(toWire(request('POST', path, items), { baseUrl: BASE_URL })).toMatchObject({
      ok: false,
      error: { kind: 'invalid', names: [], message: expect.stringMatching(message) },
    });
  });

  it('a body for GET', () => {
    expect(toWire(request('GET', '/x', [field('a', 'b')]), { baseUrl: BASE_URL })).toMatchObject({
      ok: false,
      error: { kind: 'invalid' },
    });
  });

  it('placeholders that nobody filled in, by name', () => {
    expect(toWire(request('GET', '/a/{x}/b/{y_id}/{x}', [query('{z}', '{z}')]), { baseUrl: BASE_URL })).toEqual({
      ok: false,
      error: { kind: 'placeholders', names: ['x', 'y_id'], message: 'Fill in {x} and {y_id} in the path first.' },
    });
  });

  it.each([
    '',
    'api.cloudflare.com',
    'ftp://x/',
    'file:///etc',
    'https://',
    'https://x/?a=b',
    'https://x/#a',
    'https://u:p@x/',
  ])('the base URL %j', (baseUrl) => {
    expect(toWire(request('GET', '/x'), { baseUrl })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('base URL') },
    });
  });
});
