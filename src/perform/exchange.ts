// One request from the request language to its response: over the wire and back.

import type { Connection } from '../accounts/connection.ts';
import { HttpFailure } from '../api/failures.ts';
import type { HeaderList, WireRequest } from '../api/messages.ts';
import { askedPage, withLikelyCause } from '../api/paging.ts';
import { type Received, readResponse } from '../api/received.ts';
import type { PagingHint } from '../api/recognise.ts';
import type { SendContext } from '../http/send.ts';
import { scanJson, trimJson } from '../request/json-text.ts';
import { effectiveMethod, isBodyItem } from '../request/method.ts';
import type { Item, RequestLine } from '../request/types.ts';
import { toWire } from '../request/wire.ts';
import { withoutMark } from '../text/encoding.ts';
import { errorText } from '../text/sentences.ts';
import type { Arrival } from '../workers/indexing.ts';
import type { Files } from './performers.ts';
import { bodyFromFile, bodyInParts } from './upload.ts';

/** A large response of which the first part has come; the last of its bodies is not arriving. */
export interface ArrivingResponse {
  readonly received: Received;
  readonly arrival: Arrival;
}

interface ExchangeOptions {
  /** How the catalog thinks the operation is paged; a promise is waited for when the response is there. Must not reject. */
  readonly hint?: PagingHint | Promise<PagingHint | undefined> | undefined;
  /** Told once of a large JSON response while it comes, once more where a lost connection makes it begin again. */
  readonly onArrival?: (arrived: ArrivingResponse) => void;
  /** Bytes that are kept of rows that go on. */
  readonly keep?: number | undefined;
}

/**
 * Sends a request.
 *
 * @throws HttpFailure where no response came, or where the request cannot be made (a file that cannot be read)
 */
export async function exchange(
  connection: Connection,
  request: RequestLine,
  files: Files,
  context: SendContext,
  options: ExchangeOptions = {},
): Promise<Received> {
  const wire = await makeWire(request, connection.baseUrl, files);
  const asked = wire.method === 'GET' ? askedPage([...new URL(wire.url).searchParams]) : undefined;
  try {
    const received = await roundTrip(connection, wire, context, options);
    const { failure } = received;
    return failure ? { ...received, failure: withLikelyCause(failure, asked) } : received;
  } catch (error) {
    throw error instanceof HttpFailure ? new HttpFailure(withLikelyCause(error.failure, asked)) : error;
  }
}

async function roundTrip(
  connection: Connection,
  wire: WireRequest,
  context: SendContext,
  { hint, onArrival, keep }: ExchangeOptions,
): Promise<Received> {
  if (onArrival === undefined) return readResponse(wire, await connection.send(wire, context), await hint);
  const { openInflow } = await import('./inflow.ts');
  const inflow = openInflow(wire, onArrival, keep);
  try {
    const response = await connection.send(wire, { ...context, openSink: inflow.openSink });
    return readResponse(wire, response, await hint, await inflow.body());
  } catch (error) {
    inflow.stop();
    throw error;
  }
}

/**
 * The request with what the files hold in the place of fields that come from files.
 *
 * @throws HttpFailure where a file cannot be read, or does not hold what the field takes
 */
export async function withFileFields(request: RequestLine, files: Files): Promise<RequestLine> {
  if (!request.items.some(({ kind }) => kind === 'fieldFile' || kind === 'jsonFile')) return request;
  const items = await Promise.all(request.items.map((item) => readField(request, item, files)));
  return { ...request, items };
}

async function readField(request: RequestLine, item: Item, files: Files): Promise<Item> {
  if (item.kind !== 'fieldFile' && item.kind !== 'jsonFile') return item;
  const { name, path } = item;
  const tried = `${request.method ?? ''} ${request.path}`.trim();
  let value: string;
  try {
    value = new TextDecoder('utf-8', { fatal: true }).decode(withoutMark(await files.read(path)));
  } catch (error) {
    const isText = error instanceof TypeError;
    const reason = isText ? 'it is not text in UTF-8' : errorText(error);
    throw unusable(
      tried,
      `the file ${path} could not be read for the field ${name} (${reason})`,
      `check its name, or write ${name}=\\@${path} for that text`,
    );
  }
  if (item.kind === 'fieldFile') return { kind: 'field', name, value };
  const json = trimJson(value);
  const scan = scanJson(json, 0);
  if (scan.ok && scan.end === json.length) return { kind: 'json', name, value: json };
  throw unusable(tried, `the file ${path} is not JSON`, `correct it, or write ${name}=@${path} to send it as text`);
}

/**
 * The request with the body that its operation takes, as far as the catalog knows it: its fields as the parts of a form.
 *
 * @throws HttpFailure where they cannot become that
 */
export async function withSettledBody(request: RequestLine): Promise<RequestLine> {
  if (!request.items.some(isBodyItem)) return request;
  const { hasBodyToSettle, settleBody } = await import('../catalog/body-kind.ts');
  if (!hasBodyToSettle(request)) return request;
  const { loadCatalog } = await import('../catalog/load.ts');
  const settled = settleBody(loadCatalog(), request);
  if (settled.ok) return settled.request;
  throw unusable(`${effectiveMethod(request)} ${request.path}`, 'nothing was sent', settled.message);
}

/** The request as it goes over the wire; files of its body are read when it is sent, but for small ones. */
export async function makeWire(request: RequestLine, baseUrl: string, files: Files): Promise<WireRequest> {
  const wire = toWire(await withSettledBody(await withFileFields(request, files)), { baseUrl });
  const tried = `${effectiveMethod(request)} ${request.path}`;
  if (!wire.ok) throw unusable(tried, wire.error.message, 'correct the request');
  const { method, url, headers, body, bodyFile, parts } = wire;
  const naming = <T>(path: string, reading: Promise<T>): Promise<T> =>
    reading.catch((error: unknown) => {
      throw unusable(tried, `the file ${path} could not be read (${errorText(error)})`, 'check the file name after @');
    });
  const named: Files = {
    read: (path) => naming(path, files.read(path)),
    open: async (path) => files.open && naming(path, files.open(path)),
  };
  if (bodyFile !== undefined) {
    const isJson = headers.some(([name, value]) => name.toLowerCase() === 'content-type' && /json\b/i.test(value));
    return { method, url, headers, ...(await bodyFromFile(bodyFile, isJson, named)) };
  }
  if (parts === undefined) return { method, url, headers, body };
  const { upload, contentType } = await bodyInParts(parts, named);
  return { method, url, headers: withContentType(headers, contentType), body: undefined, upload };
}

function withContentType(headers: HeaderList, type: string): HeaderList {
  return headers.map(([name, value]) => [name, name.toLowerCase() === 'content-type' ? type : value]);
}

function unusable(tried: string, happened: string, next: string): HttpFailure {
  return new HttpFailure({ kind: 'unusable', tried, happened, next });
}
