import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodedViews } from '../../src/json/decoded.ts';
import { formatDistance } from '../../src/text/numbers.ts';

const names = (text: string): readonly string[] => decodedViews(text).map(({ name }) => name);
const view = (text: string, name: string) => decodedViews(text).find((found) => found.name === name);

describe('what a value may be', () => {
  test.each<readonly [string, readonly string[]]>([
    ['{"a":[1]}', ['JSON']],
    [' [1,2]', ['JSON']],
    ['{not json}', []],
    ['aGVsbG8gd29ybGQ=', ['base64']],
    ['aGVsbG8gd29ybGQ', ['base64']],
    ['yv66vgAAADQ=', ['base64']],
    ['372e67954025e0ba6aaa6d586b9e0b59', []],
    ['023e105f-4ecef8ad-9ca31a83', []],
    ['hostname', []],
    ['www.example.com', []],
    ['1763985600', ['time']],
    ['1763985600123', ['time']],
    ['42', []],
    ['2025-11-24T12:00:00Z', ['time']],
    ['2025-11-24T12:00:00.123456+01:00', ['time']],
    ['2025-11-24', ['time']],
    ['2025-13-24T12:00:00Z', []],
    ['198.51.100.4', ['IP']],
    ['198.51.100.0/24', ['IP']],
    ['2001:db8::1', ['IP']],
    ['256.1.1.1', []],
    ['1.2.3.4/33', []],
    ['12:30', []],
    ['https://example.com/a?b=c', ['URL']],
    ['mailto:a@example.com', []],
    ['', []],
  ])('%s: %j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test('JSON is laid out, digit for digit', () => {
    expect(view('{"a":12345678901234567890}', 'JSON')?.text).toBe('{\n  "a": 12345678901234567890\n}');
  });

  test('a JWT is shown in parts with its times, and said to be unverified', () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'HS256' })}.${part({ sub: 'ada', exp: 1763985600 })}`;
    const jwt = `${signed}.${createHmac('sha256', 'x').update(signed).digest('base64url')}`;
    const found = view(jwt, 'JWT');
    expect(found?.note).toBe('The signature was not verified');
    expect(found?.text).toContain('"alg": "HS256"');
    expect(found?.text).toContain('"sub": "ada"');
    expect(found?.text).toContain('expires 2025-11-24T12:00:00.000Z');
    expect(names('a.b.c')).toEqual([]);
  });

  test('base64 gives back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 12 }), (text) => {
        const clean = text.replaceAll(/\p{C}|\ufffd/gu, '');
        fc.pre(Buffer.byteLength(clean) > 9);
        const encoded = Buffer.from(clean).toString('base64');
        fc.pre(!/^[0-9a-f-]+$/i.test(encoded) && /[a-z]/.test(encoded) && /[A-Z]/.test(encoded));
        expect(view(encoded, 'base64')?.text).toBe(clean);
      }),
    );
  });

  test.each([
    ['1763985600', 1763985600000],
    ['1763985600123456', 1763985600123.456],
    ['2025-11-24 12:00:00', 1763985600000],
    ['2025-11-24T13:00:00+01:00', 1763985600000],
  ])('%s is a point in time', (text, at) => {
    expect(view(text, 'time')?.at).toBeCloseTo(at, 2);
  });

  test.each([
    ['198.51.100.4', ['IPv4, documentation', '4.100.51.198.in-addr.arpa']],
    ['10.1.2.3/20', ['IPv4, private', '10.1.0.0 to 10.1.15.255', '4096 addresses']],
    ['1.1.1.1', ['IPv4, public', '1.1.1.1.in-addr.arpa']],
    ['0.0.0.0/0', ['IPv4, this network', '0.0.0.0 to 255.255.255.255', '4294967296 addresses']],
    [
      '2606:4700::1111',
      [
        'IPv6, public',
        '2606:4700:0000:0000:0000:0000:0000:1111',
        '1.1.1.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.4.6.0.6.2.ip6.arpa',
      ],
    ],
  ])('%s', (text, lines) => {
    expect(view(text, 'IP')?.text.split('\n')).toEqual(lines);
  });

  test('::ffff:192.0.2.1 and the like are read', () => {
    expect(view('::ffff:192.0.2.1', 'IP')?.text).toContain('an IPv4 address');
    expect(view('::', 'IP')?.text).toContain('unspecified');
    expect(names('1::2::3')).toEqual([]);
    expect(names('1:2:3:4:5:6:7:8:9')).toEqual([]);
  });

  test('a URL is taken apart, and decoded', () => {
    expect(view('https://u@example.com:8443/a%20b?q=x%26y&z=1#top', 'URL')?.text.split('\n')).toEqual([
      'scheme    https',
      'host      example.com',
      'port      8443',
      'user      u',
      'path      /a b',
      'query     q = x&y',
      'query     z = 1',
      'fragment  top',
    ]);
  });

  test('nothing makes it fail', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void decodedViews(text)));
    fc.assert(fc.property(fc.webUrl(), (text) => names(text).includes('URL')));
    fc.assert(fc.property(fc.ipV4(), (text) => names(text).includes('IP')));
    fc.assert(fc.property(fc.ipV6(), (text) => names(text).includes('IP')));
  });
});

test.each([
  [0, 'now'],
  [-90_000, '1 min ago'],
  [30_000, 'in 30 s'],
  [3 * 86_400_000, 'in 3 d'],
  [-400 * 86_400_000, '1 y ago'],
])('%i ms is %s', (ms, words) => {
  expect(formatDistance(ms)).toBe(words);
});
