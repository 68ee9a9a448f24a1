// The form of an operation that takes a form: files and texts as its parts, and files in any field of JSON.
import { describe, expect, test } from 'vitest';
import { formOf } from '../../../../src/explorer/features/compose/form.ts';
import { currentField } from '../../../../src/explorer/features/compose/form-cursor.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, zone } from '../../known.ts';

const account = 'b'.repeat(32);

function formFor(line: string): Driver {
  const user = driveKnown(100, 30);
  user.type(line);
  user.press('down', 'g');
  return user;
}

function goTo(user: Driver, name: string): void {
  user.press('g');
  for (let step = 0; step < 100 && currentField(user.state())?.name !== name; step++) user.press('j');
  expect(currentField(user.state())?.name).toBe(name);
}

function fill(user: Driver, name: string, text: string): void {
  goTo(user, name);
  user.press('enter');
  user.type(`${text}\r`);
}

const line = (user: Driver) => user.state().composer.line.text;
const shown = (user: Driver) => JSON.stringify(screenRows(user.state()));
const valuesOf = (user: Driver) =>
  Object.fromEntries(
    formOf(user.state())?.fields.flatMap(({ in: place, name, values }) =>
      place === 'body' && values.length > 0 ? [[name, values[0]]] : [],
    ) ?? [],
  );

describe('a form of parts', () => {
  test('asks for a path or a text, and writes parts into the line', () => {
    const user = formFor(`PUT /accounts/${account}/storage/kv/namespaces/${zone}/values/k`);
    goTo(user, 'value');
    user.press('enter');
    expect(shown(user)).toContain('value: a path, or = and a text');
    user.type('data.bin\r');
    expect(line(user)).toMatch(/ value@data\.bin$/);
    fill(user, 'metadata', '{"by": "test"}');
    expect(line(user)).toMatch(/ value@data\.bin metadata:=\{"by": "test"\}$/);
    fill(user, 'value', '=text');
    expect(line(user)).toMatch(/ value@=text metadata/);
    expect(valuesOf(user)).toEqual({ value: '=text', metadata: '{"by": "test"}' });
    expect(formOf(user.state())?.missing).toEqual([]);
  });

  test("a Worker's modules are files with commas between them", () => {
    const user = formFor(`PUT /accounts/${account}/workers/scripts/s`);
    expect(formOf(user.state())?.missing).toMatchObject([{ name: 'metadata' }]);
    fill(user, 'metadata', '{"main_module": "index.mjs"}');
    fill(user, 'files', 'dist/index.mjs, dist/lib.mjs');
    expect(line(user)).toMatch(
      / metadata:=\{"main_module": "index\.mjs"\} index\.mjs@dist\/index\.mjs lib\.mjs@dist\/lib\.mjs$/,
    );
    expect(valuesOf(user)).toMatchObject({ files: 'dist/index.mjs, dist/lib.mjs' });
    goTo(user, 'files');
    user.press('x');
    expect(line(user)).not.toContain('@dist');
  });

  test('shows what stands in the line already, and leaves what it does not know', () => {
    const user = formFor(`POST /accounts/${account}/images/v1 file@a.png;type=image/png id=x other@=1`);
    expect(valuesOf(user)).toMatchObject({ file: 'a.png;type=image/png', id: 'x', other: '1' });
    fill(user, 'id', 'y');
    expect(line(user)).toContain('file@a.png;type=image/png id=y other@=1');
  });
});

test('any field of JSON may come from a file; a name of a model and an escaped text may not', () => {
  const user = formFor(`POST /zones/${zone}/dns_records type=TXT`);
  fill(user, 'content', '@key.txt');
  expect(line(user)).toContain('content=@key.txt');
  fill(user, 'content', '\\@key');
  expect(line(user)).toContain('content=\\@key');
  fill(user, 'comment', '@cf/meta/llama');
  expect(line(user)).toContain('comment=\\@cf/meta/llama');
});
