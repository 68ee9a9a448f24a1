// Marked rows: how they are marked, what can be done with each, and the plan before anything is sent.
import { describe, expect, test } from 'vitest';
import { markedNodes } from '../../../../src/explorer/model/many.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { indexInParent } from '../../../../src/json/children.ts';
import { nodeAtPath } from '../../../../src/json/paths.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, offered, zone } from '../../known.ts';

const records = Array.from({ length: 6 }, (_, index) => ({
  id: `${index}`.repeat(32),
  name: `${index % 2 === 0 ? 'even' : 'odd'}-${index}.example.com`,
  type: 'A',
  content: `198.51.100.${index}`,
  ttl: 300,
}));

/** A list of records on the screen, as a table. */
function atRecords(columns = 100): Driver {
  const user = driveKnown(columns, 24);
  user.type(`GET /zones/${zone}/dns_records`);
  user.press('enter');
  user.effects();
  user.answer({ result: records, success: true, errors: [], messages: [] });
  user.effects();
  user.press('t');
  return user;
}

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((row) => row.map(({ row: spans }) => spans.map(({ text }) => text).join('')).join(''))
    .join('\n');
}

function marked(user: Driver): readonly number[] {
  const { marks } = user.state();
  return marks ? markedNodes(user.state()).map((node) => indexInParent(marks.document, node)) : [];
}

describe('marks', () => {
  test('one row and again, a range, all, and all that match the search', () => {
    const user = atRecords();
    user.press('j', '*', 'j', '*');
    expect(marked(user)).toEqual([1, 2]);
    expect(screen(user)).toContain('2 marked');
    expect(screen(user)).toMatch(/1\* .*odd-1/);
    user.press('*', 'j', 'V', 'j', 'j', 'V');
    expect(marked(user)).toEqual([1, 3, 4, 5]);
    user.press('M');
    expect(marked(user)).toEqual([0, 1, 2, 3, 4, 5]);
    user.press('M');
    expect(marked(user)).toEqual([]);
    user.press('t', '/');
    user.type('even');
    const { search } = user.state();
    const document = search?.document;
    if (!search || !document) throw new Error('nothing is searched');
    const matches = [0, 2, 4].map((row) => nodeAtPath(document, ['result', row, 'name'])!);
    user.dispatch({ type: 'search.found', id: search.id, matches: Int32Array.from(matches), isDone: true });
    user.press('enter', 'M');
    expect(marked(user)).toEqual([0, 2, 4]);
  });

  test('in the tree they stand in the margin; esc takes them off, and so does another list', () => {
    const user = atRecords();
    user.press('t', 'g', 'j', 'j', '*');
    expect(marked(user)).toEqual([0]);
    expect(screen(user)).toContain('1 marked');
    expect(screen(user)).toMatch(/│ \*/);
    user.press('esc');
    expect(marked(user)).toEqual([]);
    user.press('*', ':');
    user.press('ctrl+u');
    user.type('GET /zones');
    user.press('enter');
    user.answer({ result: [{ id: zone, name: 'example.com' }], success: true, errors: [], messages: [] });
    expect(user.state().marks).toBeUndefined();
    expect(user.state().notice?.text).toContain('1 mark taken off');
  });
});

