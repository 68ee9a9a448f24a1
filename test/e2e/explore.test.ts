// A session at 80×24 with nothing but keys: what the README promises, on the built program in a real terminal.
import { describe, expect, test } from 'vitest';
import { type Explorer, startExplorer } from '../helpers/explorer.ts';

describe('paging through the zones', () => {
  test('goes to the last page and back, and reads every page once', async () => {
    const app = await startExplorer();
    expect(app.screen()).toContain('SANDBOX');

    await app.ask('GET /zones', 'page 1/3 · 1–20 of 60');
    // This page, and the next one ahead of its time.
    await app.waitFor('1,198/1,200 left');
    expect(app.selected()).toBe('▾ result [20]');

    await app.pressFor(']', 'page 2/3 · 21–40 of 60');
    expect(app.line()).toBe('GET /zones page==2');
    await app.pressFor(']', 'page 3/3 · 41–60 of 60');
    await app.pressFor(']', 'This is the last page');
    await app.waitFor('1,197/1,200 left');

    await app.pressFor('[', 'page 2/3 · 21–40 of 60');
    await app.pressFor('[', 'page 1/3 · 1–20 of 60');
    await app.pressFor('[', 'This is the first page');
    await app.pressFor('}', 'page 3/3 · 41–60 of 60');
    await app.pressFor('{', 'page 1/3 · 1–20 of 60');
    expect(app.screen()).toContain('1,197/1,200 left');
  });

  test('goes to a page by its number, and says why there is none', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones per_page==5', 'page 1/12 · 1–5 of 60');

    await app.pressFor('ctrl+g', 'page ❯');
    app.write('7');
    await app.pressFor('enter', 'page 7/12 · 31–35 of 60');

    await app.pressFor('ctrl+g', 'page ❯');
    app.write('99');
    await app.pressFor('enter', 'The last page is 12');
    expect(app.line()).toBe('99');
    app.press('ctrl+u');
    app.write('three');
    await app.pressFor('enter', 'Type the number of a page');
    app.press('esc');
    await app.waitForLine('GET /zones per_page==5 page==7');

    await app.pressFor('}', 'page 12/12 · 56–60 of 60');
    await app.pressFor('[', 'page 11/12 · 51–55 of 60');
    await app.pressFor('{', 'page 1/12 · 1–5 of 60');
  });

  test('opens the tree to the depth that a digit says', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones', 'depth 2/4 ─ row 2 of 31');
    await app.pressFor('1', /depth 1\/4 ─ row 2 of 6/);
    await app.pressFor('2', 'depth 2/4 ─ row 2 of 31');
    await app.pressFor('3', /depth 3\/4 ─ row 2 of \d{3} /);
    await app.pressFor('0', 'depth all/4 ─ row 2 of');
    await app.pressFor('-', 'depth 3/4 ─ row 2 of');
    await app.pressFor('-', 'depth 2/4 ─ row 2 of 31');
    await app.pressFor('+', 'depth 3/4 ─ row 2 of');
    await app.pressFor('2', 'depth 2/4 ─ row 2 of 31');
    // The depth stays from page to page.
    await app.pressFor('1', 'depth 1/4');
    await app.pressFor(']', 'page 2/3');
    expect(app.screen()).toMatch(/depth 1\/4 ─ row 2 of 6 /);
  });
});

/** From the list of zones to the 2,000 records of one, as a user goes: find it, open it, read its id, ask. */
async function openRecords(app: Explorer): Promise<void> {
  await app.ask('GET /zones', '1–20 of 60');
  await app.walkTo('example.com');
  app.press('l', 'j');
  await app.waitForSelected(/^id\s/);
  const [, id = ''] = /"([0-9a-f]{32})"/.exec(app.selected()) ?? [];
  await app.ask(`GET /zones/${id}/dns_records per_page==2000`, 'page 1/1 · 1–2,000 of 2,000');
}

