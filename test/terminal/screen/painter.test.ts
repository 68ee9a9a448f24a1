// Frames on terminal models: whatever stood there before, and however the model counts cells, each row is where it belongs.
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPainter, type Frame, type Painter } from '../../../src/terminal/screen/painter.ts';
import { screenCells } from '../../../src/terminal/screen/row.ts';
import { createTheme } from '../../../src/terminal/theme.ts';
import { cellWidth, padEnd, truncate } from '../../../src/text/width.ts';
import { runs } from '../../helpers/runs.ts';
import { asWeDo, type Counting, countBy, narrower, wider, widest } from '../counting.ts';

const columns = 30;
const rows = 12;
/** The terminal's own colours, and a theme that paints its background. */
const themes = [
  createTheme(4),
  createTheme(4, true, {
    text: { color: 15, background: 4 },
    key: { color: 6 },
    dim: { dim: true },
    wrong: { underline: true, background: 1 },
    badge: { inverse: true, background: 2 },
    selected: { color: 0, background: 7 },
  }),
] as const;

interface Canvas {
  readonly painter: Painter;
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  readonly bytes: () => string;
  readonly updates: () => number;
  readonly paint: (frame: Frame) => Promise<void>;
}

function canvas(count: Counting): Canvas {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100 });
  countBy(terminal, count);
  let bytes = '';
  let updates = 0;
  const painter = createPainter({
    columns,
    rows,
    write: (data) => {
      bytes += data;
      updates++;
      terminal.write(data);
    },
  });
  painter.begin();
  return {
    painter,
    terminal,
    bytes: () => bytes,
    updates: () => updates,
    paint: async (frame) => {
      painter.show(() => frame);
      painter.flush();
      await new Promise<void>((resolve) => terminal.write('', resolve));
    },
  };
}

/** What stands in each cell: its text and how it is painted. */
function cells({ terminal }: Canvas): readonly (readonly string[])[] {
  return Array.from({ length: rows }, (_, row) => {
    const line = terminal.buffer.active.getLine(row);
    return Array.from({ length: columns }, (__, column) => {
      const cell = line?.getCell(column);
      const style = [cell?.isBold(), cell?.isDim(), cell?.isUnderline(), cell?.isInverse(), cell?.getFgColor()];
      const text = cell?.getChars() || (cell?.getWidth() === 0 ? '' : ' ');
      // Bold, dim and a colour show nothing where nothing stands.
      const isDrawn = text !== ' ' || cell?.isUnderline() || cell?.isInverse();
      return `${text}${isDrawn ? style.join() : ''} on ${cell?.getBgColor()}`;
    });
  });
}

const roles = ['key', 'string', 'dim', 'brand', 'wrong', 'match', 'badge', 'preview'] as const;
const plainText = fc.constantFrom('a', 'zones', ' ', '          ', '│', '▸ ', '…');
const anyText = fc.oneof(
  plainText,
  fc.constantFrom('区域', 'é', 'ทำงาน', 'हिन्दी', '👍🏽 ok', '한', '👨‍👩‍👧', '❤️', 'e\u0301', 'ﾊﾟ'),
);

/** A row as panes make it: cut and filled to its cells, between borders. */
function line(text: fc.Arbitrary<string>, width = columns): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...roles), text), { maxLength: 6 }),
      fc.boolean(),
      fc.constantFrom(...themes),
    )
    .map(([parts, isBar, theme]) => {
      let room = width - 2;
      const spans = parts.map(([role, piece]) => {
        const shown = truncate(piece, room);
        room -= cellWidth(shown);
        return { role, text: shown };
      });
      const filled = [...spans, { role: 'preview' as const, text: ' '.repeat(Math.max(0, room)) }];
      return `│${isBar ? theme.paintSelected(filled) : theme.paint(filled)}│`;
    });
}

const cursor = fc.option(fc.record({ x: fc.nat(columns - 1), y: fc.nat(rows - 1) }), { nil: undefined });

function frames(text: fc.Arbitrary<string>): fc.Arbitrary<readonly Frame[]> {
  // Few rows to choose from, so that some stay and some change a little.
  return fc.array(line(text), { minLength: 3, maxLength: 6 }).chain((few) =>
    fc.array(
      fc.record({
        lines: fc.array(fc.oneof(fc.constantFrom(...few), line(text)), { minLength: 1, maxLength: rows }),
        cursor,
      }),
      { minLength: 1, maxLength: 6 },
    ),
  );
}

/** A list beside a pane that stays: each frame shows another part of it. */
function scrolledFrames(text: fc.Arbitrary<string>): fc.Arbitrary<readonly Frame[]> {
  const beside = 8;
  return fc
    .record({
      list: fc.array(line(text, columns - beside), { minLength: 3 * rows, maxLength: 3 * rows }),
      still: fc.array(line(plainText, beside), { minLength: rows, maxLength: rows }),
      tops: fc.array(fc.nat(2 * rows), { minLength: 2, maxLength: 6 }),
      cursor,
    })
    .map(({ list, still, tops, ...rest }) =>
      tops.map((top) => ({ lines: still.map((left, row) => left + list[top + row]), ...rest })),
    );
}

