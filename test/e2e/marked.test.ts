// Marking rows in a terminal: three records are deleted in one request after their plan was agreed to, and taken back together.
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { startExplorer } from '../helpers/explorer.ts';

test('three marked records are deleted and come back', async () => {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
  const result = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(sandbox.baseUrl + path, { ...init, headers });
    return ((await response.json()) as { readonly result: unknown }).result;
  };
  const [zone] = (await result('/zones?name=example.com')) as readonly { readonly id: string }[];
  const records = `/zones/${zone?.id}/dns_records`;
  const posts = [0, 1, 2].map((index) => ({ type: 'TXT', name: `many-${index}.example.com`, content: `"${index}"` }));
  await result(`${records}/batch`, { method: 'POST', body: JSON.stringify({ posts }) });
  const names = async (): Promise<readonly string[]> => {
    const found = (await result(`${records}?name.startswith=many-`)) as readonly { readonly name: string }[];
    return found.map(({ name }) => name).sort();
  };

  const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
  const app = await startExplorer({ env });
  await app.ask(`GET ${records} name.startswith==many-`, 'many-2.example.com');
  await app.pressFor('t', 'table');
  await app.pressFor('M', '3 marked');
  await app.pressFor('o', 'For each of 3 marked rows');
  app.press(...'delete');
  await app.pressFor('enter', 'Delete all 3? y sends it');
  await app.waitFor('the API gives it a new id');
  expect(await names()).toHaveLength(3);
  await app.pressFor('y', '3 done');
  expect(await names()).toEqual([]);
  await app.waitFor('takes back what was done');
  await app.pressFor('u', '1 of 1 request taken back');
  expect(await names()).toEqual(posts.map(({ name }) => name));
  await app.close();
});
