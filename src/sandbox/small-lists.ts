// Lists of products of which the sandbox has little else: each pages in a way of its own. Read only.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { cutByCursor, decimalDigits, listByPage, operatorTest, type PageSizes } from './lists.ts';
import { FIRST_DAY, FIRST_NAMES, LAST_DAY, nameAt, type Random, randomIpv4 } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { Call } from './router.ts';
import { oncePerWorld, perOwner } from './world.ts';
import { inZone, type Zone } from './zones.ts';

const initialLogs = 25;
const mostLogs = 1000;

/** Two requests may come in the same second, so that a page may begin with what the one before ended with. */
const requestsOf = perOwner('access', (random, account: SandboxAccount) =>
  Array.from({ length: account.type === 'enterprise' ? 310 : 20 }, (_, index) => {
    const name = FIRST_NAMES[index % FIRST_NAMES.length] ?? 'Ada';
    const allowed = random.chance(0.9);
    return {
      user_email: `${name.toLowerCase()}@example.com`,
      ip_address: randomIpv4(random),
      app_uid: random.uuid(),
      app_domain: `${nameAt(index % 5)}.example.com`,
      action: 'login',
      connection: random.pick(['saml', 'onetimepin', 'google']),
      allowed,
      created_at: new Date(LAST_DAY - 999 - Math.floor(index / 2) * 61_000).toISOString().replace('.000Z', 'Z'),
      ray_id: random.hex(16),
    };
  }),
);

export const listAccessRequests = inAccount((call, account) => {
  const since = Date.parse(call.query.get('since') ?? '1970-01-01T00:00:00Z');
  const until = Date.parse(call.query.get('until') ?? '9999-12-31T00:00:00Z');
  if (Number.isNaN(since) || Number.isNaN(until))
    return failWith(400, 12130, 'access.api.error.invalid_request: bad time');
  const limit = Math.max(1, Math.min(mostLogs, decimalDigits(call.query.get('limit') ?? '') ?? initialLogs));
  const found = requestsOf(call.world, account).filter(({ created_at }) => {
    const at = Date.parse(created_at);
    return at >= since && at <= until;
  });
  const ordered = call.query.get('direction') === 'asc' ? found.toReversed() : found;
  return success(ordered.slice(0, limit));
});

type CertificatePack = {
  readonly id: string;
  readonly type: 'universal' | 'advanced' | 'sni_custom';
  readonly hosts: readonly string[];
  readonly primary_certificate: string;
  readonly status: 'active' | 'expired' | 'pending_validation';
  readonly certificates: readonly Readonly<Record<string, unknown>>[];
  readonly validation_method: 'txt' | 'http';
  readonly validity_days: number;
  readonly certificate_authority: 'google' | 'lets_encrypt' | 'ssl_com';
  readonly created_on: string;
};

/** The parameter documentation gives 5 to 50 and 20; clamping is our reading. */
const PACK_PAGES: PageSizes = { initial: 20, min: 5, max: 50, outOfRange: 'clamp' };

const DAY = 86_400_000;

function makePack(random: Random, zone: Zone, index: number): CertificatePack {
  const isUniversal = index === 0;
  const hosts = isUniversal ? [zone.name, `*.${zone.name}`] : [`app-${index}.${zone.name}`];
  const status = isUniversal ? 'active' : random.pick(['active', 'active', 'expired', 'pending_validation'] as const);
  const uploaded = random.int(FIRST_DAY, LAST_DAY);
  const certificateId = random.uuid();
  return {
    id: random.uuid(),
    type: isUniversal ? 'universal' : random.pick(['advanced', 'sni_custom'] as const),
    hosts,
    primary_certificate: certificateId,
    status,
    certificates: ['ECDSAWithSHA256', 'SHA256WithRSA'].map((signature, order) => ({
      id: order === 0 ? certificateId : random.uuid(),
      hosts,
      issuer: 'ExampleTrust',
      signature,
      status,
      bundle_method: 'ubiquitous',
      zone_id: zone.id,
      uploaded_on: new Date(uploaded).toISOString(),
      modified_on: new Date(uploaded).toISOString(),
      expires_on: new Date(uploaded + 90 * DAY).toISOString(),
      priority: order + 1,
    })),
    validation_method: random.pick(['txt', 'http'] as const),
    validity_days: 90,
    certificate_authority: random.pick(['google', 'lets_encrypt', 'ssl_com'] as const),
    created_on: new Date(uploaded).toISOString(),
  };
}

const packsOf = perOwner('certificate-packs', (random, zone: Zone): readonly CertificatePack[] =>
  Array.from({ length: zone.name === 'example.com' ? 12 : random.int(1, 3) }, (_, index) =>
    makePack(random, zone, index),
  ),
);

