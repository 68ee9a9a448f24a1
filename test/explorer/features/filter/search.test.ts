import { describe, expect, test } from 'vitest';
import { fileReceived, readFile } from '../../../../src/api/received.ts';
import { matchPlace } from '../../../../src/explorer/features/filter/search.ts';
import { readerOverlay } from '../../../../src/explorer/features/response/reader.ts';
import { responsePane } from '../../../../src/explorer/features/response/rows.ts';
import { helpRect, layout } from '../../../../src/explorer/model/layout.ts';
import { readSearchQuery } from '../../../../src/json/query.ts';
import { SEARCH_START, searchOn } from '../../../../src/json/search.ts';
import { searchTextOn } from '../../../../src/json/text-search.ts';
import type { TreeView } from '../../../../src/json/tree-view.ts';
import { visibleCount } from '../../../../src/json/view.ts';
import { type Driver, drive } from '../../driver.ts';

const records = {
  success: true,
  result: Array.from({ length: 50 }, (_, index) => ({
    id: index,
    name: `host-${index}`,
    note: { text: `Note ${index}` },
  })),
};

function opened(document: unknown = records): Driver {
  const user = drive(100, 30);
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(bytes) });
  return user;
}

/** Performs the searches that are wanted, as the runtime would; in two reports where `half` is told. */
function perform(user: Driver, half = false): void {
  for (const effect of user.effects()) {
    if (effect.type !== 'search') continue;
    const read = readSearchQuery(effect.text, effect.scope);
    if (!read.ok) throw new Error(read.reason);
    const matches: number[] = [];
    const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
      Buffer.from(bytes.subarray(from, to)).toString('latin1');
    searchOn(effect.document, read.query, SEARCH_START, effect.document.bytes.length, latin1, (node) =>
      matches.push(node),
    );
    const found = (count: number, isDone: boolean): void =>
      user.dispatch({ type: 'search.found', id: effect.id, matches: Int32Array.from(matches.slice(0, count)), isDone });
    if (half) found(Math.floor(matches.length / 2), false);
    found(matches.length, true);
  }
}

function search(user: Driver, text: string): void {
  user.press('/');
  for (const key of text) {
    user.type(key);
    perform(user);
  }
  user.press('enter');
  perform(user);
}

function view(user: Driver): TreeView {
  const body = user.state().response?.pages[0]?.body;
  if (body?.kind !== 'json') throw new Error('no tree');
  return body.view;
}

function place(user: Driver): string {
  const { search: state } = user.state();
  const at = state && matchPlace(state, view(user));
  return at ? `${at.number} of ${at.count}` : 'none';
}

