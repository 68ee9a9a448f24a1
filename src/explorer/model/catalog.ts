// What the explorer knows of the API beside the response on screen, and what is just being chosen from it.
import type { PageInfo } from '../../api/recognise.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { GraphqlLanguage } from '../../catalog/graphql-language.ts';
import type { ListSearch } from '../../catalog/list-search.ts';
import type { ListLocation } from '../../catalog/operation.ts';
import type { Holding } from '../../catalog/permission-verdict.ts';
import type { Rank } from '../../catalog/rank/rank.ts';
import type { RelatedOperation } from '../../catalog/related.ts';
import type { ListedValue } from '../../catalog/value-sources.ts';
import type { RequestLine } from '../../request/types.ts';

export interface Find {
  /** Undefined until it has been read. */
  readonly catalog: KnownCatalog | undefined;
  /** True from asking for the catalog until it is there. */
  readonly isLoading: boolean;
  /** The account's own could not be read; it is asked for again only where a key needs it. */
  readonly hasFailed: boolean;
  /** The value that is being looked up. */
  readonly lookup: Lookup | undefined;
  /** What lookups have read in this session, by account and request. */
  readonly listed: ReadonlyMap<string, Listed>;
  /** Where the place under the cursor leads, while one of it is chosen. */
  readonly follow: readonly RelatedOperation[];
  /** What Tab offers, while one of it is chosen. */
  readonly offer: Offer | undefined;
  /** What people call a thing, by its id, as far as answers and lookups have told. */
  readonly names: ReadonlyMap<string, string>;
  /** Ids of names that were written in a path, by kind and name: `zone example.com`. */
  readonly ids: ReadonlyMap<string, string>;
  /** The schema of the account's analytics, once that was asked for. */
  readonly schema: KnownSchema | undefined;
  /** What the credential may do, once that was asked. */
  readonly access: Access | undefined;
  /** What has been found out of the paths whose permissions were looked at, by the path as it was typed. */
  readonly places: ReadonlyMap<string, PermissionPlace>;
  /** The accounts of zones, by the ids of these; undefined for one that could not be read. */
  readonly zoneAccounts: ReadonlyMap<string, string | undefined>;
}

interface KnownSchema {
  /** Of this account; another one asks anew. */
  readonly account: string;
  /** Of the request that reads it. */
  readonly id: number;
  readonly language: GraphqlLanguage | undefined;
  /** Why it could not be read. */
  readonly failure: string | undefined;
}

export interface KnownCatalog {
  readonly catalog: Catalog;
  readonly rank: Rank;
  /** The address whose own description it was read from; undefined for the public API's, which is built in. */
  readonly baseUrl: string | undefined;
}

/** Where a value that was looked up goes: to a part of the form, or into the line at a place. */
export type LookupTarget =
  | { readonly kind: 'field'; readonly key: string }
  | { readonly kind: 'line'; readonly from: number; readonly to: number; readonly isSegment: boolean };

export interface Lookup {
  /** What is looked up, in words: `zone`. */
  readonly what: string;
  /** Into `Find.listed`. */
  readonly key: string;
  readonly target: LookupTarget;
  /** The part of the form that this one is needed for, to be looked up next. */
  readonly next: string | undefined;
  /** Pages that may still be read without a key being pressed. */
  readonly allowance: number;
  /** What was typed and where the cursor stood when `allowance` was given. */
  readonly seen: string;
  /** Into `Find.listed`: the search that was asked for last; undefined where none was. */
  readonly searched?: string;
}

/** As much of a list as lookups have read. */
export interface Listed {
  /** Of its first page. */
  readonly request: RequestLine;
  readonly facts: ListLocation;
  readonly values: readonly ListedValue[];
  readonly pages: readonly PageInfo[];
  /** The number under which a page is being read. */
  readonly reading: number | undefined;
  /** Why it could not be read, as a sentence. */
  readonly failure: string | undefined;
  /** The parameter for larger pages that was added to the request; undefined where none was, or where it was refused. */
  readonly size: string | undefined;
  /** How the API searches it for what is typed; undefined where it does not. */
  readonly search?: ListSearch | undefined;
}

/** What may stand in the line between two places. */
export interface Offer {
  readonly from: number;
  readonly to: number;
  /** Such as `Paths` or `Parameters`. */
  readonly title: string;
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  /** As the list shows it. */
  readonly label: string;
  /** What is put into the line. */
  readonly text: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** A placeholder whose values may be looked up instead of writing it. */
  readonly placeholder: string | undefined;
}

interface Access {
  /** Such as `token ····3f2a`. */
  readonly credential: string;
  /** The number under which it was asked. */
  readonly id: number;
  /** Undefined while it is read. */
  readonly told: CredentialFacts | undefined;
}

/** What the API says of a credential. */
export interface CredentialFacts {
  readonly holding: Holding;
  /** Clauses about the credential itself: what it is, until when. */
  readonly facts: readonly string[];
  /** The accounts that it reaches, as far as it may list them; a name may be empty. */
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  /** False where no response came. */
  readonly isAnswer: boolean;
}

export interface PermissionPlace {
  /** The number under which it was asked for last. */
  readonly id: number;
  readonly isReading: boolean;
  /** The path with ids for names; undefined where they could not be had. */
  readonly path: string | undefined;
  /** A clause on why. */
  readonly problem: string | undefined;
}

export const emptyFind: Find = {
  schema: undefined,
  catalog: undefined,
  isLoading: false,
  hasFailed: false,
  lookup: undefined,
  listed: new Map(),
  follow: [],
  offer: undefined,
  names: new Map(),
  ids: new Map(),
  access: undefined,
  places: new Map(),
  zoneAccounts: new Map(),
};
