// The user behind the sandbox's credentials, the user's API tokens and invitations.
import { accountsOf, SMALL_PAGES } from './accounts.ts';
import { listByPage, orderBy } from './lists.ts';
import { FIRST_DAY, LAST_DAY } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { Call } from './router.ts';
import { oncePerWorld } from './world.ts';

export function getUser(call: Call): Reply {
  const { userId, email } = call.world.identity;
  return success({
    id: userId,
    email,
    username: 'ada',
    first_name: 'Ada',
    last_name: 'Lovelace',
    telephone: null,
    country: 'GB',
    zipcode: null,
    two_factor_authentication_enabled: true,
    two_factor_authentication_locked: false,
    created_on: new Date(FIRST_DAY).toISOString(),
    modified_on: new Date(LAST_DAY).toISOString(),
    organizations: [],
    has_pro_zones: true,
    has_business_zones: true,
    has_enterprise_zones: true,
    suspended: false,
    betas: [],
  });
}

export function verifyToken(call: Call): Reply {
  return success(
    { id: call.world.identity.tokenId, status: 'active' },
    { messages: [{ code: 10000, message: 'This API Token is valid and active', type: null }] },
  );
}

/** The sandbox's token belongs to the user, and the API tells such a token apart from an account's. */
export function verifyAccountToken(): Reply {
  return failWith(401, 1000, 'Invalid API Token');
}

type Token = {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'disabled' | 'expired';
  readonly issued_on: string;
  readonly modified_on: string;
  readonly last_used_on: string | null;
  readonly expires_on?: string;
  readonly policies: readonly unknown[];
};

const TOKEN_NAMES = [
  'flarescope',
  'ci: purge cache',
  'backup of DNS',
  'terraform',
  'dashboards',
  'old laptop',
  'intern',
];

const tokensOf = oncePerWorld('tokens', (random, world): readonly Token[] => {
  const account = accountsOf(world)[0]!;
  const readGroup = { id: random.hex(32), name: 'DNS Read' };
  const writeGroup = { id: random.hex(32), name: 'DNS Write' };
  return TOKEN_NAMES.map((name, index): Token => {
    const issued = random.instant(FIRST_DAY, LAST_DAY);
    const isExpired = name === 'old laptop';
    return {
      id: index === 0 ? world.identity.tokenId : random.hex(32),
      name,
      status: isExpired ? 'expired' : name === 'intern' ? 'disabled' : 'active',
      issued_on: issued,
      modified_on: issued,
      last_used_on: random.chance(0.8) ? new Date(LAST_DAY).toISOString() : null,
      ...(isExpired ? { expires_on: new Date(LAST_DAY).toISOString() } : {}),
      policies: [
        {
          id: random.hex(32),
          effect: 'allow',
          resources: { [`com.cloudflare.api.account.${account.id}`]: '*' },
          permission_groups: index % 2 === 0 ? [readGroup, writeGroup] : [readGroup],
        },
      ],
    };
  });
});

export function listTokens(call: Call): Reply {
  const withExpired = call.query.get('include_expired') !== 'false';
  const found = tokensOf(call.world).filter((token) => withExpired || token.status !== 'expired');
  const keys = { issued_on: (token: Token) => token.issued_on };
  const ordered = orderBy(found, call.query, keys, 'issued_on');
  return ordered.kind === 'refused' ? ordered.reply : listByPage(ordered.items, call.query, SMALL_PAGES);
}

export function getToken(call: Call): Reply {
  const token = tokensOf(call.world).find((candidate) => candidate.id === call.params.token_id);
  return token === undefined ? failWith(404, 1002, 'Token not found') : success(token);
}

type Invite = {
  readonly id: string;
  readonly invited_member_id: string | null;
  readonly invited_member_email: string;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly organization_is_enforcing_twofactor: boolean;
  readonly roles: readonly string[];
  readonly invited_by: string;
  readonly invited_on: string;
  readonly expires_on: string;
  readonly status: 'pending' | 'accepted' | 'rejected' | 'expired';
};

const invitesOf = oncePerWorld('invites', (random, world): Map<string, Invite> => {
  const names = ['Example Charity', 'Example School', 'Example Museum'];
  const invites = names.map((name, index): Invite => {
    const invitedOn = random.int(FIRST_DAY, LAST_DAY);
    return {
      id: random.hex(32),
      invited_member_id: world.identity.userId,
      invited_member_email: world.identity.email,
      organization_id: random.hex(32),
      organization_name: name,
      organization_is_enforcing_twofactor: index === 1,
      roles: ['Administrator Read Only'],
      invited_by: `it@${name.toLowerCase().replace(' ', '-')}.example`,
      invited_on: new Date(invitedOn).toISOString(),
      expires_on: new Date(invitedOn + 7 * 86_400_000).toISOString(),
      status: index === 2 ? 'expired' : 'pending',
    };
  });
  return new Map(invites.map((invite) => [invite.id, invite]));
});

export function listInvites(call: Call): Reply {
  return success([...invitesOf(call.world).values()]);
}

function inviteOf(call: Call): Invite | undefined {
  return invitesOf(call.world).get(call.params.invite_id ?? '');
}

const NO_INVITE = 'Invitation not found';

export function getInvite(call: Call): Reply {
  const invite = inviteOf(call);
  return invite === undefined ? failWith(404, 1003, NO_INVITE) : success(invite);
}

/** Codes are our reading. */
export function respondToInvite(call: Call): Reply {
  const invite = inviteOf(call);
  if (invite === undefined) return failWith(404, 1003, NO_INVITE);
  const { status } = call.body;
  if (status !== 'accepted' && status !== 'rejected') {
    return failWith(400, 1001, "Invalid value for 'status': must be accepted or rejected");
  }
  if (invite.status !== 'pending') return failWith(400, 1005, `The invitation is already ${invite.status}`);
  const changed: Invite = { ...invite, status };
  invitesOf(call.world).set(invite.id, changed);
  return success(changed);
}