describe('a search', () => {
  test('goes to the first match as it is typed, and unfolds what hides it', () => {
    const user = opened();
    user.press('1', 'g');
    search(user, 'note 7');
    expect(place(user)).toBe('1 of 1');
    expect(user.state().focus.overlays).toEqual([]);
    expect(visibleCount(view(user))).toBeGreaterThan(50);
  });

  test('folds again what an earlier letter had unfolded', () => {
    const user = opened();
    user.press('1', 'g');
    const rows = visibleCount(view(user));
    user.press('/');
    user.type('note');
    perform(user);
    expect(visibleCount(view(user))).toBeGreaterThan(rows);
    user.type('x');
    perform(user);
    expect(visibleCount(view(user))).toBe(rows);
    user.press('backspace', 'esc');
    expect(visibleCount(view(user))).toBe(rows);
    expect(user.state().search).toBeUndefined();
  });

  test('goes from match to match with n and N, round both ends', () => {
    const user = opened();
    search(user, 'host-4');
    expect(place(user)).toBe('1 of 11');
    user.press('n', 'n');
    expect(place(user)).toBe('3 of 11');
    user.press('N', 'N', 'N');
    expect(place(user)).toBe('11 of 11');
    expect(user.state().notice?.text).toContain('wrapped to the last match');
    user.press('n');
    expect(place(user)).toBe('1 of 11');
    expect(user.state().notice?.text).toContain('wrapped to the first match');
  });

  test('goes on from the cursor, wherever that was moved', () => {
    const user = opened();
    search(user, 'host-1');
    user.press('G', 'N');
    expect(place(user)).toBe('11 of 11');
  });

  test('counts while it goes on, and goes to a match that comes later', () => {
    const user = opened();
    user.press('0', 'G', '/');
    user.type('host-4');
    perform(user, true);
    // From the last row on there is none: round to the first.
    expect(place(user)).toBe('1 of 11');
  });

  test('that another has taken the place of tells nothing more', () => {
    const user = opened();
    user.press('/');
    user.type('h');
    const first = user.effects().find((effect) => effect.type === 'search');
    user.type('o');
    perform(user);
    const before = user.state().search;
    if (first?.type !== 'search') throw new Error('no search');
    user.dispatch({ type: 'search.found', id: first.id, matches: Int32Array.of(0), isDone: true });
    expect(user.state().search).toBe(before);
  });

  test('looks in keys, in values or in both', () => {
    const user = opened();
    user.press('/');
    user.type('note');
    perform(user);
    expect(place(user)).toBe('1 of 100');
    user.press('tab');
    perform(user);
    expect(user.state().search).toMatchObject({ scope: 'keys' });
    expect(place(user)).toBe('1 of 50');
    user.press('tab');
    perform(user);
    expect(place(user)).toBe('1 of 50');
    user.press('tab');
    perform(user);
    expect(place(user)).toBe('1 of 100');
  });

  test('says what is wrong with an expression, and searches when it is right', () => {
    const user = opened();
    user.press('/');
    user.type('/host-(4/');
    perform(user);
    expect(user.state().search?.problem).toBe('Unterminated group');
    user.press('enter');
    expect(user.state().notice?.text).toContain('Unterminated group');
    user.press('left');
    user.type('|5)');
    perform(user);
    expect(place(user)).toBe('1 of 12');
  });

  test('that finds nothing says so, and n then too', () => {
    const user = opened();
    search(user, 'nowhere');
    expect(user.state().notice?.text).toBe('Nothing matches nowhere');
    user.press('n');
    expect(user.state().notice?.text).toBe('Nothing matches nowhere');
  });

  test('is repeated by an empty field', () => {
    const user = opened();
    search(user, 'host-2');
    user.press('g', '/', 'enter');
    perform(user);
    expect(place(user)).toBe('1 of 11');
    expect(user.state().search?.text).toBe('host-2');
  });

  test('before anything was searched for, n says what to do', () => {
    const user = opened();
    user.press('n');
    expect(user.state().notice?.text).toContain('/ starts one');
  });

  test('of a document that was arriving is done again when all of it has come', () => {
    const user = drive(100, 30);
    const whole = readFile(new TextEncoder().encode(JSON.stringify(records))).body;
    if (whole.kind !== 'json') throw new Error('not JSON');
    const { document } = whole;
    const part = { ...document, nodeCount: 60, isComplete: false };
    const arriving = { received: 500, total: document.bytes.length, bytesPerSecond: 1 };
    user.dispatch({
      type: 'document.opened',
      name: 'a.json',
      received: fileReceived({ ...whole, document: part, arriving }),
    });
    search(user, 'host-');
    const some = user.state().search?.matches.length ?? 0;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(50);
    const row = view(user).cursor;
    user.dispatch({ type: 'document.grew', id: 0, body: whole });
    perform(user);
    expect(place(user)).toBe('1 of 50');
    expect(view(user).cursor).toBe(row);
  });
});

describe('a match on the screen', () => {
  function marks(user: Driver): readonly string[] {
    const rect = layout(user.state().screen, 'response').response;
    const rows = rect ? responsePane(user.state(), rect).rows : [];
    return rows.flatMap((row) => row.filter(({ role }) => role === 'match').map(({ text }) => text));
  }

  test.each([
    ['at the beginning', `needle ${'x'.repeat(5000)}`],
    ['far in', `${'x'.repeat(5000)} needle ${'y'.repeat(5000)}`],
    ['at the end', `${'x'.repeat(40_000)} needle`],
    ['among wide letters and line ends', `${'漢字\n'.repeat(3000)}needle${'漢字'.repeat(3000)}`],
    ['across the parts that are looked through', `${'x'.repeat(16 * 1024 - 3)}needle${'y'.repeat(5000)}`],
  ])('in a long string is shown and marked: %s', (_, text) => {
    const user = opened({ first: 1, text });
    search(user, 'needle');
    expect(place(user)).toBe('1 of 1');
    expect(marks(user)).toEqual(['needle']);
  });

  test.each([
    ['caf\u00e9', `${'-'.repeat(400)} cafe\u0301 --`, 'cafe\u0301'],
    ['cafe\u0301', 'a caf\u00e9', 'caf\u00e9'],
    ['a b', 'x a\u00a0b', 'a\u00a0b'],
    ['two␊lines', `${'-'.repeat(400)}two\nlines`, 'two␊lines'],
    ['\\u202e', 'x\u202ey', '\\u202e'],
  ])('is marked as it stands there: %j in %j', (wanted, text, marked) => {
    const user = opened({ text });
    search(user, wanted);
    expect(marks(user)).toEqual([marked]);
  });
});