describe('a frame after others', () => {
  test.each([
    ['plain rows', frames(plainText)],
    ['any rows', frames(anyText)],
    ['a scrolled list', scrolledFrames(plainText)],
    ['a scrolled list of any rows', scrolledFrames(anyText)],
  ])('of %s stands as if it were the first', async (_, some) => {
    await fc.assert(
      fc.asyncProperty(some, async (all) => {
        const after = canvas(asWeDo);
        for (const frame of all) await after.paint(frame);
        const last = all.at(-1);
        if (last === undefined) return;
        const first = canvas(asWeDo);
        await first.paint(last);
        expect(cells(after)).toEqual(cells(first));
        const expected = last.lines.map((one) => screenCells(one, columns).texts.join('').replaceAll(' ', ''));
        const shown = expected.map((__, row) => textOf(first, row).replaceAll(' ', ''));
        // A cell of the model holds no more than two columns, a conjunct may have three: the blanks may be more.
        expect(shown).toEqual(expected);
        if (last.cursor !== undefined) {
          const { cursorX, cursorY } = after.terminal.buffer.active;
          expect({ x: cursorX, y: cursorY }).toEqual(last.cursor);
        }
        after.terminal.dispose();
        first.terminal.dispose();
      }),
      runs(25),
    );
  });

  test.each([
    ['wider', wider],
    ['narrower', narrower],
    ['wide, borders too', widest],
  ])('costs no other row anything where the terminal counts all %s', async (_, count) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(frames(anyText), scrolledFrames(anyText)), async (all) => {
        const [here, there] = [canvas(asWeDo), canvas(count)];
        for (const frame of all) {
          await here.paint(frame);
          await there.paint(frame);
        }
        const [right, found] = [cells(here), cells(there)];
        for (let row = 0; row < rows; row++) {
          const isOfAscii = /^[ -~]*$/.test(textOf(here, row).replaceAll(/[│▸…]/g, ''));
          if (all.at(-1)?.lines[row] === undefined) expect(textOf(there, row)).toBe('');
          else if (count !== widest) {
            if (isOfAscii) expect(found[row]).toEqual(right[row]);
            // The row begins with its own border and ends with it, in the last column.
            expect(found[row]?.[0]).toMatch(/^│/);
            expect(found[row]?.at(-1)).toBe(right[row]?.at(-1));
          }
        }
        expect(there.terminal.buffer.active.baseY).toBe(0);
        here.terminal.dispose();
        there.terminal.dispose();
      }),
      runs(25),
    );
  });
});

function textOf({ terminal }: Canvas, row: number): string {
  return terminal.buffer.active.getLine(row)?.translateToString(true) ?? '';
}

