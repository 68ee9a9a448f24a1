// What is kept of a write for taking it back: what was there before it, its response, and what was there right after. It goes to the
// history sealed, or stays in this session's memory where nothing can seal it, or where a secret of the program's own is in it.
import { LEFT_OUT, withoutKnownSecretsInBytes } from '../api/known-secrets.ts';
import type { HeaderList } from '../api/messages.ts';
import type { Seen, Sight, Write } from '../api/undo/plan.ts';
import { isRecord } from '../json/values.ts';
import type { RenamedIds } from '../store/history/undo.ts';
import type { HistoryClient } from '../workers/history.ts';

export interface KeptWrite {
  readonly write: Write;
  readonly before: Sight;
  /** Undefined until it has come. */
  readonly answer: Seen | undefined;
  readonly after: Sight;
}

/** A write as it is read back. */
interface FoundWrite {
  readonly kept: KeptWrite | undefined;
  /** Why it is not there; a sentence without a full stop. */
  readonly missing: string | undefined;
  readonly undoneAt: number | undefined;
  readonly renames: RenamedIds;
}

export interface KeptWrites {
  /** Bytes to hand to the history with a write; undefined where it stays in memory. */
  readonly sealable: (kept: KeptWrite) => Uint8Array | undefined;
  /** Keeps what the history could not. */
  readonly remember: (row: number, kept: KeptWrite) => void;
  /** The write of that row, newest knowledge first. Undefined where there is no such row. */
  readonly find: (row: number) => Promise<FoundWrite | undefined>;
}

/** Bytes of state that a session remembers; the oldest go first. */
const mostRemembered = 64 * 1024 * 1024;

export function createKeptWrites(history: Pick<HistoryClient, 'call' | 'keepsBodies'>): KeptWrites {
  const remembered = new Map<number, { readonly kept: KeptWrite; readonly size: number }>();
  return {
    sealable: (kept) => (history.keepsBodies() && !holdsOwnSecret(kept) ? packed(kept) : undefined),
    remember: (row, kept) => {
      remembered.delete(row);
      remembered.set(row, { kept, size: sizeOf(kept) });
      let total = [...remembered.values()].reduce((sum, { size }) => sum + size, 0);
      for (const [oldest, { size }] of remembered) {
        if (total <= mostRemembered) break;
        remembered.delete(oldest);
        total -= size;
      }
    },
    find: async (row) => {
      const stored = await history.call('readState', row);
      if (!stored) return undefined;
      const { state, missing, undoneAt, renames } = stored;
      const kept = remembered.get(row)?.kept ?? (state && unpacked(state));
      return {
        kept,
        missing: kept ? undefined : (missing ?? 'What was there before cannot be read'),
        undoneAt,
        renames,
      };
    },
  };
}

function bodiesOf({ write, before, answer, after }: KeptWrite): readonly Uint8Array[] {
  const seen = [...Object.values(before), ...Object.values(after), ...(answer ? [answer] : [])];
  return [...(write.body ? [write.body] : []), ...seen.map(({ body }) => body)];
}

function sizeOf(kept: KeptWrite): number {
  return bodiesOf(kept).reduce((sum, { length }) => sum + length, 0);
}

/** What would be written back with dots in the place of the secret must not be kept without it. */
function holdsOwnSecret(kept: KeptWrite): boolean {
  return bodiesOf(kept).some((body) => {
    const without = withoutKnownSecretsInBytes(body);
    return without !== body && !Buffer.from(without).equals(body);
  });
}

const version = 1;

function packed({ write, before, answer, after }: KeptWrite): Uint8Array {
  const text = (body: Uint8Array): string => Buffer.from(body).toString('base64');
  const seen = ({ status, headers, body }: Seen) => ({ status, headers: headers.filter(isNeeded), body: text(body) });
  const sight = (all: Sight) => Object.fromEntries(Object.entries(all).map(([path, one]) => [path, seen(one)]));
  return Buffer.from(
    JSON.stringify({
      version,
      write: { ...write, body: write.body && text(write.body) },
      before: sight(before),
      answer: answer && seen(withoutNewToken(write, answer)),
      after: sight(after),
    }),
  );
}

/** Operations whose response has a token in it that is shown this once. What takes them back needs its id alone. */
const NEW_TOKEN = /\/(?:user|accounts\/[^/]+)\/tokens(?:\/[^/]+\/value)?$/;

/** The response to a write without a token that is shown this once. */
export function withoutNewToken({ path }: Write, answer: Seen): Seen {
  if (!NEW_TOKEN.test(path)) return answer;
  const response = parsedBody(answer.body);
  if (!isRecord(response)) return { ...answer, body: new Uint8Array() };
  const { result } = response;
  const kept = isRecord(result) ? { ...result, ...('value' in result ? { value: LEFT_OUT } : {}) } : LEFT_OUT;
  return { ...answer, body: Buffer.from(JSON.stringify({ ...response, result: kept })) };
}

function parsedBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Header fields that tell something of what was read. */
function isNeeded([name]: HeaderList[number]): boolean {
  return ['content-type', 'expiration', 'cf-entrypoint'].includes(name.toLowerCase());
}

interface PackedSeen extends Omit<Seen, 'body'> {
  readonly body: string;
}

function unpacked(state: Uint8Array): KeptWrite | undefined {
  // Ours: nothing that was not sealed with the key comes this far.
  const whole = JSON.parse(Buffer.from(state).toString('utf8')) as {
    readonly version: number;
    readonly write: Omit<Write, 'body'> & { readonly body?: string };
    readonly before: Readonly<Record<string, PackedSeen>>;
    readonly answer?: PackedSeen;
    readonly after: Readonly<Record<string, PackedSeen>>;
  };
  if (whole.version !== version) return undefined;
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
  const seen = (one: PackedSeen): Seen => ({ ...one, body: bytes(one.body) });
  const sight = (all: Readonly<Record<string, PackedSeen>>): Sight =>
    Object.fromEntries(Object.entries(all).map(([path, one]) => [path, seen(one)]));
  const { write, before, answer, after } = whole;
  const contentType = write.contentType;
  return {
    write: { ...write, contentType, body: write.body === undefined ? undefined : bytes(write.body) },
    before: sight(before),
    answer: answer && seen(answer),
    after: sight(after),
  };
}
