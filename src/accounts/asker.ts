// Questions to the API about a credential: a path, and the result or why there is none.
import { describeRequest, type Failure } from '../api/failures.ts';
import { readResponse } from '../api/received.ts';
import type { SendContext } from '../http/send.ts';
import { toValue } from '../json/document.ts';
import { isRecord } from '../json/values.ts';
import type { Connection } from './connection.ts';

/** Milliseconds that all questions together may take. */
const patience = 60_000;

/** Asks by GET unless another method is given; what it sends has no body. */
export type Asker = (path: string, method?: 'GET' | 'PUT' | 'DELETE') => Promise<Asked>;

type Asked = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly failure: Failure };

/** `given` ends it. Throws HttpFailure where no response comes. */
export function createAsker(connection: Connection, given: AbortSignal | undefined): Asker {
  const late = AbortSignal.timeout(patience);
  const signal = given ? AbortSignal.any([given, late]) : late;
  const context: SendContext = { signal, onEvent: () => undefined };
  return async (path, method = 'GET') => {
    const wire = { method, url: `${connection.baseUrl}${path}`, headers: [], body: undefined };
    const { body, failure } = readResponse(wire, await connection.send(wire, context));
    if (failure) return { ok: false, failure };
    const value = body.kind === 'json' ? toValue(body.document, 0) : undefined;
    if (isRecord(value) && 'result' in value) return { ok: true, result: value.result };
    const happened = 'the response is not from the Cloudflare API';
    const next = 'check the base URL, or save it without asking (--no-verify)';
    return { ok: false, failure: { kind: 'protocol', tried: describeRequest(wire), happened, next } };
  };
}

/** The members of a result; none where it is no object. */
export function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
