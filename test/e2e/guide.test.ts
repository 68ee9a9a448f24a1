// Finding, filling, following and going back, on the built program in a real terminal; no id is ever typed.
import { describe, expect, test } from 'vitest';
import { type Explorer, startExplorer } from '../helpers/explorer.ts';

/** The rows of the pane below the prompt. */
function rows(app: Explorer): readonly string[] {
  return app
    .screen()
    .split('\n')
    .filter((row) => row.startsWith('│'));
}

/** Presses a key that opens a list, types what narrows it, and takes the row that is wanted once it is the best. */
async function choose(
  app: Explorer,
  chord: string,
  label: string,
  words: string,
  wanted: string | RegExp,
): Promise<void> {
  await app.pressFor(chord, `${label} ❯`);
  app.write(words);
  await app.waitForLine(words);
  await app.waitForSelected(wanted);
  app.press('enter');
}

describe('by the keyboard alone', () => {
  test('from two words to a zone’s records, its third page, a record of it, and back to the same rows', async () => {
    const app = await startExplorer();
    await choose(app, 'ctrl+p', 'operation', 'dns records', '/zones/{zone_id}/dns_records  List DNS records');
    await app.waitFor('1 missing');
    await choose(app, 'enter', 'zone', 'example.com', /^example\.com .*[0-9a-f]{32}/);
    await app.waitForSelected(/^send/);
    await app.pressFor('enter', 'page 1/20 · 1–100 of 2,000');
    await app.pressFor(']', 'page 2/20');
    await app.pressFor(']', 'page 3/20 · 201–300 of 2,000');
    app.press('j', 'j', 'j');
    await app.waitForSelected('▸ 2 {}');
    const before = rows(app);
    const [, name = ''] = /▸ 2 \{\} \w+ +(\S+)/.exec(app.selected()) ?? [];

    await choose(app, 'o', 'follow', 'get dns record', /^GET +…\/example\.com\/dns_records\/[a-z]/);
    await app.waitFor(new RegExp(`name +"${name}"`));
    expect(app.row(0)).toContain(`dns_records › [${name.slice(0, 6)}`);
    await choose(app, 'o', 'follow', 'zone settings', '/zones/example.com/settings');
    await app.waitFor('[settings]');

    await app.pressFor('backspace', new RegExp(`name +"${name}"`));
    await app.pressFor('alt+left', 'page 3/20 · 201–300 of 2,000');
    expect(rows(app)).toEqual(before);
    expect(app.selected()).toContain('▸ 2 {}');
    await app.pressFor('alt+right', new RegExp(`name +"${name}"`));
  });

  test('a record is made: what is missing is named and filled in, and nothing goes out before', async () => {
    const app = await startExplorer();
    await choose(app, 'ctrl+p', 'operation', 'create dns record', 'POST   /zones/{zone_id}/dns_records');
    await app.waitFor('4 missing');
    await app.pressFor('s', 'zone_id, name, ttl and 1 more are missing');
    await choose(app, 'enter', 'zone', 'example.org', /^example\.org .*[0-9a-f]{32}/);
    await app.waitForSelected(/^body +name/);
    await app.pressFor('enter', 'name ❯');
    app.write('made.example.org');
    app.press('enter');
    await app.waitForSelected(/^ttl/);
    await app.pressFor('enter', 'ttl ❯');
    app.write('300');
    app.press('enter');
    await choose(app, 'enter', 'type', 'a', 'A');
    await app.waitForSelected(/^send/);
    // The type has brought the field that such records have.
    await app.pressFor('enter', '400 Bad Request');
    expect(app.prose()).toContain('content, in the body, takes text; it was not sent.');
    app.press('shift+tab');
    await app.waitForSelected(/^content/);
    await app.pressFor('enter', 'content ❯');
    app.write('192.0.2.1');
    app.press('enter');
    await app.waitForSelected(/^content +192\.0\.2\.1/);
    await app.pressFor('s', '200 · ');
    expect(app.screen()).toContain('made.example.org');
  });

  test('tab completes a path and looks the zone in it up', async () => {
    const app = await startExplorer();
    app.write('GET /zo');
    await app.waitForLine('GET /zo');
    app.press('tab');
    await app.waitForLine('GET /zones');
    app.write('/exampl');
    await app.pressFor('tab', 'zone ❯ exampl');
    app.write('e.net');
    await app.waitForSelected(/^example\.net .*[0-9a-f]{32}/);
    app.press('enter');
    await app.waitFor(/❯ GET \/zones\/[0-9a-f]{32}$/m);
    app.write('/dns_r');
    app.press('tab');
    await app.waitFor(/❯ GET \/zones\/[0-9a-f]{32}\/dns_records$/m);
    app.write(' direction==d');
    app.press('tab');
    await app.waitFor(/direction==desc$/m);
    await app.pressFor('enter', /page 1\/\d+/);
  });

  test('a name in the line is told as the id that it is', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones/example.com/settings', /zone example\.com is [0-9a-f]{32}/);
    await app.waitFor('200 · ');
    await app.ask('GET /zones/no.such.zone/settings', 'No response');
    expect(app.prose()).toContain('no.such.zone');
  });

  test('a refusal leads to what the credential may do', async () => {
    const app = await startExplorer();
    await app.ask(`GET /accounts/${'0'.repeat(31)}1`, '403 Forbidden');
    await app.pressFor('a', 'may it?');
    await app.waitFor('does not expire');
    expect(app.screen()).toContain(`GET /accounts/${'0'.repeat(31)}1`);
    await app.pressFor('esc', 'a shows what');
  });
});
