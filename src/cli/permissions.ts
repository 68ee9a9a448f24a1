// Judges requests for the commands: `can` itself, what is said below a refusal, and before a write. Reads what that takes.
import type { Account } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { isLocalApi } from '../api/address.ts';
import { type Failure, HttpFailure, refusesCredential, sentence } from '../api/failures.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load.ts';
import { dependsOnAccount, type JudgedRequest, judgeRequest, permissionTarget } from '../catalog/permission-verdict.ts';
import { lackWords, needWords, ofCredential, reasonWords } from '../catalog/permission-words.ts';
import type { CredentialFacts } from '../explorer/model/catalog.ts';
import type { Files } from '../perform/performers.ts';
import { readCredentialFacts, readZoneAccount } from '../perform/permissions.ts';
import { type KnownNames, resolveNames } from '../perform/resolve-names.ts';
import { effectiveMethod } from '../request/method.ts';
import { mayHoldNames } from '../request/path.ts';
import { quotePosix } from '../request/snippets/posix.ts';
import type { RequestLine } from '../request/types.ts';
import { openForSending, readUserFile } from '../store/user-files.ts';
import type { Io } from './io.ts';

/** A request with its verdict, as it is told. */
export interface JudgedLine {
  /** As it was typed. */
  readonly typed: RequestLine;
  readonly judged: JudgedRequest;
  readonly reason: string;
}

export interface Judge {
  readonly judge: (request: RequestLine) => Promise<JudgedLine>;
  readonly nameOf: (id: string) => string | undefined;
}

const files: Files = { read: readUserFile, open: openForSending };

/** Judges one request after the other; names and accounts of zones are asked for once. */
export function createJudge(connection: Connection, facts: CredentialFacts, signal: AbortSignal): Judge {
  const catalog: Catalog = loadCatalog();
  const ids: KnownNames = new Map();
  const names = new Map<string, string>();
  const accounts = new Map<string, string | undefined>();
  const nameOf = (id: string): string | undefined =>
    names.get(id) ?? (facts.accounts.find((account) => account.id === id)?.name || undefined);
  const { holding } = facts;
  const accountOf = async (zoneId: string): Promise<string | undefined> => {
    if (!accounts.has(zoneId)) accounts.set(zoneId, await readZoneAccount(connection, zoneId, files, signal));
    return accounts.get(zoneId);
  };
  const judge = async (typed: RequestLine): Promise<JudgedLine> => {
    const context = { signal, onEvent: () => undefined };
    const resolved = mayHoldNames(typed)
      ? await resolveNames(catalog, connection, typed, ids, files, context)
      : ({ ok: true, request: typed, names: [] } as const);
    if (!resolved.ok) {
      const judged = judgeRequest(catalog, typed, { kind: 'hidden', reason: resolved.message });
      return { typed, judged, reason: resolved.message };
    }
    for (const { id, name } of resolved.names) names.set(id, name);
    const target = permissionTarget(resolved.request.path);
    const isOfAccount =
      holding.kind === 'grants' && target.id !== undefined && dependsOnAccount(target, holding.grants);
    const zoneAccount = isOfAccount ? await accountOf(target.id) : undefined;
    const judged = judgeRequest(catalog, resolved.request, holding, zoneAccount);
    const why = 'reason' in holding ? holding.reason : undefined;
    return {
      typed,
      judged,
      reason: judged.verdict ? reasonWords(judged.verdict, judged.target, nameOf, why) : '',
    };
  };
  return { judge, nameOf };
}

/** What is sent, and over what. */
interface Sent {
  readonly connection: Connection;
  readonly account: Account;
  readonly request: RequestLine;
  readonly signal: AbortSignal;
}

/** Before a write: what the credential lacks for it, as a sentence without a full stop; undefined where nothing is known to be missing. */
export async function lackFor(sent: Sent): Promise<string | undefined> {
  const told = await judgeNow(sent);
  return told && lackWords(told.judged, told.reason);
}

/** Milliseconds that what is said beside something else may take. */
const patience = 5_000;

/** The verdict of one request; undefined where it is not known what it needs, or what the credential may do. */
async function judgeNow({ connection, account, request, signal }: Sent): Promise<JudgedLine | undefined> {
  if (isLocalApi(connection.baseUrl) || !needsOf(request)) return undefined;
  const within = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  try {
    const facts = await readCredentialFacts(connection, account, within);
    const isKnown = facts.holding.kind === 'grants' || facts.holding.kind === 'ended';
    return isKnown ? await createJudge(connection, facts, within).judge(request) : undefined;
  } catch (error) {
    if (error instanceof HttpFailure) return undefined;
    throw error;
  }
}

function needsOf(request: RequestLine): JudgedRequest['needs'] {
  return judgeRequest(loadCatalog(), request, undefined).needs;
}

/**
 * The failure as a sentence. Where the API has refused the credential, what the request needs follows its words: for a person also
 * what the credential lacks of it, which takes some requests; a script is told how to find that out.
 */
export async function failureWords(failure: Failure, sent: Sent, io: Io): Promise<string> {
  const words = sentence(failure);
  if (!refusesCredential(failure) || isLocalApi(sent.connection.baseUrl)) return words;
  const { needs, target } = judgeRequest(loadCatalog(), sent.request, undefined);
  if (!needs) return words;
  const told = io.isForEyes ? await judgeNow(sent) : undefined;
  const lack = told?.judged.verdict?.answer === 'yes' ? undefined : told && `${ofCredential(told.reason)}.`;
  const line = `${effectiveMethod(sent.request)} ${quoted(sent.request.path)}`;
  const hint = `flarescope can ${line} compares that with what the credential may do.`;
  return [words, `It needs ${needWords(needs, target)}.`, lack ?? hint].join(' ');
}

function quoted(path: string): string {
  return /^[\w%+=:,./@-]+$/.test(path) ? path : quotePosix(path);
}