describe('the 2,000 records of a zone', () => {
  test('move by rows, siblings, screens and to both ends', async () => {
    const app = await startExplorer();
    await openRecords(app);
    const rows = 'of 2,011';
    const moves: readonly (readonly [keys: readonly string[], row: string])[] = [
      [['j'], '3'],
      [['j', 'j', 'j'], '6'],
      [['k'], '5'],
      [['down', 'down', 'up'], '6'],
      [['J'], '7'],
      [['K', 'K'], '5'],
      [['space'], '24'],
      [['pagedown'], '43'],
      [['b'], '24'],
      [['pageup'], '5'],
      [['ctrl+d'], '14'],
      [['ctrl+u'], '5'],
      [['G'], '2,011'],
      [['g'], '1'],
      [['end'], '2,011'],
      [['home'], '1'],
    ];
    for (const [keys, row] of moves) {
      app.press(...keys);
      await app.waitFor(`row ${row} ${rows}`);
    }
    // A hundred keys held down arrive in a few reads, and none is lost.
    app.press(...Array<string>(100).fill('j'));
    await app.waitFor(`row 101 ${rows}`);
    await app.waitForSelected('98 {}');
  });

  test('fold and open, one and all', async () => {
    const app = await startExplorer();
    await openRecords(app);
    app.press('j');
    await app.waitForSelected('▸ 0 {} A  example.com  198.51.100.4');

    app.press('l');
    await app.waitForSelected('▾ 0 {}');
    expect(app.screen()).toMatch(/depth 2\*\/4 ─ row 3 of 2,024/);
    app.press('l');
    await app.waitForSelected(/^id /);
    app.press('h');
    await app.waitForSelected('▾ 0 {}');
    app.press('h');
    await app.waitForSelected('▸ 0 {}');
    app.press('h');
    await app.waitForSelected('▾ result [2000]');

    app.press('enter');
    await app.waitForSelected('▸ result [2000]');
    await app.pressFor('enter', 'row 2 of 2,011');
    await app.pressFor('right', 'row 3 of 2,011');
    await app.pressFor('enter', 'row 3 of 2,024');
    await app.pressFor('left', 'row 3 of 2,011');

    app.press('p');
    await app.waitForSelected('▾ result [2000]');
    app.press('L');
    await app.waitFor('row 2 of 29,0');
    app.press('H');
    await app.waitForSelected('▸ result [2000]');
    await app.pressFor('e', 'depth all/4');
    await app.pressFor('E', 'row 1 of 1 ');
    await app.pressFor('2', 'row 1 of 2,011');
  });
});

describe('a response', () => {
  test('shows its tree, its header fields and its bytes', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones per_page==5', 'depth 2/4');
    const headers = await app.pressFor('r', '· headers ─');
    expect(headers).toMatch(/content-type +application\/json/);
    expect(headers).toMatch(/cf-ray +[0-9a-f]{16}-SBX/);
    const raw = await app.pressFor('r', '· raw ─');
    expect(raw).toContain('{"result":[{');
    await app.pressFor('j', /rows 2–\d+ of/);
    await app.pressFor('3', 'This works in the tree view. r switches the view');
    await app.pressFor('r', 'depth 2/4');
  });

  test('is kept in the history as it was left', async () => {
    const app = await startExplorer();
    await app.ask('GET /user', '"ada');
    await app.ask('GET /zones', 'page 1/3');
    const took = / 200 · [^·]+ · /.exec(app.row(2))?.[0] ?? 'nothing';
    await app.pressFor(']', 'page 2/3');
    await app.ask('GET /nowhere', 'The sandbox does not have this operation');

    const pane = await app.pressFor('ctrl+r', '─ History ─');
    const outcomes = pane
      .split('\n')
      .flatMap((row) => /^│ (\d{3}) (.*?)(?: +sandbox)? +\d\d:\d\d │$/.exec(row)?.slice(1).join(' ') ?? []);
    expect(outcomes).toEqual(['404 GET /nowhere', '200 GET /zones', '200 GET /user']);

    app.press('j');
    await app.waitForSelected('200 GET /zones');
    await app.pressFor('enter', 'page 2/3 · 21–40 of 60');
    await app.pressFor('[', 'page 1/3 · 1–20 of 60');
    // The time that the first response took: it was not asked for again.
    expect(app.row(2)).toContain(took);
  });

  test('that says no keeps its body in the tree, under a sentence', async () => {
    const app = await startExplorer();
    const screen = await app.ask('GET /zones/023e105f4ecef8ad9ca31a8372d0c353', '404');
    expect(screen).toMatch(/404 Not Found: .*\(code \d+\)/);
    expect(screen).toMatch(/▾ errors \[1\]/);
    await app.pressFor(']', /This response is not a list/);
  });

  test('shows what a write has changed', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones name==example.com', '▸ 0 {}');
    app.press('0');
    await app.walkTo('id ');
    const [, id = ''] = /"([0-9a-f]{32})"/.exec(app.selected()) ?? [];
    await app.ask(`POST /zones/${id}/dns_records type=A name=new content=192.0.2.77 ttl:=120`, '"192.0.2.77"');
    expect(app.screen()).toContain('"new.example.com"');
    await app.ask(`GET /zones/${id}/dns_records content==192.0.2.77`, 'of 2');
    expect(app.screen()).toContain('A  new.example.com');
    await app.ask(`POST /zones/${id}/dns_records type=A name=new content=192.0.2.77 ttl:=120`, 'code 81058');
  });
});