describe('a search in text', () => {
  const lines = Array.from({ length: 300 }, (_, index) => (index % 100 === 77 ? `needle ${index}` : `line ${index}`));

  /** Performs the searches that are wanted, as the runtime would. */
  function performText(user: Driver): void {
    for (const effect of user.effects()) {
      if (effect.type !== 'searchText') continue;
      const read = readSearchQuery(effect.text, 'both');
      if (!read.ok) throw new Error(read.reason);
      const matches: number[] = [];
      const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
        Buffer.from(bytes.subarray(from, to)).toString('latin1');
      searchTextOn(effect.bytes, read.query, 0, effect.bytes.length, latin1, (offset) => matches.push(offset));
      user.dispatch({ type: 'search.foundInText', id: effect.id, matches: Int32Array.from(matches), isDone: true });
    }
  }

  function type(user: Driver, text: string): void {
    user.press('/');
    for (const key of text) {
      user.type(key);
      performText(user);
    }
  }

  function shown(user: Driver): readonly string[] {
    const reader = user.state().focus.overlays.find((overlay) => overlay.kind === 'reader');
    const rect = reader ? helpRect(user.state().screen) : layout(user.state().screen, 'response').response;
    if (!rect) return [];
    const rows = reader
      ? readerOverlay(reader, rect, 0, user.state().textSearch)
      : responsePane(user.state(), rect).rows;
    return rows.map((row) => row.map(({ text, role }) => (role === 'match' ? `«${text}»` : text)).join(''));
  }

  function openedText(text: string): Driver {
    const user = drive(100, 30);
    user.dispatch({ type: 'document.opened', name: 'a.txt', received: readFile(new TextEncoder().encode(text)) });
    return user;
  }

  test('of the raw view goes to what it finds, on from there, and round', () => {
    const user = openedText(lines.join('\n'));
    type(user, 'needle');
    expect(shown(user).join('\n')).toContain('«needle» 77');
    expect(shown(user).at(-1)).toContain('match 1 of 3');
    user.press('enter', 'n');
    expect(shown(user).join('\n')).toContain('«needle» 177');
    expect(shown(user).at(-1)).toContain('match 2 of 3');
    user.press('N', 'N');
    expect(shown(user).join('\n')).toContain('«needle» 277');
    expect(user.state().notice?.text).toContain('wrapped to the last match');
    // From what is on the screen, where that is elsewhere.
    user.press('g', 'n');
    expect(shown(user).at(-1)).toContain('match 1 of 3');
  });

  test('of the raw view of JSON looks at its bytes', () => {
    const user = opened();
    user.press('r');
    type(user, '"host-49"');
    expect(shown(user).join('\n')).toContain('«"host-49"»');
    expect(shown(user).at(-1)).toContain('match 1 of 1');
  });

  test('leaves the rows where they were with esc, and says what is wrong or not there', () => {
    const user = openedText(lines.join('\n'));
    user.press('space');
    const before = shown(user);
    type(user, 'needle');
    expect(shown(user)).not.toEqual(before);
    user.press('esc');
    // How many rows there are is known meanwhile.
    expect(shown(user).slice(0, -1)).toEqual(before.slice(0, -1));
    expect(user.state().textSearch).toBeUndefined();
    user.press('n');
    expect(user.state().notice?.text).toContain('No search yet');
    type(user, 'absent');
    user.press('enter');
    expect(user.state().notice?.text).toBe('Nothing matches absent');
    type(user, '/(/');
    user.press('enter');
    expect(user.state().notice?.text).toContain('Invalid regular expression');
  });

  test('of the reader begins with what was found in the tree, and looks for other things too', () => {
    const user = opened({ text: `${'word\n'.repeat(200)}needle\n${'word\n'.repeat(200)}haystack` });
    search(user, 'needle');
    user.press('v');
    performText(user);
    expect(shown(user).join('\n')).toContain('«needle»');
    type(user, 'haystack');
    user.press('enter');
    expect(shown(user).join('\n')).toContain('«haystack»');
    expect(shown(user).at(-1)).toContain('match 1 of 1');
    user.press('v');
    expect(user.state().focus.overlays).toEqual([]);
  });
});