describe('one request for each', () => {
  test('a deletion: every row in the plan, asked for with y, sent together', () => {
    const user = atRecords();
    user.press('*', 'j', '*', 'o');
    expect(offered(user)[0]).toMatch(/dns_records\/\{id\}/);
    user.type('delete');
    user.press('enter');
    const { many } = user.state();
    expect(many).toMatchObject({ phase: 'planned', consent: 'enter', requests: 1 });
    const shown = screen(user);
    expect(shown).toContain('2 rows, 1 request');
    expect(shown).toContain('even-0.example.com');
    expect(shown).toContain('odd-1.example.com');
    expect(user.effects().filter(({ type }) => type !== 'table.recall')).toMatchObject([
      { type: 'many.prepare', request: { method: 'DELETE' } },
    ]);
    user.dispatch({ type: 'many.noted', id: many?.id ?? 0, notes: ['Records that are made again get new ids'] });
    expect(screen(user)).toContain('Records that are made again get new ids');
    user.press('enter');
    expect(user.effects()).toMatchObject([
      {
        type: 'many.run',
        rows: [0, 1],
        requests: records.slice(0, 2).map(({ id }) => ({ method: 'DELETE', path: `/zones/${zone}/dns_records/${id}` })),
      },
    ]);
    expect(user.state().marks).toBeUndefined();
  });

  test('the form takes the placeholder from the rows, and sends from there', () => {
    const user = atRecords();
    user.press('M', 'm');
    expect(screen(user)).toMatch(/dns_record_id +\* of each marked row/);
    expect(screen(user)).not.toContain('missing');
    user.press('s');
    expect(user.state().many?.rows ?? user.state().notice).toHaveLength(6);
  });

  test('esc sends nothing; a field that a row lacks is named', () => {
    const user = atRecords();
    user.press('M', 'm');
    expect(user.state().composer.line.text).toBe(`PATCH /zones/${zone}/dns_records/{id}`);
    user.press(':');
    user.type(' comment={owner}');
    user.press('enter');
    expect(user.state().notice?.text).toBe('There is no {owner} in even-0.example.com');
    user.press('ctrl+u');
    user.type(`PATCH /zones/${zone}/dns_records/{id} comment=was-{content}`);
    user.press('enter');
    expect(user.state().many?.rows).toHaveLength(6);
    user.press('esc');
    expect(user.state().many).toBeUndefined();
    expect(user.effects().some(({ type }) => type === 'many.run')).toBe(false);
    expect(marked(user)).toHaveLength(6);
  });

  test('the report has each row; the failed are sent again, and all is taken back, the last first', () => {
    const user = atRecords();
    user.press('M', ':');
    user.press('ctrl+u');
    user.type(`PATCH /zones/${zone}/dns_records/{id} ttl:=60`);
    user.press('enter', 'enter');
    const { id = 0 } = user.state().many ?? {};
    user.effects();
    const failed = { kind: 'failed', status: 409, error: 'it is taken\u001b[31m' } as const;
    const done = { kind: 'done', status: 200, result: undefined, items: undefined } as const;
    const unsent = { kind: 'unsent' } as const;
    const outcomes = records.map((_, row) => [row, row === 3 ? failed : row === 5 ? unsent : done] as const);
    user.dispatch({
      type: 'many.went',
      id,
      outcomes: outcomes.slice(0, 3),
      pausedUntil: undefined,
      rateLimit: undefined,
    });
    expect(screen(user)).toContain('3 of 6');
    user.press('esc');
    expect(user.effects()).toEqual([{ type: 'cancel', id }]);
    user.dispatch({ type: 'many.went', id, outcomes: outcomes.slice(3), pausedUntil: undefined, rateLimit: undefined });
    for (const row of [11, 12]) user.dispatch({ type: 'many.kept', id, row });
    user.dispatch({ type: 'many.ended', id, problem: undefined });
    const shown = screen(user);
    expect(shown).toContain('4 done, 1 failed, 1 not sent');
    expect(shown).toMatch(/✗ odd-3\.example\.com +it is taken␛/);
    user.press('r');
    expect(user.effects()).toMatchObject([{ type: 'many.run', rows: [3, 5] }]);
    user.dispatch({
      type: 'many.went',
      id,
      outcomes: [
        [3, done],
        [5, done],
      ],
      pausedUntil: undefined,
      rateLimit: undefined,
    });
    user.dispatch({ type: 'many.kept', id, row: 15 });
    user.dispatch({ type: 'many.ended', id, problem: undefined });
    user.press('esc', 'esc');
    expect(user.state().focus.pane).toBe('response');
    user.press('U', 'u');
    expect(user.effects()).toContainEqual({ type: 'many.undo', id, rows: [15, 12, 11] });
    user.dispatch({ type: 'many.undone', id, problem: undefined });
    user.dispatch({ type: 'many.undone', id, problem: 'Request 12: ttl was changed since' });
    user.dispatch({ type: 'many.ended', id, problem: undefined });
    expect(screen(user)).toContain('1 of 3 requests taken back');
    expect(screen(user)).toContain('ttl was changed since');
  });

  test('every zone: what the API calls zone_id is the id of a row of /zones; a read shows what came', () => {
    const user = driveKnown(100, 24);
    user.type('GET /zones');
    user.press('enter');
    const result = [zone, 'a'.repeat(32)].map((id, index) => ({ id, name: `z${index}.example` }));
    user.answer({ result, success: true, errors: [], messages: [] });
    user.press('M', ':', 'ctrl+u');
    user.type('GET /zones/{zone_id}/settings/ssl | .result');
    user.press('enter');
    expect(user.state().notice?.text).toContain('takes no filter');
    user.press('ctrl+u');
    user.type('GET /zones/{zone_id}/settings/ssl');
    user.effects();
    user.press('enter');
    expect(user.effects()).toEqual([]);
    user.press('enter');
    expect(user.effects()).toMatchObject([
      { type: 'many.run', requests: [{ path: `/zones/${zone}/settings/ssl` }, {}] },
    ]);
    const { id = 0 } = user.state().many ?? {};
    const done = { kind: 'done', status: 200, result: '{"value":"strict"}', items: undefined } as const;
    user.dispatch({ type: 'many.went', id, outcomes: [[0, done]], pausedUntil: undefined, rateLimit: undefined });
    expect(screen(user)).toMatch(/✓ z0\.example +200 +\{"value":"strict"\}/);
    // Under another account nothing of it is sent again.
    user.dispatch({ type: 'session.changed', session: { ...user.state().session, profile: 'other' }, isAnother: true });
    expect(user.state().many).toBeUndefined();
  });

  test('what came of each row opens as a list, with how many items each has', () => {
    const user = atRecords();
    user.press('*', 'j', '*', 'j', '*', ':', 'ctrl+u');
    user.type(`GET /zones/${zone}/dns_records/{id}/history`);
    user.press('enter', 'enter');
    const { id = 0 } = user.state().many ?? {};
    const done = { kind: 'done', status: 200, result: '[{"id":9007199254740993}]', items: 2000 } as const;
    const failed = { kind: 'failed', status: 403, error: 'not allowed' } as const;
    const outcomes = [
      [0, { ...done, items: 1 }],
      [1, done],
      [2, failed],
    ] as const;
    user.dispatch({ type: 'many.went', id, outcomes, pausedUntil: undefined, rateLimit: undefined });
    expect(screen(user)).toMatch(/odd-1\.example\.com +200 {2}2,000 items/);
    user.press('o');
    expect(user.state().notice?.text).toContain('not over yet');
    user.dispatch({ type: 'many.ended', id, problem: undefined });
    user.press('o');
    expect(user.state().focus.overlays).toEqual([]);
    user.press('t');
    expect(screen(user)).toMatch(/odd-1\.example\.com +2000 +true/);
    user.press('t', '0');
    expect(screen(user)).toContain('9007199254740993');
    user.press('G');
    expect(screen(user)).toContain('"not allowed"');
    user.press('backspace');
    expect(screen(user)).toContain('odd-5');
    user.press('U');
    expect(screen(user)).toContain('2 done, 1 failed');
  });

  test('what is missing is said before the plan is shown', () => {
    const user = atRecords();
    user.press('M', ':', 'ctrl+u');
    user.type('POST /zones/{id}/dns_records');
    user.press('enter');
    expect(user.state().many).toBeUndefined();
    expect(user.state().notice?.text).toMatch(/name, ttl, type are missing\. Send again to go ahead anyway/);
    user.press('s');
    expect(user.state().many?.rows).toHaveLength(6);
  });
});
