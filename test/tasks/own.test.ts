// Tasks about the program itself: whose account it is, one's own keys and colours, the mouse, and finding help.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { account, task } from './user.ts';

const passphrase = 'a passphrase for tasks';

task(
  'Unlock, switch to another account, lock',
  31,
  async ({ app, press, pressFor, type, choose, sees }) => {
    await sees('passphrase ❯');
    await type(passphrase, 'hidden');
    press('enter');
    await app.waitFor(() => app.row(0).includes('production'));
    await pressFor('ctrl+o', 'Accounts');
    await choose('stag', /^staging/);
    await app.waitFor(() => app.row(0).includes('staging'));
    await pressFor('ctrl+o', 'Accounts');
    press('ctrl+l');
    await app.waitFor(() => app.row(0).includes('LOCKED'));
  },
  async () => {
    const { sandbox } = await account();
    const home = await temporaryFolder();
    const profiles = ['production', 'staging'].map((name) => ({
      name,
      credential: { kind: 'token', token: createSecret(sandbox.token) } as const,
      baseUrl: sandbox.baseUrl,
      accountId: undefined,
      readOnly: false,
      production: name === 'production',
    }));
    await makeCheapVault(home, passphrase, ...profiles);
    return { env: { FLARESCOPE_HOME: home }, secrets: [passphrase, sandbox.token] };
  },
);

task(
  'Use a key and a theme of one’s own',
  13,
  async ({ app, pressFor, type, choose }) => {
    await type('/zones');
    await pressFor('enter', '1–20 of 60');
    await pressFor('space', '21–40 of 60');
    await pressFor('T', 'theme ❯');
    await choose('sea', /^sea/);
    await app.waitFor(() => app.bytes().includes('48;2;0;32;64'));
    expect(app.row(0)).toContain('flarescope');
  },
  async () => {
    const home = await temporaryFolder();
    const config = path.join(home, 'config');
    await mkdir(path.join(config, 'themes'), { recursive: true, mode: 0o700 });
    await writeFile(path.join(config, 'keys.json'), '{ "page.next": "space" }');
    await writeFile(
      path.join(config, 'themes', 'sea.json'),
      '{ "text": { "color": "#c0e0ff", "background": "#002040" } }',
    );
    return { env: { FLARESCOPE_HOME: home, COLORTERM: 'truecolor' } };
  },
);

task('Find the key for something, and use it', 14, async ({ type, press, pressFor, sees }) => {
  await type('/zones');
  await pressFor('enter', '1–20 of 60');
  await pressFor('?', 'Keys');
  await type('table');
  press('enter');
  await sees('· table');
});

task('Look into a record, and turn a page, with the mouse', 11, async ({ app, type, press, click, sees }) => {
  await type('/zones');
  press('enter');
  await sees('1–20 of 60');
  click('▸ 0 {}');
  await sees('name_servers');
  click('] next page');
  await sees('21–40 of 60');
  press('t');
  await sees('· table');
  click(' name ');
  await sees(/name ?▲/);
  expect(app.row(0)).toContain('flarescope');
});
