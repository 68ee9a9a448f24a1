// The explorer in tmux 3.3, which counts Thai vowels, conjuncts and skin tones by code points: whatever a value holds, rows stay rows.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { mainFile } from '../helpers/terminal.ts';
import { skipsTmux, startTmux, type Tmux } from '../helpers/tmux.ts';

const values = ['ทำงาน', 'हिन्दी', '👍🏽 ok', '👩🏾‍💻 👩🏾‍💻 👩🏾‍💻', '❤️ 1️⃣ ✂️', '🪿 new', 'ສຳລັບ', 'ស្រី', '区域', 'plain'];

/** A document of more rows than the screen has, each with one of the values, long and short. */
const document = JSON.stringify(
  Array.from({ length: 60 }, (_, index) => (values[index % values.length] ?? '').repeat(1 + (index % 4) * 6)),
);

/** Everything that is not a value is in its own place, in the last column too. */
function expectWhole(tmux: Tmux, row: number): void {
  const rows = tmux.screen();
  expect(rows[0]).toMatch(/^ flarescope/);
  expect(rows[2]).toMatch(/^┌.*┐$/);
  for (const body of rows.slice(3, 22)) expect(body).toMatch(/^│.*│$/);
  expect(rows[22]).toContain(`row ${row} of 61`);
  expect(rows[22]).toMatch(/^└.*┘$/);
  expect(rows[23]).toMatch(/^ j move/);
}

test.skipIf(skipsTmux)('no value moves a row in tmux (apt-get install tmux)', async () => {
  const tmux = await startTmux(async (folder) => {
    await writeFile(path.join(folder, 'values.json'), document);
    return `'${process.execPath}' '${mainFile}' open values.json`;
  });
  await eventually(() => expectWhole(tmux, 1));
  // Down row by row, so that the list scrolls; then far and back.
  for (let row = 2; row <= 40; row++) tmux.type('j');
  await eventually(() => expectWhole(tmux, 40));
  tmux.type('G');
  await eventually(() => expectWhole(tmux, 61));
  tmux.type('kkkkkkkkkk');
  await eventually(() => expectWhole(tmux, 51));
  tmux.type('g');
  await eventually(() => expectWhole(tmux, 1));
  // The rows with plain values are there to the letter, also after a whole paint.
  const before = tmux.screen();
  expect(before.filter((row) => row.includes('"plain'))).toHaveLength(1);
  tmux.type('\u000c');
  tmux.type('j');
  await eventually(() => expectWhole(tmux, 2));
  expect(tmux.screen().slice(3, 22)).toEqual(before.slice(3, 22));
});
