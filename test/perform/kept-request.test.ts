// What is kept of a send: nothing of the secrets that the process holds, in the clear part nor in the sealed one.
import { expect, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import type { HeaderList } from '../../src/api/messages.ts';
import type { RecordEntry } from '../../src/http/interceptors/report.ts';
import { toSentRequest } from '../../src/perform/sent-request.ts';
import { withoutCredential } from '../../src/perform/tools.ts';
import { findSecrets } from '../helpers/leaks.ts';

const token = 'Zq7_MARKED-credential.0123456789';
const held = createSecret(token);
const base64 = Buffer.from(`user:${token}`).toString('base64');

function entry(line: string, outcome?: RecordEntry['outcome']): RecordEntry {
  const headers: HeaderList = [
    ['x-foo', token],
    ['x-basic', base64],
  ];
  const url = `https://api.example.com/client/v4/ok/${token}?q=${token}`;
  const body = new TextEncoder().encode(`{"a":"${token}","b":"${base64}","c":"\\u005a${token.slice(1)}"}`);
  return {
    request: { method: 'POST', url, headers, body },
    asked: { line, id: 1, partOf: undefined },
    startedAt: 0,
    outcome: outcome ?? {
      type: 'answered',
      response: {
        status: 200,
        statusText: `OK ${token}`,
        headers,
        body,
        encodedBytes: body.length,
        url,
        durationMs: 1,
        attempts: 1,
      } as Extract<RecordEntry['outcome'], { type: 'answered' }>['response'],
    },
  };
}

const account = { profile: 'p', origin: 'https://api.example.com' };

/** Every text and all bytes of it. */
function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'object' && value !== null) return Buffer.concat(Object.values(value).map(bytesOf));
  return Buffer.from(`${String(value)}\n`);
}

test.each([
  `POST /ok/${token} content=${token}`,
  `POST /ok :={"a":"${base64}"}`,
  `POST /ok X-Foo:${token} client_secret=x`,
])('of %s nothing is kept that holds the credential', (line) => {
  expect(String(held)).toBe('•••');
  const sent = toSentRequest(entry(line), account, undefined, true);
  expect(sent?.line).toContain('•••');
  expect(sent?.typed).toBeDefined();
  expect(sent?.path).toBe('/client/v4/ok/•••');
  expect(findSecrets('the row', bytesOf(sent), [token])).toEqual([]);
});

test('a secret that is only named is kept in the sealed part', () => {
  expect(toSentRequest(entry('POST /ok client_secret=abc'), account, undefined, true)).toMatchObject({
    line: 'POST /ok client_secret=•••',
    typed: 'POST /ok client_secret=abc',
  });
});

test('where nothing is sealed, nothing that would be is kept', () => {
  const fields = [
    ['CF-Ray', '8ab'],
    ['X-Other', 'word'],
  ] as const;
  const response = {
    ...{ status: 200, statusText: 'OK', headers: fields, body: new Uint8Array(3), url: 'http://127.0.0.1/ok?a=word' },
    ...{ encodedBytes: 3, durationMs: 1, attempts: 1 },
  };
  const sent = toSentRequest(entry('GET /ok', { type: 'answered', response }), account, undefined, false);
  expect(sent).toMatchObject({ headers: [], outcome: { headers: [['CF-Ray', '8ab']], size: 3, url: '' } });
  expect(bytesOf(sent).includes('word')).toBe(false);
});

test('nor is it in what is said of a failure', () => {
  const failure = { kind: 'network', tried: `to get /ok/${token}`, happened: `no ${base64}`, next: token } as const;
  const sent = toSentRequest(entry('GET /ok', { type: 'failed', failure }), account, undefined, false);
  expect(sent?.outcome.type).toBe('failed');
  expect(findSecrets('the row', bytesOf(sent), [token])).toEqual([]);
});

test('nor in a snippet, which says what is left out', () => {
  const written = withoutCredential({ ok: true, text: `curl -d 'a=${token}' https://h`, notes: [] });
  expect(written).toEqual({
    ok: true,
    text: `curl -d 'a=•••' https://h`,
    notes: ['The request holds a credential in its text, which is left out: put it in place of •••.'],
  });
  const plain = { ok: true, text: 'curl https://h', notes: [] } as const;
  expect(withoutCredential(plain)).toBe(plain);
});
