// For screen readers, and on a terminal that knows no control sequences: the same keys, line by line.
import { describe, expect, test } from 'vitest';
import { mainFile, openTerminal, type Terminal } from '../helpers/terminal.ts';

/** A session that needs every kind of key: typing, correcting, moving, paging, a list, a question, the end. */
async function useIt(terminal: Terminal): Promise<void> {
  await terminal.waitFor('type a request');
  terminal.write('GET /zonesx');
  await terminal.waitFor('> GET /zonesx');
  terminal.press('backspace');
  await terminal.waitFor(/> GET \/zones$/m);
  terminal.press('enter');
  await terminal.waitFor(/200 .*page 1\/3/);
  terminal.press('j');
  await terminal.waitFor(/, row 3 of 31/);
  terminal.press('l');
  await terminal.waitFor(/depth 2\*/);
  terminal.press(']');
  await terminal.waitFor(/page 2\/3/);
  terminal.press('/');
  terminal.write('zzzz');
  await terminal.waitFor(/zzzz/);
  terminal.press('esc');
  await terminal.waitFor(() => terminal.bytes().endsWith('zzzz\r\n'), 'the question to be over');
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ code: 0 });
}

describe('line by line', () => {
  test.each([
    ['with --accessible', [mainFile, '--accessible'], {}],
    ['with ACCESSIBLE=1', [mainFile], { ACCESSIBLE: '1' }],
    ["with Ink's own variable", [mainFile], { INK_SCREEN_READER: 'true' }],
  ] as const)('%s', async (_, args, env) => {
    const terminal = await openTerminal({ args, env, rows: 60, columns: 120 });
    await useIt(terminal);
    expect(terminal.modes().alternateScreen).toBe(false);
    expect(terminal.modes().bracketedPaste).toBe(false);
    // Brackets around pastes and the cursor at the end are all that is switched; no frame, no spinner, nothing written over.
    const bytes = terminal.bytes().replaceAll(/\u001b\[\?(?:2004[hl]|25h)/g, '');
    expect(bytes).not.toMatch(/[\u001b│┌└⠋-⠿]/);
    expect(terminal.screen()).toContain('Sent; esc cancels');
  });

  test('where TERM is dumb, without one control sequence', async () => {
    const terminal = await openTerminal({
      command: 'env',
      args: ['TERM=dumb', process.execPath, mainFile],
      rows: 60,
      columns: 120,
    });
    await useIt(terminal);
    expect(terminal.bytes()).not.toContain('\u001b');
  });
});
