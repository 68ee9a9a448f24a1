// What was typed and not sent, in a file of each session's own: it survives a crash and a kill, and sessions that run at once
// do not see each other's. A session that begins takes over the newest file whose session is gone.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import path from 'node:path';
import { claimFile, makePrivateFolder } from './owned-files.ts';

/** A line, and the account that it was written for. */
export interface UnsentLine {
  readonly text: string;
  readonly from: { readonly profile: string; readonly origin: string } | undefined;
}

interface Drafts {
  /** The draft of the newest session that is gone, which is this session's from now on; undefined where there is none. */
  readonly takeOver: () => Promise<UnsentLine | undefined>;
  /** Keeps this line, or nothing, in the place of what was kept before. Never throws: a draft is worth no error. */
  readonly keep: (line: UnsentLine | undefined) => Promise<void>;
}

interface Draft extends UnsentLine {
  readonly version: 1;
  readonly host: string;
}

/** Files of sessions that are gone; more, and older ones, nobody comes back for. */
const most = 20;
const oldest = 30 * 86_400_000;

/** Characters; nobody types more, and a file that holds more is none of ours. */
const longest = 1_000_000;

/** For a session of which nothing is to be stored. */
export const noDrafts: Drafts = { takeOver: async () => undefined, keep: async () => undefined };

export function openDrafts(dataFolder: string): Drafts {
  const folder = path.join(dataFolder, 'drafts');
  let name: string | undefined;
  /** Named when it is needed: most starts write none. */
  const ownFile = (): string => {
    name ??= `${process.pid}-${randomBytes(6).toString('hex')}.json`;
    return path.join(folder, name);
  };
  let last: Promise<void> = Promise.resolve();
  let isOwnThere = false;

  const write = async (line: UnsentLine | undefined): Promise<void> => {
    if (line === undefined) {
      if (isOwnThere) await rm(ownFile(), { force: true });
      isOwnThere = false;
      return;
    }
    makePrivateFolder(folder);
    const own = ownFile();
    const draft: Draft = { version: 1, host: hostname(), ...line };
    await rm(`${own}.tmp`, { force: true });
    await writeFile(`${own}.tmp`, JSON.stringify(draft), { flag: 'wx', mode: 0o600, flush: true });
    await rename(`${own}.tmp`, own);
    isOwnThere = true;
  };

  return {
    takeOver: async () => {
      for (const file of await abandoned(folder)) {
        try {
          // A link, or somebody else's, is none of ours.
          claimFile(file);
          // Only one of several sessions that begin at once can rename it.
          await rename(file, ownFile());
          isOwnThere = true;
          const draft = readDraft(await readFile(ownFile(), 'utf8'));
          if (draft) return { text: draft.text, from: draft.from };
        } catch {
          // Another session was quicker, or it cannot be read: the next one.
        }
      }
      return undefined;
    },
    keep: (line) => {
      last = last.then(() => write(line)).catch(() => undefined);
      return last;
    },
  };
}

/** Drafts of sessions that are gone, the newest first. Takes away what is too old, and what writing left behind. */
async function abandoned(folder: string): Promise<readonly string[]> {
  const names = namesIn(folder);
  const files: { readonly file: string; readonly at: number }[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    const at = (await stat(file).catch(() => undefined))?.mtimeMs;
    if (at === undefined || (await isInUse(file, name, at))) continue;
    if (name.endsWith('.json') && Date.now() - at < oldest) files.push({ file, at });
    else await rm(file, { force: true }).catch(() => undefined);
  }
  files.sort((a, b) => b.at - a.at);
  for (const { file } of files.slice(most)) await rm(file, { force: true }).catch(() => undefined);
  return files.slice(0, most).map(({ file }) => file);
}

/** At once: most starts find none, and need not load what waits for files. */
function namesIn(folder: string): readonly string[] {
  try {
    return existsSync(folder) ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}

/** True where the session of a file may still run. A number that was given again after a restart of the machine says nothing. */
async function isInUse(file: string, name: string, at: number): Promise<boolean> {
  const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(pid)) return false;
  const draft = readDraft(await readFile(file, 'utf8').catch(() => ''));
  // A folder that several machines share: theirs are theirs for a day.
  if (draft && draft.host !== hostname()) return Date.now() - at < 86_400_000;
  if (pid === process.pid || at < Date.now() - uptime() * 1000) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else's is one all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Undefined where it is not known, as in a file of an older version. */
function readAccount(value: unknown): UnsentLine['from'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const { profile, origin } = value as Readonly<Record<string, unknown>>;
  return typeof profile === 'string' && typeof origin === 'string' ? { profile, origin } : undefined;
}

function readDraft(json: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return undefined;
    const { version, host, text, from } = value as Readonly<Record<string, unknown>>;
    const isOurs = version === 1 && typeof host === 'string' && typeof text === 'string' && text.length <= longest;
    return isOurs ? { version, host, text, from: readAccount(from) } : undefined;
  } catch {
    return undefined;
  }
}
