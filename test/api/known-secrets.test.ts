import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { withoutKnownSecrets, withoutKnownSecretsInBytes } from '../../src/api/known-secrets.ts';
import { redactLine } from '../../src/api/redact-line.ts';
import { disguises } from '../helpers/leaks.ts';
import { runs } from '../helpers/runs.ts';

const value = 'Zq7_MARKED-credential.0123456789+/=~';
const held = createSecret(value);

// The process would look for the secrets of every run in whatever the tests after this one write down.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
afterEach(async () => {
  await setImmediate();
  collectGarbage();
});

test.each([
  `POST /ok content=${value}`,
  `GET /ok q==${value}`,
  `/ok/${value}`,
  `/ok/${encodeURIComponent(value)}/x`,
  `/ok x-foo:${value}`,
  `/ok ${value}==x`,
  `POST /ok :={"${value}":["${value}"]}`,
  `POST /ok ="a=${encodeURIComponent(value)}"`,
  `POST /ok @/home/${value}`,
  `GET /ok | select(.a=="${value}")`,
  `nonsense "${value}`,
  `GET /ok q==Zq7_MARKED"-credential.0123456789+/="~`,
])('a secret that the process holds is left out of %s', (line) => {
  expect(String(held)).toBe('•••');
  const { line: left, isChanged } = redactLine(line);
  expect(isChanged).toBe(true);
  expect(left).toContain('•••');
  expect(left).not.toMatch(/MARKED|credential\.0123/);
  expect(redactLine(left).line).toBe(left);
});

let made = 0;

/** At least 16 bytes: letters, digits, and what passphrases and base64 are made of. None is part of another. */
const secret = fc
  .string({
    unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+/=~! "\\\'ß漢'),
    minLength: 16,
    maxLength: 60,
  })
  .map((text) => `~${++made}~${text}`);

/** The text with each character as it is, percent-encoded, or escaped, as the numbers say. */
function mixed(text: string, ways: readonly number[]): string {
  return [...text]
    .map((character, at) => {
      const way = (ways[at % ways.length] ?? 0) % 4;
      if (way === 1) return encodeURIComponent(character);
      if (way === 2) return [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16)}`).join('');
      if (way === 3) return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
      return character;
    })
    .join('');
}

describe('in any text', () => {
  test('no form of a secret is left, whatever stands around it', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        const kept = createSecret(text);
        for (const [, form] of disguises(text).filter(([name]) => !/reversed|UTF-16/.test(name))) {
          const whole = Buffer.concat([Buffer.from(`${before} `), form, Buffer.from(` ${after}`)]);
          expect(withoutKnownSecrets(whole.toString()).includes(form.toString())).toBe(false);
          expect(Buffer.from(withoutKnownSecretsInBytes(new Uint8Array(whole))).includes(form)).toBe(false);
        }
        expect(String(kept)).toBe('•••');
      }),
      // Every secret of every run is looked for in each: the collector comes only between tests.
      runs(40),
    );
  });

  test('nor one of which each character is spelled in its own way', () => {
    fc.assert(
      fc.property(secret, fc.array(fc.nat(), { minLength: 1 }), (text, ways) => {
        const kept = createSecret(text);
        const spelled = mixed(text, ways);
        expect(withoutKnownSecrets(`a ${spelled} b`)).toBe('a ••• b');
        expect(String(kept)).toBe('•••');
      }),
      runs(100),
    );
  });

  test('nor a secret inside of base64, at any place', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        const kept = createSecret(text);
        for (const encoding of ['base64', 'base64url'] as const) {
          const packed = Buffer.from(before + text + after).toString(encoding);
          const left = withoutKnownSecrets(packed);
          expect(left).toContain('•••');
          expect(Buffer.from(left.replace('•••', ''), encoding).includes(Buffer.from(text))).toBe(false);
        }
        expect(String(kept)).toBe('•••');
      }),
      runs(100),
    );
  });

  test('a shorter one is no reason to change a text', () => {
    const short = createSecret('short-secret-15');
    expect(withoutKnownSecrets('the short-secret-15 stays')).toBe('the short-secret-15 stays');
    expect(String(short)).toBe('•••');
  });

  test('bytes without one are the same bytes', () => {
    const bytes = new TextEncoder().encode('{"a":1}');
    expect(withoutKnownSecretsInBytes(bytes)).toBe(bytes);
  });

  test('bytes of any size are searched, and keep their length', () => {
    const large = Buffer.alloc(2 * 1024 * 1024, 'x');
    large.write(value, 1_500_000);
    const left = withoutKnownSecretsInBytes(new Uint8Array(large));
    expect(left.length).toBe(large.length);
    expect(Buffer.from(left).includes(value)).toBe(false);
  });
});
