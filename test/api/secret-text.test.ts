import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { redactLine } from '../../src/api/redact-line.ts';
import { redactText } from '../../src/api/secret-text.ts';
import { runs } from '../helpers/runs.ts';

const hex = (digits: number): string => '0123456789abcdef'.repeat(4).slice(0, digits);
const token = 'abcdefghijklmnopqrstuvwxyz01234567890ABC';

test.each([
  [`a cfut_${token}0a1b2c3d b`, 'a ••• b'],
  [`cfk_${token}`, '•••'],
  [`cfat_${token}`, '•••'],
  [`cfoat_${token}.x`, '•••.x'],
  [`cfzz_${token}`, '•••'],
  [`%20cfut_${token}`, '%20•••'],
  [`key=${hex(37)}`, 'key=•••'],
  [`a ${hex(45)} b`, 'a ••• b'],
  [`my API token is ${token}`, 'my API token is •••'],
  [`Cloudflare: ${token}.`, 'Cloudflare: •••.'],
  ['Authorization: Bearer abc12345', 'Authorization: Bearer •••'],
  ['header_X=Bearer%20abc12345', 'header_X=Bearer%20•••'],
  [
    'a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b',
    'a -----BEGIN RSA PRIVATE KEY-----•••-----END RSA PRIVATE KEY----- b',
  ],
  ['-----BEGIN PRIVATE KEY-----\\nMIIabc', '-----BEGIN PRIVATE KEY-----•••'],
  ['https://user:pass@host/x', 'https://•••@host/x'],
  ['https://token@host/x', 'https://•••@host/x'],
  ['postgres://u:p/w#1@h:5432/db', 'postgres://•••@h:5432/db'],
  ['s3://b?sig=abc&a=b', 's3://b?sig=•••&a=b'],
  ['https://h/x?secret-access-key=abc%2Fd&region=x', 'https://h/x?secret-access-key=•••&region=x'],
  ['id AKIAIOSFODNN7EXAMPLE', 'id •••'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig-na_ture', '•••'],
  [`run --token eyJhIjoi${token}`, 'run --token •••'],
  ['https://hooks.slack.com/services/T0/B0/abc', 'https://hooks.slack.com/services/•••'],
])('%s is written down as %s', (text, written) => {
  expect(redactText(text)).toBe(written);
  expect(redactText(written)).toBe(written);
});

test.each([
  'GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records',
  `commit ${hex(40)}`,
  `sha256 ${hex(64)}`,
  '00000000-1111-2222-3333-444444444444',
  'Bearer authentication failed',
  '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----',
  'https://api.cloudflare.com:443/client/v4/zones?name=a@b',
  'cfd_tunnel_connections_of_all',
  'two basic words',
  'the page 100% of x?per_page=50&name=%41',
])('%s stays', (text) => {
  expect(redactText(text)).toBe(text);
});

describe('the tokens that Cloudflare makes', () => {
  const alphanumeric = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
  const body = fc.string({ unit: fc.constantFrom(...alphanumeric), minLength: 40, maxLength: 40 });
  const checksum = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 8, maxLength: 8 });
  const made = fc
    .tuple(fc.constantFrom('cfk_', 'cfut_', 'cfat_', 'cfoat_'), body, checksum)
    .map((parts) => parts.join(''));
  const place = fc.constantFrom<(secret: string) => string>(
    (secret) => `POST /x content=${secret}`,
    (secret) => `GET /x q==a${secret}`,
    (secret) => `GET /x/${secret}/y`,
    (secret) => `GET /x a==1 X-Foo:${secret}`,
    (secret) => `POST /x :={"a":[{"b":"x ${secret}"}]}`,
    (secret) => `POST /x a="${secret.replace(/./g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`,
    (secret) => `GET /x?q=${[...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')}`,
    (secret) => `GET /x "X-Foo: ${secret}`,
    (secret) => `RESP=$(curl -H 'X: ${secret}' https://h)`,
    (secret) => `http GET h X:${secret}`,
    (secret) => `requests.get("https://h", params={"q": "${secret}"})`,
    (secret) => `GET /x | select(.a == "${secret}")`,
  );

  test('are found in any place of any line, with nobody knowing them', () => {
    fc.assert(
      fc.property(made, place, (secret, put) => {
        const left = redactLine(put(secret)).line;
        for (let at = 6; at + 8 < secret.length; at += 4) expect(left).not.toContain(secret.slice(at, at + 8));
        expect(left).toContain('•••');
      }),
      runs(500),
    );
  });
});

test.each([
  'a',
  '-',
  '{}',
  'x://:',
  '"a: ',
  'token',
  '\\',
  '%3F',
  '=',
  '[',
  'eyJ-',
  'Bearer+',
  'a b ',
  "'",
  'a=',
  ' {"',
  '-----BEGIN A',
  'cfa_',
  'key ',
])('a line of many %j takes time that grows no faster than it', (piece) => {
  const redact = (length: number) => () => {
    const long = piece.repeat(length / piece.length);
    redactLine(`FETCH ${long}`);
    redactLine(`POST /x ="${long.replace(/["\\]/g, '')}"`);
  };
  // 16 times as long: with its square it would be 256 times as much.
  expect(timeOf(redact(80_000)) / timeOf(redact(5_000))).toBeLessThan(90);
});

test.each([
  ['\\', '\\'],
  ['\\a', '\\a\\'],
  ['%25', '%'],
  ['\\u005c', '\\"'],
])('nor does a text of many %j where a secret is %j again and again', (piece, unit) => {
  const timeFor = (units: number) => {
    const secret = createSecret(`${unit.repeat(units)}MARKED-secret-0123456789`);
    const text = piece.repeat(2000);
    return timeOf(() => expect([redactText(text), `${secret}`]).toEqual([text, '•••']));
  };
  // Twice as long a secret: twice the time, where going back would double it with each unit.
  expect(timeFor(16) / timeFor(8)).toBeLessThan(20);
});

/** Milliseconds of the processor: the least of several, since other programs and the garbage collector only add to it. */
function timeOf(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.max(Math.min(...times), 0.1);
}
