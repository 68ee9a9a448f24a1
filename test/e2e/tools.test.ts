// To and from other tools, in the explorer: a request copied as a command, and a command pasted as a request.
import { expect, test } from 'vitest';
import { startExplorer } from '../helpers/explorer.ts';

test('x shows the request as another tool has it, and copies it', async () => {
  const app = await startExplorer({ columns: 120, rows: 30 });
  await app.ask('GET /zones/example.com/dns_records per_page==5', 'page 1/400');
  await app.pressFor('x', 'curl for bash, zsh, fish and sh');
  // A zone's name is for this program alone; the command has its id.
  await app.waitFor(/curl 'https:\/\/api\.cloudflare\.com/);
  await app.pressFor('enter', 'Copied the request as curl for bash, zsh, fish and sh');
  const [, base64 = ''] = /\u001b\]52;c;([^\u0007]*)\u0007/.exec(app.bytes()) ?? [];
  expect(Buffer.from(base64, 'base64').toString()).toMatch(
    /^curl 'https:\/\/api\.cloudflare\.com\/client\/v4\/zones\/[0-9a-f]{32}\/dns_records\?per_page=5' -H "Authorization: Bearer \$CLOUDFLARE_API_TOKEN"/,
  );
});

test('a pasted curl command becomes the request; its token is never shown, and offered to a profile', async () => {
  const token = 'pasted-token-0123456789-abcdefghijklmnop';
  const app = await startExplorer({ columns: 120, rows: 30, secrets: [token] });
  app.paste(
    `curl -X POST "https://api.cloudflare.com/client/v4/zones/$ZONE_ID/purge_cache" \\\n` +
      `  -H "Authorization: Bearer ${token}" \\\n  --data '{"purge_everything":true}' | jq .success`,
  );
  await app.waitFor('Save the token from the command in a profile? y or n');
  await app.waitFor('Replace {zone_id} with values');
  await app.pressFor('n', (screen) => screen.includes('❯ POST /zones/{zone_id}/purge_cache purge_everything:=true'));
  await app.waitForLine('POST /zones/{zone_id}/purge_cache purge_everything:=true | .success');
});
