// Somebody else writes to the same account in between. What is taken back without a conflict leaves the account as if only the other
// had written; everything else is reported, and sent only when asked for.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { runs } from '../../helpers/runs.ts';
import { type TestAccount, testAccount } from './account.ts';
import { placesIn, rivals, snapshot, writeOf } from './random-writes.ts';

async function inSandbox<Result>(use: (account: TestAccount) => Promise<Result>): Promise<Result> {
  const sandbox = await startSandbox({ rateLimit: 1_000_000 });
  const request = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${sandbox.token}`);
    return fetch(sandbox.baseUrl + path, { ...init, headers });
  };
  try {
    return await use(testAccount(request));
  } finally {
    await sandbox.close();
  }
}

const refused = 300;

describe('with a second writer', () => {
  it('what is taken back without a conflict leaves what the other wrote; the rest is reported', async () => {
    const seen = { merged: 0, conflicts: 0, unneeded: 0, none: 0 };
    await fc.assert(
      fc.asyncProperty(rivals, fc.boolean(), async ([mine, theirs], isAtOnce) => {
        await inSandbox(async (account) => {
          const places = await placesIn(account);
          const wish = await writeOf(account, places, mine);
          if (!wish) return;
          let other: Awaited<ReturnType<typeof writeOf>>;
          let isOtherDone = false;
          const writeTheirs = async (): Promise<void> => {
            other = await writeOf(account, places, theirs);
            const before = await snapshot(account, places);
            isOtherDone = other !== undefined && (await account.send(other)).status < refused;
            // What changes nothing leaves nothing that could be overwritten.
            isOtherDone &&= !isDeepStrictEqual(await snapshot(account, places), before);
          };
          const written = await account.write(wish, isAtOnce ? { afterWrite: writeTheirs } : {});
          if (!written) return;
          if (!isAtOnce) await writeTheirs();
          const answered = other;
          if (!answered || !isOtherDone) return;
          const inverse = await account.invert(written);
          if (inverse.kind !== 'writes') {
            seen[inverse.kind] += 1;
            return;
          }
          if (inverse.conflicts.length > 0) {
            seen.conflicts += 1;
            return;
          }
          await account.takeBack(written);
          const alone = await inSandbox(async (twin) => {
            const sent = await twin.send(answered);
            return sent.status < refused ? snapshot(twin, await placesIn(twin), { isOrdered: false }) : undefined;
          });
          // What the other wrote was about something that only the first write had made.
          if (alone === undefined) return;
          seen.merged += 1;
          expect(await snapshot(account, places, { isOrdered: false })).toEqual(alone);
        });
      }),
      { ...runs(25), endOnFailure: true },
    );
    if (process.env.FLARESCOPE_COUNTS) console.log(seen);
  }, 600_000);
});
