// Tab where a file may stand: what the folder holds is put in, offered or told; and Tab loses nothing that was typed.
import { describe, expect, test } from 'vitest';
import { openPicker, openQuestion } from '../../../../src/explorer/model/focus.ts';
import type { FilePlace } from '../../../../src/explorer/model/tools.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, offered, zone } from '../../known.ts';

const images = `POST /accounts/${'a'.repeat(32)}/images/v1`;
const file = (name: string) => ({ name, isFolder: false });
const folder = (name: string) => ({ name, isFolder: true });

/** Presses Tab, and tells the folder that was asked for what is in it. */
function tab(user: Driver, entries: readonly { name: string; isFolder: boolean }[] | string): string | undefined {
  user.effects();
  user.press('tab');
  const [effect] = user.effects().flatMap((one) => (one.type === 'files.list' ? [one] : []));
  if (effect) user.dispatch({ type: 'files.listed', place: effect.place satisfies FilePlace, entries });
  return effect?.folder;
}

const line = (user: Driver) => user.state().composer.line.text;

describe('in the prompt', () => {
  test.each([
    ['file@lo', '', [file('logo.png'), file('other')], 'file@logo.png '],
    ['file@src/lo', 'src/', [file('logo.png')], 'file@src/logo.png '],
    ['file@/tmp/l', '/tmp/', [folder('lib')], 'file@/tmp/lib/'],
    ['file@~/l', '~/', [folder('lib')], 'file@~/lib/'],
    ['@lo', '', [file('logo.png')], '@logo.png '],
    ['creator=@lo', '', [file('logo.txt')], 'creator=@logo.txt '],
    ['metadata:=@lo', '', [file('logo.json')], 'metadata:=@logo.json '],
    ['file@lo', '', [file('logo a.png')], 'file@"logo a.png" '],
    ['file@"my dir/"lo', 'my dir/', [file('logo.png')], 'file@"my dir/logo.png" '],
    ['file@', '', [file('index-a.js'), file('index-b.js'), file('.hidden')], 'file@index-'],
    ['file@.', '', [file('.env'), file('env')], 'file@.env '],
  ])('%s', (typed, asked, entries, completed) => {
    const user = driveKnown(100, 30);
    user.type(`${images} ${typed}`);
    expect(tab(user, entries)).toBe(asked);
    expect(line(user)).toBe(`${images} ${completed}`);
  });

  test('offers several, and puts the chosen one in its place', () => {
    const user = driveKnown(100, 30);
    user.type(`${images} id=x file@`);
    tab(user, [file('a.png'), folder('b'), file('c d')]);
    expect(offered(user).map((row) => row.trim())).toEqual(['a.png', 'b/', 'c d']);
    user.type('c\r');
    expect(line(user)).toBe(`${images} id=x file@"c d" `);
  });

  test('says where there is none, where a folder cannot be read, and comes too late for what was typed since', () => {
    const user = driveKnown(100, 30);
    user.type(`${images} file@x`);
    tab(user, [file('a')]);
    expect(user.state().notice?.text).toBe('No file begins with x');
    tab(user, 'ENOENT');
    expect(user.state().notice?.text).toContain('cannot be read: ENOENT');
    user.effects();
    user.press('tab');
    const [effect] = user.effects().flatMap((one) => (one.type === 'files.list' ? [one] : []));
    user.type('y');
    if (effect) user.dispatch({ type: 'files.listed', place: effect.place, entries: [file('xa')] });
    expect(line(user)).toBe(`${images} file@xy`);
  });

  test('the part itself is completed from what the operation takes', () => {
    const user = driveKnown(100, 30);
    user.type(`${images} fil`);
    user.press('tab');
    expect(line(user)).toBe(`${images} file@`);
  });
});

describe('in a question', () => {
  function asking(text: string, name: string): Driver {
    const user = driveKnown(100, 30);
    user.type(text);
    user.press('down', 'g');
    for (let step = 0; step < 60 && !JSON.stringify(user.state().request).includes(`body ${name}"`); step++)
      user.press('j');
    user.press('enter');
    return user;
  }

  test('for a file completes its path, and keeps what was typed where there is nothing to complete', () => {
    const user = asking(images, 'file');
    user.type('src/lo');
    expect(tab(user, [file('logo.png')])).toBe('src/');
    expect(openQuestion(user.state())?.line.text).toBe('src/logo.png');
    tab(user, [file('logo.png'), file('logo.png.bak')]);
    expect(user.state().notice?.text).toBe('logo.png  logo.png.bak');
    user.press('enter');
    expect(line(user)).toBe(`${images} file@src/logo.png`);
  });

  test('for a text keeps it', () => {
    const user = asking(`POST /zones/${zone}/dns_records type=TXT`, 'content');
    user.type('some text');
    user.press('tab');
    expect(openQuestion(user.state())?.line.text).toBe('some text');
    expect(user.state().notice?.text).toBe('There is no file name to complete here');
    expect(openPicker(user.state())).toBeUndefined();
  });
});
