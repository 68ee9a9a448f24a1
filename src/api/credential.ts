// What proves to Cloudflare who is asking. One kind is sent, never both.
// https://developers.cloudflare.com/fundamentals/api/get-started/

import type { Secret } from './secret.ts';

export type Credential =
  | { readonly kind: 'token'; readonly token: Secret }
  | { readonly kind: 'key'; readonly email: string; readonly key: Secret };
