// Writes drawn at random to an account of the sandbox, and the account as it is, without what no request decides: ids, times, versions.
import fc from 'fast-check';
import { writtenForm } from '../../../src/api/undo/forms.ts';
import { deletion, type Write, writeJson } from '../../../src/api/undo/plan.ts';
import { isRecord } from '../../../src/json/values.ts';
import type { TestAccount } from './account.ts';

export interface Places {
  /** Paths. */
  readonly zone: string;
  readonly account: string;
  readonly namespace: string;
  readonly bucket: string;
}

type Row = Readonly<Record<string, unknown>>;

const listOf = async ({ json }: TestAccount, path: string): Promise<readonly Row[]> => {
  const whole = await json(path);
  const result = isRecord(whole) ? whole.result : undefined;
  return Array.isArray(result) ? result.filter(isRecord) : [];
};

const resultOf = async ({ json }: TestAccount, path: string): Promise<Row> => {
  const whole = await json(path);
  return isRecord(whole) && isRecord(whole.result) ? whole.result : {};
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One draw decides everything about a write, given what is there. */
export interface Draw {
  readonly kind: (typeof kinds)[number];
  /** Which of the things that are there. */
  readonly which: number;
  /** What is written. */
  readonly what: number;
}

const kinds = [
  'record',
  'changed record',
  'replaced record',
  'deleted record',
  'batch',
  'setting',
  'value',
  'value with metadata',
  'deleted value',
  'values',
  'deleted values',
  'ruleset',
  'replaced ruleset',
  'deleted ruleset',
  'rule',
  'changed rule',
  'moved rule',
  'deleted rule',
  'script',
  'code',
  'script settings',
  'deleted script',
  'secret',
  'object',
  'deleted object',
] as const;

export const drawn: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constantFrom(...kinds),
  which: fc.nat(1000),
  what: fc.nat(100_000),
});

const families: readonly (readonly Draw['kind'][])[] = [
  ['record', 'changed record', 'replaced record', 'deleted record', 'batch'],
  ['setting'],
  ['value', 'value with metadata', 'deleted value', 'values', 'deleted values'],
  ['ruleset', 'replaced ruleset', 'deleted ruleset', 'rule', 'changed rule', 'moved rule', 'deleted rule'],
  ['script', 'code', 'script settings', 'deleted script', 'secret'],
  ['object', 'deleted object'],
];

/** Two writes that are likely to be about the same thing. */
export const rivals: fc.Arbitrary<readonly [mine: Draw, theirs: Draw]> = fc
  .tuple(fc.constantFrom(...families), fc.nat(3), fc.nat(100_000), fc.nat(100_000))
  .chain(([family, which, mine, theirs]) =>
    fc.tuple(
      fc.record({ kind: fc.constantFrom(...family), which: fc.constant(which), what: fc.constant(mine) }),
      fc.record({ kind: fc.constantFrom(...family), which: fc.constant(which), what: fc.constant(theirs) }),
    ),
  );

const at = <T>(list: readonly T[], which: number): T | undefined => list[which % list.length];

function recordBody(zone: string, what: number): Row {
  const name = `w${what % 40}.${zone}`;
  const ttl = [1, 60, 300, 3600][what % 4];
  const more = what % 3 === 0 ? { comment: `note ${what}`, tags: ['team:web'] } : {};
  const bodies: readonly Row[] = [
    { type: 'A', content: `192.0.2.${(what % 250) + 1}`, proxied: what % 2 === 0 },
    { type: 'AAAA', content: `2001:db8::${(what % 9999) + 1}` },
    { type: 'TXT', content: `"text ${what}"` },
    { type: 'MX', content: `mx${what % 7}.${zone}`, priority: what % 50 },
    { type: 'SRV', data: { priority: what % 9, weight: what % 90, port: 443 + (what % 9), target: `www.${zone}` } },
    { type: 'CAA', data: { flags: 0, tag: what % 2 ? 'issue' : 'issuewild', value: `ca${what % 5}.example` } },
    { type: 'CNAME', content: `target${what % 9}.example.net`, proxied: what % 2 === 0 },
  ];
  return { name, ttl, ...more, ...at(bodies, what) };
}

