// The terminal belongs to the user: however the explorer ends, stops or shrinks, the terminal is afterwards as it was before.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Explorer, startExplorer } from '../helpers/explorer.ts';
import { explorerCommand, openShell, type Shell } from '../helpers/shell.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';

/** Makes the program fail from outside, on a signal, at a place where no line of its own could catch it. */
const failingBy = (failure: string): string => `data:text/javascript,process.on("SIGUSR2",()=>{${failure}})`;

interface Ending {
  readonly by: string;
  /** A module that Node loads before the program. */
  readonly preload?: string;
  readonly end: (shell: Shell, pid: number) => void;
  readonly status: number;
  /** What must stand on the user's own screen afterwards. */
  readonly says?: string;
}

const endings: readonly Ending[] = [
  { by: 'ctrl+c', end: (shell) => shell.press('ctrl+c'), status: 0 },
  { by: 'SIGTERM', end: (_, pid) => process.kill(pid, 'SIGTERM'), status: 143 },
  { by: 'SIGHUP', end: (_, pid) => process.kill(pid, 'SIGHUP'), status: 129 },
  { by: 'SIGINT from outside', end: (_, pid) => process.kill(pid, 'SIGINT'), status: 130 },
  {
    by: 'an exception that nobody catches',
    preload: failingBy('throw new Error("the test broke it")'),
    end: (_, pid) => process.kill(pid, 'SIGUSR2'),
    status: 70,
    says: 'the test broke it',
  },
  {
    by: 'a rejection that nobody catches',
    preload: failingBy('Promise.reject(new Error("the test broke it"))'),
    end: (_, pid) => process.kill(pid, 'SIGUSR2'),
    status: 70,
    says: 'the test broke it',
  },
];

describe('the terminal is as it was', () => {
  test('after q, from a pane with a response', async () => {
    const shell = await openShell();
    await shell.run('echo what the user had on the screen');
    const settings = await shell.lineSettings();
    const modes = shell.modes();

    shell.start(explorerCommand());
    await shell.waitForStart();
    expect(shell.modes()).toMatchObject({
      alternateScreen: true,
      bracketedPaste: true,
      cursorVisible: true,
      mouse: 'drag',
    });
    await shell.ask('GET /zones', 'page 1/3');
    expect(shell.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false });
    shell.press('q');

    const screen = await shell.waitForPrompt();
    expect(screen).toContain('what the user had on the screen');
    expect(screen).not.toContain('flarescope ');
    expect(await shell.run('echo "status $?"')).toContain('status 0');
    expect(shell.modes()).toEqual(modes);
    expect(await shell.lineSettings()).toBe(settings);
  });

  test.each(endings)('after $by', async ({ preload, end, status, says }) => {
    const shell = await openShell({ rows: 40 });
    await shell.run('echo what the user had on the screen');
    const settings = await shell.lineSettings();
    const modes = shell.modes();

    shell.start(explorerCommand(preload));
    await shell.waitForStart();
    // A request in flight, its spinner turning, must not hold the end up.
    await shell.ask('GET /sandbox/fault/slow ms==60000', 'esc cancels');
    end(shell, await shell.explorerPid());

    const screen = await shell.waitForPrompt();
    expect(screen).toContain('what the user had on the screen');
    if (says) expect(screen).toContain(says);
    expect(await shell.run('echo "status $?"')).toContain(`status ${status}`);
    expect(shell.modes()).toEqual(modes);
    expect(await shell.lineSettings()).toBe(settings);
    // What the shell writes now is painted plainly, in no colour left behind.
    expect(shell.isInverse(shell.cursor().row, 0)).toBe(false);
  });
});

describe('a terminal that goes away', () => {
  test('takes the explorer with it, a request in flight or not', async () => {
    const shell = await openShell();
    // The one who tells how it ended must live on when the window is closed.
    shell.start(`sh -c 'trap : HUP; "$node" "$main"; echo $? > ended'`);
    await shell.waitForStart();
    await shell.ask('GET /sandbox/fault/slow ms==60000', 'esc cancels');
    shell.kill('SIGKILL');
    await shell.exited;
    const status = async (): Promise<string> => (await readFile(path.join(shell.home, 'ended'), 'utf8')).trim();
    await vi.waitFor(async () => expect(await status()).toBe('129'), { timeout: 20_000 });
  });
});

describe('a terminal that goes away without a word', () => {
  test('takes the explorer with it within a second', async () => {
    const shell = await openShell();
    // Of another session the explorer gets no SIGHUP, only the end of what it reads.
    shell.start(`sh -c 'trap : HUP; setsid -w "$node" "$main"; echo $? > ended'`);
    await shell.waitForStart();
    shell.kill('SIGKILL');
    await shell.exited;
    const left = performance.now();
    const status = async (): Promise<string> => (await readFile(path.join(shell.home, 'ended'), 'utf8')).trim();
    await vi.waitFor(async () => expect(await status()).toBe('129'), { timeout: 20_000, interval: 20 });
    expect(performance.now() - left).toBeLessThan(1000);
  });
});