describe('the help', () => {
  test('lists keys by place, narrows as one types, and q leaves it but not the program', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones', 'page 1/3');
    await app.pressFor('?', '─ Keys ─');
    const seen = new Set<string>();
    for (const words of ['response', 'everywhere', 'suspend']) {
      app.write(words);
      await app.waitForLine(words);
      await app.waitFor(words === 'suspend' ? 'ctrl+z' : words);
      for (const row of app.screen().split('\n')) seen.add(row.replace(/[│ ]+/g, ' ').trim());
      app.press('ctrl+u');
      await app.waitForLine('type to narrow');
    }
    expect([...seen]).toEqual(expect.arrayContaining(['response', 'everywhere', 'ctrl+z suspend to the shell']));
    app.press('q');
    await app.waitForGone('─ Keys ─');
    await app.pressFor('?', '─ Keys ─');
    app.press('esc');
    await app.waitForGone('─ Keys ─');
    app.press('q');
    await expect(app.exited).resolves.toEqual({ code: 0, signal: undefined });
  });

  test('opens from the empty prompt; in a line that was begun, ? is a character', async () => {
    const app = await startExplorer();
    await app.pressFor('?', '─ Keys ─');
    app.press('esc');
    await app.waitForGone('─ Keys ─');
    app.write('GET /zones?');
    await app.waitForLine('GET /zones?');
  });
});

describe('the prompt', () => {
  test('walks back through earlier requests, and forward to the line that was begun', async () => {
    const app = await startExplorer();
    await app.pressFor('up', 'No earlier requests yet');
    await app.ask('GET /user', '200 ·');
    await app.ask('GET /accounts', '1–3 of 3');
    await app.ask('GET /zones', '1–20 of 60');
    app.press(':', 'ctrl+u');
    await app.waitFor('type a request');
    app.write('GET /beg');
    await app.waitForLine('GET /beg');
    for (const line of ['GET /zones', 'GET /accounts', 'GET /user']) {
      app.press('up');
      await app.waitForLine(line);
    }
    await app.pressFor('up', 'This is the oldest request');
    for (const line of ['GET /accounts', 'GET /zones', 'GET /beg']) {
      app.press('down');
      await app.waitForLine(line);
    }
    await app.pressFor('down', 'This is the newest request');
    expect(app.line()).toBe('GET /beg');
    app.press('up', 'up', 'enter');
    await app.waitFor('1–3 of 3');
  });

  test('edits the line as shells do', async () => {
    const app = await startExplorer();
    const edits: readonly (readonly [typed: string, keys: readonly string[], line: string, cursor: number])[] = [
      ['GET /zones', ['ctrl+a', 'X'], 'XGET /zones', 1],
      ['GET /zones', ['home', 'right', 'right', 'X'], 'GEXT /zones', 3],
      ['GET /zones', ['left', 'left', 'X'], 'GET /zonXes', 9],
      ['GET /zones', ['ctrl+b', 'ctrl+b', 'ctrl+f', 'X'], 'GET /zoneXs', 10],
      ['GET /zones', ['home', 'end', 'X'], 'GET /zonesX', 11],
      ['GET /zones', ['ctrl+a', 'ctrl+e', 'X'], 'GET /zonesX', 11],
      ['GET /zones', ['backspace', 'backspace'], 'GET /zon', 8],
      ['GET /zones', ['ctrl+a', 'delete', 'ctrl+d'], 'T /zones', 0],
      ['GET /zones', ['ctrl+w'], 'GET', 4],
      ['GET /zones', ['alt+backspace'], 'GET /', 5],
      ['GET /zones', ['ctrl+a', 'alt+d'], ' /zones', 0],
      ['GET /zones', ['alt+b', 'ctrl+k'], 'GET /', 5],
      ['GET /zones', ['alt+b', 'ctrl+u'], 'zones', 0],
      ['GET /zones', ['ctrl+w', 'ctrl+y', 'ctrl+y'], 'GET /zones/zones', 16],
      ['GET /zones', ['ctrl+a', 'alt+f', 'X'], 'GETX /zones', 4],
      ['GET /zones', ['ctrl+left', 'X', 'ctrl+right', 'Y'], 'GET /XzonesY', 12],
      ['GET /zones', ['ctrl+t'], 'GET /zonse', 10],
      ['GET /zones', ['ctrl+w', 'ctrl+_'], 'GET /zones', 10],
      ['GET /zones', ['ctrl+w', 'alt+u', 'alt+r'], 'GET', 4],
      ['GET /日本語', ['backspace', 'left', 'X'], 'GET /日X本', 8],
      ['GET /👨‍👩‍👧‍👦e\u0301', ['backspace', 'backspace'], 'GET /', 5],
    ];
    for (const [typed, keys, line, cursor] of edits) {
      app.press('ctrl+e', 'ctrl+u');
      await app.waitFor('type a request');
      app.write(typed);
      await app.waitForLine(typed);
      app.press(...keys);
      const wish = `${JSON.stringify(line)} with the cursor on ${cursor} after ${typed} and ${keys.join(' ')}`;
      await app.waitFor(() => app.line() === line && app.cursor().column === 3 + cursor, wish);
    }
  });

  test('takes a paste as text, whatever keys it looks like', async () => {
    const app = await startExplorer();
    expect(app.modes().bracketedPaste).toBe(true);
    app.paste('GET /zones per_page==5\r\nq?:\u0003');
    await app.waitFor('per_page==5');
    // Nothing was sent, nothing quit: a pasted line end is no Enter.
    expect(app.isTyping()).toBe(true);
    expect(app.screen()).not.toContain('page 1/');
    app.press('ctrl+a', 'ctrl+k');
    await app.waitFor('type a request');
    app.paste('GET /zones per_page==5');
    await app.waitForLine('GET /zones per_page==5');
    await app.pressFor('enter', 'page 1/12');
    // In a pane, a paste must not run as commands.
    app.paste('q');
    await app.waitFor('Pasting works in the prompt');
  });

  test('scrolls a line that is longer than the screen, and sends all of it', async () => {
    const app = await startExplorer();
    const names = Array.from({ length: 30 }, (_, index) => `name${index}==value${index}`);
    await app.ask(`GET /sandbox/fault/echo ${names.join(' ')}`, '200 ·');
    await app.pressFor('r', '· headers');
    const raw = await app.pressFor('r', '· raw');
    // A row that goes on with the one before it has blanks where a line has its number.
    const body = raw.replaceAll(/│ ?\n│ {4}/g, '');
    for (const name of ['name0', 'name29'])
      expect(body).toContain(`{"name":"${name}","value":"${name.replace('name', 'value')}"}`);
  });
});

