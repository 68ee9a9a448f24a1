// Whether a list that was read is whole, by the evidence that came with it. The totals are Cloudflare's own, which it documents
// as counted without the search parameters: more than has come is a reason to doubt, and a proof only beside another sign.

/** `incomplete`: something is missing for certain. `unknown`: the evidence does not agree. */
export type Completeness =
  | { readonly kind: 'complete' }
  | { readonly kind: 'incomplete' | 'unknown'; readonly why: Doubt };

type Doubt =
  /** It was not read to its end. */
  | { readonly kind: 'stopped' }
  /** The server counts more items than it sent. */
  | { readonly kind: 'fewer'; readonly items: number; readonly of: number }
  /** The server sent a page or gave a cursor a second time, which is the only sign of an end. */
  | { readonly kind: 'repeats' };

/** How the end of a list showed. */
export type EndOfList =
  /** The response itself, or the totals, say that the last page has come. */
  | 'told'
  | 'emptyPage'
  /** Nothing new came any more, or the same cursor came again. */
  | 'repeated'
  | 'stopped';

interface ListEvidence {
  readonly end: EndOfList;
  /** Items that came, each counted once. */
  readonly items: number;
  /** Items that came a second time. */
  readonly repeated: number;
  /** As the server counted them last; undefined where it does not count. */
  readonly total: number | undefined;
}

export function judgeCompleteness({ end, items, repeated, total }: ListEvidence): Completeness {
  if (end === 'stopped') return { kind: 'incomplete', why: { kind: 'stopped' } };
  if (total !== undefined && items < total) {
    const isCertain = end === 'repeated' || repeated > 0;
    return { kind: isCertain ? 'incomplete' : 'unknown', why: { kind: 'fewer', items, of: total } };
  }
  if (end === 'repeated' && total === undefined) return { kind: 'unknown', why: { kind: 'repeats' } };
  return { kind: 'complete' };
}
