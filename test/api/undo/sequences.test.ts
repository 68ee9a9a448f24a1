// Random writes to an account of the sandbox, taken back in reverse: the account is as it was. A long search of 500 sequences:
// FLARESCOPE_RUNS=50 npx vitest run --config test/vitest.config.ts test/api/undo/sequences.test.ts
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { runs } from '../../helpers/runs.ts';
import { hostSandbox } from '../../sandbox/client.ts';
import { type TestAccount, testAccount, type Written } from './account.ts';
import { drawn, type Places, placesIn, snapshot, writeOf } from './random-writes.ts';

const harness = hostSandbox();

let account: TestAccount;
let places: Places;

beforeAll(async () => {
  account = testAccount(harness.request);
  places = await placesIn(account);
});

it('undone in reverse, the account is as it was, ids of what was made again aside', async () => {
  const counts = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 9 }), async (draws) => {
      const before = await snapshot(account, places);
      const written: Written[] = [];
      for (const draw of draws) {
        const wish = await writeOf(account, places, draw);
        const done = wish && (await account.write(wish));
        if (!done) continue;
        counts.set(draw.kind, (counts.get(draw.kind) ?? 0) + 1);
        written.push(done);
      }
      for (const one of written.toReversed()) {
        const inverse = await account.takeBack(one);
        const told = `${one.write.method} ${one.write.path}`;
        expect([told, inverse.kind === 'none' ? inverse.reason : 'known']).toEqual([told, 'known']);
        expect([told, inverse.kind === 'writes' ? inverse.conflicts : []]).toEqual([told, []]);
      }
      expect(await snapshot(account, places)).toEqual(before);
    }),
    // A failure leaves the account as it is: nothing can be made smaller in it.
    { ...runs(10), endOnFailure: true },
  );
  if (process.env.FLARESCOPE_COUNTS) console.log(Object.fromEntries(counts));
}, 600_000);
