// Why the program's own files could not be read or written, as one sentence for the user. Pure.

/** A file of the program's own that could not be read or written as it should. The message is the whole sentence. */
export class StorageFailure extends Error {
  override readonly name = 'StorageFailure';
}

/** Node's error codes in the words of someone who wants to go on working. Each fits after "because". */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission to it is denied',
  EPERM: 'the system does not permit it',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the system allows no larger file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'a part of its path is missing',
  EEXIST: 'something that is no folder stands in its place',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its path is too long',
  EBUSY: 'another program holds it',
};

/** What the user can do about it. Each is an imperative without a full stop. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space and try again',
  EDQUOT: 'Free some space and try again',
  EFBIG: 'Raise the limit (ulimit -f) and try again',
};

const usualRemedy = 'Correct that, or name another folder in FLARESCOPE_HOME';

/**
 * The failure behind an error of `node:fs`; a StorageFailure passes unchanged.
 *
 * @param tried what could not be done, such as `the profiles could not be saved`
 * @param place the file or folder that it was about
 */
export function storageFailure(tried: string, place: string, error: unknown): StorageFailure {
  if (error instanceof StorageFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new StorageFailure(
    `${upperFirst(tried)} in ${place}: ${reason}. What was there is unchanged. ${remedies[code] ?? usualRemedy}.`,
    { cause: error },
  );
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
