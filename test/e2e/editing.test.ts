// Writing with keys alone, on the built program in a real terminal: a record with nested data, a change of one field, a delete, and
// a rule in the user's own editor. The keys are counted, with what is typed and with agreeing.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { type Explorer, startExplorer } from '../helpers/explorer.ts';

// Several writes, each with a form of its own.
vi.setConfig({ testTimeout: 120_000 });

interface Counted {
  /** Presses keys, and counts them. */
  readonly keys: (...chords: readonly string[]) => void;
  /** Types, and counts the characters. */
  readonly type: (text: string) => void;
  readonly count: () => number;
}

function counting(app: Explorer): Counted {
  let pressed = 0;
  return {
    keys: (...chords) => {
      pressed += chords.length;
      app.press(...chords);
    },
    type: (text) => {
      pressed += [...text].length;
      app.write(text);
    },
    count: () => pressed,
  };
}

/** Agreeing to a write is one key more: the embedded sandbox, of made-up data, does not ask. */
const consent = 1;

const records = 'GET /zones/example.com/dns_records per_page==5';

/** Opens the form for a new record of the zone whose list is on the screen. */
async function startCreating(app: Explorer, { keys, type }: Counted): Promise<void> {
  keys('o');
  await app.waitFor('Related requests');
  type('create dns');
  await app.waitFor(/1 of \d+ ─┘/);
  keys('enter');
  await app.waitFor('Create DNS record');
  await app.waitForSelected(/name/);
}

test('a record is created, changed and deleted in few keys, one with nested data too', async () => {
  const app = await startExplorer({ columns: 90, rows: 40 });
  await app.ask(records, 'page 1/400');

  const creating = counting(app);
  await startCreating(app, creating);
  creating.keys('enter');
  creating.type('www');
  creating.keys('enter');
  await app.waitForSelected(/ttl/);
  creating.keys('enter');
  creating.type('1');
  creating.keys('enter');
  await app.waitForSelected(/type/);
  creating.keys('enter', 'enter', '/');
  creating.type('con');
  await app.waitFor(/\/ ❯ con/);
  creating.keys('enter');
  creating.type('192.0.2.7');
  creating.keys('enter', 's');
  await app.waitFor(/200 · /);
  await app.waitFor('"192.0.2.7"');
  expect(creating.count()).toBeLessThanOrEqual(45 - 3);

  // The answer is the record: it can be changed at once, and so can one in the list.
  await app.ask(`${records} content==192.0.2.7`, 'page 1/1');
  app.press('j');
  await app.waitForSelected(/0 .* A +www\.example\.com/);
  const changing = counting(app);
  changing.keys('m', 'j');
  await app.waitForSelected(/ttl/);
  changing.keys('enter');
  changing.type('300');
  changing.keys('enter');
  await app.waitForSelected(/ttl +300 was 1/);
  changing.keys('s');
  await app.waitFor(/ttl +300 +│/);
  expect(changing.count() + consent).toBeLessThanOrEqual(10);

  await app.ask(`${records} content==192.0.2.7 page==1`, 'page 1/1');
  app.press('j');
  await app.waitForSelected(/0 .* A +www\.example\.com/);
  const deleting = counting(app);
  deleting.keys('o');
  await app.waitFor('Related requests');
  deleting.type('de');
  await app.waitFor('❯ de');
  await app.waitFor(/│ DELETE \/zones\/\S+\/dns_records\/\S+ +Delete DNS record.*\n/);
  deleting.keys('enter');
  await app.waitFor('Delete DNS record');
  deleting.keys('s');
  await app.waitFor('[DELETE www.example.com]');
  expect(deleting.count() + consent).toBeLessThanOrEqual(6);
});

test('a record with nested data, and a rule in $EDITOR', async () => {
  const folder = await temporaryFolder();
  const editor = path.join(folder, 'an editor.sh');
  const seen = path.join(folder, 'seen');
  await writeFile(
    editor,
    `#!/bin/sh\nls -l "$1" | cut -c1-10 > '${seen}'\nprintf 'Editing now\\n'\nsed -i 's/"expression": .*/"expression": "ip.src eq 192.0.2.9",/' "$1"\n`,
    { mode: 0o755 },
  );
  const app = await startExplorer({ columns: 90, rows: 40, env: { VISUAL: `"${editor}"` } });
  await app.ask(records, 'page 1/400');
  await startCreating(app, counting(app));
  for (const [field, keys] of [
    ['name', ['_sip._tcp', 'enter']],
    ['ttl', ['1', 'enter']],
    ['type', ['srv', 'enter']],
  ] as const) {
    await app.waitForSelected(new RegExp(`${field} `));
    app.press('enter');
    app.write(keys[0]);
    app.press('enter');
  }
  await app.waitFor('▸ data');
  app.press('/');
  app.write('data');
  await app.waitFor(/\/ ❯ data/);
  app.press('enter');
  await app.waitForSelected('▸ data');
  app.press('l');
  await app.waitFor('▾ data');
  for (const [field, value] of [
    ['port', '5060'],
    ['priority', '10'],
    ['target', 'sip.example.com'],
    ['weight', '5'],
  ] as const) {
    await app.walkTo(`${field}   `);
    app.press('enter');
    app.write(value);
    app.press('enter');
    await app.waitForSelected(new RegExp(`${field} +${value}`));
  }
  app.press('s');
  await app.waitFor('"10 5 5060 sip.example.com"');

  await app.ask('GET /zones/example.com/rulesets', 'Custom rules');
  app.press('j', 'l', 'j');
  await app.waitForSelected(/^id\s/);
  const [, ruleset = ''] = /"([0-9a-f]{32})"/.exec(app.selected()) ?? [];
  await app.ask(`GET /zones/example.com/rulesets/${ruleset}`, '▸ rules');
  await app.walkTo('▸ rules');
  app.press('L', 'j');
  await app.waitForSelected('0 {}');
  app.press('m');
  await app.waitFor('Edit ruleset rule');
  app.press('alt+e');
  await app.waitFor(/expression +ip\.src eq 192\.0\.2\.9 was/);
  app.press('s');
  await app.waitFor('[PATCH ');
  app.press('5');
  await app.waitFor('"ip.src eq 192.0.2.9"');
  expect(await readFile(seen, 'utf8')).toBe('-rw-------\n');
});
