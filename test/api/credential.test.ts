import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createSecret, secretTail, unwrapSecret } from '../../src/api/credential.ts';

const VALUE = 'cfut_0123456789abcdefghijklmnopqrstuvwxyz3f2a';

describe('a secret', () => {
  test.each([
    ['a template', (secret: object) => `${secret}`],
    ['String()', String],
    ['JSON', (secret: object) => JSON.stringify({ secret })],
    ['inspect', (secret: object) => inspect({ secret }, { showHidden: true, depth: 9, customInspect: true })],
    [
      'inspect without custom printing',
      (secret: object) => inspect(secret, { showHidden: true, customInspect: false }),
    ],
    ['format', (secret: object) => format('%s %o %O %j', secret, secret, secret, secret)],
    ['its members', (secret: object) => Reflect.ownKeys(secret).map(String).join() + Object.values(secret).join()],
    ['an error', (secret: object) => new Error(`bad ${secret}`, { cause: secret }).stack ?? ''],
  ])('does not show through %s', (_, print) => {
    const text = print(createSecret(VALUE));
    expect(text).not.toContain(VALUE.slice(5));
    expect(text).not.toBe('');
  });

  test('cannot be cloned into a worker', () => {
    expect(() => structuredClone(createSecret(VALUE))).toThrow();
  });

  test('unwraps to what it was made of, and nothing else unwraps', () => {
    expect(unwrapSecret(createSecret(VALUE))).toBe(VALUE);
    expect(() => unwrapSecret({ toString: () => '•••', toJSON: () => '•••' })).toThrow(TypeError);
  });

  test.each([
    [VALUE, '····3f2a'],
    ['short-but-secret', '····'],
    ['', '····'],
  ])('of %j shows the tail %j', (value, tail) => {
    expect(secretTail(createSecret(value))).toBe(tail);
  });
});
