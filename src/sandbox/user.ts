// The user behind the sandbox's credentials, and invitations.
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