/** Only active packs, unless `status=all`. */
export const listCertificatePacks = inZone((call, zone) => {
  const isAll = call.query.get('status') === 'all';
  const found = packsOf(call.world, zone).filter((pack) => isAll || pack.status === 'active');
  return listByPage(found, call.query, PACK_PAGES);
});

/** Code 1423 is our reading. */
export const getCertificatePack = inZone((call, zone) => {
  const pack = packsOf(call.world, zone).find((candidate) => candidate.id === call.params.certificate_pack_id);
  return pack === undefined ? failWith(404, 1423, 'The certificate pack was not found') : success(pack);
});

const initialConnects = 10;

const interconnectsOf = perOwner('interconnects', (random, account: SandboxAccount) =>
  Array.from({ length: account.type === 'enterprise' ? 23 : 1 }, (_, index) => ({
    account: account.id,
    name: `ICON-${String(index + 1).padStart(4, '0')}`,
    site: random.pick(['LHR', 'FRA', 'IAD', 'SIN']),
    type: 'direct',
    facility: { name: `Example Exchange ${index + 1}`, address: ['1 Example Street'] },
  })),
);

export const listInterconnects = inAccount((call, account): Reply => {
  const start = decimalDigits(call.query.get('cursor') ?? '') ?? 0;
  const limit = Math.max(1, decimalDigits(call.query.get('limit') ?? '') ?? initialConnects);
  const all = interconnectsOf(call.world, account);
  const next = start + limit < all.length ? start + limit : null;
  const body = JSON.stringify({ items: all.slice(start, start + limit), next });
  return { kind: 'bytes', status: 200, contentType: 'application/json', bytes: Buffer.from(body) };
});

/** Documented to return 10 where nothing is asked; the bounds are our reading. */
const organizationPages: PageSizes = { initial: 10, min: 1, max: 100, outOfRange: 'refuse' };

const organizationsOf = oncePerWorld('organizations', (random) =>
  Array.from({ length: 34 }, (_, index) => ({
    id: random.hex(32),
    name: `${nameAt(index * 3)} group`,
    create_time: random.instant(FIRST_DAY, LAST_DAY),
    meta: { managed_by: null },
    profile: { business_name: `${nameAt(index * 3)} Ltd`, business_email: `office@${nameAt(index * 3)}.example` },
  })).sort((left, right) => (left.id < right.id ? -1 : 1)),
);

export function listOrganizations(call: Call): Reply {
  const name = call.query.get('name.contains');
  const isWanted = name === null ? () => true : operatorTest(`contains:${name}`);
  const query = new URLSearchParams(call.query);
  query.set('cursor', call.query.get('page_token') ?? '');
  const found = organizationsOf(call.world).filter((organization) => isWanted(organization.name));
  const page = cutByCursor(found, query, {
    sizes: organizationPages,
    sizeParameter: 'page_size',
    keyOf: ({ id }) => id,
  });
  if (page.kind === 'refused') return page.reply;
  return success(page.items, { info: { next_page_token: page.next ?? '', total_size: found.length } });
}

export function getOrganization(call: Call): Reply {
  const found = organizationsOf(call.world).find(({ id }) => id === call.params.organization_id);
  return found === undefined ? failWith(404, 1002, 'Organization not found') : success(found);
}

const initialJobs = 10;
const mostJobs = 50;

const jobsOf = perOwner('slurper', (random, account: SandboxAccount) =>
  Array.from({ length: account.type === 'enterprise' ? 47 : 3 }, (_, index) => {
    const created = random.int(FIRST_DAY, LAST_DAY);
    const isDone = random.chance(0.8);
    return {
      id: random.hex(32),
      status: isDone ? 'completed' : random.pick(['running', 'paused', 'aborted']),
      createdAt: new Date(created).toISOString(),
      finishedAt: isDone ? random.instant(created, LAST_DAY) : null,
      overwrite: random.chance(0.5),
      source: { vendor: 's3', bucket: `${nameAt(index)}-old`, region: 'eu-central-1' },
      target: { vendor: 'r2', bucket: nameAt(index) },
    };
  }),
);

/** A limit beyond the most is clamped, which is our reading. */
export const listJobs = inAccount((call, account) => {
  const offset = decimalDigits(call.query.get('offset') ?? '') ?? 0;
  const limit = Math.max(1, Math.min(mostJobs, decimalDigits(call.query.get('limit') ?? '') ?? initialJobs));
  return success(jobsOf(call.world, account).slice(offset, offset + limit));
});
