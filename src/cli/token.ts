// `flarescope token REQUEST...`: a token that may do what the requests need. Trap: the API tells its value once. It goes to whoever
// asked for it and nowhere else: this connection writes no history, and no message has it.
import { type Account, accountName } from '../accounts/account.ts';
import { type Asker, createAsker, toRecord } from '../accounts/asker.ts';
import { type Connection, connect } from '../accounts/connection.ts';
import { checkedName } from '../accounts/profiles.ts';
import { createSecret, type Secret } from '../api/credential.ts';
import { HttpFailure, sentence } from '../api/failures.ts';
import { readResponse } from '../api/received.ts';
import { loadCatalog } from '../catalog/load.ts';
import { type JudgedRequest, judgeRequest } from '../catalog/permission-verdict.ts';
import { targetWords } from '../catalog/permission-words.ts';
import {
  dashboardLink,
  type GrantableGroup,
  planToken,
  resourceMap,
  type TokenPlan,
} from '../catalog/token-policies.ts';
import { toValue } from '../json/document.ts';
import { isRecord } from '../json/values.ts';
import type { Files } from '../perform/performers.ts';
import { type KnownNames, resolveNames } from '../perform/resolve-names.ts';
import { fillPlaceholders } from '../request/edit.ts';
import { effectiveMethod } from '../request/method.ts';
import { parseLine, parseWords } from '../request/parse.ts';
import { mayHoldNames } from '../request/path.ts';
import type { RequestLine } from '../request/types.ts';
import { openForSending, readUserFile } from '../store/user-files.ts';
import { visible } from '../text/untrusted.ts';
import { findAccount, secretFinder } from './account.ts';
import { checkedAccount } from './auth.ts';
import type { TokenValues } from './commands/token.ts';
import { complain } from './complain.ts';
import { askBeforeSending } from './consent.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import { splitRequests } from './several-requests.ts';
import type { Given } from './spec.ts';
import { openTokenPlace, sharePassphrase } from './token-place.ts';
import { version } from './version.ts';

const files: Files = { read: readUserFile, open: openForSending };

export async function runToken({ words, values }: Given<TokenValues>, io: Io): Promise<number> {
  const expires = values.expires === undefined ? undefined : instantOf(values.expires, Date.now());
  for (const cidr of values.ip)
    if (!isCidr(cidr)) throw new Refusal(`--ip takes addresses such as 198.51.100.0/24: ${cidr}`);
  if ([values['save-profile'] !== undefined, values.copy, values.print].filter(Boolean).length > 1)
    throw new Refusal('--save-profile, --copy and --print each say where the token goes. Use one of them');
  if (values['save-profile'] !== undefined) checkedName(values['save-profile']);
  if (words.length === 0 && values.since === undefined && values.tag === undefined)
    throw new Refusal('give it a request, such as GET /zones');
  const isOnlyShown = values.link || values['dry-run'];
  const given = values['save-profile'] === undefined ? undefined : sharePassphrase(values['passphrase-fd'], io);
  const flags = given ? { ...values, 'passphrase-fd': undefined } : values;
  const { account: found, notice } = await findAccount(flags, io);
  const account = { ...found, accountId: checkedAccount(values.account) ?? found.accountId };
  if (notice !== undefined) complain(io, notice);
  // What is in the way of the token's end is found out before it is made.
  const place = isOnlyShown ? undefined : await openTokenPlace({ ...values, given }, account, io);
  const connection = await connect(account, io.env, version, { findSecret: secretFinder(io), retries: 0 }).catch(
    refuse,
  );
  const controller = new AbortController();
  const stopListening = io.onSignal(['SIGINT'], () => controller.abort());
  try {
    const wanted = await linesOf(words, values, account, connection.baseUrl, io);
    const owner = values['account-owned'] ? account.accountId : undefined;
    if (values['account-owned'] && owner === undefined)
      throw new Refusal('an account is to own the token: name it with --account ID');
    const composed = await compose(wanted, { connection, account, owner, signal: controller.signal });
    const title = values.name ?? titleOf(composed.judged);
    await explain(composed, io);
    const isAll = composed.left.length === 0 && composed.plan.answers.every(({ kind }) => kind === 'granted');
    const code = isAll ? exitCodes.success : exitCodes.unknown;
    if (composed.plan.policies.length === 0)
      throw new Refusal(
        'it is not known what any of these needs, so there is no token to make. Nothing was sent',
        exitCodes.unknown,
      );
    if (values.link) return (await printLink(composed, title, owner !== undefined, io)) ?? code;
    const body = JSON.stringify(bodyOf(composed.plan, title, expires, values.ip), undefined, 2);
    if (!place) return (await print(io, `${body}\n`)) ?? code;
    const path = owner === undefined ? '/user/tokens' : `/accounts/${owner}/tokens`;
    const request: RequestLine = { method: 'POST', path, items: [{ kind: 'body', value: body }], filter: undefined };
    if (account.readOnly) throw new Refusal(`the profile ${account.profile} is read-only. Nothing was sent`);
    const unsent = { connection, account, request, files, signal: controller.signal };
    const why = 'it makes a token, which lets in whoever has it';
    await askBeforeSending(
      unsent,
      { isSure: values.yes, asksAll: !values.yes, isRecalled: true, from: undefined, why },
      io,
    );
    const secret = await makeToken(connection, path, body);
    await place.put(secret, title);
    return code;
  } catch (error) {
    if (error instanceof HttpFailure) throw new Refusal(sentence(error.failure), exitCodes.noResponse);
    throw error;
  } finally {
    stopListening();
    place?.close();
    await connection.close();
  }
}

