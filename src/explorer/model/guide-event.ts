// What comes of asking for the catalog, for the values of a placeholder, and for what the credential may do.
import type { Failure } from '../../api/failures.ts';
import type { PageInfo } from '../../api/recognise.ts';
import type { ListedValue } from '../../catalog/complete.ts';
import type { AccessOutcome, KnownCatalog } from './catalog.ts';

export type GuideEvent =
  | { readonly type: 'catalog.loaded'; readonly known: KnownCatalog }
  /** A sentence. */
  | { readonly type: 'catalog.failed'; readonly reason: string }
  /** Names that stood in the path of request `id`, with their ids. */
  | { readonly type: 'names.found'; readonly id: number; readonly names: readonly FoundId[] }
  | {
      readonly type: 'lookup.listed';
      readonly id: number;
      readonly key: string;
      readonly values: readonly ListedValue[];
      readonly info: PageInfo;
    }
  | { readonly type: 'lookup.failed'; readonly id: number; readonly key: string; readonly failure: Failure }
  | { readonly type: 'access.told'; readonly id: number; readonly outcome: AccessOutcome };

export interface FoundId {
  readonly kind: 'zone' | 'account';
  readonly name: string;
  readonly id: string;
}
