// Whether a file or folder of the program's own may be trusted: it is this user's, for him alone, and no link. What is ours and
// open to others is closed to them; anything else is left alone, and whoever asked does without it.
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  type Stats,
  statSync,
} from 'node:fs';
import path from 'node:path';

/** Bits that let others in. */
const ofOthers = 0o077;

/** What is there is not the program's own. The message is a sentence. */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

/**
 * Makes sure of a file that is about to be used; of one that is not there there is nothing to make sure of.
 *
 * @throws NotOurs where it is a link, no regular file, or somebody else's
 */
export function claimFile(file: string): void {
  const about = lstatSync(file, { throwIfNoEntry: false });
  if (!about) return;
  check(file, about);
  if (isOpen(about)) chmodSync(file, 0o600);
}

/** The same for a file that is open, by whatever way it was reached. */
export function claimDescriptor(file: string, descriptor: number): void {
  const about = fstatSync(descriptor);
  if (isForeign(about)) throw new NotOurs(whose(file));
  if (about.isFile() && isOpen(about)) fchmodSync(descriptor, 0o600);
}

/**
 * Makes sure of a file, and makes an empty one for its owner alone where there is none. No link is followed, also where one is
 * put there meanwhile.
 *
 * @throws NotOurs as `claimFile` does; Node's own error where it cannot be made
 */
export function claimOrMakeFile(file: string): void {
  claimFile(file);
  const { O_RDWR, O_CREAT } = constants;
  const descriptor = openSync(file, O_RDWR | O_CREAT | noFollow, 0o600);
  try {
    check(file, fstatSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** Empties a file of the program's own. One that has another name somewhere is left alone: it may be anything. */
export function emptyFile(file: string): void {
  const descriptor = openSync(file, constants.O_RDWR | noFollow);
  try {
    const about = fstatSync(descriptor);
    check(file, about);
    if (about.nlink > 1) throw new NotOurs(`${file} has another name as well, and is left alone.`);
    ftruncateSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows has none, and no links that just anybody can make. */
const noFollow = constants.O_NOFOLLOW ?? 0;

function check(file: string, about: Stats): void {
  if (about.isSymbolicLink()) throw new NotOurs(`${file} is a link, which is not followed there.`);
  if (!about.isFile()) throw new NotOurs(`${file} is not a regular file.`);
  if (isForeign(about)) throw new NotOurs(whose(file));
}

function isForeign({ uid }: Stats): boolean {
  return process.getuid !== undefined && uid !== process.getuid();
}

function isOpen({ mode }: Stats): boolean {
  return process.platform !== 'win32' && (mode & ofOthers) !== 0;
}

function whose(place: string): string {
  return `${place} belongs to another user, and is left alone.`;
}

/**
 * Makes a folder, and those above it, for its owner alone (0700). One that is there has to be this user's, and is closed to
 * others. A link of this user's to such a folder is good too: people keep their files elsewhere.
 *
 * @returns true where others could get in until now
 * @throws NotOurs for somebody else's; Node's own error where it cannot be made
 */
export function makePrivateFolder(folder: string): boolean {
  makeFolders(folder);
  const about = statSync(folder);
  if (isForeign(lstatSync(folder)) || isForeign(about)) throw new NotOurs(whose(folder));
  if (!isOpen(about)) return false;
  chmodSync(folder, 0o700);
  return true;
}

/** Makes sure of all that lies in a folder that may be run. @throws NotOurs for the first that is a link or somebody else's */
export function claimAllIn(folder: string): void {
  for (const name of readdirSync(folder)) {
    const place = `${folder}${path.sep}${name}`;
    const about = lstatSync(place, { throwIfNoEntry: false });
    if (about?.isSymbolicLink()) throw new NotOurs(`${place} is a link, which is not followed there.`);
    if (about && isForeign(about)) throw new NotOurs(whose(place));
    if (about?.isDirectory()) claimAllIn(place);
  }
}

/**
 * As `mkdir -p`, from above: Node's own goes from below, and round in circles for ever where a file system such as /proc says
 * of a folder that is there that it is not.
 */
function makeFolders(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !isThere(at); at = path.dirname(at)) missing.unshift(at);
  for (const at of missing) {
    try {
      mkdirSync(at, { mode: 0o700 });
    } catch (error) {
      // Another process may have been quicker.
      if (!isThere(at)) throw error;
    }
  }
  if (statSync(folder).isDirectory()) return;
  throw Object.assign(new Error(`EEXIST: a file stands in the place of the folder '${folder}'`), { code: 'EEXIST' });
}

function isThere(place: string): boolean {
  return path.dirname(place) === place || lstatSync(place, { throwIfNoEntry: false }) !== undefined;
}
