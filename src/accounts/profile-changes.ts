// What may be shown of profiles, and what a wish changes of them. Pure.
import { placeOf } from '../api/base-url.ts';
import type { ProfileRow } from '../explorer/model/accounts.ts';
import type { ProfileChange } from '../explorer/model/profile-effect.ts';
import {
  type Change,
  findProfile,
  noSuchProfile,
  type ProfileSet,
  putProfile,
  removeProfile,
  selectProfile,
} from '../store/profiles.ts';
import { describe } from './connection.ts';

export function rowsOf({ profiles, current }: ProfileSet): readonly ProfileRow[] {
  return profiles.map(({ name, credential, baseUrl, accountId, readOnly }) => ({
    name,
    credential: describe(credential),
    place: placeOf(baseUrl),
    accountId,
    readOnly,
    isCurrent: name === current,
  }));
}

/** The set with one profile changed. */
export function changed(set: ProfileSet, name: string, change: ProfileChange): Change {
  if (change.kind === 'remove') return removeProfile(set, name);
  if (change.kind === 'current') return selectProfile(set, name);
  const profile = findProfile(set, name);
  if (!profile) return { ok: false, reason: noSuchProfile(set, name) };
  return putProfile(
    set,
    change.kind === 'readOnly'
      ? { ...profile, readOnly: change.readOnly }
      : { ...profile, accountId: change.accountId },
  );
}
