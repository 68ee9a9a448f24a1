// The scenes whose frames are goldens: each drives the state to a screen worth looking at.

import { readGrants } from '../../src/api/grants.ts';
import { fileReceived, type Received, type ReceivedBody, readBody } from '../../src/api/received.ts';
import { currentField } from '../../src/explorer/features/compose/form-cursor.ts';
import type { ProfileRow, Session, Verdict } from '../../src/explorer/model/accounts.ts';
import type { CredentialFacts } from '../../src/explorer/model/catalog.ts';
import type { SavedItem, StoredItem } from '../../src/explorer/model/history.ts';
import type { Body } from '../../src/explorer/model/response.ts';
import { compareValues } from '../../src/json/compare.ts';
import { createLiveRows } from '../../src/json/live.ts';
import { indexStart } from '../../src/json/parse.ts';
import { type drive, refused } from '../explorer/driver.ts';
import { performComparisons } from '../explorer/features/compare/compared.ts';
import { prepared, prod, record, resource, zone } from '../explorer/features/writes/previewed.ts';
import { knowCatalog, listNames } from '../explorer/known.ts';

const records = {
  result: [
    {
      id: '372e67954025e0ba6aaa6d586b9e0b59',
      type: 'A',
      name: 'www.example.com',
      content: '198.51.100.4',
      ttl: 3600,
      proxied: true,
      tags: [],
    },
    {
      id: '023e105f4ecef8ad9ca31a8372d0c353',
      type: 'MX',
      name: 'example.com',
      content: 'mail.example.com',
      ttl: 1,
      priority: 10,
      tags: ['owner:dns'],
    },
    {
      id: '9a7806061c88ada191ed06f989cc3dac',
      type: 'TXT',
      name: '日本語.example.com',
      content: '"v=spf1 \u202eevil"',
      ttl: 0,
      tags: [],
    },
  ],
  success: true,
  errors: [],
  messages: [],
  result_info: { page: 2, per_page: 3, count: 3, total_count: 2000, total_pages: 667 },
};

/** A tree's body as it came. */
function bodyAgain({ bytes, view }: Extract<Body, { readonly kind: 'json' }>): ReceivedBody {
  return { kind: 'json', document: view.document, bytes, arriving: undefined, incomplete: undefined };
}

/** The first part of a response, as the runtime tells of it. */
function arrivingPart(text: string): Received {
  const bytes = new TextEncoder().encode(text).subarray(0, 330);
  const document = indexStart(bytes);
  if (document === undefined) throw new Error('that is no JSON');
  const arriving = { received: 41_000_000, total: 120_000_000, bytesPerSecond: 33_000_000 };
  const facts = { status: 200, statusText: 'OK', headers: [], url: 'http://127.0.0.1/', durationMs: 182, attempts: 1 };
  return { ...fileReceived({ kind: 'json', document, bytes, arriving, incomplete: undefined }), response: facts };
}

/** An event of a Worker; what it logs would clear the screen, were it not cleaned. */
function tailEvent(number: number): object {
  const outcome = number % 7 === 5 ? 'exception' : 'ok';
  const request = { url: `https://shop.example.com/api/orders/${1000 + number}`, method: 'GET', headers: {}, cf: {} };
  return {
    outcome,
    scriptName: 'shop',
    cpuTime: number % 9,
    eventTimestamp: 1_796_000_000_000 + number,
    exceptions: outcome === 'ok' ? [] : [{ name: 'TypeError', message: 'order is undefined', timestamp: 0 }],
    logs: [{ message: ['order \u001b[2J', number], level: 'log', timestamp: 0 }],
    event:
      number % 10 === 3 ? { cron: '*/5 * * * *' } : { request, response: { status: outcome === 'ok' ? 200 : 500 } },
  };
}

export const lockedSession: Session = {
  kind: 'profile',
  baseUrl: 'https://api.cloudflare.com/client/v4',
  credential: 'token ····3f2a',
  rateLimit: undefined,
};

export const profileRows: readonly ProfileRow[] = [
  ['prod', 'token ····3f2a', false],
  ['audit', 'token ····77aa', true],
  ['ada', 'key of ada@example.com', false],
].map(([name, credential, readOnly], index) => ({
  name: String(name),
  credential: String(credential),
  place: 'api.cloudflare.com',
  accountId: index === 0 ? '9409ca24f2904b058fa64160600b76e0' : undefined,
  readOnly: readOnly === true,
  production: false,
  consent: 'default',
  isCurrent: index === 0,
}));

