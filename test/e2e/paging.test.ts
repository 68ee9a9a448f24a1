// Lists that misbehave as real ones do: walking on always ends, and what the screen says of the page is true.
import { describe, expect, test } from 'vitest';
import { type Explorer, startExplorer } from '../helpers/explorer.ts';

/** The id of the sandbox's first account, from the list as a user finds it. */
async function accountId(app: Explorer): Promise<string> {
  await app.ask('GET /accounts', '1–3 of 3');
  await app.walkTo('Example Books');
  app.press('l', 'j');
  await app.waitForSelected(/^id /);
  return /"([0-9a-f]{32})"/.exec(app.selected())?.[1] ?? 'no id';
}

/** What the pane's title says of the page: `page 2/3 · 21–40 of 60`. */
function label(app: Explorer): string {
  return / k?B · (page .*?|\d+ items?) ─/.exec(app.row(2))?.[1] ?? '';
}

interface Walk {
  readonly list: string;
  /** The label of every page, on the way forward. */
  readonly labels: readonly string[];
  /** What `]` says at the end. */
  readonly end: string;
  /** The label of the last page once the end is known. */
  readonly last: string;
}

const walks: readonly Walk[] = [
  {
    list: 'clamped per_page==50',
    labels: ['page 1/4 · 1–25 of 95', 'page 2/4 · 26–50 of 95', 'page 3/4 · 51–75 of 95', 'page 4/4 · 76–95 of 95'],
    end: 'This is the last page',
    last: 'page 4/4 · 76–95 of 95',
  },
  {
    list: 'repeats per_page==15',
    labels: ['page 1 · 1–15', 'page 2 · 16–30'],
    end: 'The server repeated an earlier page, and does not say whether more follow',
    last: 'page 2 · 16–30 · perhaps not all',
  },
  {
    list: 'repeats per_page==20',
    labels: ['page 1 · 1–20', 'page 2/2 · 21–30 of 30'],
    end: 'This is the last page',
    last: 'page 2/2 · 21–30 of 30',
  },
  {
    list: 'prefilter kind==odd',
    labels: ['page 1/25 · 1–20 of 500', 'page 2/25 · 21–40 of 500', 'page 3/25 · 41–45 of at most 500'],
    end: 'The next page is empty, so this page is the last',
    last: 'page 3/3 · 41–45 of 45',
  },
  {
    list: 'same-cursor limit==5',
    labels: ['page 1 · 1–5'],
    end: 'The server repeated an earlier page, and does not say whether more follow',
    last: 'page 1 · 1–5 · perhaps not all',
  },
  { list: 'no-info', labels: ['20 items'], end: 'This list has no pages', last: '20 items' },
  {
    list: 'no-info page==1',
    labels: ['page 1 · 1–20', 'page 2 · 21–40', 'page 3 · 41–45'],
    end: 'The next page is empty, so this page is the last',
    last: 'page 3/3 · 41–45 of 45',
  },
  {
    list: 'string-page',
    labels: ['page 1/3 · 1–20 of 45', 'page 2/3 · 21–40 of 45', 'page 3/3 · 41–45 of 45'],
    end: 'This is the last page',
    last: 'page 3/3 · 41–45 of 45',
  },
  {
    list: 'before-after',
    labels: ['page 1 · 1–20', 'page 2 · 21–40', 'page 3/3 · 41–60 of 60'],
    end: 'This is the last page',
    last: 'page 3/3 · 41–60 of 60',
  },
];

