// All pages in the explorer: one document that grows while they arrive, stopped and gone on with.
import { afterEach, expect, test } from 'vitest';
import { startExplorer, startExplorerAt } from '../helpers/explorer.ts';
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

/** Pages of one item each, of which the server holds back those from `held` on until it is released. */
async function slowList(held: number): Promise<{ readonly origin: string; readonly release: () => void }> {
  const waiting: (() => void)[] = [];
  let isReleased = false;
  const { origin } = await startHttp((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
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
  expect(app.screen()).toContain('A goes on from there');
  await app.waitForSelected('item-2');
  list.release();
  await app.pressFor('A', 'all 9 pages · 9 items');
  await app.waitFor('item-9');
  expect(app.screen()).toContain('▾ [9]');
});
