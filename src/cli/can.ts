// `flarescope can REQUEST...`: what requests need, what the credential in force has of it, and whether that is enough.
import type { Account } from '../accounts/account.ts';
import { connect } from '../accounts/connection.ts';
import { isLocalApi } from '../api/address.ts';
import { describeCredential } from '../api/shown-credential.ts';
import { answerWords, resourceWords } from '../catalog/permission-words.ts';
import { type PermissionView, permissionRows } from '../explorer/features/find/permission-rows.ts';
import type { CredentialFacts } from '../explorer/model/catalog.ts';
import { readCredentialFacts } from '../perform/permissions.ts';
import { fillPlaceholders } from '../request/edit.ts';
import { effectiveMethod } from '../request/method.ts';
import { parseWords } from '../request/parse.ts';
import type { RequestLine } from '../request/types.ts';
import { visible } from '../text/untrusted.ts';
import { findAccount, secretFinder } from './account.ts';
import type { CanValues } from './commands/can.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import { createJudge, type Judge, type JudgedLine } from './permissions.ts';
import { splitRequests } from './several-requests.ts';
import type { Given } from './spec.ts';
import { version } from './version.ts';

export async function runCan({ words, values }: Given<CanValues>, io: Io): Promise<number> {
  const lines = splitRequests(words);
  if (lines.length === 0) throw new Refusal('give it a request, such as GET /zones');
  const { account, notice } = await findAccount(values, io);
  if (notice !== undefined) complain(io, notice);
  const connection = await connect(account, io.env, version, { findSecret: secretFinder(io) }).catch(refuse);
  const controller = new AbortController();
  const stopListening = io.onSignal(['SIGINT'], () => controller.abort());
  try {
    if (isLocalApi(connection.baseUrl)) throw new Refusal('a local API asks for no permissions');
    const requests = lines.map((line) => readRequest(line, connection.baseUrl, account.accountId));
    const facts = await readCredentialFacts(connection, account, controller.signal);
    const judge = createJudge(connection, facts, controller.signal);
    const told: JudgedLine[] = [];
    for (const request of requests) told.push(await judge.judge(request));
    await tell(told, { facts, account, nameOf: judge.nameOf }, values.json, io);
    if (controller.signal.aborted) return exitCodes.cancelled;
    if (!facts.isAnswer && 'reason' in facts.holding)
      throw new Refusal(`what the credential may do was not read: ${facts.holding.reason}`, exitCodes.noResponse);
    return exitOf(told);
  } finally {
    stopListening();
    await connection.close();
  }
}

function readRequest(words: readonly string[], baseUrl: string, accountId: string | undefined): RequestLine {
  const parsed = parseWords(words, { baseUrl });
  if (!parsed.ok) throw new Refusal(parsed.error.message);
  return fillPlaceholders(parsed.request, accountId === undefined ? {} : { account_id: accountId });
}

function exitOf(told: readonly JudgedLine[]): number {
  const answers = told.map(({ judged }) => judged.verdict?.answer);
  if (answers.includes('no')) return exitCodes.failed;
  return answers.every((answer) => answer === 'yes') ? exitCodes.success : exitCodes.unknown;
}

interface Telling {
  readonly facts: CredentialFacts;
  readonly account: Account;
  readonly nameOf: Judge['nameOf'];
}

async function tell(told: readonly JudgedLine[], telling: Telling, asJson: boolean, io: Io): Promise<void> {
  if (asJson)
    return print(
      io,
      `${JSON.stringify(
        told.map((one) => described(one, telling.nameOf)),
        undefined,
        2,
      )}\n`,
    );
  if (!io.isForEyes) {
    const rows = told.map(({ typed, judged, reason }) =>
      [judged.verdict ? answerWords(judged.verdict) : '', requestWords(typed), visible(reason)].join('\t'),
    );
    return print(io, rows.map((row) => `${row}\n`).join(''));
  }
  const width = Math.min(120, io.stdout.columns || 80);
  for (const [index, { typed, judged, reason }] of told.entries()) {
    const view: PermissionView = {
      judged,
      path: typed.path,
      refusal: undefined,
      reason,
      credential:
        telling.account.kind === 'sandbox'
          ? 'the token of the sandbox'
          : describeCredential(telling.account.credential),
      facts: telling.facts,
      nameOf: telling.nameOf,
      // What the policies say besides is told once, with the last.
      isBrief: index < told.length - 1,
    };
    const rows = permissionRows(view, width).map((row) =>
      row
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    );
    await print(io, `${index === 0 ? '' : '\n'}${rows.join('\n')}\n`);
  }
}

function requestWords(request: RequestLine): string {
  return visible(`${effectiveMethod(request)} ${request.path}`);
}

function described({ typed, judged, reason }: JudgedLine, nameOf: Judge['nameOf']): object {
  const { operation, needs, target, verdict } = judged;
  return {
    request: `${effectiveMethod(typed)} ${typed.path}`,
    operation: operation ? `${operation.method} ${operation.path}` : null,
    permissions: needs ? { certainty: needs.certainty, any_of: needs.anyOf, from: needs.from } : null,
    target:
      target.kind === 'any'
        ? null
        : { kind: target.kind, id: target.id ?? null, name: nameOf(target.id ?? '') ?? null },
    verdict: verdict?.answer ?? 'unknown',
    probable: verdict?.isProbable === true,
    reason,
    has: (verdict?.permissions ?? []).map(({ name, state, allowedOn, deniedOn }) => ({
      permission: name,
      state,
      allowed: resourceWords(allowedOn, nameOf),
      denied: resourceWords(deniedOn, nameOf),
    })),
  };
}
