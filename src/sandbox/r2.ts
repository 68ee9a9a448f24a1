// R2 buckets: a list whose items are in result.buckets and whose cursor is in result_info; one bucket. Read only.
import { type Account, inAccount } from './accounts.ts';
import { refuse, success } from './envelope.ts';
import { cutByCursor, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt } from './vocabulary.ts';
import { perOwner } from './world.ts';

type Bucket = {
  readonly name: string;
  readonly creation_date: string;
  readonly location: string;
  readonly storage_class: 'Standard' | 'InfrequentAccess';
  readonly jurisdiction: string;
};

/** 1 to 1,000, default 20: the published schema. */
const BUCKET_PAGES: PageSizes = { initial: 20, min: 1, max: 1000, outOfRange: 'refuse' };

const bucketsOf = perOwner('r2', (random, account: Account): readonly Bucket[] =>
  Array.from(
    { length: account.type === 'enterprise' ? 33 : 2 },
    (_, index): Bucket => ({
      name: `${nameAt(index * 7)}-files`,
      creation_date: random.instant(FIRST_DAY, LAST_DAY),
      location: random.pick(['apac', 'eeur', 'enam', 'weur', 'wnam', 'oc']),
      storage_class: random.chance(0.8) ? 'Standard' : 'InfrequentAccess',
      jurisdiction: 'default',
    }),
  ).toSorted((left, right) => (left.name < right.name ? -1 : 1)),
);

/** The buckets are in `result.buckets`, the cursor in `result_info.cursor`. */
export const listBuckets = inAccount((call, account) => {
  const isDescending = call.query.get('direction') === 'desc';
  const part = call.query.get('name_contains') ?? '';
  const after = call.query.get('start_after') ?? '';
  const found = bucketsOf(call.world, account).filter((bucket) => bucket.name.includes(part) && bucket.name > after);
  const page = cutByCursor(isDescending ? found.toReversed() : found, call.query, {
    sizes: BUCKET_PAGES,
    sizeParameter: 'per_page',
    keyOf: (bucket) => bucket.name,
    isDescending,
  });
  if (page.kind === 'refused') return page.reply;
  const cursor = page.next === undefined ? {} : { cursor: page.next };
  return success({ buckets: page.items }, { info: { per_page: page.size, ...cursor } });
});

/** Code 10006 and its text are the real ones. */
export const getBucket = inAccount((call, account) => {
  const bucket = bucketsOf(call.world, account).find((candidate) => candidate.name === call.params.bucket_name);
  return bucket === undefined ? refuse(404, 10006, 'The specified bucket does not exist.') : success(bucket);
});
