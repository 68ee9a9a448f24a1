// A profile whose token another program changes while the explorer runs.
import { expect, onTestFinished, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import { initialState } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { systemClock } from '../../src/http/clock.ts';
import { createEffects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore } from '../../src/perform/store.ts';
import { systemKeychain } from '../../src/store/keychain.ts';
import { openVault } from '../../src/store/vault.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { eventually } from '../helpers/eventually.ts';
import { closeServers, startHttp } from '../http/servers.ts';
import { quietPorts, temporaryFolder } from './ports.ts';

const passphrase = 'a passphrase of the test';
const before = 'token-before-0123456789abcdefghijklmnopqrst';
const after = 'token-after-0123456789abcdefghijklmnopqrstu';

/** An explorer with the profile `work`, and a server that lets in whoever has the newest token. */
async function start() {
  onTestFinished(closeServers);
  let good = before;
  const { origin, seen } = await startHttp((request, response) => {
    const isGood = request.headers.authorization === `Bearer ${good}`;
    response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' });
    const errors = isGood ? [] : [{ code: 1000, message: 'Invalid API Token' }];
    response.end(JSON.stringify({ success: isGood, errors, messages: [], result: isGood ? { id: 'x' } : null }));
  });
  const home = temporaryFolder();
  const flags = { baseUrl: origin, accountId: undefined, readOnly: false, production: false };
  const token = (value: string) => ({ kind: 'token', token: createSecret(value) }) as const;
  await makeCheapVault(home, passphrase, { name: 'work', credential: token(before), ...flags });
  const place = { folder: `${home}/config`, keychain: systemKeychain };
  const account = { kind: 'profile', baseUrl: undefined, credential: undefined } as const;
  const effects = createEffects(account, {
    ...quietPorts(),
    vault: { place: async () => place, profile: 'work', passphrase: createSecret(passphrase) },
  });
  onTestFinished(effects.close);
  const store = createStore(
    initialState({ columns: 80, rows: 24 }, sessionOf(account), systemClock.now(), keyLabels, { prefetch: false }),
    effects.perform,
  );
  const send = async (line: string): Promise<number | undefined> => {
    const count = store.getState().history.entries.length;
    for (const key of pressesOfRun(`${line}\r`)) store.dispatch({ type: 'key.pressed', key });
    await eventually(() => expect(store.getState().history.entries.length).toBeGreaterThan(count));
    await eventually(() => expect(store.getState().exchange.kind).toBe('done'));
    return store.getState().response?.pages[0]?.response?.status;
  };
  const rotate = async (): Promise<void> => {
    good = after;
    const opening = await openVault(place);
    const opened = opening.kind === 'locked' ? await opening.unlock(createSecret(passphrase)) : opening;
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const changed = await opened.vault.change((set) => ({
      ok: true,
      set: { ...set, profiles: set.profiles.map((profile) => ({ ...profile, credential: token(after) })) },
    }));
    expect(changed.ok).toBe(true);
    opened.vault.lock();
  };
  const pressPrompt = (): void => {
    store.dispatch({ type: 'key.pressed', key: { chord: ':', text: ':' } });
    store.dispatch({ type: 'key.pressed', key: { chord: 'ctrl+u', text: undefined } });
  };
  const revoke = (): void => {
    good = 'none';
  };
  const notice = () => store.getState().notice?.text;
  return { store, send, rotate, notice, seen, pressPrompt, revoke };
}

test('what reads is sent again with the new token', async () => {
  const app = await start();
  expect(await app.send('GET /user')).toBe(200);
  await app.rotate();
  app.pressPrompt();
  expect(await app.send('GET /user/tokens/verify')).toBe(200);
  expect(app.seen).toHaveLength(3);
  expect(app.notice()).toBe('The token of the profile work was changed: the request was sent again');
  // Nothing is read again where the token is the same.
  app.revoke();
  app.pressPrompt();
  expect(await app.send('GET /accounts')).toBe(401);
  expect(app.seen).toHaveLength(4);
});

test('a write is not, and the next one has the new token', async () => {
  const app = await start();
  expect(await app.send('GET /user')).toBe(200);
  await app.rotate();
  app.pressPrompt();
  expect(await app.send('POST /zones name=a.example')).toBe(401);
  expect(app.seen).toHaveLength(2);
  expect(app.notice()).toBe(
    'The token of the profile work was changed. It is used from now on: send the request again',
  );
  app.pressPrompt();
  expect(await app.send('POST /zones name=a.example')).toBe(200);
});
