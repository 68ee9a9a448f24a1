// The form of a request with a nested body: opened as a tree, rows added, copied, moved and removed; and that form, line and body
// are the same request whatever is pressed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formOf } from '../../../../src/explorer/features/compose/form.ts';
import { currentField } from '../../../../src/explorer/features/compose/form-cursor.ts';
import { rowWidth } from '../../../../src/explorer/model/rows.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { formatLine } from '../../../../src/request/format.ts';
import { parseLine } from '../../../../src/request/parse.ts';
import { bodyText } from '../../../../src/request/wire.ts';
import { runs } from '../../../helpers/runs.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, offered, zone } from '../../known.ts';

const records = `POST /zones/${zone}/dns_records`;
const ruleset = `PUT /zones/${zone}/rulesets/${'a'.repeat(32)}`;

/** The form of a line, with the focus on its row that sends. */
function formFor(line: string, columns = 80, rows = 24): Driver {
  const user = driveKnown(columns, rows);
  user.type(line);
  user.press('down', 'g');
  return user;
}

function line(user: Driver): string {
  return user.state().composer.line.text;
}

function body(user: Driver): unknown {
  const parsed = parseLine(line(user));
  if (!parsed.ok) throw new Error(parsed.error.message);
  const text = bodyText(parsed.request);
  return text === undefined ? undefined : JSON.parse(text);
}

function at(user: Driver): string | undefined {
  return currentField(user.state())?.name;
}

function goTo(user: Driver, name: string): void {
  user.press('g');
  for (let step = 0; step < 400 && at(user) !== name; step++) user.press('j');
  expect(at(user)).toBe(name);
}

/** Fills in the part of a name, which is on the screen. */
function fill(user: Driver, name: string, text: string): void {
  goTo(user, name);
  user.press('enter');
  user.type(`${text}\r`);
}

function names(user: Driver): readonly string[] {
  return formOf(user.state())?.fields.map(({ name }) => name) ?? [];
}

describe('an object', () => {
  test('opens and closes as in the tree, and its members go into the line', () => {
    const user = formFor(`${records} type=SRV name=_sip._tcp ttl:=1`);
    goTo(user, 'data');
    expect(names(user)).not.toContain('data[port]');
    user.press('l');
    expect(names(user)).toContain('data[port]');
    for (const [name, value] of [
      ['priority', '10'],
      ['weight', '5'],
      ['port', '5060'],
      ['target', 'sip.example.com'],
    ] as const) {
      fill(user, `data[${name}]`, value);
    }
    expect(line(user)).toBe(
      `${records} type=SRV name=_sip._tcp ttl:=1 data[priority]:=10 data[weight]:=5 data[port]:=5060 data[target]=sip.example.com`,
    );
    user.press('h');
    expect(at(user)).toBe('data');
    user.press('h');
    expect(names(user)).not.toContain('data[port]');
    user.press('enter');
    expect(names(user)).toContain('data[port]');
    user.press('x');
    expect(body(user)).toEqual({ type: 'SRV', name: '_sip._tcp', ttl: 1 });
  });

  test('that stands in the line as JSON stays JSON', () => {
    const user = formFor(`${records} type=SRV name=a ttl:=1 data:={"port":1,"priority":12345678901234567890}`);
    goTo(user, 'data');
    user.press('l');
    fill(user, 'data[port]', '2');
    expect(line(user)).toContain('data:={"port":2,"priority":12345678901234567890}');
  });

  test('of a body that is written as a whole is changed within it', () => {
    const user = formFor(`${records} :={"type":"A","name":"a","ttl":1}`);
    fill(user, 'ttl', '60');
    expect(line(user)).toBe(`${records} :={"type":"A","name":"a","ttl":60}`);
  });

  test('shows what the catalog does not know, and takes more of it', () => {
    const user = formFor(`${records} type=A name=a ttl:=1 content=b tll:=5`);
    const field = formOf(user.state())?.fields.find(({ name }) => name === 'tll');
    expect(field?.fault).toBe('is not in the catalog: did you mean ttl?');
    goTo(user, 'tll');
    user.press('a');
    user.type('own[part]:=[1]\r');
    expect(body(user)).toMatchObject({ own: { part: [1] } });
    expect(at(user)).toBe('own[part]');
  });
});

