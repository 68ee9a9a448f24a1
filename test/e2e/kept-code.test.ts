// What V8 makes of the code is kept by a run and taken by the next, under whatever options of V8 it was loaded; what is spoiled is made anew.
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';

/** The program without the code that came with it, as another Node than the one that built it finds it. */
async function bareProgram(): Promise<string> {
  const folder = await temporaryFolder();
  const dist = path.dirname(mainFile);
  cpSync(dist, path.join(folder, 'dist'), {
    recursive: true,
    filter: (from) => path.basename(from) !== 'kept' || path.dirname(from) !== dist,
  });
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  return path.join(folder, 'dist', 'main.js');
}

/** Files of kept code below a folder, with what tells whether one was written again. */
function keptIn(folder: string): ReadonlyMap<string, number> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.js/.test(name));
  return new Map(names.map((name) => [name, statSync(path.join(folder, name)).ino]));
}

test('the explorer keeps what it has used, before Ink and after it, and takes it from then on', async () => {
  const main = await bareProgram();
  const kept = await temporaryFolder();
  const start = async (): Promise<void> => {
    const app = await openTerminal({ args: [main], env: { NODE_COMPILE_CACHE: kept } });
    await app.waitFor('type a request');
    app.write('GET /zones\r');
    await app.waitFor('page 1/3');
    app.press('ctrl+c');
    expect((await app.exited).code).toBe(0);
  };
  await start();
  const first = keptIn(kept);
  const names = [...first.keys()].map((name) => path.basename(name));
  expect(names.some((name) => /^shared-\w+\.js$/.test(name))).toBe(true);
  expect(names.some((name) => /^mount-\w+\.js\.small$/.test(name))).toBe(true);
  await start();
  expect(keptIn(kept)).toEqual(first);
  // Spoiled: as an older V8 would have written it, and cut off.
  const [largest = ''] = [...first.keys()].sort((a, b) => sizeOf(b) - sizeOf(a));
  function sizeOf(name: string): number {
    return statSync(path.join(kept, name)).size;
  }
  const bytes = readFileSync(path.join(kept, largest));
  for (const spoiled of [Buffer.from('no code'), bytes.subarray(0, bytes.length / 2)]) {
    writeFileSync(path.join(kept, largest), spoiled);
    const before = keptIn(kept).get(largest);
    await start();
    expect(keptIn(kept).get(largest)).not.toBe(before);
    expect(sizeOf(largest)).toBeGreaterThan(bytes.length / 2);
  }
});
