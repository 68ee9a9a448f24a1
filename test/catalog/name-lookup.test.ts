import { describe, expect, test } from 'vitest';
import { isLocalApi } from '../../src/api/address.ts';
import {
  explainNone,
  explainSeveral,
  explainUnfilled,
  lookupRequest,
  namedSegments,
  nameKey,
  resolveName,
  withIds,
} from '../../src/catalog/name-lookup.ts';
import { placeholders } from '../../src/request/edit.ts';
import { parseLine } from '../../src/request/parse.ts';
import { mayHoldNames } from '../../src/request/path.ts';
import type { RequestLine } from '../../src/request/types.ts';
import { catalog } from './loaded.ts';

const id = '023e105f4ecef8ad9ca31a8372d0c353';
const line = (path: string, method: RequestLine['method'] = 'GET'): RequestLine => ({
  method,
  path,
  items: [],
  filter: undefined,
});

describe('names in a path', () => {
  test.each([
    ['/zones/example.com/dns_records', [{ kind: 'zone', name: 'example.com', place: { segment: 1 } }]],
    ['/zones/example.com', [{ kind: 'zone', name: 'example.com', place: { segment: 1 } }]],
    ['/zones/example.com./dns_records', [{ kind: 'zone', name: 'example.com', place: { segment: 1 } }]],
    ['/zones/example.com/no/such/path', [{ kind: 'zone', name: 'example.com', place: { segment: 1 } }]],
    ['/accounts/Ada%20Books/members', [{ kind: 'account', name: 'Ada Books', place: { segment: 1 } }]],
    [
      '/accounts/Books/addressing/address_maps/x/zones/example.com',
      [
        { kind: 'account', name: 'Books', place: { segment: 1 } },
        { kind: 'zone', name: 'example.com', place: { segment: 6 } },
      ],
    ],
    [`/zones/${id}/dns_records`, []],
    [`/zones/${id.toUpperCase()}`, []],
    ['/zones/{zone_id}/dns_records', []],
    ['/zones', []],
    ['/accounts/move', []],
    [`/accounts/${id}/r2/buckets/photos`, []],
    ['/user/tokens/verify', []],
  ] as const)('%s', (path, names) => {
    expect(namedSegments(catalog, line(path, path === '/accounts/move' ? 'POST' : 'GET'))).toEqual(names);
  });

  test.each([
    ["query='{ x }' variables[zoneTag]=example.com", [{ kind: 'zone', name: 'example.com', place: { item: 1 } }]],
    ['variables[accountTag]=Books query=x', [{ kind: 'account', name: 'Books', place: { item: 0 } }]],
    ['query=x variables[zoneTag]=023e105f4ecef8ad9ca31a8372d0c353 variables[name]=example.com', []],
  ])('and in the variables of a question: %s', (items, names) => {
    const parsed = parseLine(`POST /graphql ${items}`, {});
    if (!parsed.ok) throw new Error(parsed.error.message);
    const found = namedSegments(catalog, parsed.request);
    expect(found).toEqual(names);
    expect(mayHoldNames(parsed.request)).toBe(true);
    const ids = found.map(() => id);
    const values = withIds(parsed.request, found, ids).items.flatMap((item) => ('value' in item ? [item.value] : []));
    expect(values).toContain(id);
  });

  test('are suspected wherever they are, so that the catalog is loaded for them', () => {
    for (const path of ['/zones/example.com', '/zones/a/b', '/accounts/move', '/accounts/x/y/zones/example.com']) {
      expect(mayHoldNames(line(path)), path).toBe(true);
    }
    for (const path of ['/zones', `/zones/${id}`, `/zones/${id}/x`, '/zones/{zone_id}/x', '/user', '/accounts']) {
      expect(mayHoldNames(line(path)), path).toBe(false);
    }
  });

  test('give way to ids', () => {
    const request = line('/accounts/Books/addressing/address_maps/x/zones/example.com');
    expect(withIds(request, namedSegments(catalog, request), ['A1', 'Z1']).path).toBe(
      '/accounts/A1/addressing/address_maps/x/zones/Z1',
    );
  });
});