/** Changes that fit the record's type. */
function recordPatch(record: Row, zone: string, what: number): Row {
  const { type } = record;
  const content = ['A', 'AAAA', 'TXT', 'MX', 'CNAME'].includes(String(type))
    ? { content: contentFor(String(type), zone, what) }
    : {
        data: {
          ...(isRecord(record.data) ? record.data : {}),
          ...(type === 'SRV' ? { port: 1000 + (what % 999) } : {}),
        },
      };
  const changes: readonly Row[] = [
    content,
    { ttl: [60, 120, 600, 7200][what % 4] },
    { comment: what % 2 ? `changed ${what}` : '' },
    { tags: what % 2 ? ['env:prod', 'team:data'] : [] },
    ['A', 'AAAA', 'CNAME'].includes(String(type)) ? { proxied: record.proxied !== true } : { ttl: 900 },
    { name: `moved${what % 30}.${zone}` },
    { ...content, comment: `both ${what}` },
  ];
  return at(changes, what) ?? {};
}

function contentFor(type: string, zone: string, what: number): string {
  switch (type) {
    case 'A':
      return `198.51.100.${(what % 250) + 1}`;
    case 'AAAA':
      return `2001:db8:1::${(what % 9999) + 1}`;
    case 'TXT':
      return `"changed ${what}"`;
    default:
      return `other${what % 9}.${zone}`;
  }
}

const settings: readonly (readonly [name: string, values: readonly unknown[]])[] = [
  ['ssl', ['off', 'flexible', 'full', 'strict']],
  ['min_tls_version', ['1.0', '1.1', '1.2', '1.3']],
  ['browser_cache_ttl', [0, 1800, 7200]],
  ['ciphers', [[], ['ECDHE-RSA-AES128-GCM-SHA256']]],
  ['nel', [{ enabled: true }, { enabled: false }]],
  ['always_use_https', ['on', 'off']],
];

function ruleBody(what: number): Row {
  return {
    action: ['block', 'log', 'managed_challenge'][what % 3],
    expression: `(ip.src eq 192.0.2.${what % 250})`,
    description: what % 2 ? `rule ${what}` : '',
    enabled: what % 5 !== 0,
    ...(what % 4 === 0 ? { ref: `ref-${what}` } : {}),
  };
}

const moduleType = 'application/javascript+module';

function uploadForm(what: number): ReturnType<typeof writtenForm> {
  const metadata = {
    main_module: 'index.js',
    compatibility_date: `2026-0${(what % 9) + 1}-01`,
    compatibility_flags: what % 2 ? ['nodejs_compat'] : [],
    bindings: [
      { name: 'MODE', type: 'plain_text', text: `mode ${what % 7}` },
      ...(what % 3 === 0 ? [{ name: 'DATA', type: 'json', json: { n: what } }] : []),
    ],
    keep_bindings: ['secret_text'],
    ...(what % 4 === 0 ? { observability: { enabled: true } } : {}),
    ...(what % 5 === 0 ? { tags: ['a', 'b'] } : {}),
  };
  return writtenForm([
    { name: 'metadata', filename: undefined, type: 'application/json', bytes: bytes(JSON.stringify(metadata)) },
    ...modules(what),
  ]);
}

function modules(what: number) {
  const code = `export default { fetch() { return new Response('${what}'); } };`;
  const main = { name: 'index.js', filename: 'index.js', type: moduleType, bytes: bytes(code) };
  const data = { name: 'data.bin', filename: 'data.bin', type: 'application/octet-stream', bytes: randomBytes(what) };
  return what % 2 ? [main, data] : [main];
}

function randomBytes(what: number): Uint8Array {
  return Uint8Array.from({ length: what % 40 }, (_, index) => (what * (index + 7)) % 256);
}

const form = (name: string, value: unknown, ...parts: ReturnType<typeof modules>) =>
  writtenForm([{ name, filename: undefined, type: 'application/json', bytes: bytes(JSON.stringify(value)) }, ...parts]);

