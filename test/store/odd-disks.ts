// Disks in a state that users meet and tests seldom do: full, or read-only. Real ones, by mounting, since the tests may run
// as root, to whom file modes forbid nothing.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const isRoot = process.getuid?.() === 0;

/** Why a small disk cannot be mounted here; undefined where it can. */
export const noMounts = isRoot && canMount() ? undefined : 'this user may not mount anything';

function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Makes the folder the root of a disk of so many KiB. */
export function mountSmallDisk(folder: string, kilobytes: number): void {
  mkdirSync(folder, { mode: 0o700, recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=0700`, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
}

/** Fills the disk up to so many free bytes; what it takes is in the file `fill`. */
export function fillDisk(folder: string, leaveBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(path.join(folder, 'fill'), Buffer.alloc(bavail * bsize - leaveBytes));
}

/** Lets nobody write in the folder, root neither where it may mount; gives back what allows it again. */
export function makeReadOnly(folder: string): () => void {
  if (!isRoot) {
    chmodSync(folder, 0o500);
    const undo = (): void => chmodSync(folder, 0o700);
    onTestFinished(undo);
    return undo;
  }
  execFileSync('mount', ['--bind', folder, folder]);
  execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
  let mounted = true;
  const undo = (): void => {
    if (mounted) execFileSync('umount', ['-l', folder]);
    mounted = false;
  };
  onTestFinished(undo);
  return undo;
}

/** Why a folder cannot be made read-only here; undefined where it can. */
export const noReadOnly = isRoot ? noMounts : undefined;
