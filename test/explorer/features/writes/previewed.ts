// A user of an account that asks, and what the runtime tells of a write before it goes out.
import { readResponse } from '../../../../src/api/received.ts';
import type { ResourceBefore } from '../../../../src/api/resource.ts';
import type { Effect } from '../../../../src/explorer/model/effects.ts';
import { topOverlay } from '../../../../src/explorer/model/focus.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { toWire } from '../../../../src/request/wire.ts';
import { type Driver, session } from '../../driver.ts';
import { driveKnown } from '../../known.ts';

export const prod = {
  kind: 'profile',
  profile: 'prod',
  baseUrl: 'https://api.cloudflare.com/client/v4',
  credential: 'token ····3f2a',
  rateLimit: undefined,
} as const;

export const zone = '023e105f4ecef8ad9ca31a8372d0c353';
export const record = '372e67954025e0ba6aaa6d586b9e0b59';

/** A user of `prod`, which asks as accounts do. */
export function driveProd(columns = 80, rows = 24): Driver {
  const user = driveKnown(columns, rows);
  user.dispatch({ type: 'session.changed', session: prod, isAnother: true });
  user.effects();
  return user;
}

export function backToSandbox(user: Driver): void {
  user.dispatch({ type: 'session.changed', session, isAnother: true });
  user.effects();
}

/** The resource as its GET tells it: JSON where it is no text. */
export function resource(value: unknown): ResourceBefore {
  const body =
    typeof value === 'string' ? value : JSON.stringify({ result: value, success: true, errors: [], messages: [] });
  const url = 'https://api.cloudflare.com/client/v4/x';
  const bytes = new TextEncoder().encode(body);
  const headers = [['content-type', typeof value === 'string' ? 'text/plain' : 'application/json']] as const;
  const response = {
    status: 200,
    statusText: 'OK',
    headers,
    body: bytes,
    url,
    encodedBytes: 0,
    durationMs: 1,
    attempts: 1,
  };
  return { kind: 'read', received: readResponse({ method: 'GET', url, headers: [], body: undefined }, response) };
}

type Preparing = Extract<Effect, { type: 'write.prepare' }>;

/** The write that is being read. */
export function preparing(user: Driver): Preparing {
  const found = user.effects().find((effect): effect is Preparing => effect.type === 'write.prepare');
  if (!found) throw new Error('no write waits');
  return found;
}

/** Tells what the write is about, as the runtime does. */
export function prepared(
  user: Driver,
  before: ResourceBefore | undefined,
  names: readonly (readonly [string, string])[] = [],
): void {
  const { id, request } = preparing(user);
  const wire = toWire(request, { baseUrl: prod.baseUrl });
  if (!wire.ok) throw new Error(wire.error.message);
  user.dispatch({ type: 'write.prepared', id, prepared: { request, before, body: wire.body, notes: [] }, names });
}

/** What was sent since the last look. */
export function sent(user: Driver): readonly string[] {
  return user
    .effects()
    .flatMap((effect) => (effect.type === 'send' ? [`${effect.request.method} ${effect.request.path}`] : []));
}

export function isAsked(user: Driver): boolean {
  return topOverlay(user.state())?.kind === 'preview';
}

/** The screen as text, a line each. */
export function lines(user: Driver): readonly string[] {
  return screenRows(user.state()).rows.map((row) =>
    row
      .map((strip) => strip.row.map(({ text }) => text).join(''))
      .join('')
      .trimEnd(),
  );
}
