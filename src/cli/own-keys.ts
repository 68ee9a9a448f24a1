// The user's own keys: the flavour that the settings name, and what `keys.json` changes of it. Loaded only where there is either.
import { flavours } from '../explorer/keys/flavours.ts';
import { flavourOverrides, readKeyFile } from '../explorer/keys/key-file.ts';
import type { KeyProblem, OwnKeys } from '../explorer/keys/own-keys.ts';
import { settleKeys } from '../explorer/keys/settle.ts';
import { bindings } from '../explorer/shell/bindings.ts';
import type { Settings } from '../settings/table.ts';
import { hasKeyFile, keyFile } from '../store/key-file.ts';
import { storageFailure } from '../store/private-files.ts';
import { readUserFile } from '../store/user-files.ts';

interface LoadedKeys {
  readonly ownKeys: OwnKeys;
  /** One sentence for each thing that is wrong, with its place; all else is in force. */
  readonly problems: readonly string[];
}

/** Never throws. */
export async function loadOwnKeys(folder: string, flavour: Settings['keys']): Promise<LoadedKeys> {
  const file = keyFile(folder);
  const written = hasKeyFile(folder)
    ? await readUserFile(file).catch((error: unknown) => failed(file, error))
    : undefined;
  const read =
    written instanceof Uint8Array ? readKeyFile(written, bindings) : { overrides: [], problems: [] as KeyProblem[] };
  const { ownKeys, problems } = settleKeys(bindings, [...flavourOverrides(flavours[flavour]), ...read.overrides]);
  const told = [...read.problems, ...problems]
    .toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0))
    .map(({ place, text }) =>
      `${file}${place ? `:${place.line}:${place.column}` : ''}: ${text}.`.replace(/\?\.$/, '?'),
    );
  return { ownKeys, problems: typeof written === 'string' ? [written, ...told] : told };
}

function failed(file: string, error: unknown): string {
  return storageFailure('the keys could not be read', file, error).message;
}

/** Problems that are told at the start; the command tells all. */
const mostTold = 2;

/** What is said at the start. */
export function keyNotices(problems: readonly string[]): readonly string[] {
  const more = problems.length - mostTold;
  return more > 0 ? [...problems.slice(0, mostTold), `${more} more: flarescope keys --check.`] : problems;
}
