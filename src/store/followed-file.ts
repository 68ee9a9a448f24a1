// A file that grows while it is read, as `tail -F` reads one: what is added comes at once, and a file that was cut short or replaced
// by another of its name is read on from its start.
import { type FileHandle, open, stat } from 'node:fs/promises';
import { errorText } from '../text/sentences.ts';

type FollowNews =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** What was begun of a line before this will not be ended. `what` names it as in `log.txt was replaced`. */
  | { readonly type: 'restarted'; readonly what: 'was replaced' | 'was truncated' }
  | { readonly type: 'missing' }
  | { readonly type: 'skipped'; readonly bytes: number }
  | { readonly type: 'unreadable'; readonly reason: string };

interface FollowedFile {
  /** Looks at once, instead of in a moment. */
  readonly look: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Milliseconds between looks: events of the file system come late or not at all on a network. */
const lookEvery = 150;

const chunkSize = 64 * 1024;

interface Reading {
  readonly file: FileHandle;
  readonly id: string;
  at: number;
}

/**
 * Begins to read, at the beginning of the file or, of a larger one, at most `most` bytes before its end.
 * Rejects with Node's own error where it cannot be opened.
 */
export async function followFile(
  path: string,
  most: number,
  tell: (news: FollowNews) => void | Promise<void>,
): Promise<FollowedFile> {
  let reading: Reading | undefined = await openReading(path);
  let isMissing = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  const { size } = await reading.file.stat();
  if (size > most) {
    reading.at = size - most;
    await tell({ type: 'skipped', bytes: reading.at });
  }

  const readOn = async ({ file }: Reading): Promise<void> => {
    const into = new Uint8Array(chunkSize);
    while (!isStopped && reading?.file === file) {
      const { bytesRead } = await file.read(into, 0, chunkSize, reading.at);
      if (bytesRead === 0) return;
      reading.at += bytesRead;
      await tell({ type: 'bytes', bytes: into.slice(0, bytesRead) });
    }
  };
  const lookOnce = async (): Promise<void> => {
    if (reading) {
      const { size: now } = await reading.file.stat();
      if (now < reading.at) {
        reading.at = 0;
        await tell({ type: 'restarted', what: 'was truncated' });
      }
      await readOn(reading);
    }
    const named = await stat(path).catch(() => undefined);
    if (isStopped) return;
    if (named === undefined) {
      if (!isMissing) await tell({ type: 'missing' });
      isMissing = true;
      return;
    }
    if (reading && idOf(named) === reading.id) {
      isMissing = false;
      return;
    }
    // What was added to the old one until it was replaced is not lost.
    if (reading) {
      await readOn(reading);
      await reading.file.close();
    }
    reading = undefined;
    reading = await openReading(path);
    isMissing = false;
    await tell({ type: 'restarted', what: 'was replaced' });
    await readOn(reading);
  };
  const look = (): Promise<void> => {
    looking = looking.then(async () => {
      if (isStopped) return;
      clearTimeout(timer);
      try {
        await lookOnce();
      } catch (error) {
        // It may have gone in this moment, or be readable in the next.
        const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        if (!isGone && !isMissing) await tell({ type: 'unreadable', reason: errorText(error) });
        isMissing = true;
      }
      if (!isStopped) timer = setTimeout(() => void look(), lookEvery);
    });
    return looking;
  };
  void look();
  return {
    look,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking;
      await reading?.file.close();
    },
  };
}

async function openReading(path: string): Promise<Reading> {
  const file = await open(path, 'r');
  return { file, id: idOf(await file.stat()), at: 0 };
}

function idOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev} ${ino}`;
}
