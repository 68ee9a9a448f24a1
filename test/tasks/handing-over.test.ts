// Tasks whose result leaves the program, or comes back to it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { account, task } from './user.ts';

task(
  'Save a request and send it again',
  41,
  async ({ app, press, pressFor, type, choose, sees }) => {
    await type('/zones status==active');
    await pressFor('enter', '200 ·');
    press('ctrl+r');
    await sees('environment');
    await pressFor('s', 'save as ❯');
    await type('active');
    press('enter');
    await sees('Saved as active');
    press('esc');
    await app.waitForGone('s save');
    await pressFor('ctrl+p', 'operation ❯');
    await choose('active', /active/);
    await sees(() => app.line() === '/zones status==active');
    press('enter');
    await sees('200 ·');
  },
  account,
);

task(
  'Write a table to a CSV file',
  20,
  async ({ app, press, pressFor, type, sees }) => {
    await type('/zones');
    await pressFor('enter', '1–20 of 60');
    await pressFor('t', '· table');
    await pressFor('w', 'write');
    press('ctrl+u');
    await type('zones.csv');
    press('enter');
    await sees(/Wrote|Written|written/);
    const csv = await readFile(path.join(app.home, 'zones.csv'), 'utf8');
    expect(csv.split('\n')).toHaveLength(22);
  },
  account,
);

task(
  'Hand a request over to a colleague on Windows',
  27,
  async ({ pressFor, type, choose, sees }) => {
    await type('/zones status==active');
    await pressFor('enter', '200 ·');
    await pressFor('x', 'export');
    await choose('cmd', /Command Prompt/);
    await sees('Copied the request as curl for');
  },
  account,
);
