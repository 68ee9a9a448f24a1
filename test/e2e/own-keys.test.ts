// Keys of one's own in the built program: told what is wrong with them, and in force for all else.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { startExplorer } from '../helpers/explorer.ts';

test('a key of one’s own works, a sequence shows what follows, and a mistake is told with its place', async () => {
  const home = await temporaryFolder();
  const config = path.join(home, 'config');
  mkdirSync(config, { recursive: true });
  writeFileSync(path.join(config, 'settings.json'), '{"keys": "emacs"}');
  writeFileSync(
    path.join(config, 'keys.json'),
    '{\n  "move.frist": "x",\n  "depth.all": "ctrl+x a",\n  "depth.less": "_"\n}',
  );
  const app = await startExplorer({ columns: 120, rows: 34, env: { FLARESCOPE_HOME: home } });
  await app.waitFor('keys.json:2:3: there is no key move.frist: did you mean move.first?');
  await app.ask('GET /zones per_page==5', 'page 1/');
  await app.waitFor('depth 2/');
  await app.pressFor('_', 'depth 1/');
  const shown = await app.pressFor('ctrl+x', 'ctrl+x…');
  expect(shown).toMatch(/ctrl\+x….* a expand all/s);
  app.press('a');
  await app.waitFor('ada.ns.example');
  // The old key is another's, or nobody's.
  await app.pressFor('-', '- does nothing here. ? shows all keys');
  app.press('ctrl+x');
  app.press('ctrl+c');
  expect(await app.exited).toMatchObject({ code: 0 });
});
