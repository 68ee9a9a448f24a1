// What happened to profiles, in the past tense.
import type { Secret } from '../../api/secret.ts';
import type { ProfileRow, Protection, ShownAccount, Verdict } from './accounts.ts';
import type { ProfileChange } from './profile-effect.ts';

export type ProfileEvent =
  /** What is known at start. `asks`: the passphrase is asked for at once. */
  | {
      readonly type: 'profiles.begun';
      readonly environment: ShownAccount | undefined;
      readonly isLocked: boolean;
      readonly asks: boolean;
    }
  | { readonly type: 'profiles.opened'; readonly rows: readonly ProfileRow[]; readonly by: Protection }
  /** There is no vault. */
  | { readonly type: 'profiles.absent' }
  /** The vault wants a passphrase, or was locked and has the keychain's key. */
  | { readonly type: 'profiles.wereLocked'; readonly by: Protection }
  | { readonly type: 'profiles.unusable'; readonly reason: string }
  /** A passphrase was wrong; the next try is held back until then, epoch milliseconds. */
  | { readonly type: 'profiles.wrong'; readonly until: number; readonly now: number }
  /** Nobody has pressed a key for as long as the settings allow. */
  | { readonly type: 'profiles.idled' }
  | {
      readonly type: 'profiles.changed';
      readonly name: string;
      readonly change: ProfileChange;
      readonly rows: readonly ProfileRow[];
    }
  | { readonly type: 'profiles.verified'; readonly verdict: Verdict }
  | { readonly type: 'profiles.named'; readonly name: string; readonly place: string }
  /** A first profile is to be saved. `keychain` names the one that can keep the key; `reason` says why there is none. */
  | {
      readonly type: 'profiles.protectable';
      readonly keychain: string | undefined;
      readonly reason: string | undefined;
    }
  /** A passphrase is long enough; it is to be typed again. */
  | { readonly type: 'profiles.passphraseChecked'; readonly passphrase: Secret }
  /** `told` says how the first one is protected. */
  | {
      readonly type: 'profiles.saved';
      readonly name: string;
      readonly rows: readonly ProfileRow[];
      readonly by: Protection;
      readonly told: string | undefined;
    }
  /** What was wished for last could not be done; sentences, or a clause without a full stop. */
  | { readonly type: 'profiles.refused'; readonly reason: string };