const goodVerdict: Verdict = {
  isGood: true,
  at: 0,
  lines: ['user API token, active; it expires on 2025-12-01, in 7 days', 'allows DNS Read on 1 zone'],
  accounts: [{ id: '9409ca24f2904b058fa64160600b76e0', name: 'Example Labs' }],
};

export type User = ReturnType<typeof drive>;

const noon = Date.UTC(2025, 10, 24, 12);
const hour = 3_600_000;

const storedRows: readonly StoredItem[] = [
  ['GET /zones', 1, { name: 'all zones' }],
  ['POST /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records type=A name=www content=198.51.100.4', 2, {}],
  ['GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records per_page==100', 3, { status: 404 }],
  ['GET /accounts', 20, { status: undefined, failure: 'refused' }],
  ['GET /user', 21, { status: undefined, failure: 'cancelled' }],
  ['GET /user/tokens/verify', 24 * 40, { profile: 'staging' }],
].map(([line, ago, changes], index) => ({
  id: 100 - index,
  at: noon - Number(ago) * hour,
  line: String(line),
  profile: 'production',
  status: 200,
  failure: undefined,
  uses: 1,
  name: undefined,
  ...(changes as Partial<StoredItem>),
}));

const foundRows = storedRows.filter(({ line }) => line.includes('dns_records')).map((row) => ({ ...row, uses: 12 }));

const savedRows: readonly SavedItem[] = [
  { id: 1, name: 'all zones', tags: ['dns', 'weekly'], line: 'GET /zones', request: 100, status: 200 },
  {
    id: 2,
    name: 'from Ada',
    tags: [],
    line: 'GET /accounts/{account_id}/workers/scripts',
    request: undefined,
    status: undefined,
  },
].map((row) => ({ ...row, profile: 'production', at: noon - 300 * hour }));

/** What the store says when the pane is first read: six rows of very many. */
function listStored(user: User): void {
  user.dispatch({ type: 'history.begun' });
  const listed = {
    type: 'history.listed',
    place: { from: 'newest' },
    rows: storedRows,
    hasMore: false,
    now: noon,
  } as const;
  user.dispatch({ ...listed, total: storedRows.length });
}

/** What a user and a server do until the screen stands, by the name of the golden. */
/** What the API says of a token of few permissions. */
const someFacts: CredentialFacts = {
  holding: {
    kind: 'grants',
    grants:
      readGrants([
        {
          effect: 'allow',
          permission_groups: [{ name: 'Zone Read' }, { name: 'DNS Write' }, { name: 'Zone Settings Read' }],
          resources: { 'com.cloudflare.api.account.zone.*': '*' },
        },
        {
          effect: 'allow',
          permission_groups: [{ name: 'Zone Settings Write' }],
          resources: { 'com.cloudflare.api.account.zone.353c0d2738a1c93a8dafe4fce501e320': '*' },
        },
        {
          effect: 'allow',
          permission_groups: [{ name: 'API Tokens Read' }],
          resources: { 'com.cloudflare.api.user.f174e90afafe4643bbbc4a0ed4fc8415': '*' },
        },
      ]) ?? [],
  },
  facts: ['user API token, active', 'valid until 2027-01-01T00:00:00Z'],
  accounts: [{ id: '9409ca24f2904b058fa64160600b76e0', name: 'Example Books' }],
  isAnswer: true,
};