describe('what is found under a name', () => {
  const zone = (id: string, name: string, account: string): object => ({
    id,
    name,
    account: { id: 'a', name: account },
  });

  test('is the one of the same letters, whatever their case', () => {
    const response = { result: [zone('1', 'shop.example.com', 'A'), zone('2', 'EXAMPLE.com', 'A')] };
    expect(resolveName({ kind: 'zone', name: 'example.com' }, response)).toEqual({
      kind: 'found',
      id: '2',
      name: 'EXAMPLE.com',
    });
  });

  test.each([
    ['xn--bcher-kva.example', 'bücher.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'bücher.example'],
    ['bu\u0308cher.example', 'bücher.example'],
    ['Example.com', 'example.com'],
    ['日本語。example', 'xn--wgv71a119e.example'],
  ])('compares %s with %s as IDNA does', (typed, listed) => {
    const response = { result: [zone('1', 'other.example', 'A'), zone('2', listed, 'A')] };
    expect(resolveName({ kind: 'zone', name: typed }, response)).toMatchObject({ kind: 'found', id: '2' });
    const [asked] = lookupRequest({ kind: 'zone', name: typed }).items;
    expect(asked).toMatchObject({ name: 'name', value: expect.stringMatching(/^[a-z0-9.-]+$/) });
  });

  test.each(['b%C3%BCcher', 'a b', '1.2', 'x--y', '[::1]', 'user@host'])('takes %s as it is', (name) => {
    expect(nameKey('zone', name)).toBe(name.toLowerCase());
  });

  test('of an account is no domain name', () => {
    const response = { result: [zone('1', 'Bücher', 'A')] };
    expect(resolveName({ kind: 'account', name: 'bücher' }, response)).toMatchObject({ kind: 'found' });
    expect(resolveName({ kind: 'account', name: 'xn--bcher-kva' }, response)).toEqual({ kind: 'none' });
  });

  test('may be several, which the sentence tells apart', () => {
    const response = { result: [zone('1', 'example.com', 'Books'), zone('2', 'example.com', 'Labs')] };
    const resolution = resolveName({ kind: 'zone', name: 'example.com' }, response);
    if (resolution.kind !== 'several') throw new Error(resolution.kind);
    expect(explainSeveral({ kind: 'zone', name: 'example.com' }, resolution.found)).toBe(
      '2 zones are named example.com: use the ID of one, 1 in the account Books or 2 in the account Labs',
    );
  });

  test('may be nothing: then the nearest names are told', () => {
    const names = ['alpha.test', 'beta.test', 'example.net', 'example.com', 'gamma.test', 'delta.test', 'zeta.test'];
    const response = { result: names.map((name, index) => zone(String(index), name, 'A')) };
    expect(resolveName({ kind: 'zone', name: 'exmaple.com' }, response)).toEqual({ kind: 'none' });
    expect(explainNone({ kind: 'zone', name: 'exmaple.com' }, response)).toMatch(
      /^no zone is named exmaple\.com; there are example\.com, example\.net, .* and others$/,
    );
    expect(explainNone({ kind: 'account', name: 'x' }, { result: [] })).toBe(
      'no account is named x, and this credential can see no accounts',
    );
  });

  test.each([undefined, null, [], 'x', {}, { result: null }, { result: [null, 1, { id: 1, name: 'x' }] }])(
    'stands %j',
    (response) => {
      expect(resolveName({ kind: 'zone', name: 'x' }, response)).toEqual({ kind: 'none' });
    },
  );
});

test.each([
  ['/zones/{zone_id}/dns_records', ['{zone_id}, which GET /zones lists']],
  [
    '/zones/{zone}/dns_records/{id}',
    ['{zone}, which GET /zones lists', '{id}, which GET /zones/{zone_id}/dns_records lists'],
  ],
  ['/nothing/{zone_id}', ['{zone_id}, which GET /zones lists']],
  ['/nothing/{thing}', ['{thing}']],
  [
    '/zones/{zone_id}/rulesets/phases/{p}/entrypoint',
    ['{zone_id}, which GET /zones lists', expect.stringMatching(/^\{p\}, one of ddos_l4, .* …$/)],
  ],
])('what is unfilled in %s is told with what lists it', (path, told) => {
  expect(explainUnfilled(catalog, line(path), placeholders(line(path)))).toEqual(told);
});

test('the local API is known by its path', () => {
  expect(isLocalApi('http://127.0.0.1:8787/cdn-cgi/explorer/api')).toBe(true);
  expect(isLocalApi('http://localhost:1/cdn-cgi/explorer/api/')).toBe(true);
  expect(isLocalApi('https://api.cloudflare.com/client/v4')).toBe(false);
  expect(isLocalApi('no address')).toBe(false);
});
