// Reading every page of a list, as a plan: what to ask for next given what has come, how many requests at once, which items are
// new, when the list has ended and whether it is whole. It sends nothing, waits for nothing and knows no clock: whoever drives
// it (perform/read-all.ts) does, and says what came and when.
import { begin, type Course, type PagePlace } from './courses.ts';
import type { Failure } from './failures.ts';
import type { RateLimit } from './messages.ts';
import { answered, createPace, failed, type Pace, slowedDown, started, toldLimit, waitFor, widened } from './pace.ts';
import {
  createReading,
  type PageAsk,
  type PageOutcome,
  type ReadAllEnd,
  type ReadAllReport,
  type ReadAllSources,
  type ReadAllStep,
} from './reading.ts';

/** What happens while a request is on its way. */
type PageEvent =
  | { readonly type: 'headers'; readonly status: number; readonly isShared?: boolean }
  /** The response has come as a whole, and is still to be looked at. */
  | { readonly type: 'received' }
  | { readonly type: 'rate-limit'; readonly limit: RateLimit }
  | { readonly type: 'retrying'; readonly waitMs: number };

/** The time: `elapsed` never goes back, `now` is milliseconds since the epoch. */
export interface Moment {
  readonly elapsed: number;
  readonly now: number;
}

export interface ReadAllPlan {
  /** A request that may start at this moment. */
  readonly ask: (moment: Moment) => PageAsk | undefined;
  /** What to do now. */
  readonly next: (moment: Moment) => ReadAllStep;
  readonly hear: (id: number, event: PageEvent, moment: Moment) => void;
  readonly land: (id: number, outcome: PageOutcome, moment: Moment) => void;
  /** What reading has come to where it is given up now. */
  readonly cancel: () => ReadAllEnd;
  readonly report: () => ReadAllReport;
}

interface Flight {
  /** Undefined once nobody waits for it any more. */
  place: PagePlace | undefined;
  readonly startedAt: number;
  waited: number;
  isSuccess: boolean;
  /** Its response counts for the pace already. */
  isOver: boolean;
}

/** How many times more requests may be under way on a connection that they share than on connections of their own. */
const sharedFactor = 2;

const cancelled: Failure = {
  kind: 'cancelled',
  tried: 'reading all pages',
  happened: 'it was cancelled',
  next: 'continue from where it stopped, or send the request again',
};

export function planReadAll({ most = 8, asked, known = [], before }: ReadAllSources): ReadAllPlan {
  const reading = createReading(before, () => pace.width);
  const flights = new Map<number, Flight>();
  let pace: Pace = createPace(most, most);
  let lastId = 0;
  let course: Course = begin(reading, { asked, known, before }, (begun) => {
    course = begun;
  });

  const ask = (moment: Moment): PageAsk | undefined => {
    const wanted = course.wanted();
    if (!wanted) return undefined;
    const wait = waitFor(pace, moment.elapsed);
    // A second look goes first, whatever is on its way.
    const mayStart = wait === 0 || (wait === undefined && wanted.place.kind === 'back');
    if (!mayStart) return undefined;
    lastId += 1;
    const { place, query } = wanted;
    flights.set(lastId, { place, startedAt: moment.elapsed, waited: 0, isSuccess: false, isOver: false });
    pace = started(pace);
    course.sent(place);
    return { type: 'fetch', id: lastId, query };
  };

  const pauseFor = (moment: Moment): number | undefined => {
    const wait = course.wanted() && waitFor(pace, moment.elapsed);
    return wait === 0 ? undefined : wait;
  };

  return {
    ask,
    next: (moment) => {
      for (;;) {
        const asked = ask(moment);
        if (asked) {
          reading.tell({ pausedUntil: undefined });
          return asked;
        }
        const step = course.advance();
        if (step === 'again') continue;
        if (step?.type === 'drop') for (const flight of flights.values()) flight.place = undefined;
        if (step) return step;
        const ms = pauseFor(moment);
        if (ms !== undefined) reading.tell({ pausedUntil: moment.now + ms });
        return { type: 'wait', ms };
      }
    },
    hear: (id, event, moment) => {
      const flight = flights.get(id);
      if (!flight) return;
      switch (event.type) {
        case 'headers':
          // Whatever else has come may be asked for again.
          flight.isSuccess = event.status >= 200 && event.status < 300;
          // Eight connections are many; eight requests on one that carries a hundred are not.
          if (event.isShared) pace = widened(pace, sharedFactor * most);
          return;
        case 'received':
          if (flight.isSuccess) settle(flight, moment);
          return;
        case 'rate-limit':
          pace = toldLimit(pace, event.limit, moment.elapsed);
          return;
        case 'retrying':
          flight.waited += event.waitMs;
          pace = slowedDown(pace, event.waitMs, moment.elapsed);
          reading.tell({ pausedUntil: moment.now + event.waitMs });
      }
    },
    land: (id, outcome, moment) => {
      const flight = flights.get(id);
      if (!flight) return;
      flights.delete(id);
      // A success that cannot be read was a response all the same.
      if ('received' in outcome && outcome.received !== undefined) settle(flight, moment);
      else if (!flight.isOver) pace = failed(pace);
      if (flight.place) course.land(flight.place, outcome);
    },
    cancel: () => reading.stop({ failure: cancelled }, course.resume()),
    report: reading.report,
  };

  function settle(flight: Flight, moment: Moment): void {
    if (flight.isOver) return;
    flight.isOver = true;
    pace = answered(pace, moment.elapsed - flight.startedAt - flight.waited);
  }
}
