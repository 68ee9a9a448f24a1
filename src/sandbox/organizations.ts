// Organisations of the user: a list by `page_token` and `page_size`. Read only.
import type { Call } from './call.ts';
import { type Reply, refuse, success } from './envelope.ts';
import { operatorTest } from './filters.ts';
import { cutByCursor, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt } from './vocabulary.ts';
import { once } from './world.ts';

/** Documented to return 10 where nothing is asked; the bounds are our reading. */
const PAGES: PageSizes = { initial: 10, min: 1, max: 100, outOfRange: 'refuse' };

const organizationsOf = once('organizations', (random) =>
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
  const page = cutByCursor(found, query, { sizes: PAGES, sizeParameter: 'page_size', keyOf: ({ id }) => id });
  if (page.kind === 'refused') return page.reply;
  return success(page.items, { info: { next_page_token: page.next ?? '', total_size: found.length } });
}

export function getOrganization(call: Call): Reply {
  const found = organizationsOf(call.world).find(({ id }) => id === call.params.organization_id);
  return found === undefined ? refuse(404, 1002, 'Organization not found') : success(found);
}