describe('SIGUSR1', () => {
  test('opens no debugger', async () => {
    const app = await startExplorer();
    process.kill(app.pid, 'SIGUSR1');
    await app.ask('GET /zones', 'page 1/3');
    app.press('q');
    expect(await app.exited).toMatchObject({ code: 0 });
    expect(app.bytes()).not.toContain('Debugger');
  });
});

describe('before Ink has come', () => {
  test('ctrl+z at the first frame stops the program, fg brings what was typed, and ctrl+c leaves', async () => {
    const shell = await openShell();
    const settings = await shell.lineSettings();
    const modes = shell.modes();
    shell.start(explorerCommand());
    await shell.waitForStart();
    shell.press('G', 'E', 'ctrl+z');
    expect(await shell.waitForPrompt()).toContain('Stopped');
    expect(shell.modes()).toEqual(modes);
    expect(await shell.lineSettings()).toBe(settings);
    shell.start('fg');
    await shell.waitFor(() => shell.isTyping() && shell.line() === 'GE');
    shell.press('ctrl+c');
    await shell.waitForPrompt();
    expect(await shell.run('echo "status $?"')).toContain('status 0');
    expect(shell.modes()).toEqual(modes);
  });

  test('an Ink that cannot be loaded is told, and the terminal is as it was', async () => {
    const shell = await openShell({ rows: 40 });
    const settings = await shell.lineSettings();
    const modes = shell.modes();
    const read = 'const read=fs.readFileSync;fs.readFileSync=(...given)=>';
    const broken = '{if(/mount-/.test(given[0]))throw new Error("the_test_broke_it");return read(...given)}';
    shell.start(explorerCommand(`data:text/javascript,import fs from"node:fs";${read}${broken}`));
    await shell.waitForStart();
    expect(await shell.waitForPrompt()).toContain('the_test_broke_it');
    expect(await shell.run('echo "status $?"')).toContain('status 70');
    expect(shell.modes()).toEqual(modes);
    expect(await shell.lineSettings()).toBe(settings);
  });
});

