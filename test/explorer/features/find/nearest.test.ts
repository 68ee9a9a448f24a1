// Following with words: what is typed finds the operations of the thing under the cursor before those of what that is in.
import { describe, expect, test } from 'vitest';
import { fillPath } from '../../../../src/catalog/form-request.ts';
import { placeUnderCursor } from '../../../../src/explorer/features/find/follow.ts';
import { openPicker } from '../../../../src/explorer/model/focus.ts';
import { pickerItems } from '../../../../src/explorer/shell/pickers.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, zone } from '../../known.ts';

const account = '9a7806061c88ada191ed06f989cc3dac';
const id = '372e67954025e0ba6aaa6d586b9e0b59';
const rule = '3a03d665bac047339bb530ecb439a90d';
const at = '2026-01-02T03:04:05.000000Z';
const etag = 'ea95132c15732412d22c1476fa83f27a';
const inAccount = `/accounts/${account}`;
const inZone = `/zones/${zone}`;

const rules = [
  {
    id: rule,
    version: '3',
    action: 'block',
    action_parameters: { response: { status_code: 403, content: 'no', content_type: 'text/plain' } },
    expression: 'ip.src eq 192.0.2.1',
    description: 'a rule',
    last_updated: at,
    ref: rule,
    enabled: true,
  },
];

const ruleset = {
  id,
  name: 'default',
  description: '',
  kind: 'zone',
  version: '7',
  phase: 'http_request_firewall_custom',
  last_updated: at,
};

interface Kind {
  readonly what: string;
  readonly list: string;
  readonly result: unknown;
  /** Where the item is in the response. */
  readonly item: readonly (string | number)[];
  readonly own: string;
  /** The method that each word leads to. */
  readonly words: Readonly<Record<string, string>>;
  /** Rows that name another thing. */
  readonly elsewhere?: readonly string[];
}

const all = { get: 'GET', update: 'PUT', edit: 'PATCH', delete: 'DELETE', show: 'GET', remove: 'DELETE' };
const replaced = { ...all, edit: 'PUT', change: 'PUT' };
const patched = { ...all, update: 'PATCH', change: 'PATCH' };

