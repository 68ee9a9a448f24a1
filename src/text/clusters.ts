// Grapheme clusters (UAX #29). The segmenter is made when the first text needs it: its tables take half as long to read as Node takes
// to start, and most of what is shown and typed needs none of them (`isPlain`).
let segmenter: Intl.Segmenter | undefined;

/** The grapheme clusters of the text, with their offsets. */
export function clustersOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}
