import Cloudflare from 'cloudflare';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, collect, hostSandbox, largeAccountId, rejection } from './client.ts';

const harness = hostSandbox();

let account_id = '';
beforeAll(async () => {
  account_id = await largeAccountId(harness.sdk());
});

function expectDistinct(ids: readonly (string | undefined)[], count: number): void {
  expect(ids).toHaveLength(count);
  expect(new Set(ids).size).toBe(count);
}

describe('accounts and members through the official SDK', () => {
  it('there are three accounts, each can be got by its id', async () => {
    const accounts = await collect(harness.sdk().accounts.list());
    expectDistinct(
      accounts.map((account) => account.id),
      3,
    );
    for (const account of accounts) {
      expect(await harness.sdk().accounts.get({ account_id: account.id })).toEqual(account);
    }
  });

  it('an account that is not ours is refused', async () => {
    const sdk = harness.sdk();
    const itself = await rejection(sdk.accounts.get({ account_id: '0'.repeat(32) }));
    expect(itself).toBeInstanceOf(Cloudflare.PermissionDeniedError);
    expect(codeOf(itself)).toBe(9109);
    expect(codeOf(await rejection(sdk.accounts.members.list({ account_id: '0'.repeat(32) })))).toBe(10000);
  });

  it('members come in pages, ordered by email address, filtered by status', async () => {
    const sdk = harness.sdk();
    const members = await collect(sdk.accounts.members.list({ account_id, per_page: 5 }));
    expectDistinct(
      members.map((member) => member.id),
      23,
    );
    const emails = members.map((member) => member.email ?? '');
    expect(emails).toEqual(emails.toSorted());
    const pending = await collect(sdk.accounts.members.list({ account_id, status: 'pending' }));
    expect(pending).toEqual(members.filter((member) => member.status === 'pending'));
    expect(await sdk.accounts.members.get(members[0]?.id ?? '', { account_id })).toEqual(members[0]);
  });
});

