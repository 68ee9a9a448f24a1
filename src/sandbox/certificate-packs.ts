// Certificate packs of a zone: what TLS certificates the edge serves for it. Read only.
import { refuse, success } from './envelope.ts';
import { listByPage, type PageSizes } from './lists.ts';
import type { Random } from './random.ts';
import { FIRST_DAY, LAST_DAY } from './vocabulary.ts';
import { perOwner } from './world.ts';
import { inZone, type Zone } from './zones.ts';

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
  return pack === undefined ? refuse(404, 1423, 'The certificate pack was not found') : success(pack);
});
