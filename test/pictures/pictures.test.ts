// The pictures of the README: real frames of today. `vitest run --config test/vitest.config.ts test/pictures -u` makes them anew.
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { createTheme } from '../../src/terminal/theme.ts';
import type { Driver } from '../explorer/driver.ts';
import { driveKnown, listNames } from '../explorer/known.ts';
import { scenes } from '../terminal/scenes.ts';
import { recording, type Screen, screenOf, still } from './picture.ts';

const size = [100, 28] as const;
const theme = createTheme(4);

/** What the sandbox says, which is the same in every run. */
async function said(path: string): Promise<unknown> {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  const response = await fetch(sandbox.baseUrl + path, { headers: { authorization: `Bearer ${sandbox.token}` } });
  return response.json();
}

const records = '/zones/example.com/dns_records';

async function atRecords(): Promise<Driver> {
  const zones = (await said('/zones?name=example.com')) as { readonly result: readonly { readonly id: string }[] };
  const user = driveKnown(...size);
  user.type(`GET ${records} per_page==20 page==2`);
  user.press('enter');
  user.answer(await said(`/zones/${zones.result[0]?.id}/dns_records?per_page=20&page=2`));
  return user;
}

function scene(name: string): () => Promise<Driver> {
  return async () => {
    const user = driveKnown(...size);
    scenes[name]?.(user);
    return user;
  };
}

/** The main screens: what stands below each in the README, and how it is come by. */
const stills: Readonly<Record<string, readonly [title: string, play: () => Promise<Driver>]>> = {
  tree: [
    'The second page of a zone’s 2,000 DNS records as a tree, one record open',
    async () => {
      const user = await atRecords();
      user.press('j', 'j', 'l', 'j');
      return user;
    },
  ],
  table: [
    'The same page as a table',
    async () => {
      const user = await atRecords();
      user.press('t');
      return user;
    },
  ],
  palette: [
    'Operations found by a few letters, with what they take and need',
    async () => {
      const user = driveKnown(...size);
      user.press('ctrl+p');
      user.type('create dns');
      return user;
    },
  ],
  preview: ['A write is shown before it is sent: what changes, and where', scene('changing')],
  chart: ['Requests by hour and country as a chart', scene('lines')],
  compare: ['Two responses compared', scene('compare')],
};

describe('the README’s pictures are what the program shows today', () => {
  test.for(Object.entries(stills))('%s', async ([name, [title, play]]) => {
    const picture = still(title, await screenOf((await play()).state(), theme));
    await expect(picture).toMatchFileSnapshot(`../../.github/${name}.svg`);
  });

  test('the recording', async () => {
    const zones = (await said('/zones?per_page=8')) as { readonly result: readonly { readonly name: string }[] };
    const list = await said('/zones?name=example.com');
    const [{ id }] = (list as { readonly result: readonly [{ readonly id: string }] }).result;
    const user = driveKnown(...size);
    const screens: Screen[] = [];
    const take = async (): Promise<void> => {
      screens.push(await screenOf(user.state(), theme));
    };
    await take();
    user.press('ctrl+p');
    await take();
    user.type('dns rec');
    await take();
    user.press('enter');
    await take();
    user.press('enter');
    listNames(user, [...zones.result.map(({ name }) => name), 'example.com']);
    await take();
    user.type('example.com');
    await take();
    user.press('enter', 's');
    await take();
    user.answer(await said(`/zones/${id}/dns_records?per_page=20`));
    await take();
    user.press('j', 'j', 'j', 'l');
    await take();
    user.press('h', 't');
    await take();
    await expect(recording('From a few letters to a table of records', screens, 1.6)).toMatchFileSnapshot(
      '../../.github/recording.svg',
    );
  });
});
