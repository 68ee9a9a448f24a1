// Names of profiles behind a Tab: as far as they can be read without a question. A vault that is locked gives none.
import type { Suggestion } from '../../catalog/word-completion.ts';
import { locate } from '../../store/locations.ts';
import { hasVault } from '../../store/vault-files.ts';
import type { Io } from '../io.ts';

/** What people put up with behind a Tab: a keychain may ask somebody. */
const patienceMs = 2500;

/** @param before what stands before the name in its word, such as `--profile=` */
export async function listProfileNames(
  typed: string,
  before: string,
  io: Pick<Io, 'env'>,
): Promise<readonly Suggestion[]> {
  if (!hasVault(locate(io.env).config)) return [];
  const late = new Promise<readonly Suggestion[]>((resolve) => {
    setTimeout(() => resolve([]), patienceMs).unref();
  });
  return Promise.race([read(typed, before, io).catch(() => []), late]);
}

async function read(typed: string, before: string, io: Pick<Io, 'env'>): Promise<readonly Suggestion[]> {
  const [{ findVault, takePassphrase }, { describeCredential }, { shortAddress }] = await Promise.all([
    import('../unlocking.ts'),
    import('../../api/shown-credential.ts'),
    import('../../api/address.ts'),
  ]);
  const { found } = await findVault(takePassphrase(undefined, io), io);
  if (found.kind !== 'open') return [];
  const { profiles } = found.set;
  found.vault.lock();
  return (
    profiles
      // A word that begins with a hyphen is an option.
      .filter(({ name }) => name.startsWith(typed) && (before !== '' || !name.startsWith('-')))
      .map(({ name, credential, baseUrl, production }) => ({
        value: `${before}${name}`,
        description: `${describeCredential(credential)}, ${shortAddress(baseUrl)}${production ? ', production' : ''}`,
        isWhole: true,
      }))
  );
}
