// Agreeing to writes with keys alone, on the built program in a real terminal: a server on this machine asks as any other account.
import { expect, onTestFinished, test, vi } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { startExplorer } from '../helpers/explorer.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a setting is changed after its diff, a record deleted after y, both in few keys', async () => {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
  const app = await startExplorer({ columns: 90, rows: 40, env });

  await app.ask('PATCH /zones/example.com/settings/ssl value=strict', '→ "strict"');
  await app.waitFor('PATCH setting ssl · example.com');
  app.press('enter');
  await app.waitFor(/value +"strict"/);

  await app.ask('GET /zones/example.com/dns_records per_page==5', 'page 1/400');
  app.press('j');
  app.press('o');
  await app.waitFor('Related requests');
  app.write('de');
  await app.waitFor('❯ de');
  await app.waitFor(/│ DELETE \/zones\/\S+\/dns_records\/\S+ +Delete DNS record.*\n/);
  app.press('enter');
  await app.waitFor('This will be gone:');
  // Five keys from the list: o d e enter y.
  app.press('y');
  await app.waitFor(/\[DELETE \S+\]/);

  await app.ask('GET /zones/example.com/dns_records per_page==5 page==2', 'page 2/400');
  app.press('j');
  const keys = ['m', 'j', 'enter', '6', '0', '0', 'enter', 's', 'enter'];
  app.press('m', 'j');
  await app.waitForSelected(/ttl/);
  app.press('enter');
  app.write('600');
  app.press('enter');
  await app.waitForSelected(/ttl +600/);
  app.press('s');
  await app.waitFor(/~ ttl +\d+ → 600/);
  app.press('enter');
  await app.waitFor(/ttl +600/);
  expect(keys.length).toBeLessThanOrEqual(10);
});
