import { describe, expect, test } from 'vitest';
import { tokenFormat } from '../../src/accounts/credential.ts';
import { createSecret, looksSecret } from '../../src/api/credential.ts';

describe('a credential', () => {
  test.each([
    ['cfut_abc', 'user-token'],
    ['cfat_abc', 'account-token'],
    ['cfk_abc', 'key'],
    ['cfx_abc', 'unknown'],
    ['CFUT_abc', 'unknown'],
    ['0123456789abcdef0123456789abcdef01234', 'unknown'],
  ])('%s is of the kind %s', (secret, shape) => {
    expect(tokenFormat(createSecret(secret))).toBe(shape);
  });

  test.each([
    ['cfut_x', true],
    ['0123456789abcdef0123456789abcdef01234', true],
    ['Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY', true],
    ['prod', false],
    ['ada@example.com', false],
    ['a-name-that-somebody-may-choose', false],
  ])('is recognised where it should not stand: %s', (text, looks) => {
    expect(looksSecret(text)).toBe(looks);
  });
});
