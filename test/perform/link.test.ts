// The connection to the account in force: opened when it is needed, kept while it is used, closed when another takes over.

import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/accounts/account.ts';
import { AccountRefusal } from '../../src/accounts/choice.ts';
import type { Event } from '../../src/explorer/model/events.ts';
import { createLink } from '../../src/perform/link.ts';

const account = (profile: string): Account => ({
  kind: 'profile',
  profile,
  baseUrl: `https://${profile}.example/client/v4`,
  credential: undefined,
});

function linked(find?: () => Promise<Account>) {
  const log: string[] = [];
  const events: Event[] = [];
  const link = createLink(account('one'), {
    connect: async ({ profile, baseUrl }) => {
      log.push(`open ${profile}`);
      return {
        baseUrl: baseUrl ?? '',
        credentialFields: [],
        send: () => Promise.reject(new Error('nothing is sent here')),
        close: async () => void log.push(`close ${profile}`),
      };
    },
    find,
  });
  const use = (work: () => Promise<void> = async () => undefined): Promise<void> =>
    link.use((event) => events.push(event), work);
  return { link, log, events, use };
}

describe('a link', () => {
  test('opens one connection for all who use it, and closes it in the end', async () => {
    const { link, log, events, use } = linked();
    await Promise.all([use(), use()]);
    expect(events).toEqual([{ type: 'session.opened', baseUrl: 'https://one.example/client/v4' }]);
    await link.close();
    expect(log).toEqual(['open one', 'close one']);
  });

  test('keeps the former connection until what uses it has ended, and takes the other at once', async () => {
    const { link, log, use } = linked();
    let end = (): void => undefined;
    const long = use(() => new Promise<void>((resolve) => (end = resolve)));
    await use();
    link.take(account('two'));
    await use();
    expect(log).toEqual(['open one', 'open two']);
    end();
    await long;
    expect(log).toEqual(['open one', 'open two', 'close one']);
  });

  test('refuses after a release, with its reason, and takes up again', async () => {
    const { link, log, use } = linked();
    await use();
    link.release('The profiles are locked');
    expect(link.isKnown()).toBe(false);
    await expect(use()).rejects.toThrow(new AccountRefusal('The profiles are locked'));
    link.take(account('one'));
    await use();
    expect(log).toEqual(['open one', 'close one', 'open one']);
  });

  test('finds its account before it connects, and tries again where that failed', async () => {
    let isLocked = true;
    const { log, events, use } = linked(async () => {
      if (isLocked) throw new AccountRefusal('locked');
      return account('found');
    });
    await expect(use()).rejects.toThrow('locked');
    isLocked = false;
    await use();
    expect(log).toEqual(['open found']);
    expect(events).toMatchObject([
      { type: 'session.changed', session: { profile: 'found' }, isAnother: false },
      { type: 'session.opened' },
    ]);
  });

  test('uses the account that was taken while another was still being found', async () => {
    let found = (_: Account): void => undefined;
    const { link, log, use } = linked(() => new Promise((resolve) => (found = resolve)));
    const early = use();
    link.take(account('two'));
    found(account('found'));
    await early;
    await use();
    expect(log).not.toContain('open found');
  });
});
