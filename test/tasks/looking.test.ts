// Tasks that only read.
import { expect } from 'vitest';
import { account, task } from './user.ts';

task(
  'TXT records of a zone',
  33,
  async ({ pressFor, choose, sees }) => {
    await pressFor('ctrl+p', 'operation ❯');
    await choose('dns rec', 'List DNS records');
    await sees('1 missing');
    await pressFor('enter', 'zone ❯');
    await choose('example.com', /^example\.com /);
    await sees('send ');
    await pressFor('/', '/ ❯');
    await choose('type', /^type /);
    await sees('type ❯');
    await choose('TXT', /^TXT/);
    await sees('type==TXT');
    await pressFor('s', /1–\d+ of \d+/);
  },
  account,
);

task(
  'The zone with most records',
  27,
  async ({ app, press, pressFor, type, choose, sees }) => {
    await type('/zones');
    await pressFor('enter', '1–20 of 60');
    await pressFor('A', '60 items of 3 pages');
    await pressFor('M', '60 marked');
    await pressFor('ctrl+p', 'operation ❯');
    await choose('dns rec', 'List DNS records');
    await sees('of each marked row');
    await pressFor('s', '60 rows, 60 requests');
    await pressFor('enter', 'All 60 done');
    await pressFor('o', 'report of GET');
    await pressFor('t', '▸id');
    press('l', 'l');
    await sees(/▸ ?items/);
    press('s', 's');
    await sees('items▼');
    await sees('mellow-bridge');
    press('g');
    await app.waitForSelected(/example\.com +2,?000/);
  },
  account,
);

task(
  'What a token lacks that gets a 403',
  11,
  async ({ pressFor, type }) => {
    await type('/accounts');
    await pressFor('enter', '403');
    await pressFor('a', 'lacks');
  },
  async () => {
    const { sandbox, env } = await account();
    return {
      env: { ...env, CLOUDFLARE_API_TOKEN: sandbox.makeToken('DNS Read on example.com; API Tokens Read on the user') },
    };
  },
);

task(
  'The audit log of a day, by one actor',
  72,
  async ({ app, press, pressFor, type, choose, sees }) => {
    await pressFor('ctrl+p', 'operation ❯');
    await choose('audit log', 'List account log audit');
    await sees('3 missing');
    await pressFor('enter', 'account ❯');
    await choose('books', /^Example Books/);
    for (const [field, date] of [
      ['before', '2026-06-29'],
      ['since', '2026-06-28'],
    ] as const) {
      await app.waitForSelected(field);
      await pressFor('enter', `${field} ❯`);
      await type(date);
      press('enter');
    }
    await app.waitForSelected(/^send/);
    await pressFor('/', '/ ❯');
    await choose('actor_email', /^actor_email /);
    await pressFor('a', 'actor_email ❯');
    await type('ci@example.org');
    press('enter');
    await app.waitForSelected('ci@example.org');
    await pressFor('s', '200 ·');
    await sees(/delete +ci@example\.org/);
  },
  account,
);

task(
  'Requests of a zone by country, as a chart',
  24,
  async ({ press, pressFor, choose, sees }) => {
    press('tab');
    await pressFor('Q', 'question ❯');
    await choose('country', /^Requests by country/);
    await sees('zone ❯');
    await choose('example.com', /^example\.com /);
    await sees('zoneTag');
    await pressFor('enter', '8 items');
    await pressFor('C', /US ██/);
  },
  account,
);

task(
  'What changed in a setting since it was read',
  35,
  async ({ app, press, pressFor, type, sees }, { env = {} }) => {
    await type('/zones/example.com/settings/ssl');
    await pressFor('enter', '200 ·');
    await fetch(`${env.CLOUDFLARE_BASE_URL}/zones/${await zoneId(env)}/settings/ssl`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${env.CLOUDFLARE_API_TOKEN}`, 'content-type': 'application/json' },
      body: '{"value":"strict"}',
    });
    press('ctrl+r');
    await sees('r run');
    await pressFor('D', 'with what is there now');
    await pressFor('enter', /~ value +"full" +[→│] +"strict"/);
    expect(app.screen()).toMatch(/[→│] now/);
  },
  account,
);

task(
  'Compare the settings of two zones',
  60,
  async ({ app, press, pressFor, type, sees }) => {
    await type('/zones/example.com/settings');
    await pressFor('enter', '200 ·');
    press('D', ':', 'ctrl+u');
    await type('/zones/example.net/settings');
    press('enter');
    await sees(() => !app.isTyping());
    await pressFor('D', /Compare +\d+ changed/);
  },
  account,
);

async function zoneId(env: Readonly<Record<string, string>>): Promise<string> {
  const headers = { authorization: `Bearer ${env.CLOUDFLARE_API_TOKEN}` };
  const response = await fetch(`${env.CLOUDFLARE_BASE_URL}/zones?name=example.com`, { headers });
  const { result } = (await response.json()) as { readonly result: readonly [{ readonly id: string }] };
  return result[0].id;
}