describe('ctrl+z', () => {
  test('gives the terminal back to the shell, and fg brings the same screen', async () => {
    const shell = await openShell();
    await shell.run('echo what the user had on the screen');
    const settings = await shell.lineSettings();
    const modes = shell.modes();
    shell.start(explorerCommand());
    await shell.waitForStart();
    await shell.ask('GET /zones', 'page 1/3');
    await shell.pressFor(']', 'page 2/3');
    shell.press('j', 'j', 'l');
    await shell.waitFor('depth 2*/4');
    // The third page has come ahead: nothing changes any more by itself.
    await shell.waitFor('1,197/1,200 left');
    const before = shell.screen();

    shell.press('ctrl+z');
    const stopped = await shell.waitForPrompt();
    expect(stopped).toContain('Stopped');
    expect(stopped).toContain('what the user had on the screen');
    expect(shell.modes()).toEqual(modes);
    expect(await shell.lineSettings()).toBe(settings);

    shell.start('fg');
    await shell.waitFor((screen) => screen === before, 'the screen of before');
    expect(shell.modes()).toMatchObject({ alternateScreen: true, bracketedPaste: true, cursorVisible: false });
    await shell.pressFor('[', 'page 1/3');

    // A second time, with the cursor in the prompt.
    shell.press(':');
    await shell.waitFor(() => shell.isTyping());
    shell.press('ctrl+z');
    await shell.waitForPrompt();
    shell.start('fg');
    await shell.waitFor(() => shell.isTyping() && shell.line() === 'GET /zones');
    shell.press('ctrl+c');
    await shell.waitForPrompt();
    expect(await shell.run('echo "status $?"')).toContain('status 0');
    expect(await shell.lineSettings()).toBe(settings);
  });

  test.each(['SIGTSTP', 'SIGSTOP'] as const)(
    'or %s from outside, then fg: the same screen, and keys work',
    async (signal) => {
      const shell = await openShell();
      const settings = await shell.lineSettings();
      const modes = shell.modes();
      shell.start(explorerCommand());
      await shell.waitForStart();
      await shell.ask('GET /zones', 'page 1/3');
      await shell.waitFor('1,198/1,200 left');
      const before = shell.screen();

      process.kill(await shell.explorerPid(), signal);
      await shell.waitFor('Stopped');
      // Nothing that a shell does to the line and the screen may stay.
      shell.start("stty echo icanon; printf '\\033[?7h\\033[2J\\033[5;10r'; fg");
      await shell.waitFor((screen) => screen === before, 'the screen of before');
      expect(shell.modes()).toMatchObject({
        alternateScreen: true,
        bracketedPaste: true,
        mouse: 'drag',
        wraparound: false,
      });
      await shell.pressFor(']', 'page 2/3');
      shell.press('q');
      await shell.waitFor(() => !shell.modes().alternateScreen, 'the own screen of the shell');
      await shell.waitForPrompt();
      expect(await shell.lineSettings()).toBe(settings);
      expect(shell.modes()).toEqual(modes);
    },
  );

  test('leaves a ctrl+c of a paste text, also at the moment when the program goes on', async () => {
    // Makes the moments long in which the line is not raw.
    const preload = [
      'import{ReadStream}from"node:tty";',
      'const{setRawMode}=ReadStream.prototype;',
      'ReadStream.prototype.setRawMode=function(isRaw){setRawMode.call(this,isRaw);',
      'if(!isRaw)Atomics.wait(new%20Int32Array(new%20SharedArrayBuffer(4)),0,0,500);return%20this}',
    ].join('');
    const app = await startExplorer({ args: ['--import', `data:text/javascript,${preload}`, mainFile] });
    await app.ask('GET /zones', 'page 1/3');
    const timesTaken = (): number => app.bytes().split('\u001b[?1049h').length;
    const before = timesTaken();
    process.kill(app.pid, 'SIGCONT');
    const pastesUntilTaken = (): void => {
      app.paste('\u0003');
      expect(timesTaken()).toBe(before + 1);
    };
    await vi.waitFor(pastesUntilTaken, { timeout: 20_000, interval: 10 });
    await app.waitFor('Pasting works in the prompt');
    await app.pressFor(']', 'page 2/3');
  });

  test('fits the screen when the terminal changed its size meanwhile', async () => {
    const shell = await openShell();
    shell.start(explorerCommand());
    await shell.waitForStart();
    await shell.ask('GET /zones', 'page 1/3');
    shell.press('ctrl+z');
    await shell.waitForPrompt();
    shell.resize(120, 40);
    await shell.run('echo wider');
    shell.start('fg');
    const isFull = (screen: string): boolean =>
      screen.startsWith(' flarescope') &&
      ['─ History ─', 'page 1/3', '▾ result [20]'].every((text) => screen.includes(text)) &&
      shell.row(39).includes('next page');
    await shell.waitFor(isFull, 'the panes side by side on 120×40');
  });

  test('changes nothing where no shell could continue the program', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones', 'page 1/3');
    app.press('ctrl+z');
    await app.pressFor(']', 'page 2/3 · 21–40 of 60');
    await app.waitForSelected('▾ result [20]');
    expect(app.modes().alternateScreen).toBe(true);
  });
});

/** Waits until the frame fits a screen of this size, holds what the user typed, and shows all of these. */
async function waitForWhole(app: Explorer, columns: number, rows: number, ...shown: readonly string[]): Promise<void> {
  const isWhole = (screen: string): boolean => {
    const lines = screen.split('\n');
    const [header = '', , top = ''] = lines;
    return (
      lines.length === rows &&
      header.startsWith(' flarescope') &&
      top.length === columns &&
      /┐$/.test(top) &&
      /┘$/.test(lines.at(-2) ?? '') &&
      (lines.at(-1) ?? '').startsWith(' enter send') &&
      app.line() === 'GET /zones order==name' &&
      shown.every((text) => screen.includes(text))
    );
  };
  await app.waitFor(isWhole, `a whole screen of ${columns}×${rows} with ${shown.join(', ')}`);
}

