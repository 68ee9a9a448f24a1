import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { answered, failed, key, newest, openHistory, sent, temporaryFolder } from './requests.ts';

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('a request that was sent', () => {
  test('is a row with all that was told of it', () => {
    const history = openHistory();
    const id = history.add(
      sent('POST /zones name=x', { body: Buffer.from('{"name":"x"}'), outcome: answered('{"a":1}', 201) }),
    );
    expect(history.read(id)).toEqual({
      id,
      at: Date.UTC(2025, 10, 24),
      line: 'POST /zones name=x',
      profile: 'production',
      origin: 'https://api.cloudflare.com',
      method: 'POST',
      path: '/zones',
      status: 201,
      failure: undefined,
      duration: 12,
      size: 7,
      uses: 1,
      name: undefined,
      ray: '8f0e1d2c3b4a5968-FRA',
      error: undefined,
      bodies: 'kept',
      parts: [],
      partOf: undefined,
      isRedacted: false,
      sealed: undefined,
      exchange: {
        sent: { headers: [['accept', 'application/json']], body: new Uint8Array(Buffer.from('{"name":"x"}')) },
        answer: {
          status: 201,
          statusText: 'OK',
          headers: [
            ['content-type', 'application/json'],
            ['CF-Ray', '8f0e1d2c3b4a5968-FRA'],
          ],
          url: 'https://api.cloudflare.com/client/v4/zones',
          durationMs: 12.4,
          attempts: 1,
          body: new Uint8Array(Buffer.from('{"a":1}')),
        },
      },
    });
  });

  test('and brought no answer says why', () => {
    const history = openHistory();
    const id = history.add(sent('GET /zones', { outcome: failed }));
    expect(history.list(newest, 10).rows).toMatchObject([{ id, status: undefined, failure: 'refused' }]);
    expect(history.read(id)).toMatchObject({
      error: { happened: 'nothing listens there' },
      exchange: { answer: undefined },
    });
  });

  test('is there when the program is started again', () => {
    const first = openHistory();
    const id = first.add(sent('GET /zones', { outcome: answered('kept') }));
    first.close();
    const again = openHistory(first.folder);
    expect(text(again.read(id)?.exchange?.answer?.body)).toBe('kept');
    expect(again.troubles).toEqual([]);
  });

  test('stands in files that only their owner reads', () => {
    const history = openHistory(path.join(temporaryFolder(), 'a', 'data'));
    history.add(sent('GET /zones'));
    expect(statSync(history.folder).mode & 0o777).toBe(0o700);
    const files = readdirSync(history.folder);
    expect(files).toEqual(expect.arrayContaining(['history.db', 'history.db-wal']));
    for (const file of files) expect(statSync(path.join(history.folder, file)).mode & 0o777).toBe(0o600);
  });
});

describe('lists', () => {
  test('are newest first, in pages that start where the one before ended, from either end', () => {
    const history = openHistory();
    const start = Date.UTC(2025, 0, 1);
    // Two rows of every moment: time alone would lose one of them at the edge of a page.
    for (let row = 0; row < 20; row += 1) history.add(sent(`GET /${row}`, { at: start + Math.floor(row / 2) }));
    const lines = (rows: readonly { line: string }[]): readonly string[] => rows.map(({ line }) => line.slice(5));
    const first = history.list(newest, 7);
    expect(lines(first.rows)).toEqual(['19', '18', '17', '16', '15', '14', '13']);
    expect(first.hasMore).toBe(true);
    const edge = first.rows.at(-1)!;
    const second = history.list({ from: 'after', at: edge.at, id: edge.id }, 7);
    expect(lines(second.rows)).toEqual(['12', '11', '10', '9', '8', '7', '6']);
    const end = history.list({ from: 'oldest' }, 7);
    expect(lines(end.rows)).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    const up = history.list({ from: 'before', at: end.rows[0]!.at, id: end.rows[0]!.id }, 100);
    expect(lines(up.rows)).toEqual(['19', '18', '17', '16', '15', '14', '13', '12', '11', '10', '9', '8', '7']);
    expect(up.hasMore).toBe(false);
    expect(history.count()).toBe(20);
  });

  test('leave out the pages that were turned to, which belong to their request', () => {
    const history = openHistory();
    const id = history.add(sent('GET /zones'));
    const page = history.add(sent('GET /zones page==2', { partOf: id }));
    expect(history.list(newest, 10).rows.map((row) => row.id)).toEqual([id]);
    expect(history.count()).toBe(1);
    expect(history.read(id)?.parts).toEqual([page]);
    expect(history.read(page)?.partOf).toBe(id);
    expect([...history.search('page==2', 'rank')].at(-1)?.rows()).toEqual([]);
    expect(history.earlier(undefined, 10).lines).toMatchObject([{ line: 'GET /zones' }]);
  });

  test('of earlier lines go back as a shell does', () => {
    const history = openHistory();
    for (const line of ['GET /a', 'GET /b', 'GET /b', 'GET /a', 'GET /c']) history.add(sent(line));
    const first = history.earlier(undefined, 3);
    expect(first.lines.map(({ line }) => line)).toEqual(['GET /c', 'GET /a', 'GET /b']);
    const rest = history.earlier(first.before, 3);
    expect(rest).toMatchObject({ lines: [{ line: 'GET /b' }, { line: 'GET /a' }], before: undefined });
  });

  test('of earlier lines have the account that each was last sent under', () => {
    const history = openHistory();
    const [one, other] = [
      { profile: 'one', origin: 'https://api.cloudflare.com' },
      { profile: 'other', origin: 'https://other.example' },
    ];
    history.add(sent('GET /a', one));
    history.add(sent('GET /b', one));
    history.add(sent('GET /b', other));
    expect(history.earlier(undefined, 10).lines).toEqual([
      { line: 'GET /b', ...other },
      { line: 'GET /a', ...one },
    ]);
  });
});