describe('a list', () => {
  test('of texts takes one entry after the other', () => {
    const user = formFor(`${records} type=A name=a ttl:=1 content=b`);
    goTo(user, 'tags');
    user.press('enter');
    user.type('one\r');
    user.press('a');
    user.type('two, three\r');
    expect(body(user)).toMatchObject({ tags: ['one', 'two, three'] });
    user.press('alt+k');
    expect(body(user)).toMatchObject({ tags: ['two, three', 'one'] });
    user.press('c');
    expect(at(user)).toBe('tags[1]');
    user.press('x', 'alt+j');
    expect(body(user)).toMatchObject({ tags: ['two, three', 'one'] });
    expect(user.state().notice?.text).toBe('This is the last entry');
  });

  test('of objects opens a new entry, copies, moves and removes', () => {
    const user = formFor(`${ruleset} kind=zone`, 80, 60);
    goTo(user, 'rules');
    user.press('enter');
    expect(names(user)).toContain('rules[0][action]');
    goTo(user, 'rules[0][action]');
    user.press('l');
    fill(user, 'rules[0][expression]', 'http.host eq "a"');
    expect(line(user)).toBe(`${ruleset} kind=zone rules[0][action]=block rules[0][expression]='http.host eq "a"'`);
    goTo(user, 'rules[0]');
    user.press('c');
    expect(at(user)).toBe('rules[1]');
    goTo(user, 'rules[0]');
    user.press('a');
    expect(body(user)).toMatchObject({ rules: [{ action: 'block' }, {}, { action: 'block' }] });
    goTo(user, 'rules[1]');
    user.press('alt+up');
    expect(body(user)).toMatchObject({ rules: [{}, { action: 'block' }, { action: 'block' }] });
    user.press('x');
    expect(body(user)).toMatchObject({ rules: [{ action: 'block' }, { action: 'block' }] });
  });

  test('means the same in the query: one item for each entry', () => {
    const listed = `GET /accounts/${zone}/abuse-reports/submitted`;
    const user = formFor(listed);
    goTo(user, 'domain');
    user.press('enter');
    user.type('one\r');
    user.press('a');
    user.type('two\r');
    expect(line(user)).toBe(`${listed} domain==one domain==two`);
    user.press('alt+up');
    expect(line(user)).toBe(`${listed} domain==two domain==one`);
  });
});

describe('a value', () => {
  test('stays the text that it is where the type is open, and is JSON after :=', () => {
    const user = formFor(`PATCH /zones/${zone}/settings/brand_new`);
    fill(user, 'value', '1.2');
    expect(body(user)).toEqual({ value: '1.2' });
    goTo(user, 'value');
    user.press('enter');
    user.type(':=1.2\r');
    expect(body(user)).toEqual({ value: 1.2 });
    // What is a number goes on as one.
    goTo(user, 'value');
    user.press('enter', 'backspace');
    user.type('3\r');
    expect(body(user)).toEqual({ value: 1.3 });
    user.press('enter', 'enter');
    expect(body(user)).toEqual({ value: 1.3 });
    user.press('enter', 'ctrl+u', 'enter');
    expect(body(user)).toBeUndefined();
  });

  test('whose name looks mistyped is said before it is sent, and sent when it is meant', () => {
    const user = formFor(`${records} type=A name=a ttl:=1 content=b comnent=c`);
    user.press('s');
    expect(user.state().notice?.text).toBe(
      'comnent is not in the catalog: did you mean comment? Send again to go ahead anyway',
    );
    expect(user.effects().some(({ type }) => type === 'send')).toBe(false);
    user.press('s');
    expect(user.effects().some(({ type }) => type === 'send')).toBe(true);
  });

  test('of the wrong kind is marked, and sent as it stands', () => {
    const user = formFor(`${records} type=A name=a ttl=soon content=b`);
    expect(formOf(user.state())?.fields.find(({ name }) => name === 'ttl')?.fault).toBe('must be a number');
    user.press('s');
    expect(user.effects().some(({ type }) => type === 'send')).toBe(true);
  });
});

