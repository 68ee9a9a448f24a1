import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders, placeholders, queryValue, withQuery } from '../../src/request/edit.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';
import { toWire } from '../../src/request/wire.ts';
import { BASE_URL, field, query, request } from './accepted.ts';

describe('placeholders', () => {
  it.each([
    ['/zones', []],
    ['/zones/{zone_id}', ['zone_id']],
    ['/{a}/b/{c}/{a}', ['a', 'c']],
    ['/{a}-{b}', ['a', 'b']],
    ['/{}/{ }/{1}/{a b}/%7Ba%7D', []],
    ['/{account-id}', ['account-id']],
  ])('of %s are %j', (path, names) => {
    expect(placeholders(request('GET', path, [field('{x}', '{y}')]))).toEqual(names);
  });
});

describe('fillPlaceholders', () => {
  it.each<readonly [path: string, values: Readonly<Record<string, string>>, filled: string]>([
    ['/zones/{zone_id}', { zone_id: 'abc' }, '/zones/abc'],
    ['/{a}/{b}/{a}', { a: '1' }, '/1/{b}/1'],
    ['/{a}', { a: 'x/y?z#w' }, '/x%2Fy%3Fz%23w'],
    ['/{a}', { a: '100%' }, '/100%25'],
    ['/{a}', { a: '{b}', b: 'c' }, '/%7Bb%7D'],
    ['/{a}', { a: '' }, '/{a}'],
    ['/{a}', { b: 'c' }, '/{a}'],
    ['/{toString}', {}, '/{toString}'],
    ['/{a}', { a: '$&' }, '/%24%26'],
  ])('in %s of %j gives %s', (path, values, filled) => {
    expect(fillPlaceholders(request('GET', path), values).path).toBe(filled);
  });

  it('never lets a value leave its segment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const result = toWire(fillPlaceholders(request('GET', '/zones/{a}/x'), { a: value }), { baseUrl: BASE_URL });
        if (!result.ok) expect(value).toMatch(/^\.\.?$/);
        else
          expect(new URL(result.url).pathname.split('/').slice(3)).toEqual([
            'zones',
            encodeURIComponent(value.toWellFormed()),
            'x',
          ]);
      }),
    );
  });

  it('leaves a dot segment to be refused', () => {
    const filled = fillPlaceholders(request('GET', '/zones/{a}/x'), { a: '..' });
    expect(toWire(filled, { baseUrl: BASE_URL })).toMatchObject({ ok: false, error: { kind: 'invalid' } });
  });
});

function read(line: string): RequestLine {
  const result = parseLine(line);
  if (!result.ok) throw new Error(result.error.message);
  return result.request;
}

describe('withQuery', () => {
  it.each<readonly [line: string, changes: Readonly<Record<string, string | undefined>>, after: string]>([
    ['/x', { page: '2' }, '/x page==2'],
    ['/x a==1 page==1 b==2', { page: '2' }, '/x a==1 page==2 b==2'],
    ['/x a==1 page==1 b==2', { page: undefined }, '/x a==1 b==2'],
    ['/x page==1 a==1 page==3', { page: '2' }, '/x page==2 a==1'],
    ['/x page==1 a==1 page==3', { page: undefined }, '/x a==1'],
    ['/x a==1', { page: '2', per_page: '50' }, '/x a==1 page==2 per_page==50'],
    ['/x a==1', { page: undefined }, '/x a==1'],
    ['/x X-A:b a==1 X-B:c', { page: '2' }, '/x X-A:b a==1 page==2 X-B:c'],
    ['/x X-A:b', { page: '2' }, '/x page==2 X-A:b'],
    ['/x page:b page==1', { page: '2' }, '/x page:b page==2'],
    ['POST /x page=b', { page: '2' }, 'POST /x page==2 page=b'],
    ['/x a==1 | .b', { a: '' }, '/x a== | .b'],
    ['/x toString==1', { page: '2' }, '/x toString==1 page==2'],
    ['/x cursor==abc page==2', { cursor: 'x', page: undefined }, '/x cursor==x'],
  ])('of %s with %j gives %s', (line, changes, after) => {
    expect(formatLine(withQuery(read(line), changes))).toBe(after);
  });

  it('changes nothing but the names given, and changes nothing the second time', () => {
    const name = fc.constantFrom('a', 'b', 'page', 'per_page');
    const items = fc.array(fc.tuple(name, fc.string()).map(([key, value]) => query(key, value)));
    const changes = fc.dictionary(name, fc.option(fc.string(), { nil: undefined }));
    fc.assert(
      fc.property(items, changes, (before, change) => {
        const once = withQuery(request('GET', '/x', before), change);
        expect(withQuery(once, change)).toEqual(once);
        for (const [key, value] of Object.entries(change)) expect(queryValue(once, key)).toBe(value);
        const isOther = (item: { readonly kind: string; readonly name?: string }): boolean =>
          !Object.hasOwn(change, item.name ?? '');
        expect(once.items.filter(isOther)).toEqual(before.filter(isOther));
      }),
    );
  });
});
