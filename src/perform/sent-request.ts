// What the history keeps of a send, made when it is over: secrets are left out here already. It knows nothing of the explorer, so that
// a command does not load that for one row.

import type { AccountName } from '../accounts/account.ts';
import { withoutKnownSecrets, withoutKnownSecretsInBytes } from '../api/known-secrets.ts';
import type { HeaderList, WireRequest } from '../api/messages.ts';
import { redactLine, redactPath } from '../api/redact-line.ts';
import { redactHeaders, redactQuery } from '../api/redaction.ts';
import { redactText } from '../api/secret-text.ts';
import type { RecordEntry } from '../http/interceptors/report.ts';
import type { Asked } from '../http/send.ts';
import type { SentRequest } from '../store/history/entry.ts';

/** A write as it stands in the history until its response has come. */
export function unanswered(request: WireRequest, asked: Asked, startedAt: number): RecordEntry {
  const failure = {
    kind: 'network',
    tried: `${request.method} ${new URL(request.url).pathname}`,
    happened: 'the program ended before a response came',
    next: 'read it again to see whether the change was made',
  } as const;
  return { request, asked, startedAt, outcome: { type: 'failed', failure } };
}

/** Bytes of bodies that are handed on at all; larger ones the history would not keep. */
const largestBody = 32 * 1024 * 1024;

/**
 * The row for a send; undefined for a question of the program's own.
 *
 * @param partOf the request whose list this one turns a page of
 * @param keepsBodies false where nothing seals bodies: then they are left out here already, with what is sealed beside them
 */
export function toSentRequest(
  { asked, request, startedAt, outcome }: RecordEntry,
  account: AccountName,
  partOf: SentRequest['partOf'],
  keepsBodies: boolean,
): SentRequest | undefined {
  if (!asked) return undefined;
  const { line, isChanged } = redactLine(asked.line);
  const kept = (body: Uint8Array | undefined): Uint8Array | undefined =>
    keepsBodies && body && body.length <= largestBody ? withoutKnownSecretsInBytes(body) : undefined;
  // Redacting them takes longer than anything else here.
  const keptFields = (headers: HeaderList): HeaderList =>
    redactHeaders(keepsBodies ? headers : headers.filter(([name]) => name.toLowerCase() === 'cf-ray'));
  return {
    at: startedAt,
    ...account,
    line,
    typed: isChanged ? withoutKnownSecrets(asked.line) : undefined,
    method: request.method,
    path: redactPath(new URL(request.url).pathname),
    partOf,
    headers: keptFields(request.headers),
    body: kept(request.upload?.summary ?? request.body),
    outcome:
      outcome.type === 'failed'
        ? { type: 'failed', failure: failureOf(outcome.failure) }
        : {
            type: 'answered',
            status: outcome.response.status,
            statusText: redactText(outcome.response.statusText),
            headers: keptFields(outcome.response.headers),
            body: kept(outcome.response.body),
            // What went straight to standard output is not in the response any more.
            size: outcome.response.body.length || outcome.response.encodedBytes,
            url: keepsBodies ? redactQuery(outcome.response.url) : '',
            durationMs: outcome.response.durationMs,
            attempts: outcome.response.attempts,
          },
  };
}

function failureOf({ kind, tried, happened, next }: Extract<RecordEntry['outcome'], { type: 'failed' }>['failure']): {
  readonly kind: string;
  readonly tried: string;
  readonly happened: string;
  readonly next: string;
} {
  return { kind, tried: redactText(tried), happened: redactText(happened), next: redactText(next) };
}
