// All pages of a list as one document that grows while they arrive: the items of every page, as they came, in one array.
import { HttpFailure } from '../api/failures.ts';
import { askedPage, type PageQuery } from '../api/paging.ts';
import type { Gathered, PageOfList, ReadAllProgress, ReadAllReport } from '../api/reading.ts';
import { isBodyArriving, type Received, type ReceivedBody, type ResponseFacts } from '../api/received.ts';
import { recognisePage } from '../api/recognise.ts';
import type { SendContext } from '../http/send.ts';
import { endOf, startOf } from '../json/document.ts';
import { indexDocument, indexStart } from '../json/parse.ts';
import { queryOf } from '../request/edit.ts';
import { type Inflow, indexInflow } from '../workers/indexing.ts';
import type { ArrivingResponse } from './exchange.ts';
import type { EffectOf } from './performers.ts';
import { type ReadAllOptions, readAll } from './read-all.ts';

interface Gathering {
  readonly job: EffectOf<'readAll'>;
  /** Sends the request with these parameters set. Rejects with an HttpFailure. */
  readonly read: (query: PageQuery, context: SendContext) => Promise<Received>;
  readonly signal: AbortSignal;
  readonly clock: ReadAllOptions['clock'];
  /** Told once, when there are items to show. */
  readonly onArrival: (arrived: ArrivingResponse) => void;
  readonly onProgress: (progress: ReadAllProgress) => void;
}

/**
 * Reads the list to its end, or as far as it goes.
 *
 * @throws HttpFailure where not even the first page came
 */
export async function gather(
  gathering: Gathering,
): Promise<{ readonly received: Received; readonly gathered: Gathered }> {
  const { job, read, signal, clock, onProgress } = gathering;
  const full = new AbortController();
  const document = growingArray(gathering);
  if (job.before) document.goOn(job.before.document.bytes);
  let response = job.known[0]?.response;
  const end = await readAll({
    read: async (query, context) => {
      const received = await read(query, context);
      response ??= received.response;
      return received;
    },
    onPage: (page) => {
      if (!document.add(page, response)) full.abort(memoryFull);
    },
    onProgress,
    signal: AbortSignal.any([signal, full.signal]),
    clock,
    asked: askedPage(queryOf(job.request)),
    known: job.known,
    before: job.before && { ...job.before, items: job.before.document },
  });
  if (end.type === 'notAList') throw noList;
  const isFirst = end.report.pages === 0 && end.type === 'stopped' && !job.before;
  if (isFirst) throw new HttpFailure(end.failure);
  const failure = full.signal.aborted ? memoryFull.failure : end.type === 'stopped' ? end.failure : undefined;
  const stopped = end.type === 'stopped' && failure ? { failure, resume: end.resume } : undefined;
  const body = await document.close();
  return { received: whole(body, response, end.report), gathered: { report: end.report, stopped } };
}

function whole(body: ReceivedBody, response: ResponseFacts | undefined, { items }: ReadAllReport): Received {
  const info = recognisePage({ query: [], resultInfo: undefined, count: items, firstId: undefined });
  return { response, body, info, failure: undefined };
}

const COMMA = Buffer.from(',');
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** An array that items are added to, and that is looked at meanwhile. */
function growingArray({ onArrival }: Pick<Gathering, 'onArrival'>) {
  let inflow: Inflow | undefined;
  let done: Promise<ReceivedBody> | undefined;
  let isEmpty = true;
  let former: Uint8Array | undefined;

  const open = (start: Uint8Array, response: ResponseFacts | undefined): boolean => {
    const document = indexStart(start);
    if (!document) return false;
    const opened = indexInflow(undefined, { first: { document, bytes: start } });
    const ended = Promise.withResolvers<ReceivedBody>();
    inflow = opened;
    done = ended.promise;
    const arriving = { received: start.length, total: undefined, bytesPerSecond: 0 };
    const body = { kind: 'json', document, bytes: start, arriving, incomplete: undefined } as const;
    const info = recognisePage({ query: [], resultInfo: undefined, count: undefined, firstId: undefined });
    onArrival({
      received: { response, body, info, failure: undefined },
      arrival: {
        stop: opened.stop,
        listen: (listener) =>
          opened.listen((grown) => {
            listener(grown);
            if (!isBodyArriving(grown)) ended.resolve(grown);
          }),
      },
    });
    return opened.write(start);
  };

  return {
    /** Begins with the items of an array that is there already. */
    goOn: (array: Uint8Array): void => {
      former = array.subarray(0, array.lastIndexOf(CLOSE[0] ?? 0));
      isEmpty = former.length <= 1;
    },
    /** False where no more fits into the memory. */
    add: ({ document, items }: PageOfList, response: ResponseFacts | undefined): boolean => {
      const pieces: Uint8Array[] = inflow ? [] : [former ?? OPEN];
      for (const item of items) {
        if (!isEmpty) pieces.push(COMMA);
        isEmpty = false;
        pieces.push(document.bytes.subarray(startOf(document, item), endOf(document, item)));
      }
      const bytes = new Uint8Array(Buffer.concat(pieces));
      return inflow ? inflow.write(bytes) : open(bytes, response);
    },
    /** The array with its bracket closed, indexed to its end. */
    close: async (): Promise<ReceivedBody> => {
      if (!inflow || !done) {
        const bytes = new Uint8Array(Buffer.concat([former ?? OPEN, CLOSE]));
        const indexed = indexDocument(bytes);
        if (!indexed.ok) throw new Error(`the collected list is not an array: ${indexed.error.reason}`);
        return { kind: 'json', document: indexed.document, bytes, arriving: undefined, incomplete: undefined };
      }
      inflow.write(CLOSE);
      inflow.end();
      return done;
    },
  };
}

const memoryFull = new HttpFailure({
  kind: 'too-large',
  tried: 'reading all pages',
  happened: 'the pages so far fill the memory',
  next: 'write the list to a file instead: flarescope api --all … > FILE',
  limitBytes: 0,
});

const noList = new HttpFailure({
  kind: 'unusable',
  tried: 'reading all pages',
  happened: 'the response is not a list',
  next: 'send the request by itself to see its response',
});
