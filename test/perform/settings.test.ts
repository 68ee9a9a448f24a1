// A setting that is changed in the explorer is kept in the file, or why not is told.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Event } from '../../src/explorer/model/events.ts';
import { createSettingsPerformers } from '../../src/perform/settings.ts';
import { temporaryFolder } from '../helpers/command.ts';

async function performed(text: string, value: boolean | undefined) {
  const home = await temporaryFolder();
  const file = path.join(home, 'config', 'settings.json');
  mkdirSync(path.dirname(file));
  writeFileSync(file, text);
  const perform = createSettingsPerformers({ FLARESCOPE_HOME: home })['settings.write'];
  const event = await new Promise<Event>((resolve) =>
    perform({ type: 'settings.write', name: 'prefetch', value }, resolve),
  );
  return { event, text: readFileSync(file, 'utf8') };
}

test('what is kept is told, and what else is in the file stays', async () => {
  expect(await performed('{"mine": 1}', false)).toEqual({
    event: { type: 'settings.written', name: 'prefetch', value: false },
    text: '{"mine": 1, "prefetch": false}',
  });
  expect(await performed('{"prefetch": false}', undefined)).toEqual({
    event: { type: 'settings.written', name: 'prefetch', value: undefined },
    text: '{}',
  });
});

test('a file that is not valid JSON stays as it is, and that is told', async () => {
  expect(await performed('{"prefetch": ', true)).toEqual({
    event: { type: 'told', kind: 'problem', text: expect.stringMatching(/is not valid JSON .* Nothing was changed/) },
    text: '{"prefetch": ',
  });
});