test('a long nested form fits every screen', () => {
  for (const [columns, rows] of [
    [40, 12],
    [80, 24],
    [200, 60],
  ] as const) {
    const user = formFor(
      `${ruleset} rules[0][action]=block rules[0][action_parameters][response][content]=no`,
      columns,
      rows,
    );
    goTo(user, 'rules');
    user.press('l', 'l', 'l', 'l', 'G');
    const shown = screenRows(user.state()).rows;
    expect(shown).toHaveLength(rows);
    const widths = shown.map((strips) => strips.reduce((sum, { row }) => sum + rowWidth(row), 0));
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  }
});

test('property: whatever is pressed, the line is the request that the form shows', () => {
  const start = fc.constantFrom(
    `${records} type=SRV name=a ttl:=1`,
    `${records} :={"type":"A","tags":["a",{"b":1}]}`,
    `${ruleset} rules:=[{"action":"block"},{"expression":"true"}]`,
    `${ruleset} rules[0][action]=execute rules[0][action_parameters][id]=x`,
    `PATCH /zones/${zone}/settings/ssl value=off`,
    `POST /zones/${zone}/purge_cache files[]=a files[][url]=b`,
  );
  const keys = fc.constantFrom(
    ...['j', 'k', 'l', 'h', 'enter', 'a', 'c', 'x', 'p', 'alt+j', 'alt+k', 'G', 'g', 'esc', 'down', 'space'],
    ...['5', 'a=b', ':=[1,{"z":2}]', 'true', 'x,y'],
  );
  fc.assert(
    fc.property(start, fc.array(keys, { minLength: 5, maxLength: 60 }), (begin, pressed) => {
      const user = formFor(begin, 80, 24);
      for (const key of pressed) {
        const isText = user.state().focus.overlays.length > 0;
        if (key.length > 1 && !/^(?:alt|enter|esc|down|space)/.test(key)) {
          if (isText) user.type(`${key}\r`);
        } else if (isText || (key === 'enter' ? currentField(user.state()) : key !== 'esc')) user.press(key);
        const parsed = parseLine(line(user));
        expect(parsed.ok).toBe(true);
        if (!parsed.ok) return;
        expect(formatLine(parsed.request)).toBe(formatLine(parsed.request));
        for (const field of formOf(user.state())?.fields ?? []) {
          if (field.in !== 'body' || field.steps.length === 0 || field.adds) continue;
          const own = field.steps.reduce<unknown>(
            (value, step) => (value as Record<string | number, unknown> | undefined)?.[step],
            body(user),
          );
          const shown = field.values[0];
          if (own === undefined) expect(shown).toBeUndefined();
          else expect(shown).toBe(typeof own === 'string' ? own : JSON.stringify(own));
        }
      }
    }),
    runs(60),
  );
});

describe('a long form', () => {
  test('is searched: a field that is inside of what is closed is found, opened and filled in', () => {
    const user = formFor(`${ruleset} rules[0][action]=block rules[1][action]=log`);
    user.press('/');
    user.type('rules[1][expr');
    expect(offered(user)[0]).toContain('rules[1][expression]');
    user.press('enter');
    user.type('true\r');
    expect(body(user)).toMatchObject({ rules: [{}, { expression: 'true' }] });
    expect(at(user)).toBe('rules[1][expression]');
  });

  test('is searched by what a field is for, and says where nothing is found', () => {
    const user = formFor(`${records} type=A`);
    user.press('/');
    user.type('seconds');
    expect(offered(user)[0]).toContain('ttl');
    user.type('qqq');
    expect(offered(user)).toEqual([]);
    user.press('enter');
    expect(user.state().notice?.text).toBe('No field matches secondsqqq');
  });

  test('shows all that is said of a field, which scrolls', () => {
    const user = formFor(`${records} type=A`, 30, 8);
    goTo(user, 'ttl');
    user.press('v');
    const [reader] = user.state().focus.overlays;
    expect(reader).toMatchObject({ kind: 'reader', place: 'ttl', top: 0 });
    user.press('j', 'j');
    expect(user.state().focus.overlays[0]).toMatchObject({ top: 2 });
    user.press('v');
    expect(at(user)).toBe('ttl');
  });
});
