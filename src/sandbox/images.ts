// Cloudflare Images: the list of version 2, which goes on by a `continuation_token` beside the images. Read only.
import { type Account, inAccount } from './accounts.ts';
import { success } from './envelope.ts';
import { cutByCursor, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt } from './vocabulary.ts';
import { perOwner } from './world.ts';

const PAGES: PageSizes = { initial: 1000, min: 10, max: 10_000, outOfRange: 'refuse' };

const imagesOf = perOwner('images', (random, account: Account) => {
  const count = account.type === 'enterprise' ? 240 : 12;
  const step = Math.floor((LAST_DAY - FIRST_DAY) / count);
  return Array.from({ length: count }, (_, index) => {
    const id = random.uuid();
    return {
      id,
      filename: `${nameAt(index * 7)}.jpg`,
      uploaded: new Date(LAST_DAY - index * step).toISOString(),
      requireSignedURLs: random.chance(0.2),
      variants: [`https://imagedelivery.example/${account.id}/${id}/public`],
      meta: {},
    };
  });
});

export const listImages = inAccount((call, account) => {
  const isDescending = call.query.get('sort_order') !== 'asc';
  const all = imagesOf(call.world, account);
  const query = new URLSearchParams(call.query);
  query.set('cursor', call.query.get('continuation_token') ?? '');
  const page = cutByCursor(isDescending ? all : all.toReversed(), query, {
    sizes: PAGES,
    sizeParameter: 'per_page',
    keyOf: ({ uploaded }) => uploaded,
    isDescending,
  });
  if (page.kind === 'refused') return page.reply;
  return success({ images: page.items, continuation_token: page.next ?? null });
});
