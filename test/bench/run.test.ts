import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const file = path.join(import.meta.dirname, 'run.ts');

describe('the bench', () => {
  test.each([
    { args: ['--only', 'weather'], told: 'there is no part weather: first-frame, start-up, keys, index' },
    { args: ['--seed', 'one'], told: '--seed takes a whole number' },
    { args: ['--runs', '0'], told: '--runs takes a whole number from 1 on' },
  ])('$args is a mistake that it explains', async ({ args, told }) => {
    await expect(run(process.execPath, [file, ...args])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(told),
    });
  });

  test('fails where something could not be measured, and says what', async () => {
    const missing = path.join(import.meta.dirname, 'no-such-program.js');
    const args = [file, '--only', 'first-frame', '--runs', '1', '--against', missing];
    await expect(run(process.execPath, args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('first-frame could not be measured: the program ended with status 1'),
    });
  });
});
