// How many keys each task takes, as a table that people read; the tasks themselves fail where a number is not so.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

test('the table has every task with its number of keys', async () => {
  const folder = import.meta.dirname;
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && !name.startsWith('keystrokes'));
  const tasks = files.flatMap((file) => {
    const source = readFileSync(path.join(folder, file), 'utf8');
    return [...source.matchAll(/^task\(\s*'([^']+)',\s*(\d+),/gm)].map(
      ([, name, keys]) => `| ${name} | ${keys} | \`${file}\` |`,
    );
  });
  expect(tasks).toHaveLength(20);
  const text = `# Twenty tasks

What people do with flarescope from day to day, as a user does it: on the built program, in a real terminal, by keys alone, at 120×34 and
at 80×24. A key is one that is pressed; a character of a text that is typed counts as one, and so does a click. No id is typed. Each
task fails where it takes another number of keys.

| Task | Keys | Where |
|---|---|---|
${tasks.join('\n')}
`;
  await expect(text).toMatchFileSnapshot(path.join(folder, 'README.md'));
});