const upload = (method: 'PUT' | 'PATCH', path: string, made: ReturnType<typeof writtenForm>): Write => ({
  method,
  path,
  query: [],
  ...made,
});

/** The write that a draw means in the account as it is; undefined where there is nothing to write to. */
export async function writeOf(account: TestAccount, places: Places, draw: Draw): Promise<Write | undefined> {
  const { kind, which, what } = draw;
  const records = `${places.zone}/dns_records`;
  const rulesets = `${places.account}/rulesets`;
  const values = `${places.namespace}/values`;
  const scripts = `${places.account}/workers/scripts`;
  const { name } = await resultOf(account, places.zone);
  const zone = String(name);
  const record = async (skip = 0): Promise<Row | undefined> =>
    at(await listOf(account, `${records}?per_page=1000`), which + skip);
  const key = async (): Promise<string | undefined> => {
    const listed = at(await listOf(account, `${places.namespace}/keys`), which);
    return listed && encodeURIComponent(String(listed.name));
  };
  const ruleset = async (): Promise<Row | undefined> => {
    const listed = (await listOf(account, rulesets)).filter((one) => one.kind !== 'managed');
    const one = at(listed, which);
    return one && resultOf(account, `${rulesets}/${one.id}`);
  };
  const script = async (): Promise<string | undefined> => {
    const one = at(await listOf(account, scripts), which);
    return one && `${scripts}/${String(one.id)}`;
  };
  switch (kind) {
    case 'record':
      return writeJson('POST', records, recordBody(zone, what));
    case 'changed record': {
      const one = await record();
      return one && writeJson('PATCH', `${records}/${one.id}`, recordPatch(one, zone, what));
    }
    case 'replaced record': {
      const one = await record();
      const { type } = one ?? {};
      const offset = ['A', 'AAAA', 'TXT', 'MX', 'SRV', 'CAA', 'CNAME'].indexOf(String(type));
      return one && writeJson('PUT', `${records}/${one.id}`, recordBody(zone, what - (what % 7) + 7 + offset));
    }
    case 'deleted record': {
      const one = await record();
      return one && deletion(`${records}/${one.id}`);
    }
    case 'batch': {
      const [first, second, third] = [await record(), await record(1), await record(2)];
      if (!first || !second || !third || first.id === third.id) return undefined;
      return writeJson('POST', `${records}/batch`, {
        ...(what % 2 ? { deletes: [{ id: first.id }] } : {}),
        patches: [{ id: second.id, ...recordPatch(second, zone, what) }],
        ...(what % 3 ? { patches: [{ id: third.id, comment: `batch ${what}` }] } : {}),
        posts: [recordBody(zone, what + 3)],
      });
    }
    case 'setting': {
      const [setting, choices] = at(settings, which) ?? ['ssl', []];
      return writeJson('PATCH', `${places.zone}/settings/${setting}`, { value: at(choices, what) });
    }
    case 'value':
    case 'value with metadata': {
      const path = `${values}/${what % 3 ? ((await key()) ?? 'new') : encodeURIComponent(`new/${what % 9} ü`)}`;
      const query: Write['query'] = what % 4 === 0 ? [['expiration', String(2_000_000_000 + what)]] : [];
      const content = what % 2 ? bytes(`value ${what}`) : randomBytes(what);
      if (kind === 'value')
        return { method: 'PUT', path, query, contentType: 'application/octet-stream', body: content };
      const value = { name: 'value', filename: undefined, type: undefined, bytes: bytes(`value ${what}`) };
      const metadata = { name: 'metadata', filename: undefined, type: undefined, bytes: bytes(`{"n":${what}}`) };
      return { method: 'PUT', path, query, ...writtenForm([value, metadata]) };
    }
    case 'deleted value': {
      const one = await key();
      return one === undefined ? undefined : deletion(`${values}/${one}`);
    }
    case 'values': {
      const one = await key();
      return writeJson('PUT', `${places.namespace}/bulk`, [
        { key: decodeURIComponent(one ?? 'none'), value: `bulk ${what}`, metadata: { what } },
        { key: `made/${what % 5}`, value: Buffer.from(randomBytes(what)).toString('base64'), base64: true },
      ]);
    }
    case 'deleted values': {
      const one = await key();
      const list = [decodeURIComponent(one ?? 'none'), `made/${what % 5}`, 'never was'];
      return writeJson('POST', `${places.namespace}/bulk/delete`, list);
    }
    case 'ruleset':
      return writeJson('POST', rulesets, {
        name: `ruleset ${what}`,
        kind: 'custom',
        phase: 'http_request_firewall_custom',
        ...(what % 2 ? { description: `about ${what}` } : {}),
        rules: Array.from({ length: what % 4 }, (_, index) => ruleBody(what + index)),
      });
    case 'replaced ruleset': {
      const one = await ruleset();
      if (!one) return undefined;
      const kept = rulesOf(one).filter((_, index) => (what + index) % 3 > 0);
      const rules = kept.map(({ last_updated: _, version: __, ...rule }, index) =>
        (what + index) % 2 ? rule : { ...rule, description: `put ${what}` },
      );
      const ordered = what % 2 ? rules : rules.toReversed();
      const body = { rules: what % 5 ? ordered : [...ordered, ruleBody(what)] };
      return writeJson('PUT', `${rulesets}/${one.id}`, what % 7 ? body : { ...body, name: `renamed ${what}` });
    }
    case 'deleted ruleset': {
      const one = await ruleset();
      return one && deletion(`${rulesets}/${one.id}`);
    }
    case 'rule': {
      const one = await ruleset();
      const before = at(rulesOf(one), what)?.id;
      const position = before === undefined || what % 2 ? {} : { position: { before } };
      return one && writeJson('POST', `${rulesets}/${one.id}/rules`, { ...ruleBody(what), ...position });
    }
    case 'changed rule':
    case 'moved rule':
    case 'deleted rule': {
      const one = await ruleset();
      const rule = at(rulesOf(one), what);
      if (!one || !rule) return undefined;
      const path = `${rulesets}/${one.id}/rules/${rule.id}`;
      if (kind === 'deleted rule') return deletion(path);
      const index = (what % rulesOf(one).length) + 1;
      if (kind === 'moved rule') return writeJson('PATCH', path, { position: { index } });
      return writeJson('PATCH', path, { ...ruleBody(what), ref: rule.ref });
    }
    case 'script': {
      const path = what % 3 ? await script() : `${scripts}/made-${what % 4}`;
      return path === undefined ? undefined : upload('PUT', path, uploadForm(what));
    }
    case 'code': {
      const path = await script();
      if (path === undefined) return undefined;
      return upload('PUT', `${path}/content`, form('metadata', { main_module: 'index.js' }, ...modules(what)));
    }
    case 'script settings': {
      const path = await script();
      if (path === undefined) return undefined;
      const changes: readonly Row[] = [
        { compatibility_date: '2026-01-15' },
        { logpush: what % 2 === 0, tags: ['x'] },
        { limits: { cpu_ms: what } },
        { bindings: [{ name: 'OTHER', type: 'plain_text', text: 'x' }], keep_bindings: ['secret_text'] },
      ];
      return upload('PATCH', `${path}/settings`, form('settings', at(changes, what)));
    }
    case 'deleted script': {
      const path = await script();
      if (path === undefined) return undefined;
      const secrets = await listOf(account, `${path}/secrets`);
      // What a secret was, nobody can tell; that is told, and a test of its own.
      return secrets.length > 0 ? undefined : deletion(path);
    }
    case 'secret': {
      const path = await script();
      if (path === undefined) return undefined;
      return writeJson('PUT', `${path}/secrets`, { name: `NEW_${what}`, type: 'secret_text', text: `secret ${what}` });
    }
    case 'object':
      return {
        method: 'PUT',
        path: `${places.bucket}/objects/${what % 2 ? 'logs%2F0001.txt' : `made%2F${what % 5}`}`,
        query: [],
        contentType: what % 3 ? 'text/plain' : 'application/octet-stream',
        body: randomBytes(what),
      };
    case 'deleted object':
      return deletion(`${places.bucket}/objects/logs%2F000${(what % 9) + 1}.txt`);
  }
}

