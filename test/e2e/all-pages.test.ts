// All pages in the explorer: one document that grows while they arrive, stopped and gone on with.
import { afterEach, expect, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { startExplorer, startExplorerAt } from '../helpers/explorer.ts';
import { countRequests } from '../helpers/stored.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

test('A reads the zones into one list, and the pages that were there are not asked for again', async () => {
  const app = await startExplorer({ columns: 110 });
  await app.ask('GET /zones per_page==5', 'page 1/12');
  await app.pressFor('A', 'all 12 pages · 60 items');
  expect(app.screen()).toContain('▾ [60]');
  // Twelve pages in all, whether they were asked for by themselves, ahead or together.
  expect(app.screen()).toMatch(/1,18[78]\/1,200 left/);
  app.press('G');
  await app.waitForSelected('59 {}');
});

interface SlowList {
  readonly origin: string;
  readonly release: () => void;
  /** Numbers of the pages asked for, in order. */
  readonly asked: number[];
}

/** Pages of one item each, of which the server holds back those from `held` on until it is released. */
async function slowList(held: number): Promise<SlowList> {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  let isReleased = false;
  const { origin } = await startHttp((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    asked.push(page);
    const answer = (): void => {
      const result_info = { page, per_page: 1, count: 1, total_count: 9, total_pages: 9 };
      const body = { result: [{ id: `item-${page}` }], success: true, errors: [], messages: [], result_info };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (page < held || isReleased) answer();
    else waiting.push(answer);
  });
  return {
    origin,
    asked,
    release: () => {
      isReleased = true;
      for (const answer of waiting.splice(0)) answer();
    },
  };
}

test('rows are there while more is on its way; Esc keeps them, and A goes on from there', async () => {
  const list = await slowList(6);
  const app = await startExplorerAt(list.origin, { columns: 110 });
  await app.ask('GET /list', 'page 1/9');
  await app.pressFor('A', '5/9 pages');
  await app.waitFor('item-5');
  app.press('j', 'j');
  await app.waitForSelected('item-2');
  await app.pressFor('esc', 'first 5 pages · 5 items');
  expect(app.screen()).toContain('A continues from there');
  await app.waitForSelected('item-2');
  list.release();
  await app.pressFor('A', 'all 9 pages · 9 items');
  await app.waitFor('item-9');
  expect(app.screen()).toContain('▾ [9]');
});

test('after a crash the pages that had come are in the history, and A reads the rest', async () => {
  const list = await slowList(6);
  const home = await temporaryFolder();
  const token = 'all-pages-token-0123456789-abcdefghijklm';
  await makeCheapVault(home, 'crash test', {
    name: 'slow',
    credential: { kind: 'token', token: createSecret(token) },
    baseUrl: list.origin,
    accountId: undefined,
    readOnly: false,
    production: false,
  });
  const options = {
    columns: 110,
    env: { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: 'crash test' },
    secrets: [token],
  };
  const first = await startExplorer(options);
  await first.ask('GET /list', 'page 1/9');
  await first.pressFor('A', '5/9 pages');
  await first.waitFor('item-5');
  // What has come is stored a moment later.
  await expect
    .poll(() => countRequests(home, 'WHERE part_of IS NOT NULL'), { timeout: 20_000 })
    .toBeGreaterThanOrEqual(4);
  first.kill('SIGKILL');
  await first.exited;

  list.release();
  list.asked.length = 0;
  const app = await startExplorer(options);
  await app.waitFor((screen) => screen.includes('200 GET /list') && !screen.includes('opening'));
  app.press('shift+tab');
  await app.waitForSelected('GET /list');
  await app.pressFor('enter', 'page 1/9');
  await app.pressFor('A', 'all 9 pages · 9 items');
  expect(list.asked.toSorted()).toEqual([6, 7, 8, 9]);
});
