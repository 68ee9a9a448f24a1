// The made-up list servers of the campaign (test/api/list-campaign.test.ts), some of them over real HTTP on loopback.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { accountOf } from '../../src/accounts/account.ts';
import { connect } from '../../src/accounts/connection.ts';
import { systemClock } from '../../src/http/clock.ts';
import { sourceText } from '../../src/json/document.ts';
import { exchange } from '../../src/perform/exchange.ts';
import { readAll } from '../../src/perform/read-all.ts';
import { withQuery } from '../../src/request/edit.ts';
import { parseLine } from '../../src/request/parse.ts';
import { type ListServer, listServer, serverPlans } from '../api/list-servers.ts';
import { testToken } from '../helpers/explorer.ts';
import { runs } from '../helpers/runs.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

test('over loopback honest lists are complete, and what is complete is what the server has', async () => {
  let served: ListServer | undefined;
  const { origin } = await startHttp((request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
    const body = JSON.stringify(served?.answer(query).body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
  const account = accountOf(env);
  if (!account) throw new Error('the environment holds a credential');
  const connection = await connect(account, env, 'test');
  const parsed = parseLine('GET /list');
  if (!parsed.ok) throw new Error(parsed.error.message);
  const files = { read: () => Promise.reject(new Error('no files here')) };
  try {
    await fc.assert(
      fc.asyncProperty(serverPlans, async (plan) => {
        const server = listServer(plan);
        served = server;
        const ids: string[] = [];
        const end = await readAll({
          read: (query, context) =>
            exchange(connection, withQuery(parsed.request, { ...server.query, ...query }), files, context, {
              hint: server.hint,
            }),
          onPage: ({ document, items }) => {
            for (const item of items) ids.push(JSON.parse(sourceText(document, item)).id);
          },
          onProgress: () => undefined,
          signal: new AbortController().signal,
          clock: systemClock,
        });
        const isComplete = end.type === 'ended' && end.report.completeness?.kind === 'complete';
        expect(new Set(ids).size).toBe(ids.length);
        if (plan.fault !== 'none' || plan.isFiltered) return;
        expect(isComplete).toBe(true);
        expect(ids.toSorted()).toEqual(server.ids().toSorted());
      }),
      runs(300),
    );
  } finally {
    await connection.close();
  }
}, 60_000);