function rulesOf(ruleset: Row | undefined): readonly Row[] {
  return Array.isArray(ruleset?.rules) ? ruleset.rules.filter(isRecord) : [];
}

const firstOf = async (account: TestAccount, path: string, isWanted: (row: Row) => boolean): Promise<Row> =>
  (await listOf(account, path)).find(isWanted) ?? {};

/** A small account of the sandbox, and one of each kind in it. */
export async function placesIn(account: TestAccount): Promise<Places> {
  const { id } = await firstOf(account, '/accounts', ({ type }) => type !== 'enterprise');
  const owner = `/accounts/${id}`;
  const zones = `/zones?per_page=50&account.id=${id}`;
  const zone = await firstOf(account, zones, ({ status }) => status === 'active');
  const namespaces = `${owner}/storage/kv/namespaces`;
  const namespace = await firstOf(account, namespaces, ({ title }) => title === 'geo-rules');
  const { buckets } = await resultOf(account, `${owner}/r2/buckets`);
  const [bucket] = Array.isArray(buckets) ? buckets.filter(isRecord) : [];
  return {
    zone: `/zones/${zone.id}`,
    account: owner,
    namespace: `${namespaces}/${namespace.id}`,
    bucket: `${owner}/r2/buckets/${bucket?.name}`,
  };
}

