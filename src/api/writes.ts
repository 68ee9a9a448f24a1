// What a request does to the account, told by its method, path and body alone, and what consent it needs. Every place that sends
// asks here: the explorer, `api`, `history run`, `import --run`, and the guard of read-only profiles.
import { isRecord } from '../json/values.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import { bodyText } from '../request/wire.ts';
import { whyPostReads } from './reading-posts.ts';

/** What is known of a request before it goes out. */
export interface Wish {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  /** Undefined where there is none, and where it is not text or not read yet; `hasUnreadBody` tells which. */
  readonly body: string | undefined;
  /** A body comes from a file that nobody has read, or is no text: what it may hold, it holds. */
  readonly hasUnreadBody?: boolean;
}

/** Header fields by which some servers take a request for one of another method. */
export const methodOverrides: readonly string[] = ['x-http-method-override', 'x-http-method', 'x-method-override'];

/** What is known of a request as it was typed. */
export function wishOf(request: RequestLine): Wish {
  const override = request.items.find(
    (item) => item.kind === 'header' && methodOverrides.includes(item.name.toLowerCase()),
  );
  return {
    method: override?.kind === 'header' ? override.value : effectiveMethod(request),
    path: request.path,
    body: bodyText(request),
    hasUnreadBody: request.items.some(({ kind }) => kind === 'file' || kind === 'fieldFile' || kind === 'jsonFile'),
  };
}

type WriteKind = 'reads' | 'creates' | 'changes' | 'deletes' | 'purges';

/** What goes with all that is in it. */
type Whole = (typeof wholes)[number][0];

export interface Judgement {
  readonly kind: WriteKind;
  /** Of a POST that reads: why, as a clause. */
  readonly reason?: string | undefined;
  /** What is lost that nothing brings back: a zone with all its records, everything in the cache. */
  readonly lost?: Whole | 'cache' | undefined;
}

/** Deleting one of these takes what is in it along; the last segment of the path is its id or name. */
const wholes = [
  ['organization', /^\/organizations\/[^/]+$/],
  ['account', /^(?:\/system)?\/accounts\/[^/]+$/],
  ['zone', /^\/zones\/[^/]+$/],
  ['namespace', /\/(?:storage\/kv|workers|workers\/dispatch|ai-search)\/namespaces\/[^/]+$/],
  ['bucket', /\/r2\/buckets\/[^/]+$/],
  ['database', /\/d1\/database\/[^/]+$/],
  ['project', /\/pages\/projects\/[^/]+$/],
  ['queue', /^(?:\/accounts\/[^/]+)?\/queues\/[^/]+$/],
  ['index', /\/vectorize\/(?:v2\/)?indexes\/[^/]+$/],
  ['store', /\/(?:secrets_store\/|accounts\/[^/]+\/)stores\/[^/]+$/],
  ['script', /\/workers\/(?:dispatch\/namespaces\/[^/]+\/)?(?:scripts|services|workers)\/[^/]+$/],
] as const satisfies readonly (readonly [string, RegExp])[];

/** Methods that change nothing (RFC 9110 section 9.2.1). */
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** POSTs that delete, by the last words of their paths; `batch` of records where its body says so. */
const DELETING_POST = /(?:^|[/_-])(?:bulk[/_-])?(?:batch[/_-])?delete(?:[_-]by[_-]ids)?$|\/revoke(?:_\w+)?$/;

const PURGING_POST = /\/(?:purge_cache|invalidate_cache|cache_reserve_clear|purge_build_cache|purge|messages\/purge)$/;

/** POSTs that put something else in the place of what is there: nothing new comes of them. */
const CHANGING_POST =
  /\/(?:rotate(?:_\w+)?|roll|rollback|reset(?:_\w+)?|restore|move|enable|disable|activate|deactivate|pause|resume|restart|publish|unlock|import|refresh|apply|ack|unrevoke|terminate|cancel|release)$/;

export function judgeWrite({ method, path, body, hasUnreadBody = false }: Wish): Judgement {
  const verb = method.toUpperCase();
  const plain = path.replace(/(?<=.)\/+$/, '');
  // Methods are told apart by case: `get` is none that anybody knows.
  if (safe.has(method)) return { kind: 'reads' };
  if (PURGING_POST.test(plain) && (verb === 'POST' || verb === 'DELETE' || verb === 'PUT'))
    return { kind: 'purges', lost: purgesEverything(plain, body, hasUnreadBody) ? 'cache' : undefined };
  if (verb === 'DELETE') return { kind: 'deletes', lost: wholes.find(([, pattern]) => pattern.test(plain))?.[0] };
  if (verb !== 'POST') return { kind: 'changes' };
  const reason = whyPostReads(plain, hasUnreadBody ? undefined : (body ?? ''));
  if (reason !== undefined) return { kind: 'reads', reason };
  if (DELETING_POST.test(plain)) return { kind: 'deletes' };
  if (/\/dns_records\/batch$/.test(plain)) return batchJudgement(body);
  // SQL and GraphQL that do not only read.
  if (whyPostReads(plain, 'select 1') !== undefined || /\/graphql$/.test(plain)) return { kind: 'changes' };
  return { kind: CHANGING_POST.test(plain) ? 'changes' : 'creates' };
}