interface Wanted {
  readonly request: RequestLine;
  /** Of the history: what it is about may be gone since. */
  readonly isRecorded: boolean;
}

/** The requests that were written, saved or sent. Throws Refusal. */
async function linesOf(
  words: readonly string[],
  { since, tag }: Pick<TokenValues, 'since' | 'tag'>,
  account: Account,
  baseUrl: string,
  io: Io,
): Promise<readonly Wanted[]> {
  const values: Readonly<Record<string, string>> =
    account.accountId === undefined ? {} : { account_id: account.accountId };
  const typed: RequestLine[] = [];
  const named: string[] = [];
  for (const line of splitRequests(words)) {
    if (line.length === 1 && !line[0]!.includes('/')) named.push(line[0]!);
    else {
      const parsed = parseWords(line, { baseUrl });
      if (!parsed.ok) throw new Refusal(parsed.error.message);
      typed.push(parsed.request);
    }
  }
  const from = since === undefined ? undefined : Date.now() - lengthOf(since, '--since');
  const isRecorded = from !== undefined || tag !== undefined || named.length > 0;
  const texts = isRecorded
    ? await (await import('./history.ts')).recordedLines({ since: from, tag, named, account: accountName(account) }, io)
    : [];
  const recorded = texts.flatMap((text) => {
    const parsed = parseLine(text, { baseUrl });
    return parsed.ok ? [parsed.request] : [];
  });
  const all = [
    ...typed.map((request) => ({ request, isRecorded: false })),
    ...recorded.map((request) => ({ request, isRecorded: true })),
  ].map(({ request, isRecorded: isOld }) => ({ request: fillPlaceholders(request, values), isRecorded: isOld }));
  if (all.length === 0) throw new Refusal('the history has no such requests', exitCodes.failed);
  // A request that was sent a hundred times needs what it needs once.
  return [
    ...new Map(all.map((one) => [`${effectiveMethod(one.request)} ${one.request.path.split('?')[0]}`, one])).values(),
  ];
}

interface Composing {
  readonly connection: Connection;
  readonly account: Account;
  /** The account that owns the token; undefined for the user. */
  readonly owner: string | undefined;
  readonly signal: AbortSignal;
}

