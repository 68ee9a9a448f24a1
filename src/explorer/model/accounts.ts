// What the state knows of the profiles: whether their vault is open, what may be shown of each, what is being asked about
// them. Holds no secret but as a `Secret`.
import type { Credential, Secret } from '../../api/credential.ts';
import type { RateLimit } from '../../api/messages.ts';
import type { ConsentSetting } from '../../api/writes.ts';

export interface Profiles {
  readonly vault: VaultView;
  /** What is in progress and takes a while; Esc cancels it. */
  readonly busy: Busy | undefined;
  /** Until when the next try of a passphrase is held back, after wrong ones; epoch milliseconds. */
  readonly heldUntil: number;
  /** Name of the keychain that can keep the key of a first profile, once that was found out. */
  readonly keychain: string | undefined;
  /** A profile that is being added. */
  readonly draft: ProfileDraft | undefined;
  /** What the API said of credentials in this session, by the names of their profiles. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** The account that the environment names, as far as it may be shown. */
  readonly environment: ShownAccount | undefined;
  /** Where a credential goes that is typed in this session, and what says so, if that is unusual; undefined where it cannot go anywhere. */
  readonly newPlace: string | undefined;
  /** Why it cannot go anywhere; undefined where it can. */
  readonly noNewPlace: string | undefined;
  /** Number of the last request to another account than the one in force; 0 where there was none. */
  readonly since: number;
}

type VaultView =
  /** Nobody has looked yet. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'locked';
      /** What opens it. */
      readonly by: Protection;
      /** Why it was locked in this session, with the panes hidden for it; undefined since the start. */
      readonly because: 'idle' | 'asked' | undefined;
    }
  | { readonly kind: 'open'; readonly rows: readonly ProfileRow[]; readonly by: Protection }
  /** Sentences on why it cannot be had now. */
  | { readonly kind: 'unusable'; readonly reason: string };

export type Protection = 'keychain' | 'passphrase';

export interface ShownAccount {
  /** Such as `token ····3f2a`, `key of a@b.example`. */
  readonly credential: string;
  /** Host of its base URL, and a path where that is unusual. */
  readonly place: string;
}

/** A profile as far as it may be shown. */
export interface ProfileRow extends ShownAccount {
  readonly name: string;
  /** What prints its secret; absent where that is saved. */
  readonly command?: string;
  /** It is for a local API, which has no accounts and gets no credential. */
  readonly isLocal?: true;
  readonly accountId: string | undefined;
  readonly readOnly: boolean;
  readonly production: boolean;
  /** When it asks before it sends. */
  readonly consent: ConsentSetting;
  /** The one that a start takes where nothing names another. */
  readonly isCurrent: boolean;
}

/** What the API said of a credential. */
export interface Verdict {
  readonly isGood: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What it may do and until when, or why it is not good; text of the server may be in it. */
  readonly lines: readonly string[];
  /** Accounts that it reaches, as far as it may list them. */
  readonly accounts: readonly AccountRow[];
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
}

/** What is in progress. */
export type Busy =
  | { readonly what: 'opening' | 'unlocking' | 'saving' }
  | {
      readonly what: 'verifying';
      /** A profile, for itself or to pick its default account; the one being added; a token that was typed. */
      readonly whom: { readonly profile: string; readonly picksAccount: boolean } | 'draft' | 'token';
    }
  | {
      readonly what: 'switching';
      /** The request that gives way, in a few words. */
      readonly cancelled: string | undefined;
      /** What else is to be said once it is done. */
      readonly told: string | undefined;
    };

/** A credential, or a global key whose email address is still to be asked for. */
export type HeldCredential = Credential | { readonly kind: 'key'; readonly email: undefined; readonly key: Secret };

/** What is known of a profile before it is saved, or of a credential before it is used for this session. */
export interface ProfileDraft {
  /** What was typed or pasted; undefined until then. */
  readonly held: HeldCredential | undefined;
  /** Empty until it is given. */
  readonly name: string;
  /** What the API is asked about: it is whole. */
  readonly credential: Credential | undefined;
  readonly verdict: Verdict | undefined;
  readonly accountId: string | undefined;
  /** A new passphrase that is still to be typed again. */
  readonly passphrase: Secret | undefined;
}

export const noProfiles: Profiles = {
  vault: { kind: 'unread' },
  busy: undefined,
  heldUntil: 0,
  keychain: undefined,
  draft: undefined,
  verdicts: {},
  environment: undefined,
  newPlace: undefined,
  noNewPlace: undefined,
  since: 0,
};

/** An account as the history names it: the profile, and the origin that its requests went to. */
export interface AccountLabel {
  readonly profile: string;
  readonly origin: string;
}

/** Whose account requests go to. Holds no credential, only what may be shown of it. */
export interface Session {
  readonly kind: 'sandbox' | 'environment' | 'profile' | 'typed' | 'local';
  /** Name of the profile; absent for every other kind, and while it is still encrypted. */
  readonly profile?: string;
  /** Stands where a request leaves `{account_id}` open. */
  readonly accountId?: string;
  /** The profile refuses everything that writes. */
  readonly readOnly?: boolean;
  /** What is done counts: header and window title say so. */
  readonly production?: boolean;
  /** When it asks before it sends; undefined where the account does not say. */
  readonly consent?: ConsentSetting;
  /** Where requests go; undefined while the sandbox is starting. */
  readonly baseUrl: string | undefined;
  /** Such as `token ····3f2a`, `key of a@b.example`, `no credential`; empty where there is nothing to say. */
  readonly credential: string;
  readonly rateLimit: RateLimit | undefined;
}
