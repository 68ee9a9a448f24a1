import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { writeLabel } from '../../../../src/explorer/features/response/write.ts';
import { tableText } from '../../../../src/json/table-text.ts';
import { type Driver, drive } from '../../driver.ts';

function answered(): Driver {
  const user = drive(100, 30);
  user.type('GET /zones/x/dns_records\r');
  user.answer({ result: [{ id: 'z' }] });
  user.effects();
  return user;
}

function field(user: Driver): string | undefined {
  const overlay = user.state().focus.overlays.at(-1);
  return overlay?.kind === 'question' ? overlay.line.text : undefined;
}

describe('writing to a file', () => {
  test('suggests a name and writes the whole body, for the user alone', () => {
    const user = answered();
    user.press('w');
    expect(field(user)).toBe('dns_records.json');
    expect(writeLabel(user.state())).toBe('write the body to');
    user.press('enter');
    expect(user.effects()).toMatchObject([
      { type: 'write', text: { kind: 'body' }, path: 'dns_records.json', mayReplace: false, isPrivate: true },
    ]);
    user.press('enter');
    expect(user.effects()).toEqual([]);
    user.dispatch({ type: 'write.ended', outcome: 'written', path: 'dns_records.json', text: 'Wrote it' });
    expect(field(user)).toBeUndefined();
    expect(user.state().notice).toMatchObject({ kind: 'info', text: 'Wrote it' });
  });

  test('shift+tab takes the value under the cursor alone', () => {
    const user = answered();
    user.press('w', 'shift+tab');
    expect(writeLabel(user.state())).toBe('write .result to');
    user.press('enter');
    expect(user.effects()).toMatchObject([{ type: 'write', text: { kind: 'pretty', node: 1 }, what: '.result' }]);
  });

  test('writes over a file only where enter is pressed again on the same name', () => {
    const user = answered();
    const exists = { type: 'write.ended', outcome: 'exists', path: 'dns_records.json', text: 'there' } as const;
    user.press('w', 'enter');
    user.dispatch(exists);
    expect(user.state().notice).toMatchObject({ kind: 'problem', text: 'there' });
    user.type('x');
    user.press('enter');
    expect(user.effects().at(-1)).toMatchObject({ path: 'dns_records.jsonx', mayReplace: false });
    user.dispatch({ ...exists, path: 'dns_records.jsonx' });
    user.press('enter');
    expect(user.effects().at(-1)).toMatchObject({ path: 'dns_records.jsonx', mayReplace: true });
  });

  test('what failed stays in the field', () => {
    const user = answered();
    user.press('w', 'enter');
    user.dispatch({ type: 'write.ended', outcome: 'failed', path: 'dns_records.json', text: 'disk full' });
    expect(field(user)).toBe('dns_records.json');
    expect(user.state().notice?.text).toBe('disk full');
  });

  test('never suggests the name of the file that is open', () => {
    const user = drive();
    const received = readFile(new TextEncoder().encode('{"a":1}'));
    user.dispatch({ type: 'document.opened', name: '/data/records.json', received });
    user.press('w');
    expect(field(user)).toBe('records-out.json');
    user.press('enter');
    expect(user.effects()).toMatchObject([{ type: 'write', isPrivate: false }]);
  });

  test('a table writes what it shows where the file ends as one does, else the whole body', () => {
    const user = drive(100, 30);
    user.type('GET /zones/x/dns_records\r');
    user.answer({
      result: [
        { id: 'z', n: 2, at: 'x' },
        { id: 'a', n: 1 },
      ],
    });
    user.press('j', 't', 's');
    const sorted = Int32Array.of(1, 0);
    const wish = user.effects().find(({ type }) => type === 'table.order');
    if (wish?.type !== 'table.order') throw new Error('not sorted');
    user.press('w', 'enter');
    expect(user.state().notice?.text).toContain('still being sorted');
    user.press('esc');
    const { type: _, ...of } = wish;
    user.dispatch({ type: 'table.ordered', ...of, order: sorted, kinds: [] });
    user.press('l', '-', 'w');
    expect(field(user)).toBe('dns_records.csv');
    expect(writeLabel(user.state())).toBe('write the table to');
    user.press('enter');
    const write = user.effects().find(({ type }) => type === 'write');
    expect(write).toMatchObject({ what: '2 rows of 2 columns', path: 'dns_records.csv', isPrivate: true });
    if (write?.type !== 'write' || typeof write.text === 'string' || write.text.kind !== 'table') throw new Error();
    expect([...tableText(write.text.table, write.text.format)].join('')).toBe('id,at\na,\nz,x\n');
    user.dispatch({ type: 'write.ended', outcome: 'failed', path: 'dns_records.csv', text: 'disk full' });
    user.press('shift+tab');
    expect(writeLabel(user.state())).toBe('write the body to');
    user.press('shift+tab');
    expect(writeLabel(user.state())).toBe('write .result[0].at to');
    user.press('shift+tab');
    expect(writeLabel(user.state())).toBe('write the table to');
    user.type('.gz');
    expect(writeLabel(user.state())).toBe('write the body to');
    user.press('enter');
    expect(user.effects().at(-1)).toMatchObject({ type: 'write', text: { kind: 'body' }, path: 'dns_records.csv.gz' });
  });
});
