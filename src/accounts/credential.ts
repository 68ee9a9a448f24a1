// What can be told of a credential by its looks.

import { type Secret, secretPrefix } from '../api/credential.ts';

/** What a credential is by its prefix (https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/). */
export type TokenFormat = 'user-token' | 'account-token' | 'key' | 'unknown';

const shapes: Readonly<Record<string, TokenFormat>> = { cfut_: 'user-token', cfat_: 'account-token', cfk_: 'key' };

export function tokenFormat(secret: Secret): TokenFormat {
  return shapes[secretPrefix(secret)] ?? 'unknown';
}
