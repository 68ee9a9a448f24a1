// Going along with the end of what arrives, as less does with F; any other movement stays where it goes.
import { moveLast } from '../../../json/view.ts';
import { formatCount } from '../../../text/numbers.ts';
import { isArriving, withPage } from '../../model/document.ts';
import { inform } from '../../model/notices.ts';
import { type Reason, whyNotJson } from '../../model/reasons.ts';
import type { Body, Page } from '../../model/response.ts';
import { type Row, type Span, span } from '../../model/rows.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { rowCount, withCursor } from '../../model/table.ts';

/** For following the end: there is none where nothing comes. */
export function whyNoFollow(state: State): Reason {
  const reason = whyNotJson(state);
  if (reason !== undefined) return reason;
  return isComing(state) ? undefined : 'All rows are here, so there is no end to follow';
}

/** True while more comes of what is on screen, or of what it is made of. */
function isComing(state: State): boolean {
  const body = jsonBody(currentPage(state));
  return body?.arriving !== undefined || (body?.live !== undefined && isArriving(state));
}

/** To the end, and along with it; where it does so already it stops there. */
export function toggleFollow(state: State): State {
  const page = currentPage(state);
  const body = jsonBody(page);
  if (!page || !body) return state;
  if (body.follow?.isOn) return inform(paused(state, page, body), 'Paused: rows go on arriving');
  const { document } = body.view;
  const view = moveLast(body.view);
  const table = page.table && withCursor(document, page.table, rowCount(document, page.table), page.table.column);
  const seen = body.live?.rows ?? 0;
  return withPage(state, { ...page, table, body: { ...body, view, follow: { isOn: true, seen } } });
}

/** A key that has moved or folded something keeps the place. */
export function pauseWhereMoved(before: State, state: State): State {
  const [from, to] = [currentPage(before), currentPage(state)];
  const [was, is] = [jsonBody(from), jsonBody(to)];
  if (!to || !was?.follow?.isOn || !is?.follow?.isOn || was.view.document !== is.view.document) return state;
  const isSame = was.view === is.view && from?.table === to.table && from?.view === to.view;
  return isSame ? state : paused(state, to, is);
}

function paused(state: State, page: Page, body: JsonBody): State {
  return withPage(state, { ...page, body: { ...body, follow: { isOn: false, seen: body.live?.rows ?? 0 } } });
}

type JsonBody = Extract<Body, { readonly kind: 'json' }>;

function jsonBody(page: Page | undefined): JsonBody | undefined {
  return page?.body.kind === 'json' ? page.body : undefined;
}

/** What a title says of rows that come: that they are followed, or what is new since; and how many are gone. */
export function liveParts(state: State, page: Page): readonly Row[] {
  const body = jsonBody(page);
  if (!body) return [];
  const { live, follow } = body;
  const parts: Span[][] = [];
  if (follow?.isOn && isComing(state)) parts.push([span('following', 'accent')]);
  else if (live && follow && live.rows > follow.seen) {
    parts.push([span(`${formatCount(live.rows - follow.seen)} new`, 'accent')]);
  }
  if (live && live.dropped.rows > 0) {
    const { rows } = live.dropped;
    parts.push([span(`${formatCount(rows)} older row${rows === 1 ? '' : 's'} dropped`, 'warn')]);
  }
  return parts;
}
