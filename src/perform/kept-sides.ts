// What a write changed, as the two sides of a comparison: what was there before it, and after it. Secrets are left out of both.
import { createHash } from 'node:crypto';
import { redactJson } from '../api/redact-json.ts';
import { isSecretBody } from '../api/secret-names.ts';
import { isGone, isThere, jsonBytes, parseJson, resultOf, type Seen } from '../api/undo/plan.ts';
import { isBinary } from '../text/byte-rows.ts';
import { formatBytes } from '../text/numbers.ts';
import { type KeptWrite, withoutNewToken } from './kept-writes.ts';

interface Sides {
  /** JSON, as UTF-8. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Both sides, or why there are none: a sentence without a full stop. What is not there is an object without members. */
export function keptSides(kept: KeptWrite): Sides | string {
  const { write, before, after } = kept;
  if (!kept.answer) return 'No response to this write came, so what it changed is not known';
  const answer = withoutNewToken(write, kept.answer);
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const [only = write.path, ...others] = paths;
  if (others.length === 0) {
    const left = after[only] ?? (write.method === 'DELETE' ? gone : answer);
    return withoutSecrets(sideOf(before[only] ?? gone), sideOf(left), write.path);
  }
  if (paths.some((path) => path in before && !(path in after))) return 'What was there after it was not read whole';
  const whole = (sight: KeptWrite['before']): unknown =>
    Object.fromEntries(paths.flatMap((path) => (isThere(sight[path]) ? [[path, sideOf(sight[path] ?? gone)]] : [])));
  return withoutSecrets(whole(before), whole(after), write.path);
}

const gone: Seen = { status: 404, headers: [], body: new Uint8Array() };

function sideOf(seen: Seen): unknown {
  if (isGone(seen)) return {};
  if (parseJson(seen.body) !== undefined) return resultOf(seen);
  if (!isBinary(seen.body)) return new TextDecoder().decode(seen.body).split('\n');
  // Two contents of one size are told apart.
  const sum = createHash('sha256').update(seen.body).digest('hex').slice(0, 8);
  return `${formatBytes(seen.body.length)} of binary data (SHA-256 ${sum}…)`;
}

function withoutSecrets(before: unknown, after: unknown, path: string): Sides | string {
  const text = (value: unknown): string => new TextDecoder().decode(jsonBytes(value ?? null));
  const safe = (value: unknown): string =>
    redactJson(text(value), { path, isSecret: isSecretBody(path), isHeaders: false });
  const [old, fresh] = [safe(before), safe(after)];
  if (old === fresh && text(before) !== text(after)) return 'Only values that are secret changed. They are not shown';
  return { before: new TextEncoder().encode(old), after: new TextEncoder().encode(fresh) };
}