describe('a change of size', () => {
  test('loses nothing: not the place, not the folds, not what was typed', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones', 'page 1/3');
    await app.walkTo('example.com');
    app.press('l', 'j', 'j');
    await app.waitForSelected(/^name /);
    app.press(':');
    await app.waitFor(() => app.isTyping());
    app.write(' order==name');
    await app.waitForLine('GET /zones order==name');
    const place = 'depth 2*/4 ─ row 17 of 52';
    await app.waitFor(place);

    app.resize(40, 12);
    await waitForWhole(app, 40, 12, place, '"example.com"│');
    app.resize(200, 60);
    await waitForWhole(app, 200, 60, place, '─ List zones ─', '─ History ─', 'page 1/3');

    app.resize(20, 5);
    await app.waitFor((screen) => /^flarescope needs \d[^\n]*$/.test(screen.trim()), 'one line and nothing else');
    app.write(' match');
    app.press('backspace');

    app.resize(80, 24);
    await app.waitForLine('GET /zones order==name matc');
    app.press('ctrl+w');
    await waitForWhole(app, 80, 24, place);
    app.press('esc');
    await app.waitForSelected(/^name .*"example\.com"/);
  });

  test('is one paint within one synchronized update, and nothing is erased outside of it', async () => {
    const app = await startExplorer({ columns: 120, rows: 40 });
    await app.ask('GET /zones', 'page 1/3');
    await app.waitFor('1,198/1,200 left');
    const before = app.bytes().length;
    app.resize(100, 30);
    await app.waitFor(
      (screen) => screen.split('\n').length === 30 && app.row(29).includes('next page'),
      'the smaller screen',
    );
    const updates = /\u001b\[\?2026h.*?\u001b\[\?2026l/gs;
    const written = app.bytes().slice(before);
    expect(written.match(updates)).toHaveLength(1);
    expect(written.replace(updates, '')).toBe('');
    expect(Buffer.byteLength(written)).toBeLessThan(6000);
  });

  /** True where every row is where it belongs, for a response of which the bar stands on this row. */
  const isRight = (app: Explorer, columns: number, rows: number, bar: number): boolean => {
    const lines = app.screen().split('\n');
    const body = lines.slice(3, rows - 2);
    return (
      lines[0]?.startsWith(' flarescope') === true &&
      lines[1]?.startsWith(' ❯ GET /zones') === true &&
      lines[2]?.startsWith('┌─ 200') === true &&
      body.every((row) => /^│.*│$/.test(row) && row.length === columns) &&
      body.some((row) => row.includes('▾ result [20]')) &&
      lines[rows - 2]?.endsWith(`row ${bar} of 31 ─┘`) === true &&
      lines[rows - 1]?.startsWith(' ] next page') === true
    );
  };

  test('that comes in a storm ends in one right screen', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones', 'page 1/3');
    for (let columns = 40; columns < 140; columns += 7) app.resize(columns, 10 + (columns % 30));
    app.resize(90, 30);
    await app.waitFor(() => isRight(app, 90, 30, 2), 'one right screen of 90×30');
    app.press('j');
    await app.waitFor(() => isRight(app, 90, 30, 3), 'the bar one row further down');
  });

  test('and back, faster than the program can follow, is painted over what the terminal cut off', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones', 'page 1/3');
    // Stopped, the program gets one SIGWINCH for both changes, and finds the size that it knows.
    process.kill(app.pid, 'SIGSTOP');
    app.resize(40, 12);
    app.resize(80, 24);
    process.kill(app.pid, 'SIGCONT');
    app.press('j');
    await app.waitFor(() => isRight(app, 80, 24, 3), 'one right screen of 80×24');
  });
});

describe('the screen', () => {
  test('stands only when keys are read: before that the line would echo them over it', async () => {
    // Asks at the moment of the first frame, since from outside the gap could be match by luck only.
    const preload = [
      'import{writeFileSync}from"node:fs";',
      'const write=process.stdout.write;',
      'process.stdout.write=function(data,...rest){',
      'if(String(data).includes("type%20a%20request"))writeFileSync("mode",process.stdin.isRaw?"raw":"cooked");',
      'return%20write.call(this,data,...rest)}',
    ].join('');
    const app = await openTerminal({ args: ['--import', `data:text/javascript,${preload}`, mainFile] });
    await app.waitFor('type a request');
    expect(await readFile(path.join(app.home, 'mode'), 'utf8')).toBe('raw');
  });

  test('is the real one also where CI is set', async () => {
    const app = await startExplorer({ env: { CI: 'true', GITHUB_ACTIONS: 'true' } });
    expect(app.modes().alternateScreen).toBe(true);
    await app.ask('GET /zones', 'page 1/3');
    await app.pressFor(']', 'page 2/3');
  });

  test('carries its meaning without colours', async () => {
    const app = await startExplorer({ env: { NO_COLOR: '1' } });
    await app.ask('GET /zones', 'page 1/3');
    await app.waitForSelected('▾ result [20]');
    expect(app.bytes()).not.toMatch(/\u001b\[[\d;]*\b(?:3[0-7]|4[0-7]|9[0-7]|38|48)\b[\d;]*m/);
  });

  test('needs a terminal on both sides, and says so where there is none', async () => {
    const shell = await openShell();
    await shell.run(`"$node" "$main" < /dev/null; echo "status $?"`);
    await shell.waitFor('the explorer needs a terminal');
    await shell.waitFor('status 2');
    await shell.run(`clear; "$node" "$main" | cat; echo "statuses \${PIPESTATUS[0]}"`);
    await shell.waitFor('statuses 2');
  });
});
