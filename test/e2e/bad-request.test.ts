// Requests that cannot be sent, and settings that cannot be used: nothing leaves the machine, and the user reads why.
import { afterEach, describe, expect, test } from 'vitest';
import { expectKeysToWork } from '../helpers/expect-keys.ts';
import { startExplorer, startExplorerAt } from '../helpers/explorer.ts';
import { openTerminal } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

describe('a request that cannot be sent', () => {
  test('keeps its line, with the cursor where it is wrong, and says why', async () => {
    const app = await startExplorer();
    const mistakes: readonly (readonly [typed: string, says: string, cursor: number])[] = [
      ['FETCH /zones', '"FETCH" is not a method', 0],
      ['GET /zones per_page', '"per_page" is not an item', 11],
      ['GET /zones "a', 'The " at column 12 is not closed', 13],
      ['GET /zones ==x', 'has no name before ==', 11],
      ['POST /zones a:={', 'The value after := is not JSON', 16],
      ['POST /zones a=1 @body.json', 'A request has one body', 16],
      ['GET /nowhere/{zone_id}/settings', 'Replace {zone_id} with a value', 13],
      ['GET https://evil.example/client/v4/zones', 'Write only the path', 4],
      ['GET //evil.example/zones', 'names another host', 4],
      ['GET /zones Host:evil.example', 'host is set by the connection itself', 11],
      ['GET', 'GET needs a path after it', 3],
    ];
    for (const [typed, says, cursor] of mistakes) {
      app.write(typed);
      await app.waitForLine(typed);
      await app.pressFor('enter', says);
      expect(app.line()).toBe(typed);
      expect(app.isTyping()).toBe(true);
      expect(app.cursor().column).toBe(3 + cursor);
      app.press('ctrl+e', 'ctrl+u');
      await app.waitFor('type a request');
    }
    // Correcting it is all that is needed.
    await app.ask('GET /user/tokens/verify', '─ 200 · ');
  });

  test('because a part of its path is missing goes to its form, with the cursor on that part', async () => {
    const app = await startExplorer();
    await app.ask('GET /zones/{zone_id}/settings', 'zone_id is missing. enter fills in');
    await app.waitForSelected(/^path +zone_id \* missing/);
    await app.pressFor('esc', 'enter send');
    expect(app.line()).toBe('GET /zones/{zone_id}/settings');
  });

  test('because it would go to another server says which server this is', async () => {
    const server = await startHttp((_, response) => response.end('{}'));
    const app = await startExplorerAt(`${server.origin}/client/v4`);
    await app.ask('GET https://evil.example/client/v4/zones', 'This URL is on "https://evil.example"');
    expect(app.screen()).toContain(server.origin);
    await app.ask(`GET ${server.origin}/elsewhere`, 'is not below the account');
    expect(server.seen).toEqual([]);
    await app.ask(`GET ${server.origin}/client/v4/zones`, '─ 200 · ');
    expect(server.seen.map(({ url }) => url)).toEqual(['/client/v4/zones']);
  });

  test('because its file is not there says which', async () => {
    const app = await startExplorer();
    await app.ask('POST /zones @missing.json', 'No response');
    await app.waitForProse(/the file missing\.json could not be read/);
    await expectKeysToWork(app, 'POST /zones @missing.json');
  });

  test('with nothing typed says how to begin', async () => {
    const app = await startExplorer();
    await app.pressFor('enter', 'Type a request first, such as GET /zones per_page==50');
  });
});

describe('settings that cannot be used', () => {
  test('a token that no header can carry ends it before anything is sent, and is not shown', async () => {
    const server = await startHttp((_, response) => response.end('{}'));
    const env = { CLOUDFLARE_API_TOKEN: 'töken-is-secret', CLOUDFLARE_BASE_URL: server.origin };
    const terminal = await openTerminal({ env, columns: 120 });
    await terminal.waitFor('CLOUDFLARE_API_TOKEN holds a space or a character that no credential has');
    expect(await terminal.exited).toMatchObject({ code: 2 });
    expect(server.seen).toEqual([]);
    expect(terminal.bytes()).not.toContain('is-secret');
  });
});
