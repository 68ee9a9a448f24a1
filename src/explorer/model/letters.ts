// Text with the letters marked that were typed.
import type { Letters } from '../../catalog/rank/highlight.ts';
import { visible } from '../../text/untrusted.ts';
import { type Role, type Span, span } from './spans.ts';

/** The text in pieces; hostile characters are made visible, piece by piece. */
export function letterSpans(text: string, letters: Letters, role: Role = 'text'): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const [from, to] of letters) {
    if (from > at) spans.push(span(visible(text.slice(at, from)), role));
    spans.push(span(visible(text.slice(Math.max(at, from), to)), 'match'));
    at = Math.max(at, to);
  }
  if (at < text.length) spans.push(span(visible(text.slice(at)), role));
  return spans.filter((piece) => piece.text !== '');
}