describe('bytes', () => {
  const one = (lines: readonly string[]): Frame => ({ lines, cursor: undefined });

  async function changed(first: readonly string[], second: readonly string[]): Promise<string> {
    const drawn = canvas(asWeDo);
    onTestFinished(() => drawn.terminal.dispose());
    await drawn.paint(one(first));
    const before = drawn.bytes().length;
    await drawn.paint(one(second));
    return drawn
      .bytes()
      .slice(before)
      .replace(/^\u001b\[\?2026h(.*)\u001b\[\?2026l$/s, '$1');
  }

  test('are of what differs alone', async () => {
    expect(await changed(['same', 'row 17 of 20'], ['same', 'row 18 of 20'])).toBe('\u001b[2;6H8');
    expect(await changed(['same'], ['same'])).toBe('');
    expect(await changed(['a long row here'], ['a'])).toBe('\u001b[1;3H\u001b[K');
    expect(await changed([`x${' '.repeat(20)}y`], [`z${' '.repeat(20)}w`])).toBe('\u001b[1Hz\u001b[20Cw');
    expect(await changed(['one', 'two', 'three'], ['one'])).toBe('\u001b[2H\u001b[J');
  });

  test('move what is on the screen already, where that is less, and leave what stands beside it', async () => {
    const list = Array.from({ length: 30 }, (_, at) => `${(at * 7919) % 997}-`.repeat(5));
    const beside = ['╭──╮', '│GE│', ...Array.from({ length: rows - 3 }, () => '│  │'), '╰──╯'];
    const at = (top: number): readonly string[] => beside.map((left, row) => `${left} ${list[top + row]}`);
    // Three rows are new, and those with something else beside the list change a little.
    expect(await changed(at(0), at(3))).toMatch(/^\u001b\[\d+;\d+r\u001b\[\d*H\u001b\[3M\u001b\[r[^rM]{0,200}$/);
    expect(await changed(at(9), at(4))).toMatch(/^\u001b\[\d+;\d+r\u001b\[\d*H\u001b\[5L\u001b\[r/);
    expect(await changed(at(0), at(15))).not.toMatch(/\u001b\[\d+[ML]/);
  });

  test('of blanks are one word that erases them', async () => {
    expect(await changed([`│${'x'.repeat(20)}│`], [`│x${' '.repeat(19)}│`])).toBe('\u001b[1;3H\u001b[19X');
    // Where that is shorter: nothing has to come after it.
    expect(await changed(['│abcdef│'], ['│      │'])).toBe('\u001b[1;2H\u001b[6X');
    expect(await changed(['│abcdefgh│'], ['│       x│'])).toBe('\u001b[1;2H       x');
  });

  test('paint a row anew from a character on that a terminal may count otherwise, and count columns after it', async () => {
    expect(await changed(['ab ทำ cd', ''], ['ab ทำ xd', ''])).toBe('\u001b[1;7Hx');
    expect(await changed(['ab ทำ cd'], ['ab มำ cd'])).toBe('\u001b[1;3H\u001b[K มำ\u001b[7Gcd');
  });

  test('of blanks take no style that does not show there', async () => {
    const [cyan, dim, end] = ['\u001b[36m', '\u001b[2m', '\u001b[m'];
    expect(await changed(['aa   bb'], [`${cyan}aa${end}   ${cyan}bb${end}`])).toBe(`\u001b[1H${cyan}aa   bb${end}`);
    expect(await changed(['x'], [`x${dim}     ${end}`])).toBe('');
    expect(await changed(['x    '], ['x\u001b[7m    \u001b[m'])).toBe('\u001b[1;2H\u001b[7m    \u001b[m');
    expect(await changed(['x    '], ['x\u001b[1;41m    \u001b[m'])).toBe('\u001b[1;2H\u001b[41m    \u001b[m');
  });

  test('go over what stays where that is shorter, styles included', async () => {
    const green = (text: string): string => `\u001b[32m${text}\u001b[39m`;
    expect(await changed([`1${green('ok')} and 1`], [`2${green('ok')} and 2`])).toBe('\u001b[1H2\u001b[7C2');
    expect(await changed([`1${green('ok')}1`], [`2${green('ok')}2`])).toBe('\u001b[1H2\u001b[2C2');
    expect(await changed(['1ok1'], ['2ok2'])).toBe('\u001b[1H2ok2');
  });

  test('of a style are the shortest that lead there', async () => {
    const bold = '\u001b[1;33mtitle\u001b[22;39m';
    expect(await changed(['title text'], [`${bold} text`])).toBe('\u001b[1H\u001b[1;33mtitle\u001b[m');
    expect(await changed(['aabb'], ['\u001b[36maa\u001b[39m\u001b[32mbb\u001b[39m'])).toBe(
      '\u001b[1H\u001b[36maa\u001b[32mbb\u001b[m',
    );
    expect(await changed(['aabb'], ['\u001b[7m\u001b[36maa\u001b[39mbb\u001b[27m'])).toBe(
      '\u001b[1H\u001b[7;36maa\u001b[39mbb\u001b[m',
    );
  });
});

test('of many frames at once the last is painted, in one update', async () => {
  const drawn = canvas(asWeDo);
  onTestFinished(() => drawn.terminal.dispose());
  await drawn.paint({ lines: ['first'], cursor: undefined });
  const before = drawn.updates();
  for (let frame = 0; frame < 100; frame++)
    drawn.painter.show(() => ({ lines: [`frame ${frame}`], cursor: undefined }));
  drawn.painter.flush();
  await drawn.paint({ lines: ['frame 99'], cursor: undefined });
  expect(drawn.updates() - before).toBeLessThanOrEqual(2);
  expect(textOf(drawn, 0)).toBe('frame 99');
});

test('an update that one packet may not hold is synchronized', async () => {
  const drawn = canvas(asWeDo);
  onTestFinished(() => drawn.terminal.dispose());
  const update = /^\u001b\[\?2026h.*\u001b\[\?2026l$/s;
  const full = (text: string): Frame => ({
    lines: Array<string>(rows).fill(text.repeat(columns / 2)),
    cursor: undefined,
  });
  const striped = full('\u001b[36mb\u001b[32mb\u001b[39m');
  await drawn.paint(full('aa'));
  expect(drawn.bytes()).toMatch(update);
  for (const [frame, isLong] of [
    [striped, true],
    [{ lines: ['c', ...striped.lines.slice(1)], cursor: undefined }, false],
  ] as const) {
    const before = drawn.bytes().length;
    await drawn.paint(frame);
    expect(update.test(drawn.bytes().slice(before))).toBe(isLong);
  }
});

test('what another has left on the screen is gone after a repaint, whatever modes it left behind', async () => {
  const drawn = canvas(asWeDo);
  onTestFinished(() => drawn.terminal.dispose());
  const frame: Frame = { lines: Array.from({ length: rows }, (_, row) => `row ${row}`), cursor: { x: 3, y: 2 } };
  await drawn.paint(frame);
  const right = cells(drawn);
  drawn.terminal.write(
    '\u001b[31;7m\u001b[2;4r\u001b[?6h\u001b[?7h\u001b(0garbage all over the place, and more of it\r\nx',
  );
  drawn.painter.repaint();
  drawn.painter.flush();
  await new Promise<void>((resolve) => drawn.terminal.write('', resolve));
  expect(cells(drawn)).toEqual(right);
  expect(padEnd(textOf(drawn, 1), 5)).toBe('row 1');
});
