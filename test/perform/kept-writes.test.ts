// What is kept of a write for taking it back has no secret in it that the API shows once.
import { describe, expect, test } from 'vitest';
import { createKeptWrites, type KeptWrite } from '../../src/perform/kept-writes.ts';

const kept = createKeptWrites({ call: async () => undefined, keepsBodies: () => true } as never);

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

function sealed(path: string, result: unknown): string {
  const write: KeptWrite = {
    write: { method: 'POST', path, query: [], contentType: undefined, body: bytes({ name: 'mine' }) },
    before: {},
    answer: { status: 200, headers: [], body: bytes({ success: true, errors: [], messages: [], result }) },
    after: {},
  };
  const packed: { answer: { body: string } } = JSON.parse(Buffer.from(kept.sealable(write) ?? []).toString('utf8'));
  return Buffer.from(packed.answer.body, 'base64').toString('utf8');
}

const value = 'shown-once-by-the-api-and-held-by-nobody-else';
const account = `/accounts/${'a'.repeat(32)}`;

describe('the response of a write', () => {
  test.each(['/user/tokens', `${account}/tokens`, `/client/v4${account}/tokens`])(
    'to %s has the id of the token',
    (path) => {
      expect(sealed(path, { id: 't', name: 'mine', value })).not.toContain(value);
      expect(JSON.parse(sealed(path, { id: 't', value }))).toMatchObject({ success: true, result: { id: 't' } });
    },
  );

  test.each([`/user/tokens/t/value`, `${account}/tokens/t/value`])('to %s has nothing of it', (path) => {
    expect(sealed(path, value)).not.toContain(value);
  });

  test('is kept as it came from everywhere else', () => {
    expect(sealed('/zones/z/dns_records', { id: 'r', value })).toContain(value);
  });
});