function purgesEverything(path: string, body: string | undefined, hasUnreadBody: boolean): boolean {
  if (!/\/(?:purge|invalidate)_cache$/.test(path)) return true;
  if (body === undefined) return hasUnreadBody;
  const request = parsed(body);
  if (!isRecord(request)) return true;
  const { purge_everything: everything } = request;
  return everything !== undefined && everything !== false;
}

/** Several changes in one request: as the gravest of them. */
function batchJudgement(body: string | undefined): Judgement {
  const request = body === undefined ? undefined : parsed(body);
  if (!isRecord(request)) return { kind: 'deletes' };
  const has = (name: string): boolean => {
    const part = request[name];
    return part !== undefined && !(Array.isArray(part) && part.length === 0);
  };
  if (has('deletes')) return { kind: 'deletes' };
  return { kind: has('puts') || has('patches') ? 'changes' : 'creates' };
}

/**
 * PATCHes that take a thing whole: a rule's new definition has all of its fields in it.
 * https://developers.cloudflare.com/ruleset-engine/rulesets-api/update-rule/
 */
const WHOLE_PATCH = /\/rulesets\/[^/]+\/rules\/[^/]+$/;

/** True where a request with these members in its body resets what it leaves out. */
export function replacesAll(method: string, path: string, members: readonly string[] = []): boolean {
  if (method !== 'PATCH') return method === 'PUT';
  // A position alone moves the rule as it is.
  const isMove = members.length > 0 && members.every((name) => name === 'position');
  return WHOLE_PATCH.test(path) && !isMove;
}

/** What an account is asked for: everything that writes, what can break something, or nothing. */
export const consentSettings = ['all', 'default', 'never'] as const;
export type ConsentSetting = (typeof consentSettings)[number];

export function isConsentSetting(value: unknown): value is ConsentSetting {
  return consentSettings.some((setting) => setting === value);
}

/** What is said of an account whose setting is not the usual one; empty for that. */
export const consentFlags: Readonly<Record<ConsentSetting, string>> = {
  all: 'asks always',
  default: '',
  never: 'never asks',
};

/** The same in whole words, for every setting. */
export const consentWords: Readonly<Record<ConsentSetting, string>> = {
  all: 'asks before every write',
  default: 'asks before what changes or deletes something',
  never: 'never asks before a write',
};

/** How somebody agrees: with enter, with `y`, or by typing the name of what goes. */
export type Consent = 'none' | 'enter' | 'yes' | 'name';

interface Circumstances {
  readonly setting: ConsentSetting;
  /** It was not typed in this moment, but taken from the history or from elsewhere. */
  readonly isRecalled?: boolean;
  /** It was recorded under another account, host, or the sandbox. */
  readonly isForeign?: boolean;
}

/** What consent a request needs from somebody who sits before it. */
export function consentFor(
  { kind, lost }: Judgement,
  { setting, isRecalled = false, isForeign = false }: Circumstances,
): Consent {
  if (setting === 'never' && !isForeign) return 'none';
  if (kind === 'reads') return isForeign ? 'enter' : 'none';
  if (kind === 'creates') return setting === 'all' || isRecalled || isForeign ? 'enter' : 'none';
  if (kind === 'changes') return 'enter';
  // The name of a script is in its path, and was typed there.
  return kind === 'deletes' && lost !== undefined && lost !== 'script' ? 'name' : 'yes';
}

/**
 * Whether a script must say that it means it: what it sends was written down and goes as it was told, but for what nothing brings
 * back, and for every write under an account in production that asks at all.
 */
export function needsYes(
  judgement: Judgement,
  { setting, isProduction, isForeign }: Circumstances & { readonly isProduction: boolean },
): boolean {
  if (judgement.kind === 'reads') return false;
  if (isForeign) return true;
  if (setting === 'never') return false;
  return judgement.lost !== undefined || isProduction;
}

/** Below these names of things may have slashes in them, so that a part of one may be empty. */
const NAMES_WITH_SLASHES = /\/(?:objects|values|metadata|ai\/run|models)\/(?=[^/])/;

/**
 * Where an id is missing in the path of a write, as it is where a script's variable is unset: `/zones//dns_records`,
 * `/zones/Z/dns_records/`. Undefined where every part is there.
 */
export function emptyPart({ method, path }: Pick<Wish, 'method' | 'path'>): EmptyPart | undefined {
  if (safe.has(method) || path === '/') return undefined;
  const named = NAMES_WITH_SLASHES.exec(path);
  const fixed = named ? path.slice(0, named.index + named[0].length) : path;
  const at = fixed.indexOf('//');
  const isCut = at === -1 && !named && path.endsWith('/');
  if (at === -1 && !isCut) return undefined;
  const position = isCut ? path.length - 1 : at;
  const before = path.slice(0, position + 1);
  return { position, message: `A part of the path is empty after ${before}: an id is missing there. Nothing was sent` };
}

interface EmptyPart {
  /** Offset of the slash before it. */
  readonly position: number;
  /** A sentence without a full stop. */
  readonly message: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
