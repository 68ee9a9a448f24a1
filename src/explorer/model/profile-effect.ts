// What the state wants done with profiles, as data. runtime/profile-effects performs it.
import type { Credential } from '../../api/credential.ts';
import type { Secret } from '../../api/secret.ts';

export type ProfileEffect =
  /** Open the vault where nothing has to be typed for it, or read it again. */
  | { readonly type: 'profiles.read' }
  /** Undefined where the keychain has the key. */
  | { readonly type: 'profiles.unlock'; readonly passphrase: Secret | undefined }
  | { readonly type: 'profiles.lock' }
  /** Nobody waits any more for what was being opened, tried or asked. */
  | { readonly type: 'profiles.stop' }
  /** Send requests to another account from now on; those in flight are cancelled. */
  | { readonly type: 'profiles.use'; readonly account: AccountWish }
  | { readonly type: 'profiles.verify'; readonly name: string }
  | { readonly type: 'profiles.change'; readonly name: string; readonly change: ProfileChange }
  | { readonly type: 'profiles.checkName'; readonly text: string }
  | { readonly type: 'profiles.verifyNew'; readonly credential: Credential }
  | { readonly type: 'profiles.checkPassphrase'; readonly passphrase: Secret }
  | { readonly type: 'profiles.save'; readonly profile: NewProfile; readonly by: NewProtection | undefined }
  /** Verify a token that was typed and, when it is good, use it for the rest of this session. */
  | { readonly type: 'useToken'; readonly token: Secret };

export type AccountWish =
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'environment' }
  | { readonly kind: 'sandbox' };

export type ProfileChange =
  | { readonly kind: 'readOnly'; readonly readOnly: boolean }
  | { readonly kind: 'account'; readonly accountId: string | undefined }
  /** A start takes it where nothing names another. */
  | { readonly kind: 'current' }
  | { readonly kind: 'remove' };

export interface NewProfile {
  readonly name: string;
  readonly credential: Credential;
  readonly accountId: string | undefined;
}

/** How the vault that is made for the first profile protects its key. */
export type NewProtection =
  | { readonly kind: 'keychain' }
  | { readonly kind: 'passphrase'; readonly passphrase: Secret };