const kinds: readonly Kind[] = [
  {
    what: 'a DNS record',
    list: `${inZone}/dns_records`,
    result: [
      {
        id,
        name: 'www.example.com',
        type: 'A',
        content: '192.0.2.1',
        proxiable: true,
        proxied: false,
        ttl: 1,
        settings: {},
        meta: { auto_added: false },
        comment: null,
        tags: ['team:web'],
        created_on: at,
        modified_on: at,
      },
    ],
    item: ['result', 0],
    own: `${inZone}/dns_records/${id}`,
    words: all,
  },
  {
    what: 'a DNS record that names its zone',
    list: `${inZone}/dns_records`,
    result: [{ id, zone_id: zone, zone_name: 'example.com', name: 'www.example.com', type: 'A', content: '192.0.2.1' }],
    item: ['result', 0],
    own: `${inZone}/dns_records/${id}`,
    words: all,
    elsewhere: ['result.0.zone_id'],
  },
  {
    what: 'a Worker script',
    list: `${inAccount}/workers/scripts`,
    result: [
      {
        id: 'api',
        tag: 'e8f70fdbc8b1fb0b8ddb1af166186758',
        etag,
        handlers: ['fetch'],
        modified_on: at,
        created_on: at,
        usage_model: 'standard',
        compatibility_date: '2026-01-01',
        compatibility_flags: ['nodejs_compat'],
        migration_tag: 'v1',
        last_deployed_from: 'wrangler',
        placement: { mode: 'smart' },
        tail_consumers: [{ service: 'log' }],
        logpush: false,
        routes: null,
      },
    ],
    item: ['result', 0],
    own: `${inAccount}/workers/scripts/api`,
    words: replaced,
  },
  {
    what: 'a KV namespace',
    list: `${inAccount}/storage/kv/namespaces`,
    result: [{ id, title: 'sessions', supports_url_encoding: true }],
    item: ['result', 0],
    own: `${inAccount}/storage/kv/namespaces/${id}`,
    words: replaced,
  },
  {
    what: 'a KV value',
    list: `${inAccount}/storage/kv/namespaces/${id}/keys`,
    result: [{ name: 'user:1', expiration: 1577836800, metadata: { id: etag, name: 'a' } }],
    item: ['result', 0],
    own: `${inAccount}/storage/kv/namespaces/${id}/values/user%3A1`,
    words: replaced,
  },
  {
    what: 'an R2 bucket',
    list: `${inAccount}/r2/buckets`,
    result: { buckets: [{ name: 'media', creation_date: at, location: 'WEUR', storage_class: 'Standard' }] },
    item: ['result', 'buckets', 0],
    own: `${inAccount}/r2/buckets/media`,
    words: patched,
  },
  {
    what: 'an R2 object',
    list: `${inAccount}/r2/buckets/media/objects`,
    result: [
      {
        key: 'a.png',
        etag,
        last_modified: at,
        size: 12,
        http_metadata: { contentType: 'image/png' },
        custom_metadata: { owner: 'b' },
        storage_class: 'Standard',
        ssec: false,
      },
    ],
    item: ['result', 0],
    own: `${inAccount}/r2/buckets/media/objects/a.png`,
    words: replaced,
  },
  ...([inZone, inAccount] as const).flatMap((scope): readonly Kind[] => [
    {
      what: `a ruleset of ${scope.split('/')[1]}`,
      list: `${scope}/rulesets`,
      result: [ruleset],
      item: ['result', 0],
      own: `${scope}/rulesets/${id}`,
      words: replaced,
    },
    {
      what: `a rule in a ruleset of ${scope.split('/')[1]}`,
      list: `${scope}/rulesets/${id}`,
      result: { ...ruleset, rules },
      item: ['result', 'rules', 0],
      own: `${scope}/rulesets/${id}/rules/${rule}`,
      words: { update: 'PATCH', edit: 'PATCH', change: 'PATCH', delete: 'DELETE', remove: 'DELETE' },
    },
    {
      what: `a rule in the entry point of a phase of ${scope.split('/')[1]}`,
      list: `${scope}/rulesets/phases/http_request_firewall_custom/entrypoint`,
      result: { ...ruleset, rules },
      item: ['result', 'rules', 0],
      own: `${scope}/rulesets/${id}/rules/${rule}`,
      words: { update: 'PATCH', edit: 'PATCH', change: 'PATCH', delete: 'DELETE', remove: 'DELETE' },
    },
  ]),
  {
    what: 'a D1 database',
    list: `${inAccount}/d1/database`,
    result: [{ uuid: '5a2f9d4e-6a6f-4f5e-9d53-1f2b3c4d5e6f', name: 'books', version: 'production', created_at: at }],
    item: ['result', 0],
    own: `${inAccount}/d1/database/5a2f9d4e-6a6f-4f5e-9d53-1f2b3c4d5e6f`,
    words: all,
  },
];

/** Opens all of the answer, and goes to the first row of the item. */
function onItem({ list, result, item }: Kind): Driver {
  const user = driveKnown(300, 80);
  user.type(`GET ${list}\r`);
  user.answer({ result, success: true, errors: [], messages: [] });
  user.press('3', '0', 'g');
  for (let rows = 0; rows < 60 && !isIn(user, item); rows++) user.press('j');
  return user;
}

function isIn(user: Driver, item: Kind['item']): boolean {
  const { path } = placeUnderCursor(user.state());
  return item.every((step, index) => path[index] === step);
}

/** Where the first of the related requests leads for these words. */
function firstFor(user: Driver, words: string): string {
  user.press('o');
  user.type(words);
  const picker = openPicker(user.state());
  if (!picker) throw new Error('no list is open');
  const first = user.state().find.follow[Number(pickerItems(user.state(), picker)[0]?.key)];
  user.press('esc');
  if (openPicker(user.state())) user.press('esc');
  return first ? `${first.operation.method} ${fillPath(first.operation, first.values)}` : 'nothing';
}

describe.each(kinds)('from $what', (kind) => {
  test('every word leads to what it asks of the thing itself', () => {
    const user = onItem(kind);
    const words = Object.keys(kind.words);
    expect(words.map((word) => [word, firstFor(user, word)])).toEqual(
      words.map((word) => [word, `${kind.words[word]} ${kind.own}`]),
    );
  });

  test('a deletion is that of the thing itself from every row in it', () => {
    const user = onItem(kind);
    const found = new Map<string, string>();
    for (let last = ''; isIn(user, kind.item); user.press('j')) {
      const row = placeUnderCursor(user.state()).path.join('.');
      if (row === last) break;
      last = row;
      if (!kind.elsewhere?.includes(row)) found.set(row, firstFor(user, 'delete'));
    }
    expect(found.size).toBeGreaterThan(2);
    expect([...found].filter(([, first]) => first !== `DELETE ${kind.own}`)).toEqual([]);
  });
});
