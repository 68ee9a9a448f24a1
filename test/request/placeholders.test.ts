import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders, placeholders } from '../../src/request/edit.ts';
import { toWire } from '../../src/request/wire.ts';
import { BASE_URL, field, request } from './accepted.ts';

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