describe('the audit logs through the official SDK', () => {
  it('the old log pages newest first and filters by period and action', async () => {
    const sdk = harness.sdk();
    const events = await collect(sdk.auditLogs.list({ account_id, per_page: 50 }));
    expectDistinct(
      events.map((event) => event.id),
      320,
    );
    const times = events.map((event) => event.when ?? '');
    expect(times).toEqual(times.toSorted().toReversed());
    const deletes = await collect(
      sdk.auditLogs.list({ account_id, action: { type: 'delete' }, since: '2025-01-01', before: '2025-12-31' }),
    );
    const expected = events.filter(
      (event) => event.action?.type === 'delete' && event.when?.startsWith('2025-') === true,
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(deletes).toEqual(expected);
  });

  it('the new log pages by cursor in both directions and filters by field and by its negation', async () => {
    const sdk = harness.sdk();
    const period = { account_id, since: '2023-01-01', before: '2026-12-31' };
    const events = await collect(sdk.accounts.logs.audit.list({ ...period, limit: 30 }));
    expectDistinct(
      events.map((event) => event.id),
      320,
    );
    const ascending = await collect(sdk.accounts.logs.audit.list({ ...period, limit: 77, direction: 'asc' }));
    expect(ascending).toEqual(events.toReversed());
    const others = await collect(sdk.accounts.logs.audit.list({ ...period, action_type: { not: ['update', 'view'] } }));
    expect(others).toEqual(
      events.filter((event) => event.action?.type === 'create' || event.action?.type === 'delete'),
    );
    expect(others.length).toBeGreaterThan(0);
  });

  it('the new log needs a period that it can read', async () => {
    for (const query of ['', '?since=2025-01-01', '?since=yesterday&before=2025-01-01']) {
      expect((await harness.ask(`/accounts/${account_id}/logs/audit${query}`)).status).toBe(400);
    }
  });
});

describe('the products of an account through the official SDK', () => {
  it('Workers scripts are listed in one piece and their source is JavaScript', async () => {
    const sdk = harness.sdk();
    const scripts = await collect(sdk.workers.scripts.list({ account_id }));
    expectDistinct(
      scripts.map((script) => script.id),
      14,
    );
    const name = scripts[0]?.id ?? '';
    expect(await sdk.workers.scripts.get(name, { account_id })).toContain(`Hello from ${name}`);
    const content = await sdk.workers.scripts.content.get(name, { account_id });
    expect(content.headers.get('content-type')).toBe('application/javascript');
    expect(await content.text()).toContain('export default {');
    expect(codeOf(await rejection(sdk.workers.scripts.get('no-such', { account_id })))).toBe(10007);
  });

  it('D1 databases come in pages, by name too, and one can be got by its UUID', async () => {
    const sdk = harness.sdk();
    const databases = await collect(sdk.d1.database.list({ account_id, per_page: 10 }));
    expectDistinct(
      databases.map((database) => database.uuid),
      27,
    );
    const first = databases[0]!;
    expect(await collect(sdk.d1.database.list({ account_id, name: first.name ?? '' }))).toEqual([first]);
    expect(await sdk.d1.database.get(first.uuid ?? '', { account_id })).toMatchObject(first);
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(codeOf(await rejection(sdk.d1.database.get(unknown, { account_id })))).toBe(7404);
  });

  it('R2 buckets are followed by the cursor of result_info, both ways', async () => {
    const follow = async (direction: string): Promise<readonly string[]> => {
      const names: string[] = [];
      for (let cursor = ''; ; ) {
        const query = `per_page=10&direction=${direction}&cursor=${cursor}`;
        const { envelope } = await harness.ask(`/accounts/${account_id}/r2/buckets?${query}`);
        names.push(...bucketNames(envelope.result));
        const next = envelope.result_info?.cursor;
        if (typeof next !== 'string') return names;
        cursor = next;
      }
    };
    const ascending = await follow('asc');
    expectDistinct(ascending, 33);
    expect(ascending).toEqual(ascending.toSorted());
    expect(await follow('desc')).toEqual(ascending.toReversed());
    const sdk = harness.sdk();
    expect(bucketNames(await sdk.r2.buckets.list({ account_id, per_page: 3 }))).toEqual(ascending.slice(0, 3));
    expect(await sdk.r2.buckets.get(ascending[0]!, { account_id })).toMatchObject({ name: ascending[0] });
  });

  it('Pages projects come in small pages and refuse large ones with their own code', async () => {
    const sdk = harness.sdk();
    const projects = await collect(sdk.pages.projects.list({ account_id, per_page: 5 }));
    expectDistinct(
      projects.map((project) => project.id),
      12,
    );
    expect(await sdk.pages.projects.get(projects[0]!.name, { account_id })).toEqual(projects[0]);
    expect(codeOf(await rejection(sdk.pages.projects.list({ account_id, per_page: 100 })))).toBe(8000024);
  });

  it('the rulesets of an account come by cursor', async () => {
    const rulesets = await collect(harness.sdk().rulesets.list({ account_id, per_page: 1 }));
    expectDistinct(
      rulesets.map((ruleset) => ruleset.id),
      3,
    );
    const first = await harness.sdk().rulesets.get(rulesets[0]!.id, { account_id });
    expect(first).toMatchObject(rulesets[0]!);
  });
});

describe('the user through the official SDK', () => {
  it('tells the email address that the sandbox gave out', async () => {
    const user = await harness.sdk().user.get();
    expect(user.email).toBe(harness.sandbox().email);
  });

  it('verifies its token, which is also in the list of tokens', async () => {
    const sdk = harness.sdk();
    const verified = await sdk.user.tokens.verify();
    expect(verified.status).toBe('active');
    const tokens = await collect(sdk.user.tokens.list({ per_page: 5 }));
    expectDistinct(
      tokens.map((token) => token.id),
      7,
    );
    expect(tokens.map((token) => token.id)).toContain(verified.id);
    const { envelope } = await harness.ask('/user/tokens/verify');
    expect(envelope.messages).toEqual([{ code: 10000, message: 'This API Token is valid and active', type: null }]);
  });

  it('an invitation is answered once, and later reads show the answer', async () => {
    const { invites } = harness.sdk().user;
    const list = await collect(invites.list());
    const pending = list.filter((invite) => invite.status === 'pending');
    const id = pending[0]?.id ?? '';
    expect((await invites.edit(id, { status: 'accepted' })).status).toBe('accepted');
    expect((await invites.get(id)).status).toBe('accepted');
    expect(codeOf(await rejection(invites.edit(id, { status: 'rejected' })))).toBe(1005);
    expect((await collect(invites.list())).filter((invite) => invite.status === 'pending')).toHaveLength(
      pending.length - 1,
    );
  });
});

function bucketNames(result: unknown): readonly string[] {
  const { buckets } = result as Cloudflare.R2.BucketListResponse;
  return (buckets ?? []).map((bucket) => bucket.name ?? '');
}
