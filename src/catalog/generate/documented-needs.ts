// What the API's own documentation says of operations that people use often and that no resource of the provider is about, or only
// for the other scope. Each line was read there for each of its methods. Build time only.
import type { Method } from '../../request/types.ts';

interface Documented {
  /** With `{}` for placeholders; `/**` at the end stands for everything below. */
  readonly path: string;
  readonly reads?: readonly string[];
  /** What the methods beside GET take; the lines for one method come first. */
  readonly writes?: readonly string[];
  readonly method?: Method;
}

/** What a fact is said to be taken from that stands here. */
export const documentation = 'the documentation of the API';

const zone = '/zones/{}';
const account = '/accounts/{}';

const APPS: Pick<Documented, 'reads' | 'writes'> = {
  reads: ['Access: Apps and Policies Read', 'Access: Apps and Policies Write'],
  writes: ['Access: Apps and Policies Write'],
};

const WORKERS_AI: readonly string[] = ['Workers AI Read', 'Workers AI Write'];

const ACCOUNT_SETTINGS: readonly string[] = ['Account Settings Read', 'Account Settings Write'];

const BROWSER: readonly string[] = ['content', 'json', 'links', 'markdown', 'pdf', 'scrape', 'screenshot', 'snapshot'];

const DOCUMENTED: readonly Documented[] = [
  { path: `${zone}/purge_cache`, writes: ['Cache Purge'] },
  { path: `${zone}/environments/{}/purge_cache`, writes: ['Cache Purge'] },
  {
    path: `${zone}/firewall/access_rules/**`,
    reads: ['Firewall Services Read', 'Firewall Services Write'],
    writes: ['Firewall Services Write'],
  },
  {
    path: `${zone}/settings`,
    reads: ['Zone Settings Read', 'Zone Settings Write'],
    writes: ['Zone Settings Write'],
  },
  ...[`${zone}/custom_pages`, `${zone}/custom_pages/{}`].map(
    (path): Documented => ({
      path,
      reads: ['Custom Pages Read', 'Custom Pages Write', 'Zone Settings Read', 'Zone Settings Write'],
      writes: ['Custom Pages Write', 'Zone Settings Write'],
    }),
  ),
  ...[account, zone].flatMap((scope): readonly Documented[] => [
    { path: `${scope}/access/apps`, ...APPS },
    { path: `${scope}/access/apps/{}`, ...APPS },
  ]),
  { path: `${zone}/settings/zaraz/publish`, writes: ['Zaraz Admin'] },
  {
    path: `${zone}/settings/zaraz/**`,
    reads: ['Zaraz Admin', 'Zaraz Edit', 'Zaraz Read'],
    writes: ['Zaraz Admin', 'Zaraz Edit'],
  },
  ...['tails', 'tails/{}'].map(
    (name): Documented => ({
      path: `${account}/workers/scripts/{}/${name}`,
      writes: ['Workers Scripts Write', 'Workers Tail Read'],
    }),
  ),
  { path: `${account}/audit_logs`, reads: ACCOUNT_SETTINGS },
  { path: `${account}/logs/audit`, reads: ACCOUNT_SETTINGS },
  { path: `${account}/ai/run/**`, method: 'POST', writes: WORKERS_AI },
  { path: `${account}/ai/models/search`, reads: WORKERS_AI },
  { path: `${account}/ai/finetunes`, reads: WORKERS_AI, writes: ['Workers AI Write'] },
  {
    path: `${account}/storage/kv/namespaces/{}/bulk/get`,
    method: 'POST',
    writes: ['Workers KV Storage Read', 'Workers KV Storage Write'],
  },
  {
    path: `${account}/workers/scripts/{}/tails`,
    reads: ['Workers Scripts Write', 'Workers Tail Read'],
    writes: ['Workers Scripts Write', 'Workers Tail Read'],
  },
  ...['query', 'get_by_ids'].map(
    (name): Documented => ({
      path: `${account}/vectorize/v2/indexes/{}/${name}`,
      writes: ['Vectorize Read', 'Vectorize Write'],
    }),
  ),
  {
    path: `${account}/vectorize/v2/indexes/**`,
    reads: ['Vectorize Read', 'Vectorize Write'],
    writes: ['Vectorize Write'],
  },
  {
    path: `${account}/vectorize/v2/indexes`,
    reads: ['Vectorize Read', 'Vectorize Write'],
    writes: ['Vectorize Write'],
  },
  {
    path: `${account}/urlscanner/v2/**`,
    reads: ['URL Scanner Read', 'URL Scanner Write'],
    writes: ['URL Scanner Write'],
  },
  ...BROWSER.map(
    (name): Documented => ({
      path: `${account}/browser-rendering/${name}`,
      writes: ['Browser Rendering Write'],
    }),
  ),
];

/** What is said of an operation, whose path has `{}` for placeholders; undefined for most. */
export function documentedNeeds(method: Method, shape: string): readonly string[] | undefined {
  const line = DOCUMENTED.find(
    ({ path, method: only }) =>
      (only === undefined || only === method) &&
      (path.endsWith('/**') ? shape.startsWith(path.slice(0, -'**'.length)) : shape === path),
  );
  return method === 'GET' || method === 'HEAD' ? line?.reads : line?.writes;
}
