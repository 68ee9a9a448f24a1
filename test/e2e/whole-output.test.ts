// Standard output that takes not all of it: a full disk, a file that may grow no more, a reader that has gone.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { shell, temporaryFolder } from '../helpers/command.ts';

const said = /^flarescope: the output could not be written whole: [^\n]+\n$/m;

const commands: readonly (readonly [what: string, command: string])[] = [
  ['a list of operations', 'endpoints'],
  ['the same as JSON', 'endpoints --json'],
  ['the help', 'api --help'],
  ['the version', '--version'],
  ['the version as a command', 'version'],
  ['a script for the shell', 'completion bash'],
  ['a response as it comes', 'api --sandbox /sandbox/fault/big mb==3'],
  ['a response indented', 'api --sandbox /zones --output json'],
  ['all pages', 'api --sandbox --all /zones'],
  ['all pages as CSV', 'api --sandbox --all /zones --output csv'],
  ['what a filter gives', "api --sandbox /zones '| .result[].name'"],
  ['another tool’s command', 'api --sandbox POST /zones name=a --as curl'],
];

describe.skipIf(!existsSync('/dev/full'))('on a full disk', () => {
  test.each(commands)('%s is told to be cut, with status 6', async (_, command) => {
    const ended = await shell(`"$node" "$main" ${command} > /dev/full`);
    expect(ended.stderr).toMatch(said);
    expect(ended.stderr).toContain('the disk is full');
    expect(ended.code).toBe(6);
  });

  test('nothing is said where there is no place to say it, and the status is that of the work', async () => {
    expect(await shell('"$node" "$main" api --sandbox /zones/none 2> /dev/full')).toMatchObject({ code: 1 });
    expect(await shell('"$node" "$main" endpoints purge cache 2> /dev/full')).toMatchObject({ code: 0 });
  });
});

describe.skipIf(process.platform === 'win32')('a file that takes a part', () => {
  test('is told to hold only that, whatever else the program writes to is not', async () => {
    const folder = await temporaryFolder();
    // In blocks of 512 bytes, as POSIX has it, or of 1024, as bash has it: less than the 290 kB in either case.
    const ended = await shell('ulimit -f 100; "$node" "$main" endpoints > f', {
      cwd: folder,
      env: { FLARESCOPE_HOME: path.join(folder, 'home') },
    });
    expect(ended.stderr).toMatch(said);
    expect(ended.code).toBe(6);
    expect([51_200, 102_400]).toContain(statSync(path.join(folder, 'f')).size);
  });

  test('and one that takes everything holds it', async () => {
    const folder = await temporaryFolder();
    const whole = await shell('"$node" "$main" endpoints');
    expect(await shell('"$node" "$main" endpoints > f', { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(path.join(folder, 'f')).size).toBe(whole.bytes.length);
  });
});

test('a reader that has gone is no error', async () => {
  const ended = await shell('{ "$node" "$main" endpoints; echo "status $?" >&2; } | head -n 1');
  expect(ended.stdout.split('\n')).toHaveLength(2);
  expect(ended.stderr).toBe('status 0\n');
});
