import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shorten } from '../../src/terminal/terse-output.ts';
import { runs } from '../helpers/runs.ts';

const K = '\u001b[K';

describe('shortening', () => {
  test.each([
    ['several next lines', '\u001b[E\u001b[E\u001b[Ex', '\u001b[3Ex'],
    ['one next line', '\u001b[Ex', '\u001b[Ex'],
    ['several styles in a row', '\u001b[2m\u001b[22m\u001b[36mx', '\u001b[22;36mx'],
    ['a bare reset among them', '\u001b[1m\u001b[mx', '\u001b[0mx'],
    ['bold and dim together', '\u001b[1m\u001b[2mx', '\u001b[1;2mx'],
    ['a colour of several parameters', '\u001b[38;5;7m\u001b[39mx', '\u001b[38;5;7;39mx'],
    ['blanks after the cursor went elsewhere', `${K}\u001b[5G${' '.repeat(9)}b`, `${K}\u001b[5G${' '.repeat(9)}b`],
    ['blanks on an erased line', `${K}a${' '.repeat(9)}b`, `${K}a\u001b[9Cb`],
    ['blanks on a line that may hold something', `a${' '.repeat(9)}b`, `a${' '.repeat(9)}b`],
    ['blanks on the line after the erased one', `${K}a\na${' '.repeat(9)}b`, `${K}a\na${' '.repeat(9)}b`],
    ['blanks that are a bar', `${K}\u001b[7m${' '.repeat(9)}\u001b[27m`, `${K}\u001b[7m${' '.repeat(9)}\u001b[27m`],
    ['blanks after a bar', `${K}\u001b[7ma\u001b[27m${' '.repeat(9)}b`, `${K}\u001b[7ma\u001b[27m\u001b[9Cb`],
    ['blanks on a background', `${K}\u001b[48;5;4m${' '.repeat(9)}b`, `${K}\u001b[48;5;4m${' '.repeat(9)}b`],
    [
      'blanks on a line erased to a background',
      `\u001b[41m${K}\u001b[49m${' '.repeat(9)}b`,
      `\u001b[41m${K}\u001b[49m${' '.repeat(9)}b`,
    ],
    ['few blanks', `${K}a     b`, `${K}a     b`],
  ])('%s', (_, written, shortened) => {
    expect(shorten(written)).toBe(shortened);
  });

  test('never changes what stands on the screen', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a',
        'bcd',
        '▸',
        '│',
        ' '.repeat(4),
        ' '.repeat(7),
        ' '.repeat(12),
        '\r\n',
        '\u001b[E',
        '\u001b[E\u001b[E',
      ),
      fc.constantFrom(
        '\u001b[7m',
        '\u001b[27m',
        '\u001b[2m',
        '\u001b[22m',
        '\u001b[36m',
        '\u001b[39m',
        '\u001b[4m',
        '\u001b[24m',
        '\u001b[m',
      ),
      fc.constantFrom('\u001b[G\u001b[K', '\u001b[10G\u001b[K', '\u001b[2A', '\u001b[5G', '\u001b[3;4H', '\u001b[?25l'),
      fc.constantFrom(
        '\u001b[1m',
        '\u001b[0;1m',
        '\u001b[41m',
        '\u001b[49m',
        '\u001b[38;5;4m',
        '\u001b[48;5;4m',
        '\u001b[0m',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (written) => {
        expect(await shown(shorten(written.join('')))).toEqual(await shown(written.join('')));
      }),
      runs(150),
    );
  });
});

async function shown(data: string): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: 60, rows: 12, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(data, resolve));
  const cells: string[] = [];
  for (let row = 0; row < 12; row += 1) {
    for (let column = 0; column < 60; column += 1) {
      const cell = terminal.buffer.active.getLine(row)?.getCell(column);
      const text = cell?.getChars() || ' ';
      const shows = [cell?.isInverse(), cell?.isUnderline(), !cell?.isBgDefault()].map(Boolean).join();
      // The colour of a blank cannot be seen.
      cells.push(
        text === ' '
          ? `${text}${shows}`
          : `${text}${shows}${Boolean(cell?.isDim())}${Boolean(cell?.isBold())}${cell?.getFgColor()}`,
      );
    }
  }
  cells.push(`${terminal.buffer.active.cursorX},${terminal.buffer.active.cursorY}`);
  terminal.dispose();
  return cells;
}