interface Composed {
  readonly judged: readonly JudgedRequest[];
  /** Recorded requests of which the zone or account is not found any more, and why. */
  readonly left: readonly { readonly request: RequestLine; readonly why: string }[];
  readonly plan: TokenPlan;
  readonly nameOf: (id: string) => string | undefined;
}

async function compose(
  wanted: readonly Wanted[],
  { connection, account, owner, signal }: Composing,
): Promise<Composed> {
  const catalog = loadCatalog();
  const ids: KnownNames = new Map();
  const names = new Map<string, string>();
  const judged: JudgedRequest[] = [];
  const left: { readonly request: RequestLine; readonly why: string }[] = [];
  for (const { request: line, isRecorded } of wanted) {
    const resolved = mayHoldNames(line)
      ? await resolveNames(catalog, connection, line, ids, files, { signal, onEvent: () => undefined })
      : ({ ok: true, request: line, names: [] } as const);
    if (!resolved.ok) {
      if (!isRecorded) throw new Refusal(resolved.message);
      left.push({ request: line, why: resolved.message });
      continue;
    }
    for (const { id, name } of resolved.names) names.set(id, name);
    judged.push(judgeRequest(catalog, resolved.request, undefined));
  }
  const ask = createAsker(connection, signal);
  const groups = await readGroups(ask, owner);
  const isOfUser = owner === undefined && judged.some(({ target }) => target.kind === 'user' || target.kind === 'any');
  const userId = isOfUser ? await readUser(ask) : undefined;
  const plan = planToken(
    judged.map(({ needs, target }) => ({ needs, target })),
    groups,
    { userId, accountId: owner ?? account.accountId },
  );
  return { judged, left, plan, nameOf: (id) => names.get(id) };
}

/** What a token can be allowed. Throws Refusal with what the API says. */
async function readGroups(ask: Asker, owner: string | undefined): Promise<readonly GrantableGroup[]> {
  const asked = await ask(`${owner === undefined ? '/user' : `/accounts/${owner}`}/tokens/permission_groups`);
  if (!asked.ok) {
    const needed = owner === undefined ? 'API Tokens Write' : 'Account API Tokens Write';
    throw new Refusal(`${sentence(asked.failure)} To make tokens takes the permission ${needed}`, exitCodes.failed);
  }
  const listed = Array.isArray(asked.result) ? asked.result.filter(isRecord) : [];
  return listed.flatMap(({ id, name, scopes }): readonly GrantableGroup[] =>
    typeof id === 'string' && typeof name === 'string' && Array.isArray(scopes)
      ? [{ id, name, scopes: scopes.filter((scope) => typeof scope === 'string') }]
      : [],
  );
}

async function readUser(ask: Asker): Promise<string | undefined> {
  const asked = await ask('/user');
  const { id } = toRecord(asked.ok ? asked.result : undefined);
  return typeof id === 'string' ? id : undefined;
}

/** Which request needs which permission, on standard error: what is printed is for whoever reads it. */
async function explain({ judged, left, plan, nameOf }: Composed, io: Io): Promise<void> {
  const rows = judged.map(({ request }, index): readonly [string, string] => {
    const answer = plan.answers[index]!;
    const what = `${effectiveMethod(request)} ${request.path}`;
    if (answer.kind === 'unknown') return [what, 'not known what it needs: the token is not for it'];
    if (answer.kind === 'ungrantable')
      return [what, `needs ${answer.names.join(' or ')}, which the API does not offer: the token is not for it`];
    const { on } = answer;
    const accountId = on.kind === 'zone' ? on.accountId : undefined;
    const inAccount = accountId === undefined ? '' : ` of account ${nameOf(accountId) ?? accountId}`;
    const place =
      on.id === undefined ? `all ${on.kind}s${inAccount}` : targetWords({ kind: on.kind, id: on.id }, nameOf);
    return [what, `${answer.name} on ${place}${answer.isProbable ? ', probably' : ''}`];
  });
  const leftOut = left.map(({ request, why }): readonly [string, string] => [
    `${effectiveMethod(request)} ${request.path}`,
    `${why.split(';')[0]}: the token is not for it`,
  ]);
  const all = [...rows, ...leftOut];
  const widest = Math.min(60, Math.max(...all.map(([what]) => what.length)));
  for (const [what, need] of all) io.stderr.write(`${visible(what).padEnd(widest)}  ${visible(need)}\n`);
}