test('walking on with ] ends in every list', async () => {
  const app = await startExplorer();
  const account = await accountId(app);
  for (const { list, labels, end, last } of walks) {
    const waitForLabel = (wanted: string): Promise<string> =>
      app.waitFor(() => label(app) === wanted, `the label ${wanted} in ${list}`);
    await app.ask('GET /user', 'has_pro_zones');
    await app.send(`GET /accounts/${account}/sandbox/${list}`);
    for (const [index, wanted] of labels.entries()) {
      if (index > 0) app.press(']');
      await waitForLabel(wanted);
    }
    await app.pressFor(']', end);
    await waitForLabel(last);
    // Once the end is known, asking for more asks nobody.
    const quota = /[\d,]+\/1,200 left/.exec(app.screen())?.[0];
    expect(quota).toBeDefined();
    app.press('g');
    await app.waitForGone(end);
    await app.pressFor(']', /This is the last page|This list has no pages|The server repeat(?:s|ed) a (?:page|cursor)/);
    for (let page = labels.length - 1; page > 0; page--) {
      app.press('[');
      await app.waitFor(() => label(app).startsWith(`page ${page}`), `page ${page} of ${list}`);
    }
    expect(app.screen()).toContain(quota);
  }
});

describe('a list by cursor', () => {
  test('of 2,500 keys is paged forward and back, and says what it cannot do', async () => {
    const app = await startExplorer();
    const account = await accountId(app);
    await app.ask(`GET /accounts/${account}/storage/kv/namespaces`, '1–6 of 6');
    await app.walkTo('sessions');
    app.press('l', 'j');
    await app.waitForSelected(/^id /);
    const [, namespace] = /"([0-9a-f]{32})"/.exec(app.selected()) ?? [];

    await app.ask(`GET /accounts/${account}/storage/kv/namespaces/${namespace}/keys`, 'page 1 · 1–1,000');
    expect(app.screen()).toContain('▾ result [1000]');
    await app.pressFor('}', 'A list paged by cursor has no last page number');
    await app.pressFor('{', 'This is the first page');
    await app.pressFor(']', 'page 2 · 1,001–2,000');
    await app.pressFor(']', 'page 3/3 · 2,001–2,500 of 2,500');
    const quota = /[\d,]+\/1,200 left/.exec(app.screen())?.[0] ?? 'none';
    await app.pressFor(']', 'This is the last page');

    await app.pressFor('[', 'page 2/3 · 1,001–2,000 of 2,500');
    await app.pressFor('[', 'page 1/3 · 1–1,000 of 2,500');
    await app.pressFor('[', 'This is the first page');
    await app.pressFor('}', 'page 3/3');
    await app.pressFor('{', 'page 1/3');
    expect(app.screen()).toContain(quota);
  });

  test('goes to pages that were seen and to the one after them, no further', async () => {
    const app = await startExplorer();
    const account = await accountId(app);
    await app.ask(`GET /accounts/${account}/sandbox/before-after limit==10`, 'page 1 · 1–10');
    const goTo = async (page: string, wanted: string): Promise<void> => {
      await app.pressFor('ctrl+g', 'page ❯');
      app.write(page);
      await app.pressFor('enter', wanted);
    };
    await goTo('4', 'A list paged by cursor goes forward one page at a time');
    app.press('esc');
    await app.waitForGone('page ❯');
    await goTo('2', 'page 2 · 11–20');
    await goTo('1', 'page 1 · 1–10');
    await goTo('0', 'Pages are numbered from 1');
  });

  test('that was started in its middle does not claim to know what lies before', async () => {
    const app = await startExplorer();
    const account = await accountId(app);
    await app.ask(`GET /accounts/${account}/sandbox/before-after`, 'page 1 · 1–20');
    await app.pressFor(']', 'page 2 · 21–40');
    // The prompt follows the pages, so that sending it again asks for this one by its cursor.
    app.press(':');
    await app.waitFor(() => app.isTyping() && / cursor==\w+$/.test(app.line()));
    await app.pressFor('enter', 'page 1 from the cursor · 20 items');
    await app.pressFor('[', 'This list started at a cursor');
  });
});

test('a response without pages says so to every key that turns them', async () => {
  const app = await startExplorer();
  const reason = 'This response is not a list';
  for (const [line, shown] of [
    ['GET /user', 'has_pro_zones'],
    ['GET /sandbox/fault/binary', 'Binary data'],
    ['GET /sandbox/fault/empty', '─ 204 · '],
  ] as const) {
    await app.ask(line, shown);
    for (const key of [']', '[', '}', '{']) {
      await app.pressFor(key, reason);
      app.press('J');
      await app.waitForGone(reason);
    }
  }
});
