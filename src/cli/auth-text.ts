// What the commands below auth say of profiles, in lines for people. Pure.
import { describe } from '../accounts/connection.ts';
import { placeOf } from '../api/base-url.ts';
import type { Profile, ProfileSet } from '../store/profiles.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd } from '../text/width.ts';

/** A profile in one clause: `prod, token ····3f2a, api.cloudflare.com, read-only`. */
export function tellProfile({ name, credential, baseUrl, accountId, readOnly }: Profile): string {
  const parts = [name, describe(credential), placeOf(baseUrl)];
  if (accountId !== undefined) parts.push(`account ${accountId}`);
  if (readOnly) parts.push('read-only');
  return visible(parts.join(', '));
}

/** A row for each profile, in columns; the one in use has a mark. */
export function profileRows(set: ProfileSet): readonly string[] {
  const rows = set.profiles.map((profile) => [
    profile.name === set.current ? '*' : ' ',
    visible(profile.name),
    visible(describe(profile.credential)),
    visible(placeOf(profile.baseUrl)),
    visible([profile.accountId ?? '', profile.readOnly ? 'read-only' : ''].filter((part) => part !== '').join(' ')),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => cellWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A profile for programs: nothing secret but the last four characters. */
export function profileJson(profile: Profile, current: string | undefined): Readonly<Record<string, unknown>> {
  const { name, credential, baseUrl, accountId, readOnly } = profile;
  return {
    name,
    current: name === current,
    kind: credential.kind,
    ...(credential.kind === 'key' ? { email: credential.email } : {}),
    credential: describe(credential),
    baseUrl,
    ...(accountId === undefined ? {} : { accountId }),
    readOnly,
  };
}