describe('a request on its way', () => {
  test('shows what it waits for, and esc cancels it', async () => {
    const app = await startExplorer();
    await app.ask('GET /sandbox/fault/slow ms==60000', 'esc cancels');
    await app.waitFor(/⠋|⠙|⠹|⠸|⠼|⠴|⠦|⠧|⠇|⠏/);
    await app.waitFor(/ [1-9]\.\d s · esc cancels/);
    await app.pressFor('esc', 'Cancelled: GET /sandbox/fault/slow');
    expect(app.screen()).not.toContain('esc cancels');
    expect(app.line()).toBe('GET /sandbox/fault/slow ms==60000');
    await app.ask('GET /zones', 'page 1/3');
    await app.pressFor('ctrl+r', /esc GET \/sandbox\/fault\/slow/);
  });

  test('leaves what is typed meanwhile alone', async () => {
    const app = await startExplorer();
    await app.send('GET /sandbox/fault/drip ms==1500 chunks==5');
    await app.waitFor('esc cancels');
    app.press('ctrl+u');
    await app.waitFor('type a request');
    app.write('GET /acc');
    await app.waitFor(/❯ GET \/acc /);
    // The response comes, and the keys stay where the user is typing.
    await app.waitFor('items [100]');
    await app.waitForGone('esc cancels');
    expect(app.line()).toBe('GET /acc');
    app.write('ounts');
    await app.waitForLine('GET /accounts');
    await app.pressFor('enter', '1–3 of 3');
  });

  test('is the only one: a second waits until it is cancelled', async () => {
    const app = await startExplorer();
    await app.ask('GET /sandbox/fault/slow ms==60000', 'esc cancels');
    await app.pressFor('enter', 'is in progress. esc cancels it');
    await app.pressFor('esc', 'Cancelled');
  });

  test('is tried again where the server asks for patience, and says so', async () => {
    const app = await startExplorer();
    await app.ask('GET /sandbox/fault/rate id==e2e', /attempt 2\/4 in/);
    await app.waitFor('3 attempts');
  });
});

describe('the panes', () => {
  test('take turns on a small screen, and stand side by side on a large one', async () => {
    const small = await startExplorer();
    await small.ask('GET /zones per_page==5', 'page 1/12');
    await small.pressFor('tab', '─ History ─');
    await small.pressFor('tab', (screen) => small.isTyping() && screen.includes('page 1/12'));
    // In a line that is begun Tab completes; the way back goes round the other panes.
    await small.pressFor('shift+tab', '─ History ─');
    await small.pressFor('shift+tab', (screen) => !small.isTyping() && screen.includes('page 1/12'));
    const request = await small.pressFor('shift+tab', '─ List zones ─');
    expect(request).toMatch(/per_page +5/);
    await small.pressFor('shift+tab', () => small.isTyping());

    const large = await startExplorer({ columns: 120, rows: 40 });
    await large.ask('GET /zones per_page==5', 'page 1/12');
    for (const title of ['─ List zones ─', '─ History ─', '200 ·']) expect(large.screen()).toContain(title);
    await large.waitForSelected('▾ result [5]');
  });
});
