// Changing a setting, agreeing to what changes, and taking it back, with the keyboard alone in a terminal.
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { startExplorer } from '../helpers/explorer.ts';

test('ssl is set to strict, seen, agreed to and taken back; what somebody else has set since is not lost by Enter', async () => {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
  const result = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(sandbox.baseUrl + path, { ...init, headers });
    return ((await response.json()) as { readonly result: unknown }).result;
  };
  const [zone] = (await result('/zones?name=example.com')) as readonly { readonly id: string }[];
  const setting = `/zones/${zone?.id}/settings/ssl`;
  const set = (value: string): Promise<unknown> =>
    result(setting, { method: 'PATCH', body: JSON.stringify({ value }) });
  await set('full');

  const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
  const app = await startExplorer({ env });
  const preview = await app.ask(`PATCH ${setting} value=strict`, '"full" → "strict"');
  expect(preview).toContain('in this session only');
  expect(await result(setting)).toMatchObject({ value: 'full' });
  await app.pressFor('enter', /─ 200 · /);
  expect(await result(setting)).toMatchObject({ value: 'strict' });

  await app.pressFor('ctrl+r', '─ History ');
  await app.pressFor('c', /value +.*"full".*"strict"/);
  await app.pressFor('esc', '─ History ');
  await app.pressFor('u', '"strict" → "full"');
  await app.pressFor('enter', 'Taken back');
  expect(await result(setting)).toMatchObject({ value: 'full' });

  await app.ask(`PATCH ${setting} value=off`, '"full" → "off"');
  app.press('enter');
  await app.waitFor((screen) => /value +"off"/.test(screen) && !screen.includes('Send it?'), 'the response');
  await set('flexible');
  await app.pressFor('ctrl+r', '─ History ');
  const asked = await app.pressFor('u', '"flexible" → "full"');
  expect(asked).toContain('value was changed since, from "off" to "flexible"');
  app.press('enter');
  await app.waitFor('y sends it');
  expect(await result(setting)).toMatchObject({ value: 'flexible' });
  await app.pressFor('y', 'Taken back');
  expect(await result(setting)).toMatchObject({ value: 'full' });
  await app.close();
});
