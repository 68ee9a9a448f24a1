// Our table of widths beside those of terminals: tmux, which counts code points, and xterm.js with its grapheme clusters. They differ
// from each other; where they agree, so do we, and every difference stands here. A wrong guess costs little (terminal/screen/row.ts).
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/text/width.ts';
import { eventually } from '../helpers/eventually.ts';
import { skipsTmux, startTmux } from '../helpers/tmux.ts';

// Its types are written for a browser's terminal.
const { UnicodeGraphemesAddon } = createRequire(import.meta.url)('@xterm/addon-unicode-graphemes');

/** Cells as we, tmux 3.3 and xterm.js count them. */
const widths: readonly (readonly [text: string, ours: number, tmux: number, xterm: number])[] = [
  ['区', 2, 2, 2],
  ['한', 2, 2, 2],
  ['ㄱ', 2, 2, 2],
  ['Ａ', 2, 2, 2],
  ['ｱ', 1, 1, 1],
  ['ﾊﾟ', 2, 2, 1],
  ['𠀀', 2, 2, 2],
  ['e\u0301', 1, 1, 1],
  ['“', 1, 1, 1],
  ['│', 1, 1, 1],
  ['①', 1, 1, 1],
  // Thai and Lao AM
  ['ทำ', 2, 2, 1],
  ['ທຳ', 2, 2, 1],
  // Indic vowel signs and conjuncts, Khmer
  ['কি', 2, 2, 1],
  ['தி', 2, 2, 1],
  ['क्ष', 2, 2, 2],
  ['हिन्दी', 5, 5, 3],
  ['ស្រី', 2, 2, 2],
  ['ကြ', 2, 2, 1],
  ['מָ', 1, 1, 1],
  // Emoji: skin tones, joined ones, flags, variation selectors
  ['👍', 2, 2, 2],
  ['👍🏽', 2, 4, 2],
  ['👩🏾‍💻', 2, 4, 2],
  ['👨‍👩‍👧', 2, 2, 2],
  ['🇩🇪', 2, 2, 2],
  ['❤', 1, 1, 1],
  ['❤️', 2, 1, 2],
  ['1️⃣', 2, 1, 2],
  ['⌚', 2, 2, 2],
];

test.each(widths)('%s takes %i cells', (text, ours, tmux, other) => {
  expect(cellWidth(text)).toBe(ours);
  if (tmux === other) expect(ours).toBe(tmux);
});

describe('the same table, asked of', () => {
  test('xterm.js with grapheme clusters', async () => {
    const model = new xterm.Terminal({ cols: 80, rows: 2, allowProposedApi: true });
    model.loadAddon(new UnicodeGraphemesAddon());
    for (const [text, , , expected] of widths) {
      await new Promise<void>((resolve) => model.write(`\r\u001b[K${text}`, resolve));
      expect([text, model.buffer.active.cursorX]).toEqual([text, expected]);
    }
    model.dispose();
  });

  test.skipIf(skipsTmux)('tmux (apt-get install tmux)', async () => {
    // Writes each text from the left edge and asks where the cursor stands then.
    const program = `
      const { readFileSync, writeFileSync, renameSync } = require('node:fs');
      const texts = JSON.parse(readFileSync('texts', 'utf8'));
      const found = [];
      const ask = () => process.stdout.write('\\r\\x1b[K' + texts[found.length] + '\\x1b[6n');
      process.stdin.setRawMode(true).on('data', (data) => {
        const column = /;(\\d+)R/.exec(data)?.[1];
        if (column === undefined) return;
        found.push(column - 1);
        if (found.length < texts.length) return ask();
        writeFileSync('found.new', JSON.stringify(found));
        renameSync('found.new', 'found');
      });
      ask();`;
    const { folder } = await startTmux(async (home) => {
      await writeFile(path.join(home, 'ask.cjs'), program);
      await writeFile(path.join(home, 'texts'), JSON.stringify(widths.map(([text]) => text)));
      return `'${process.execPath}' ask.cjs`;
    });
    const found: readonly number[] = await eventually(async () =>
      JSON.parse(await readFile(path.join(folder, 'found'), 'utf8')),
    );
    // Its tables follow the system's; what a later tmux counts as we do is as well.
    const differing = widths.filter(([, ours, expected], index) => found[index] !== expected && found[index] !== ours);
    expect(differing).toEqual([]);
  });
});
