import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import {
  decodeHeader,
  deriveKey,
  encodeHeader,
  keyOfPassphrase,
  openHeader,
  randomId,
  randomKey,
  randomSalt,
  type SealedBy,
  scryptCost,
  scryptMemory,
  sealHeader,
} from '../../src/store/vault-header.ts';
import { cheapCost } from './vault-fixture.ts';

const protector = randomKey();
const master = randomKey();
const protections: readonly SealedBy[] = [
  { kind: 'keychain', entry: 'vault-0123456789abcdef' },
  { kind: 'passphrase', scrypt: { ...cheapCost, salt: randomSalt() } },
];
const headers = protections.map((protection) => sealHeader({ id: randomId(), protection }, protector, master));

/** A header as somebody would forge it: any fields, and the checksum that belongs to them. */
function forged(change: (fields: Record<string, unknown>) => unknown): string {
  const fields = JSON.parse(encodeHeader(headers[1]!).split('\n')[0] ?? '');
  const line = JSON.stringify(change(fields));
  return `${line}\nsha256:${createHash('sha256').update(line).digest('hex')}\n`;
}

describe('a header', () => {
  test.each(headers)('is read as it was written, protected by $protection.kind', (header) => {
    expect(decodeHeader(encodeHeader(header))).toEqual({ kind: 'header', header });
    expect(openHeader(header, protector)).toEqual(master);
  });

  test.each(headers)('is damaged with any byte changed, protected by $protection.kind', (header) => {
    const bytes = Buffer.from(encodeHeader(header));
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [0x01, 0x20, 0x80, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= flip;
        expect(decodeHeader(changed.toString('utf8')).kind).toBe('damaged');
      }
    }
  });

  test('is damaged when cut off anywhere, or with anything behind it', () => {
    const text = encodeHeader(headers[0]!);
    for (let length = 0; length < text.length; length++)
      expect(decodeHeader(text.slice(0, length)).kind).toBe('damaged');
    for (const more of ['\n', ' ', 'x', text]) expect(decodeHeader(text + more).kind).toBe('damaged');
  });

  test('of a newer version is told, whatever else is in it', () => {
    expect(decodeHeader(forged((fields) => ({ ...fields, version: 2, protection: 'passkey' })))).toEqual({
      kind: 'newer',
      version: 2,
    });
  });

  test.each([
    ['memory', { n: 2 ** 30, r: 8, p: 1 }, 'its scrypt parameters ask for too much memory'],
    ['memory by blocks', { n: 2, r: 2 ** 30, p: 1 }, 'its scrypt parameters ask for too much memory'],
    ['time', { n: 1024, r: 8, p: 2 ** 20 }, 'its scrypt parameters are wrong'],
    ['what is no power of two', { n: 1000, r: 8, p: 1 }, 'its scrypt parameters are wrong'],
    ['nothing', { n: 1, r: 8, p: 1 }, 'its scrypt parameters are wrong'],
    ['less than nothing', { n: -2, r: 8, p: 1 }, 'its scrypt parameters are wrong'],
    ['fractions', { n: 1024, r: 0.5, p: 1 }, 'its scrypt parameters are wrong'],
    ['what no number holds', { n: 2 ** 60, r: 2 ** 60, p: 1 }, 'its scrypt parameters are wrong'],
  ])('that asks scrypt for %s is refused before scrypt is', (_, cost, reason) => {
    const text = forged((fields) => ({ ...fields, scrypt: { ...(fields.scrypt as object), ...cost } }));
    expect(decodeHeader(text)).toEqual({ kind: 'damaged', reason });
  });

  test.each([
    [(fields: object) => ({ ...fields, extra: 1 })],
    [(fields: object) => ({ ...fields, format: 'other' })],
    [(fields: object) => ({ ...fields, version: '1' })],
    [(fields: object) => ({ ...fields, version: 0 })],
    [(fields: object) => ({ ...fields, id: '../../x' })],
    [(fields: object) => ({ ...fields, key: undefined })],
    [(fields: object) => ({ ...fields, key: { nonce: '', sealed: '' } })],
    [(fields: object) => ({ ...fields, protection: 'keychain' })],
    [(fields: object) => ({ ...fields, protection: 'keychain', entry: '../../x' })],
    [() => null],
    [() => []],
    [() => 1],
  ])('that was made up is damaged: %s', (change) => {
    expect(decodeHeader(forged(change)).kind).toBe('damaged');
  });

  test('does not open with changed parameters, which are bound to its key', () => {
    const [, header] = headers;
    const weaker = { ...header!, protection: { kind: 'keychain', entry: 'vault-other' } } as const;
    expect(openHeader(weaker, protector)).toBeUndefined();
    expect(openHeader({ ...header!, id: randomId() }, protector)).toBeUndefined();
    expect(openHeader(header!, randomKey())).toBeUndefined();
  });
});

describe('keys', () => {
  test('of one purpose are the same, of others unrelated', () => {
    const [header] = headers;
    const key = deriveKey(master, header!.id, 'history bodies');
    expect(key).toHaveLength(32);
    expect(deriveKey(master, header!.id, 'history bodies')).toEqual(key);
    expect(deriveKey(master, header!.id, 'profiles')).not.toEqual(key);
    expect(deriveKey(master, randomId(), 'history bodies')).not.toEqual(key);
  });

  test('of a passphrase cost what the design says', async () => {
    expect(scryptCost).toEqual({ n: 2 ** 17, r: 8, p: 1 });
    expect(scryptMemory(scryptCost)).toBeGreaterThanOrEqual(128 * 1024 * 1024);
    expect(await keyOfPassphrase(createSecret('x'), { ...scryptCost, salt: randomSalt() })).toHaveLength(32);
  });

  test('of a passphrase are the same however its letters were composed', async () => {
    const salt = randomSalt();
    const keyOf = (text: string) => keyOfPassphrase(createSecret(text), { ...cheapCost, salt });
    expect(await keyOf('bu\u0308ro')).toEqual(await keyOf('b\u00fcro'));
    expect(await keyOf('büro')).not.toEqual(await keyOf('buro'));
  });
});
