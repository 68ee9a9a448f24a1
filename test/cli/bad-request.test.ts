// Settings that cannot be used: nothing leaves the machine, and the user reads why.
import { afterEach, describe, expect, test } from 'vitest';
import { testToken } from '../helpers/explorer.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers } from '../http/servers.ts';

afterEach(closeServers);

describe('settings that cannot be used', () => {
  test.each(['nonsense', 'ftp://127.0.0.1/client/v4', 'http://user:secret@127.0.0.1/', 'https://127.0.0.1/?a=b'])(
    'CLOUDFLARE_BASE_URL=%s is refused before anything is sent',
    async (url) => {
      const ended = await flarescope(['api', '/zones'], {
        env: { CLOUDFLARE_BASE_URL: url, CLOUDFLARE_API_TOKEN: testToken },
      });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(
        /^flarescope: CLOUDFLARE_BASE_URL must be an http or https URL without a query, such as [^\n]+\n$/,
      );
      expect(ended.stderr).not.toContain('secret');
    },
  );
});