describe('bodies', () => {
  test('cannot be found in any file, nor can what was typed and left out of the line', () => {
    const history = openHistory();
    const secret = 'v1.0-marked-0123456789abcdef';
    history.add(
      sent('POST /zones token=•••', {
        typed: `POST /zones token=${secret}`,
        body: Buffer.from(JSON.stringify({ token: secret })),
        outcome: answered(JSON.stringify({ result: { value: secret } })),
      }),
    );
    history.close();
    for (const file of readdirSync(history.folder)) {
      const bytes = readFileSync(path.join(history.folder, file));
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64').slice(4, -4),
        Buffer.from(secret).toString('hex'),
      ]) {
        expect(bytes.includes(form)).toBe(false);
      }
    }
    const again = openHistory(history.folder);
    expect(again.read(1)).toMatchObject({ line: `POST /zones token=${secret}`, isRedacted: false });
    again.setBodyKey(undefined);
    expect(again.read(1)).toMatchObject({
      line: 'POST /zones token=•••',
      isRedacted: true,
      exchange: undefined,
      sealed: expect.stringContaining('profiles are locked'),
    });
    again.setBodyKey(new Uint8Array(32));
    expect(again.read(1)).toMatchObject({ exchange: undefined, sealed: expect.stringContaining('another key') });
  });

  test('are not kept without a key, and the row says so', () => {
    const history = openHistory(undefined, { bodyKey: undefined });
    const id = history.add(sent('GET /zones'));
    expect(history.read(id)).toMatchObject({
      bodies: 'no key',
      exchange: undefined,
      sealed: expect.stringContaining('not kept'),
    });
  });

  test('are kept from the moment that there is a key', () => {
    const history = openHistory(undefined, { bodyKey: undefined });
    history.add(sent('GET /zones'));
    history.setBodyKey(key);
    expect(history.read(history.add(sent('GET /zones')))?.bodies).toBe('kept');
    expect(history.read(1)?.bodies).toBe('no key');
  });

  test('open in their own row only, and unchanged only', () => {
    const history = openHistory();
    history.add(sent('GET /a', { outcome: answered('first') }));
    history.add(sent('GET /b', { outcome: answered('second') }));
    history.close();
    const raw = new DatabaseSync(path.join(history.folder, 'history.db'));
    raw.exec(`UPDATE body SET sealed = (SELECT sealed FROM body WHERE request = 1) WHERE request = 2`);
    const { sealed } = raw.prepare('SELECT sealed FROM body WHERE request = 1').get() as { sealed: Uint8Array };
    for (const at of [0, 1, 13, 29, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      raw.prepare('UPDATE body SET sealed = ? WHERE request = 1').run(changed);
      const again = openHistory(history.folder);
      expect(again.read(1)?.exchange).toBeUndefined();
      expect(again.read(2)?.exchange).toBeUndefined();
      again.close();
    }
    raw.close();
  });

  test('that are too large are left out, the row is not', () => {
    const history = openHistory();
    const id = history.add(sent('GET /big', { outcome: answered(new Uint8Array(33 * 1024 * 1024)) }));
    expect(history.read(id)).toMatchObject({ bodies: 'too large', size: 33 * 1024 * 1024 });
  });

  test('keep within the budget: the oldest go, saved ones stay', () => {
    const budget = 50_000;
    const history = openHistory(undefined, { budget });
    const ids = Array.from({ length: 30 }, (_, row) => {
      const id = history.add(sent(`GET /${row}`, { outcome: answered(randomBytes(5_000)) }));
      if (row === 0) history.save(id, { name: 'first', tags: [] }, 0);
      return id;
    });
    const kept = ids.filter((id) => history.read(id)?.bodies === 'kept');
    expect(kept).toEqual([1, 23, 24, 25, 26, 27, 28, 29, 30]);
    expect(history.read(2)?.sealed).toContain('make room');
    expect(history.count()).toBe(30);
  });
});
