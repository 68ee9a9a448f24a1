// Accounts and their members. An account that is well-formed but not ours is refused as the API refuses a missing
// permission: it does not tell whether the account exists.
import { listByPage, operatorTest, orderBy, type PageSizes, type Test } from './lists.ts';
import { SEES_ACCOUNT } from './needs.ts';
import { isAllowed } from './policies.ts';
import { FIRST_DAY, FIRST_NAMES, LAST_NAMES, type Random } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { Call, Handler } from './router.ts';
import { oncePerWorld, perOwner } from './world.ts';

export type SandboxAccount = {
  readonly id: string;
  readonly name: string;
  readonly type: 'standard' | 'enterprise';
  readonly settings: { readonly enforce_twofactor: boolean; readonly abuse_contact_email: string | null };
  readonly created_on: string;
};

/** Sizes of the lists that the API documents as 5 to 50 with 20 as the default. */
export const SMALL_PAGES: PageSizes = { initial: 20, min: 5, max: 50, outOfRange: 'refuse' };

export const accountsOf = oncePerWorld('accounts', (random): readonly SandboxAccount[] =>
  ['Example Books', 'Example Labs', 'Example Press (staging)'].map((name, index) => ({
    id: random.hex(32),
    name,
    type: index === 0 ? 'enterprise' : 'standard',
    settings: { enforce_twofactor: index === 0, abuse_contact_email: index === 0 ? 'abuse@example.com' : null },
    created_on: random.instant(FIRST_DAY, FIRST_DAY + 90 * 86_400_000),
  })),
);

/** Wraps a handler that works on the account in the path. */
export function inAccount(handler: (call: Call, account: SandboxAccount) => Reply | Promise<Reply>): Handler {
  return (call) => {
    const account = accountsOf(call.world).find((candidate) => candidate.id === call.params.account_id);
    return account === undefined ? failWith(403, 10000, 'Authentication error') : handler(call, account);
  };
}

export function listAccounts(call: Call): Reply {
  const name = call.query.get('name');
  const isWanted: Test<string> = name === null ? () => true : operatorTest(name);
  const found = accountsOf(call.world).filter(({ id, name: title }) => {
    return isWanted(title) && isAllowed(call.caller, SEES_ACCOUNT, { kind: 'account', id });
  });
  const ordered = orderBy(found, call.query, { name: (account) => account.name }, 'name');
  return ordered.kind === 'refused' ? ordered.reply : listByPage(ordered.items, call.query, SMALL_PAGES);
}

export function getAccount(call: Call): Reply {
  const account = accountsOf(call.world).find((candidate) => candidate.id === call.params.account_id);
  if (account === undefined) return failWith(403, 9109, 'Unauthorized to access requested resource');
  return success(account);
}

type Role = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: Readonly<Record<string, { readonly read: boolean; readonly edit: boolean }>>;
};

type Member = {
  readonly id: string;
  readonly email: string;
  readonly user: {
    readonly id: string;
    readonly first_name: string;
    readonly last_name: string;
    readonly email: string;
    readonly two_factor_authentication_enabled: boolean;
  };
  readonly status: 'accepted' | 'pending';
  readonly roles: readonly Role[];
};

const ROLES: readonly { readonly name: string; readonly description: string; readonly edits: boolean }[] = [
  { name: 'Super Administrator - All Privileges', description: 'Can edit any setting and manage members', edits: true },
  { name: 'Administrator', description: 'Can edit all settings except members and billing', edits: true },
  { name: 'Administrator Read Only', description: 'Can read all settings', edits: false },
  { name: 'DNS', description: 'Can edit DNS records', edits: true },
];

function makeRole(random: Random, index: number): Role {
  const { name, description, edits } = ROLES[index % ROLES.length]!;
  const access = { read: true, edit: edits };
  return { id: random.hex(32), name, description, permissions: { dns_records: access, zones: access } };
}

const membersOf = perOwner('members', (random, account: SandboxAccount, world): readonly Member[] => {
  const roles = ROLES.map((_, index) => makeRole(random, index));
  const size = account.type === 'enterprise' ? 23 : 6;
  return Array.from({ length: size }, (_, index): Member => {
    const isOwner = index === 0;
    const firstName = isOwner ? 'Ada' : FIRST_NAMES[(index * 3) % FIRST_NAMES.length]!;
    const lastName = isOwner ? 'Lovelace' : LAST_NAMES[(index * 5) % LAST_NAMES.length]!;
    const email = isOwner ? world.identity.email : `${firstName}.${lastName}${index}@example.org`.toLowerCase();
    return {
      id: random.hex(32),
      email,
      user: {
        id: isOwner ? world.identity.userId : random.hex(32),
        first_name: firstName,
        last_name: lastName,
        email,
        two_factor_authentication_enabled: isOwner || random.chance(0.7),
      },
      status: isOwner || random.chance(0.8) ? 'accepted' : 'pending',
      roles: [isOwner ? roles[0]! : random.pick(roles)],
    };
  });
});

export const listMembers = inAccount((call, account) => {
  const status = call.query.get('status');
  const found = membersOf(call.world, account).filter((member) => status === null || member.status === status);
  const keys = {
    'user.first_name': (member: Member) => member.user.first_name,
    'user.last_name': (member: Member) => member.user.last_name,
    'user.email': (member: Member) => member.email,
    status: (member: Member) => member.status,
  };
  const ordered = orderBy(found, call.query, keys, 'user.email');
  return ordered.kind === 'refused' ? ordered.reply : listByPage(ordered.items, call.query, SMALL_PAGES);
});

export const getMember = inAccount((call, account) => {
  const member = membersOf(call.world, account).find((candidate) => candidate.id === call.params.member_id);
  return member === undefined ? failWith(404, 1003, 'Member not found for account') : success(member);
});