const aside = new Set([
  'id',
  'ref',
  'version',
  'created_on',
  'modified_on',
  'comment_modified_on',
  'tags_modified_on',
  'last_updated',
  'time_remaining',
]);

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !aside.has(name))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => [name, without(member)]),
  );
}

/**
 * The account as it is, in an order that no id decides.
 *
 * @param options.isOrdered false where the order of rules does not count
 */
export async function snapshot(
  account: TestAccount,
  { zone, account: owner, namespace, bucket }: Places,
  { isOrdered = true } = {},
): Promise<unknown> {
  const sorted = (list: readonly unknown[]): readonly string[] =>
    list.map((one) => JSON.stringify(without(one))).sort();
  const content = async (path: string): Promise<string> => {
    const { headers, body } = await account.read(path);
    const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
    const text = Buffer.from(body).toString('latin1');
    // The boundary is made of the etag, and is nobody's.
    const boundary = /boundary=(\S+)/.exec(type)?.[1];
    return boundary === undefined ? `${type} ${text}` : `form ${text.replaceAll(boundary, '')}`;
  };
  const records = await listOf(account, `${zone}/dns_records?per_page=1000`);
  const changed = await listOf(account, `${zone}/settings`);
  const keys = await listOf(account, `${namespace}/keys`);
  const contents = await Promise.all(
    keys.map(({ name }) => content(`${namespace}/values/${encodeURIComponent(String(name))}`)),
  );
  const rulesets = await listOf(account, `${owner}/rulesets`);
  const rules = await Promise.all(rulesets.map(({ id }) => resultOf(account, `${owner}/rulesets/${id}`)));
  const scripts = (await listOf(account, `${owner}/workers/scripts`)).map(({ id }) => `${owner}/workers/scripts/${id}`);
  const code = await Promise.all(
    scripts.map(async (path) => [path, await content(path), await resultOf(account, `${path}/settings`)] as const),
  );
  const objects = await listOf(account, `${bucket}/objects?per_page=25&prefix=made`);
  const logs = await Promise.all(
    Array.from({ length: 9 }, (_, index) => content(`${bucket}/objects/logs%2F000${index + 1}.txt`)),
  );
  return {
    records: sorted(records),
    settings: changed.map(({ id, value, enabled }) => [id, value, enabled]),
    keys,
    contents,
    rulesets: sorted(isOrdered ? rules : rules.map((one) => ({ ...one, rules: sorted(rulesOf(one)) }))),
    scripts: code.map(([path, text, settings]) => [path, text, settings]).sort(),
    objects: objects.map(({ key, etag }) => [key, etag]),
    logs,
  };
}
