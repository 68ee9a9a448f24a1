// A write that waits until somebody agrees to it: what it is, what is known of the resource before it, and what is asked.
import type { ResourceBefore } from '../../api/resource.ts';
import type { Consent, ConsentSetting, Judgement } from '../../api/writes.ts';
import type { RequestLine } from '../../request/types.ts';
import { createLine, type LineBuffer } from '../../text/line-buffer.ts';
import type { AccountLabel, Session } from './accounts.ts';

/** What was read for a write before it goes out. */
export interface PreparedWrite {
  /** With ids for names, and with what files hold: this is what is sent. */
  readonly request: RequestLine;
  /** Of a PUT, PATCH and DELETE: the resource as it is. */
  readonly before: ResourceBefore | undefined;
  /** The body as it will be sent; undefined where there is none, or where it is too large to show. */
  readonly body: Uint8Array | undefined;
  /** Whether it can be taken back, and what will not come back; sentences without a full stop. */
  readonly notes: readonly string[];
}

/** One of the requests that take back the write of a row of the history. */
export interface UndoStep {
  readonly row: number;
  readonly step: number;
}

/** Such a request, before it is sent. */
export interface UndoProposal extends UndoStep {
  readonly request: RequestLine;
  /** What will not be as it was; sentences without a full stop. */
  readonly warnings: readonly string[];
  /** What somebody else has changed since, and would be lost; sentences without a full stop. */
  readonly conflicts: readonly string[];
}

export type ComposedUndo =
  | { readonly kind: 'requests'; readonly first: UndoProposal }
  /** A sentence without a full stop. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface PendingWrite {
  /** Number of its preparation. */
  readonly id: number;
  /** As it was typed. */
  readonly request: RequestLine;
  /** As the history is to have it. */
  readonly line: string;
  /** What stood in the prompt. */
  readonly typed: string;
  readonly judgement: Judgement;
  readonly consent: Exclude<Consent, 'none'>;
  /** Under which account it was recorded, where that is another than the one in force. */
  readonly from: AccountLabel | undefined;
  /** Of a request that takes back another one. */
  readonly undoing: UndoProposal | undefined;
  /** Undefined while it is read. */
  readonly prepared: PreparedWrite | undefined;
}

/** What stands over the panes while a write waits. */
export interface WritePreview {
  readonly kind: 'preview';
  readonly write: PendingWrite;
  /** First row shown. */
  readonly top: number;
  /** Where the name of what goes is typed. */
  readonly line: LineBuffer;
}

export function previewOf(write: PendingWrite): WritePreview {
  return { kind: 'preview', write, top: 0, line: createLine() };
}

/** When an account asks before it sends, where it does not say: the sandbox never, since its data are made up. */
export function consentSettingOf({
  consent,
  kind,
}: {
  readonly kind: Session['kind'];
  readonly consent?: ConsentSetting | undefined;
}): ConsentSetting {
  return consent ?? (kind === 'sandbox' ? 'never' : 'default');
}

/** What the history calls the account in force; the sandbox has another port in every session, and is the same to its user. */
export function accountLabel({ kind, profile, baseUrl }: Session): AccountLabel {
  const name = profile ?? (kind === 'typed' ? 'typed token' : kind);
  const origin = kind === 'sandbox' || baseUrl === undefined ? 'sandbox' : new URL(baseUrl).origin;
  return { profile: name, origin };
}

/** The account that a request was recorded under; undefined where the history does not know it. */
export function recordedAccount({ profile, origin }: RecordedUnder): AccountLabel | undefined {
  return profile === '' ? undefined : { profile, origin: origin ?? '' };
}

interface RecordedUnder {
  readonly profile: string;
  readonly origin?: string | undefined;
}

/** In words: `prod`, `the sandbox`, `prod on other.example`. */
export function accountWords({ profile, origin }: AccountLabel, beside?: AccountLabel): string {
  if (origin === 'sandbox') return 'the sandbox';
  const host = URL.canParse(origin) ? new URL(origin).host : origin;
  return beside && beside.origin !== origin ? `${profile} on ${host}` : profile;
}

/** An origin that nobody knows is no other one. */
export function isSameAccount(one: AccountLabel, other: AccountLabel): boolean {
  const isSameOrigin = one.origin === other.origin || one.origin === '' || other.origin === '';
  return one.profile === other.profile && isSameOrigin;
}
