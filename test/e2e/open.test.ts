// `flarescope open`: documents of the user's own, from files and pipes, in the tree or indented.
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { asExplorer, type Explorer, openDocument } from '../helpers/explorer.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';

const document =
  '{"name":"café","big":12345678901234567890,"list":[{"id":1,"tags":["a","b"]},{"id":2,"tags":[]}],"empty":{}}';

async function fileOf(content: string | Uint8Array, name = 'document.json'): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

/** Runs a line of shell that ends in the explorer, with the terminal as the shell's own. */
async function pipeInto(line: string, cwd?: string): Promise<Explorer> {
  const env = { node: process.execPath, main: mainFile };
  return asExplorer(
    await openTerminal({ command: 'sh', args: ['-c', line], env, ...(cwd === undefined ? {} : { cwd }) }),
  );
}

describe('in a terminal', () => {
  test('a file opens as a tree that folds', async () => {
    const file = await fileOf(document);
    const app = await openDocument(['document.json'], { cwd: path.dirname(file) });
    const screen = await app.waitFor('depth 2/4');
    expect(screen).toContain('document.json');
    expect(screen).toContain('12345678901234567890');
    expect(screen).toContain('"café"');
    await app.pressFor('0', /tags +\[2\]|tags \[2\]/);
    await app.pressFor('E', 'row 1 of 1 ');
    await app.pressFor('e', 'row 1 of 13 ');
    await app.pressFor('G', 'row 13 of 13');
    await app.pressFor(']', 'A file has no pages');
    const raw = await app.pressFor('r', '· raw');
    expect(raw).toContain('{"name":"café","big":123');
    await app.pressFor('r', 'depth');
    app.press('q');
    expect(await app.exited).toEqual({ code: 0, signal: undefined });
    expect(app.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true, bracketedPaste: false });
  });

  test('a request can be sent from there', async () => {
    const file = await fileOf(document);
    const app = await openDocument([file]);
    await app.waitFor('depth 2/4');
    await app.ask('GET /zones', 'page 1/3');
  });

  test('a value is chosen for a script, or printed on leaving', async () => {
    const file = await fileOf('{"zones":[{"id":"z1"},{"id":"z2"}]}');
    const choose = `"$node" "$main" open --print`;
    const line = `id=$(${choose} --raw "${file}"); echo "chose $? $id."; ${choose} "${file}" | cat; "$node" "$main" open "${file}"; echo "left $?"`;
    const app = await pipeInto(line);
    await app.waitFor('enter chooses');
    await app.pressFor('0', 'depth all');
    await app.pressFor('G', 'row 6 of 6');
    app.press('enter');
    await app.waitFor('row 1 of 4');
    app.press('j', 'enter');
    await app.waitFor((screen) => screen.includes('row 1 of 4') && !screen.includes('chooses'), 'the third document');
    app.press('j', 'j', 'P');
    const left = await app.waitFor('left 0');
    expect(left).toContain('chose 0 z2.');
    expect(left.replaceAll(/\s+/g, '')).toContain('[{"id":"z1"},{"id":"z2"}]{"id":"z1"}left0');
    await app.exited;
  });

  test('standard input is the document while the keys come from the terminal', async () => {
    const file = await fileOf(document);
    const app = await pipeInto(`cat "${file}" | "$node" "$main" open -; echo "status $?"`);
    await app.waitFor('depth 2/4');
    expect(app.screen()).toContain('standard input');
    await app.pressFor('E', 'row 1 of 1 ');
    await app.pressFor('2', 'depth 2/4');
    app.press('q');
    await app.waitFor('status 0');
    expect(app.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true, bracketedPaste: false });
  });

  test('the response of one command can be looked at with the other', async () => {
    const app = await pipeInto('"$node" "$main" api --sandbox /zones 2>/dev/null | "$node" "$main" open -');
    await app.waitFor('▾ result [20]');
    app.press('ctrl+c');
    expect((await app.exited).code).toBe(0);
  });

  test('- without a pipe says what is missing', async () => {
    const terminal = await openTerminal({ args: [mainFile, 'open', '-'] });
    expect((await terminal.exited).code).toBe(2);
    expect(terminal.screen()).toContain('standard input is the terminal');
  });

  test('JSON lines are the rows of a list', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => JSON.stringify({ index, name: `line ${index}` }));
    const app = await openDocument([await fileOf(lines.join('\n'), 'log.ndjson')]);
    await app.waitFor('▾ [3000]');
    await app.pressFor('G', '"line 2999"');
  });

  test.each([
    [3000, ''],
    [60_000, 'x'.repeat(60)],
  ])('a broken line among %d costs itself: its row and the head say where and why', async (count, text) => {
    const lines = Array.from({ length: count }, (_, index) => JSON.stringify({ index, name: `line ${index}`, text }));
    lines[1] = '{"index": 1, "name": oops';
    const app = await openDocument([await fileOf(lines.join('\n'), 'log.ndjson')], { columns: 110 });
    await app.waitFor(`▾ [${count}]`);
    const screen = await app.waitFor('.[1] is not JSON: line 2, column 22: expected a value after');
    expect(screen).toMatch(/1 not JSON: line 2, column 22: expected a value after ':', found 'o' \{"in/);
    await app.pressFor('G', `"line ${count - 1}"`);
    app.press(':');
    app.write('.[1]\r');
    await app.waitForSelected('not JSON: line 2');
    await app.pressFor('v', 'broken line');
    await app.waitFor('{"index": 1, "name": oops');
  });

  test('a broken line that comes by a pipe is a row like that of a file', async () => {
    const app = await pipeInto(
      `(echo '{"a":1}'; echo '{"a":'; echo '{"a":3}') | "$node" "$main" open -; echo "status $?"`,
    );
    await app.waitForProse(/\.\[1\] is not JSON: line 2, column 6: the line ends inside an object/);
    await app.waitFor('▾ 2 {}');
  });

  test('a file grows on the screen while it is read, and the cursor stays where it is', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => ({ index, name: `row ${index}`, text: 'x'.repeat(60) }));
    const app = await openDocument([await fileOf(JSON.stringify({ success: true, result: rows }))]);
    await app.waitFor('▸ 3 {} row 3');
    app.press('j', 'j');
    await app.waitFor('▾ result [100000]');
    await app.waitForSelected('▸ 1 {} row 1');
    await app.pressFor('G', 'row 99999');
  });

  test('a large document that breaks off shows what stands before the place, and the place', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `{"index": ${index}, "name": "row ${index}"}`);
    const app = await openDocument([await fileOf(`[\n${rows.join(',\n')},\n{"index": oops}]`)]);
    await app.waitForProse(/Not JSON from line 20,002, column 11 on: expected a value after ':', found 'o'/);
    await app.pressFor('G', 'row 19999');
    await app.waitFor('row 60,002 of 60,002+');
  });

  test('a search goes to what it finds as it is typed, and on from there', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => ({ id: index, tags: [{ label: `label ${index}` }] }));
    const app = await openDocument([await fileOf(JSON.stringify({ success: true, result: rows }))], { columns: 100 });
    await app.waitFor('▾ result [30000]');
    await app.waitFor(/row 3 of [\d,]+ /);
    app.press('/');
    await app.waitFor('/ ❯');
    app.write('label 2999');
    await app.waitForSelected('label  "label 2999"');
    await app.waitFor('match 1 of 11');
    app.press('enter');
    await app.waitForGone('/ ❯');
    await app.pressFor('n', 'match 2 of 11');
    await app.waitForSelected('label  "label 29990"');
    await app.pressFor('N', 'match 1 of 11');
    await app.pressFor('N', 'wrapped to the last match');
    await app.waitForSelected('label  "label 29999"');
    app.press('/');
    await app.waitFor('label 2999');
    app.write('/label (1|7)$/');
    await app.waitFor('match 1 of 2');
    app.press('esc');
    await app.waitForSelected('label  "label 29999"');
    await app.pressFor('n', '/ starts one');
  });

  test('text that is not JSON can be searched, in the raw view', async () => {
    const lines = Array.from({ length: 40_000 }, (_, index) => `entry ${index}: caf\u00e9`);
    const app = await openDocument([await fileOf(lines.join('\n'), 'log.txt')]);
    await app.waitFor('1 entry 0');
    app.press('/');
    await app.waitFor('/ ❯');
    app.write('39999: cafe\u0301');
    await app.waitFor('match 1 of 1');
    await app.waitFor('40000 entry 39999');
    app.press('enter');
    await app.waitForGone('/ ❯');
    await app.pressFor('n', 'wrapped to the first match');
  });

  test('5 MB open whole, and their last row is a key away', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => ({ index, name: `row ${index}`, text: 'x'.repeat(60) }));
    const app = await openDocument([await fileOf(JSON.stringify(rows))]);
    await app.waitFor('depth 2/2 ─ row 1 of 200,001');
    await app.pressFor('G', 'row 200,001 of 200,001');
    await app.waitFor('index  49999');
    await app.pressFor('E', 'row 1 of 1 ');
  });

  test('100,000 levels open, and close again', async () => {
    const depth = 100_000;
    const app = await openDocument([await fileOf(`${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`)]);
    await app.waitFor(/depth 2\/100,?000 ─ row 1 of 3 /);
    await app.pressFor('e', 'row 1 of 100,001');
    await app.pressFor('G', 'row 100,001 of 100,001');
    await app.pressFor('p', 'row 100,000 of 100,001');
    await app.pressFor('E', 'row 1 of 1 ');
  });

  test('a pipe is shown with what has come of it, keys work meanwhile, and the rest follows', async () => {
    const folder = await temporaryFolder();
    const fifo = path.join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const app = await pipeInto(`cat "${fifo}" | "$node" "$main" open -; echo "status $?"`);
    const writer = createWriteStream(fifo);
    await app.waitFor('Waiting for the first bytes');
    await app.pressFor('?', 'Keys');
    app.press('esc');
    await app.waitForGone('Keys');
    writer.write('{"one": 1}\n');
    await app.waitFor('one  1');
    writer.write('{"two": 2}\n{"three"');
    await app.waitFor('following');
    await app.pressFor('E', 'row 1 of 1+');
    await app.pressFor('e', 'two  2');
    writer.end(': 3}\n');
    await app.waitFor('▾ [3]');
    app.press('q');
    await app.waitFor('status 0');
  });

  test('a pipe that is not JSON is rows of text, and quitting does not wait for its end', async () => {
    const folder = await temporaryFolder();
    const fifo = path.join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const app = await pipeInto(`cat "${fifo}" | "$node" "$main" open -; echo "status $?"`);
    const writer = createWriteStream(fifo);
    writer.write('Starting up\n');
    await app.waitFor('1 Starting up');
    writer.write('Second line\n');
    await app.waitForSelected('1 "Second line"');
    await app.pressFor('esc', 'Stopped: what has come stays');
    await app.waitFor('1 "Second line"');
    app.press('q');
    // The line that ends the shell waits for cat, which waits for its writer.
    writer.end();
    await app.waitFor('status 0');
  });

  test.each([
    ['utf16le', 300],
    ['utf16be', 300],
    ['utf16le', 60_000],
  ])('UTF-16 with a mark is read, as PowerShell 5.1 writes it (%s, %d rows)', async (encoding, rows) => {
    const text = `\ufeff${JSON.stringify(Array.from({ length: rows }, (_, index) => ({ name: `né ${index}` })))}\r\n`;
    const little = Buffer.from(text, 'utf16le');
    const file = await fileOf(encoding === 'utf16le' ? little : little.swap16());
    const app = await openDocument([file]);
    await app.waitFor(`▾ [${rows}]`);
    await app.waitFor('"né 0"');
    await app.pressFor('G', `"né ${rows - 1}"`);
  });

  test('a byte that is not UTF-8 is told with its place, and Latin-1 can be chosen', async () => {
    const file = await fileOf(Buffer.from('{\n  "name": "café"\n}', 'latin1'));
    const app = await openDocument([file], { columns: 120 });
    await app.waitForProse(/Not JSON: line 2, column 15: invalid UTF-8 in a string/);
    await app.waitForProse(/Not UTF-8: line 2, column 15: byte 0xE9\. flarescope open --encoding latin1 FILE reads/);
    app.press('q');
    await app.exited;
    const chosen = await openDocument(['--encoding', 'latin1', file]);
    await chosen.waitFor('"café"');
  });

  test('an empty file says that it is empty', async () => {
    const app = await openDocument([await fileOf('')]);
    await app.waitFor('The file is empty');
    app.press('q');
    expect((await app.exited).code).toBe(0);
  });

  test('what is no JSON is shown as text, with the place where it stopped being JSON', async () => {
    const app = await openDocument([await fileOf('{"a": 1,\n "b": nope}\n')]);
    await app.waitForProse(/Not JSON: line 2, column 7: .+ 1 \{"a": 1, 2 "b": nope\}/);
    await app.pressFor('3', 'This response is not JSON');
    app.press('q');
    expect((await app.exited).code).toBe(0);
  });

  test('binary data is shown as bytes', async () => {
    const app = await openDocument([await fileOf(Uint8Array.from({ length: 4096 }, (_, index) => index % 256))]);
    await app.waitForProse(/Binary data, 4.1 kB: .* 00 01 02 03/);
    expect(withoutTitle(app.bytes())).not.toContain('\u0007');
  });

  test('a hostile file name is shown, not obeyed', async () => {
    const file = await fileOf('[]', 'a\u001b]52;c;aGk=\u0007\u202e.json');
    const app = await openDocument([file]);
    await app.waitFor('row 1 of 1 ');
    expect(withoutTitle(app.bytes())).not.toMatch(/\u001b\]|\u0007|\u202e/);
  });
});

describe('to a pipe', () => {
  test('5 MB and 100,000 levels are no matter', async () => {
    const rows = JSON.stringify(Array.from({ length: 50_000 }, (_, index) => ({ index, text: 'x'.repeat(70) })));
    const wide = await flarescope(['open', await fileOf(rows)]);
    expect(wide.code).toBe(0);
    expect(JSON.stringify(JSON.parse(wide.stdout))).toBe(rows);
    const depth = 100_000;
    const deep = await flarescope(['open', '-'], { input: '['.repeat(depth) + ']'.repeat(depth) });
    expect(deep.code).toBe(0);
    expect(deep.stdout.replaceAll(/\s/g, '')).toBe('['.repeat(depth) + ']'.repeat(depth));
  });
});

/** Without the title that the program gives its window. */
function withoutTitle(bytes: string): string {
  return bytes.replaceAll('\u001b]2;flarescope\u0007', '');
}
