// What a write of the history changed: the two sides that are compared, without what is secret.
import { describe, expect, test } from 'vitest';
import type { Seen, Write } from '../../src/api/undo/plan.ts';
import { keptSides } from '../../src/perform/kept-sides.ts';
import type { KeptWrite } from '../../src/perform/kept-writes.ts';

const place = '/zones/z/dns_records/r';

function write(method: Write['method'], path = place): Write {
  return { method, path, query: [], contentType: undefined, body: undefined };
}

function seen(result: unknown, status = 200): Seen {
  return { status, headers: [], body: Buffer.from(JSON.stringify({ success: status < 400, result })) };
}

function raw(body: string | Uint8Array): Seen {
  return { status: 200, headers: [], body: Buffer.from(body) };
}

const gone = seen(null, 404);

function sides(kept: Partial<KeptWrite> & Pick<KeptWrite, 'write'>): unknown {
  const found = keptSides({ before: {}, answer: seen({}), after: {}, ...kept });
  if (typeof found === 'string') return found;
  const text = (side: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(side));
  return [text(found.before), text(found.after)];
}

const old = { content: '192.0.2.1', ttl: 1 };
const fresh = { content: '192.0.2.2', ttl: 1 };

describe('what a write changed', () => {
  test.each<[string, Partial<KeptWrite> & Pick<KeptWrite, 'write'>, unknown]>([
    [
      'a change',
      { write: write('PATCH'), before: { [place]: seen(old) }, after: { [place]: seen(fresh) } },
      [old, fresh],
    ],
    ['a deletion', { write: write('DELETE'), before: { [place]: seen(old) }, after: { [place]: gone } }, [old, {}]],
    ['a deletion that nobody looked after', { write: write('DELETE'), before: { [place]: seen(old) } }, [old, {}]],
    ['something new', { write: write('POST', '/zones/z/dns_records'), after: { [place]: seen(fresh) } }, [{}, fresh]],
    ['a PUT of something new', { write: write('PUT'), before: { [place]: gone }, answer: seen(fresh) }, [{}, fresh]],
    [
      'one that only its response tells',
      { write: write('PATCH'), before: { [place]: seen(old) }, answer: seen(fresh) },
      [old, fresh],
    ],
    [
      'text, by its lines',
      { write: write('PUT', '/a'), before: { '/a': raw('one\ntwo') }, after: { '/a': raw('one\n2') } },
      [
        ['one', 'two'],
        ['one', '2'],
      ],
    ],
    [
      'several things at once',
      {
        write: write('POST', '/batch'),
        before: { '/a': seen(old), '/b': gone },
        after: { '/a': gone, '/b': seen(fresh) },
      },
      [{ '/a': old }, { '/b': fresh }],
    ],
    [
      'one whose response never came',
      { write: write('PATCH'), before: { [place]: seen(old) }, answer: undefined },
      'No response to this write came, so what it changed is not known',
    ],
    [
      'several that were not read again',
      { write: write('POST', '/batch'), before: { '/a': seen(old), '/b': gone }, after: { '/a': gone } },
      'What was there after it was not read whole',
    ],
    [
      'a secret alone',
      {
        write: write('PATCH'),
        before: { [place]: seen({ password: 'one of old' }) },
        after: { [place]: seen({ password: 'another now' }) },
      },
      'Only values that are secret changed. They are not shown',
    ],
  ])('%s', (_, kept, expected) => {
    expect(sides(kept)).toEqual(expected);
  });

  test('keeps the digits of numbers that no double holds', () => {
    const body = (id: string): Seen => raw(`{"success":true,"result":{"id":${id}}}`);
    const kept = { write: write('PATCH'), before: { [place]: body('9007199254740993') }, answer: seen({}) };
    const found = keptSides({ ...kept, after: { [place]: body('9007199254740995') } });
    expect(typeof found === 'string' ? found : new TextDecoder().decode(found.before)).toBe('{"id":9007199254740993}');
  });

  test('tells binary data of one size apart, and shows no secret and no new token', () => {
    const before = { '/a': raw(Uint8Array.of(0, 1, 2)) };
    const [one, other] = sides({ write: write('PUT', '/a'), before, after: { '/a': raw(Uint8Array.of(0, 1, 3)) } }) as [
      string,
      string,
    ];
    expect(one).toMatch(/^3 B of binary data/);
    expect(one).not.toBe(other);
    const token = { write: write('POST', '/user/tokens'), answer: seen({ id: 't', value: 'shown-once-by-the-api' }) };
    expect(JSON.stringify(sides(token))).not.toContain('shown-once');
    const both = { before: { [place]: seen({ ...old, api_token: 'hidden-one' }) }, after: { [place]: seen(fresh) } };
    expect(JSON.stringify(sides({ write: write('PUT'), ...both }))).not.toContain('hidden-one');
  });
});