export const scenes: Readonly<Record<string, (user: User) => void>> = {
  start: () => undefined,
  tree: (user) => {
    user.type('GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records per_page==3 page==2\r');
    user.answer(JSON.stringify(records).replace('"ttl":0', '"ttl":9007199254740993'));
    user.press('j', 'j', 'enter');
  },
  headers: (user) => {
    scenes.tree?.(user);
    user.press('r');
  },
  raw: (user) => {
    scenes.tree?.(user);
    user.press('r', 'r');
  },
  table: (user) => {
    scenes.tree?.(user);
    user.press('t', 'l', 'l', 's', 'j');
    const wish = user.effects().findLast((effect) => effect.type === 'table.order');
    if (wish?.type !== 'table.order') throw new Error('nothing is ordered');
    const { type: _, ...of } = wish;
    user.dispatch({ type: 'table.ordered', ...of, order: Int32Array.of(1, 0, 2), kinds: ['text'] });
  },
  lines: (user) => {
    const groups = Array.from({ length: 42 }, (_, index) => ({
      count: Math.round(900 + 700 * Math.sin(index / (3 + (index % 3))) + 20 * index * (index % 3)),
      dimensions: {
        date: `2026-11-${String(Math.floor(index / 3) + 1).padStart(2, '0')}`,
        country: ['DE', 'US', 'JP'][index % 3],
      },
    }));
    user.type('POST /graphql query=x\r');
    user.answer({ data: { viewer: { zones: [{ groups }] } }, errors: null });
    user.press('C', 'h', 'h');
  },
  bars: (user) => {
    const result = ['www.example.com', 'api.example.com', '日本語.example.com', 'old\u202e.example.com', 'mail'].map(
      (hostname, index) => ({ hostname, edgeResponseBytes: Math.round(4.2e9 / (index + 1) ** 3) }),
    );
    user.type('GET /zones/023e105f4ecef8ad9ca31a8372d0c353/hostnames\r');
    user.answer({ result, success: true });
    user.press('C', 'j');
  },
  compare: (user) => {
    user.type('GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records\r');
    const [first, second, third] = records.result;
    user.answer({
      before: records.result,
      after: [third, { ...first, ttl: 300, proxied: false }, { ...second, id: '1' }],
    });
    user.press('g', 'l', 'D', 'J', 'D');
    performComparisons(user);
    user.press('n');
  },
  watch: (user) => {
    user.type('GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records\r');
    const [first, ...others] = records.result;
    user.answer({ ...records, result: [{ ...first, ttl: 1 }, ...others] });
    user.press('e', 'W');
    user.type('\r');
    const { watch, response } = user.state();
    const body = response?.pages[0]?.body;
    const after = readBody(new TextEncoder().encode(JSON.stringify(records)), 'application/json');
    if (!watch || body?.kind !== 'json' || after.kind !== 'json') throw new Error('nothing is watched');
    const { document, bytes } = after;
    const found = compareValues({ document: body.view.document, node: 0 }, { document, node: 0 });
    const now = new Date(2025, 10, 24, 12, 1, 5).getTime();
    const answer = { document, bytes, found };
    user.dispatch({ type: 'watch.answered', id: watch.id, now, rateLimit: undefined, slowedMs: undefined, answer });
  },
  reader: (user) => {
    const claims = Buffer.from('{"sub":"ada","exp":1763989200}').toString('base64url');
    const value = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${claims}.c2lnbmF0dXJl`;
    user.type('GET /user/tokens\r');
    user.answer({ result: { value } });
    user.press('j', 'v', 'tab');
  },
  copy: (user) => {
    scenes.tree?.(user);
    user.press('y');
  },
  jq: (user) => {
    scenes.tree?.(user);
    user.press('|');
    user.type('.result[] | .');
    user.press('tab');
    const run = user.effects().findLast((effect) => effect.type === 'jq.run');
    if (run?.type !== 'jq.run') throw new Error('no filter runs');
    const bytes = new TextEncoder().encode(JSON.stringify(records.result.map(({ id }) => id)));
    user.dispatch({ type: 'jq.started', id: run.id, at: 0 });
    user.dispatch({ type: 'jq.done', id: run.id, body: readBody(bytes, 'application/json') });
  },
  help: (user) => user.press('?'),
  history: (user) => {
    scenes.tree?.(user);
    user.press(':', 'ctrl+u');
    user.type('GET /zones/x\r');
    user.answer(
      { result: null, success: false, errors: [{ code: 7003, message: 'Could not route to /zones/x' }], messages: [] },
      { status: 404 },
    );
    user.press('ctrl+r');
  },
  days: (user) => {
    listStored(user);
    user.press('shift+tab', 'j', 'j');
  },
  filter: (user) => {
    scenes.days?.(user);
    user.press('/');
    user.type('dnsrec');
    user.dispatch({ type: 'history.found', query: 'dnsrec', order: 'rank', rows: foundRows, isComplete: false });
  },
  search: (user) => {
    listStored(user);
    user.type('GET /half');
    user.press('ctrl+r');
    user.dispatch({ type: 'history.found', query: '', order: 'recent', rows: foundRows, isComplete: true });
    user.press('ctrl+r');
  },
  saved: (user) => {
    listStored(user);
    user.press('shift+tab', 't');
    user.dispatch({ type: 'history.savedListed', query: '', rows: savedRows });
    user.press('j');
  },
  stored: (user) => {
    scenes.tree?.(user);
    const { response } = user.state();
    const page = response?.pages[0];
    if (!page?.request || page.body.kind !== 'json') throw new Error('there is no page to store');
    listStored(user);
    user.press('ctrl+r', 'enter');
    const read = user.effects().findLast((effect) => effect.type === 'history.read');
    const received = { ...page, body: bodyAgain(page.body), storedAt: noon - 3 * hour };
    user.dispatch({
      type: 'history.wasRead',
      profile: '',
      id: read?.id ?? 0,
      want: 'response',
      line: 'GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records per_page==3 page==2',
      outcome: { kind: 'response', pages: [{ request: page.request, received: { ...page, ...received } as Received }] },
      now: noon,
    });
  },
  palette: (user) => {
    knowCatalog(user);
    user.press('ctrl+p');
    user.type('dns rec');
    user.press('down', 'down');
  },
  form: (user) => {
    knowCatalog(user);
    user.type('POST /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records type=MX name=example.com\r');
    user.press('j');
  },
  nested: (user) => {
    knowCatalog(user);
    user.type(
      'PUT /zones/023e105f4ecef8ad9ca31a8372d0c353/rulesets/9a7806061c88ada191ed06f989cc3dac kind=zone rules[0][action]=block rules[0][expression]=true rules[0][enabeld]:=true rules[1]:={"action":"log"}',
    );
    user.press('down');
    while (currentField(user.state())?.name !== 'rules') user.press('j');
    user.press('l', 'l', 'l', 'j', 'j', 'j');
  },
  changing: (user) => {
    writeAs(user, `PATCH /zones/${zone}/dns_records/${record} content=198.51.100.7 ttl:=3600`, dnsRecord);
  },
  deleting: (user) => {
    writeAs(user, `DELETE /zones/${zone}/dns_records/${record}`, dnsRecord);
  },
  naming: (user) => {
    writeAs(user, `DELETE /zones/${zone}`, { id: zone, name: 'example.com', status: 'active', plan: { name: 'Free' } });
    user.type('example');
  },
  json: (user) => {
    knowCatalog(user);
    user.type(
      'POST /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records type=SRV nmae=_sip._tcp data[port]:=5060 data[target]=sip.example.com',
    );
    user.press('down', 'r', 'pagedown', 'up', 'end');
    user.type(' "wei');
  },
  lookup: (user) => {
    knowCatalog(user);
    user.type('GET /zones/{zone_id}/dns_records\r');
    user.press('enter');
    listNames(user, ['example.com', 'example.org', 'exam-results.test', '日本語.example'], 1, 60);
    user.type('exam');
  },
  follow: (user) => {
    knowCatalog(user);
    scenes.tree?.(user);
    user.press('o');
  },
  explained: (user) => {
    knowCatalog(user);
    user.type('POST /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records type=A name=www content=x ttl:=5\r');
    const error = {
      code: 9021,
      message: 'Invalid TTL. Must be between 60 and 86400, or 1',
      source: { pointer: '/ttl' },
      documentation_url: 'https://developers.cloudflare.com/dns/ttl',
    };
    user.answer({ result: null, success: false, errors: [error], messages: [] }, { status: 400 });
  },
  forbidden: (user) => {
    knowCatalog(user);
    user.type('PATCH /zones/023e105f4ecef8ad9ca31a8372d0c353/settings/ssl value=strict\r');
    user.effects();
    const error = { code: 10000, message: 'Authentication error' };
    user.answer({ result: null, success: false, errors: [error], messages: [] }, { status: 403 });
    const asked = user.effects().find((effect) => effect.type === 'access.ask');
    user.dispatch({ type: 'access.told', id: asked?.id ?? 0, told: someFacts });
  },
  permissions: (user) => {
    scenes.forbidden?.(user);
    user.press('a');
  },
  failure: (user) => {
    user.type('GET /zones\r');
    user.fail(refused);
  },
  mistake: (user) => user.type('GET /zones per_page==5 name:=nope\r'),
  sending: (user) => {
    user.type('POST /zones name=example.com jump_start:=true\r');
    user.dispatch({ type: 'exchange.started', id: 1, at: 0 });
    user.dispatch({ type: 'clock.ticked', now: 1234 });
    user.dispatch({ type: 'exchange.progressed', id: 1, received: 41_000, total: 120_000 });
  },
  order: (user) => {
    scenes.tree?.(user);
    user.press('s');
    user.type('t');
    user.press('down');
  },
  brackets: (user) => {
    scenes.tree?.(user);
    user.press('z', 's', 'z', 'l', 'l', '%');
  },
  find: (user) => {
    scenes.tree?.(user);
    user.press('/');
    user.type('example');
    const searched = user.effects().findLast((effect) => effect.type === 'search');
    if (searched?.type !== 'search') throw new Error('nothing was searched for');
    // The names of the three records, and the content of one.
    user.dispatch({ type: 'search.found', id: searched.id, matches: Int32Array.of(5, 13, 14, 22), isDone: true });
  },
  arriving: (user) => {
    user.type('GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records per_page==3\r');
    user.dispatch({ type: 'exchange.started', id: 1, at: 0 });
    user.dispatch({ type: 'exchange.arriving', id: 1, received: arrivingPart(JSON.stringify(records)) });
    user.dispatch({ type: 'clock.ticked', now: 1234 });
    user.dispatch({ type: 'exchange.progressed', id: 1, received: 41_000_000, total: 120_000_000 });
  },
  tail: (user) => {
    const rows = createLiveRows(1_000_000);
    const grow = (from: number, to: number): ReceivedBody => {
      for (let n = from; n < to; n++) rows.append(new TextEncoder().encode(`${JSON.stringify(tailEvent(n))}\n`));
      const document = rows.document();
      const arriving = { received: document.bytes.length, total: undefined, bytesPerSecond: 1000 };
      const live = { rows: 9120 + rows.count(), dropped: { rows: 9120, nodes: 0 }, said: undefined };
      return { kind: 'json', document, bytes: document.bytes, arriving, incomplete: undefined, live };
    };
    user.dispatch({ type: 'document.opened', id: 7, name: 'tail of shop', received: fileReceived(grow(0, 40)) });
    user.press('k', 'k');
    user.dispatch({ type: 'document.grew', id: 7, body: grow(40, 45) });
  },
  retrying: (user) => {
    user.type('GET /zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records per_page==3\r');
    user.dispatch({ type: 'exchange.started', id: 1, at: 0 });
    user.dispatch({
      type: 'exchange.retrying',
      id: 1,
      attempt: 2,
      of: 4,
      until: 3000,
      because: 'the server returned 503 Service Unavailable',
    });
    user.dispatch({ type: 'clock.ticked', now: 1234 });
  },
  token: (user) => {
    user.press('ctrl+o');
    user.dispatch({ type: 'profiles.absent' });
    user.type('use an');
    user.press('enter');
    user.type('secret');
  },
  accounts: (user) => {
    user.press('ctrl+o');
    user.dispatch({ type: 'profiles.opened', rows: profileRows, by: 'passphrase' });
    user.press('up', 'up', 'up', 'up', 'up', 'ctrl+r');
    user.dispatch({ type: 'profiles.verified', verdict: { ...goodVerdict, at: 0 } });
  },
  unlock: (user) => {
    user.dispatch({ type: 'session.changed', session: lockedSession, isAnother: false });
    user.dispatch({ type: 'profiles.begun', environment: undefined, isLocked: true, asks: true });
    user.type('wrong');
    user.press('enter');
    user.dispatch({ type: 'profiles.wrong', until: 2000, now: 0 });
    user.type('right one');
  },
  locked: (user) => {
    user.dispatch({ type: 'session.changed', session: { ...lockedSession, profile: 'prod' }, isAnother: false });
    user.dispatch({ type: 'profiles.opened', rows: profileRows, by: 'passphrase' });
    scenes.tree?.(user);
    user.dispatch({ type: 'profiles.idled' });
  },
};

const dnsRecord = {
  ...{ id: record, name: 'www.example.com', type: 'A', content: '192.0.2.1' },
  ...{ proxied: true, ttl: 1, tags: [], comment: 'the old one' },
};

/** A write under `prod`, up to its preview. */
function writeAs(user: User, line: string, before: unknown): void {
  user.dispatch({ type: 'session.changed', session: prod, isAnother: true });
  user.effects();
  user.type(line);
  user.press('enter');
  prepared(user, resource(before), [
    [zone, 'example.com'],
    [record, 'www.example.com'],
  ]);
}
