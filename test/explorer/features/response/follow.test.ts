// Rows that come for as long as their source runs: following their end, pausing, and what is said of those that are gone.
import { expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { toValue } from '../../../../src/json/document.ts';
import { createLiveRows } from '../../../../src/json/live.ts';
import { type Driver, drive } from '../../driver.ts';

interface Source {
  readonly add: (from: number, to: number) => void;
  readonly end: () => void;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

/** Opens rows that go on, of which so many bytes are kept. */
function open(user: Driver, keep = 1_000_000): Source {
  const rows = createLiveRows(keep);
  let said: { readonly text: string } | undefined;
  const body = (isOver: boolean) => {
    const document = rows.document(isOver);
    return {
      kind: 'json' as const,
      document,
      bytes: document.bytes,
      arriving: isOver ? undefined : { received: document.bytes.length, total: undefined, bytesPerSecond: 1 },
      incomplete: undefined,
      live: { rows: rows.count(), dropped: rows.dropped(), said },
    };
  };
  user.dispatch({ type: 'document.opened', name: 'log', received: { ...readFile(bytesOf('[]')), body: body(false) } });
  const { lastId } = user.state();
  return {
    add: (from, to) => {
      rows.append(
        bytesOf(Array.from({ length: to - from }, (_, n) => `{"n":${from + n},"name":"row ${from + n}"}\n`).join('')),
      );
      if (from === 7) said = { text: 'log was replaced: reading it from its start' };
      user.dispatch({ type: 'document.grew', id: lastId, body: body(false) });
    },
    end: () => user.dispatch({ type: 'document.grew', id: lastId, body: body(true) }),
  };
}

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((strips) => strips.flatMap(({ row }) => row.map(({ text }) => text)).join(''))
    .join('\n');
}

function selected(user: Driver): unknown {
  const body = user.state().response?.pages[0]?.body;
  return body?.kind === 'json' ? toValue(body.view.document, body.view.cursor) : undefined;
}

test('rows are followed until a key moves; then the place stays, and what is new is counted', () => {
  const user = drive();
  const source = open(user);
  expect(screen(user)).toContain('following');
  source.add(0, 50);
  expect(selected(user)).toMatchObject({ n: 49 });
  user.press('k', 'k');
  const paused = screen(user);
  expect(paused).not.toContain('following');
  source.add(50, 53);
  expect(selected(user)).toMatchObject({ n: 47 });
  expect(screen(user)).toContain('· 3 new');
  user.press('F');
  expect(selected(user)).toMatchObject({ n: 52 });
  expect(screen(user)).toContain('following');
  source.add(53, 60);
  expect(selected(user)).toMatchObject({ n: 59 });
  user.press('F');
  expect(user.state().notice?.text).toBe('Paused: rows go on arriving');
  source.add(60, 61);
  expect(selected(user)).toMatchObject({ n: 59 });
  expect(screen(user)).toContain('· 1 new');
  source.end();
  user.press('F');
  expect(user.state().notice?.text).toContain('no end to follow');
});

test('folding keeps the place too; looking at the keys does not', () => {
  const user = drive();
  const source = open(user);
  source.add(0, 30);
  user.press('?', 'esc');
  source.add(30, 31);
  expect(selected(user)).toMatchObject({ n: 30 });
  user.press('enter');
  source.add(31, 40);
  expect(selected(user)).toMatchObject({ n: 30 });
});

test('the oldest rows go, the one under the cursor stays, and it is said how many are gone', () => {
  const user = drive();
  const source = open(user, 5000);
  source.add(0, 80);
  user.press('k', 'k', 'enter');
  const before = screen(user);
  expect(before).not.toContain('dropped');
  source.add(80, 120);
  expect(selected(user)).toMatchObject({ n: 77 });
  expect(screen(user)).toMatch(/[\d,]+ older rows dropped/);
  // What was unfolded is unfolded still.
  expect(screen(user)).toMatch(/▾ \d+ {}\s+│\n│ +n +77/);
  // When it is gone itself, the first that is left has the cursor.
  for (let from = 120; from < 400; from += 40) source.add(from, from + 40);
  expect(selected(user)).not.toMatchObject({ n: 77 });
  expect(screen(user)).toMatch(/row 2 of/);
});

test('a table follows the end, and stays on its row where it does not', () => {
  const user = drive();
  const source = open(user);
  source.add(0, 5);
  user.press('t', 'F');
  source.add(5, 9);
  expect(screen(user)).toContain('row 8');
  user.press('k');
  source.add(9, 200);
  expect(user.state().response?.pages[0]?.table?.row).toBe(7);
});

test('what happens to the source is told, once', () => {
  const user = drive();
  const source = open(user);
  source.add(0, 5);
  expect(user.state().notice).toBeUndefined();
  source.add(7, 8);
  expect(user.state().notice?.text).toBe('log was replaced: reading it from its start');
  user.press('k');
  source.add(8, 9);
  expect(user.state().notice).toBeUndefined();
});

test('what has come can be written and copied while more comes', () => {
  const user = drive();
  const source = open(user);
  source.add(0, 2);
  user.effects();
  user.press('y', 'b');
  expect(user.effects()).toMatchObject([{ type: 'copy', what: 'the whole body' }]);
  user.press('w', 'enter');
  expect(user.effects()).toMatchObject([{ type: 'write', what: 'all of it' }]);
});