function bodyOf(
  { policies }: TokenPlan,
  name: string,
  expires: string | undefined,
  addresses: readonly string[],
): object {
  return {
    name,
    policies: policies.map(({ groups, resources }) => ({
      effect: 'allow',
      permission_groups: groups.map(({ id, name: group }) => ({ id, name: group })),
      resources: resourceMap(resources),
    })),
    ...(expires === undefined ? {} : { expires_on: expires }),
    ...(addresses.length === 0 ? {} : { condition: { request_ip: { in: addresses } } }),
  };
}

function titleOf(judged: readonly JudgedRequest[]): string {
  const [first] = judged;
  const what = first ? `${effectiveMethod(first.request)} ${first.operation?.path ?? first.request.path}` : '';
  return `flarescope: ${what}${judged.length > 1 ? ` and ${judged.length - 1} more` : ''}`.slice(0, 120);
}

async function printLink({ plan }: Composed, title: string, isOfAccount: boolean, io: Io): Promise<undefined> {
  const names = [...new Set(plan.policies.flatMap(({ groups }) => groups.map(({ name }) => name)))];
  const { link, left } = dashboardLink(names, title, isOfAccount);
  if (left.length === names.length)
    throw new Refusal(`the links of the dashboard have no key for ${left.join(', ')}`, exitCodes.unknown);
  if (left.length > 0) complain(io, `the link has no key for ${left.join(', ')}: add that in the dashboard`);
  complain(io, 'the link is for all zones and accounts: narrow that in the dashboard');
  await print(io, `${link}\n`);
}

/** Sends it once: a second one would make a second token. Throws Refusal with what the API says. */
async function makeToken(connection: Connection, path: string, body: string): Promise<Secret> {
  const wire = {
    method: 'POST',
    url: `${connection.baseUrl}${path}`,
    headers: [['Content-Type', 'application/json']],
    body: new TextEncoder().encode(body),
  } as const;
  const sent = await connection.send(wire, { signal: new AbortController().signal, onEvent: () => undefined });
  const { body: received, failure } = readResponse(wire, sent);
  if (failure) throw new Refusal(sentence(failure), exitCodes.failed);
  const { value } = toRecord(toRecord(received.kind === 'json' ? toValue(received.document, 0) : undefined).result);
  if (typeof value !== 'string' || value === '')
    throw new Refusal('the API made the token, but told no value of it. Delete it in the dashboard', exitCodes.failed);
  return createSecret(value);
}

/** Milliseconds in `30d`, `12h`, `2w`, `90m`. Throws Refusal. */
function lengthOf(text: string, option: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
  const length = Number(count) * (units[unit] ?? 0);
  if (length > 0) return length;
  throw new Refusal(`${option} takes a time such as 90m, 12h, 30d or 2w: ${text}`);
}

/** In UTC, to the second: the API takes no other. Of a day its end. Throws Refusal. */
function instantOf(text: string, now: number): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = isDay || /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(isDay ? `${text}T23:59:59Z` : text) : undefined;
  const end = at ?? now + lengthOf(text, '--expires');
  if (Number.isNaN(end)) throw new Refusal(`--expires takes a time such as 30d, or a day such as 2027-06-30: ${text}`);
  if (end <= now) throw new Refusal(`--expires is past: ${text}`);
  return `${new Date(end).toISOString().slice(0, 19)}Z`;
}

/** Whether it may be a range of addresses; the API looks at it closely. */
function isCidr(text: string): boolean {
  const [, address = '', bits = ''] = /^([0-9A-Fa-f.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  return address !== '' && Number(bits) <= (address.includes(':') ? 128 : 32);
}
