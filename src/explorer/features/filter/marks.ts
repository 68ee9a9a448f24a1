// Shows what of a row a search matched: the matching pieces of its key and its value get a role of their own.
import type { Role, Row, Span } from '../../model/spans.ts';

const marked: readonly Role[] = ['key', 'string', 'number', 'literal'];

/** The row with the matches marked. `pattern` is tried on what is shown, so a match that is cut off is not marked. */
export function withMarks(row: Row, pattern: RegExp, scope: 'both' | 'keys' | 'values'): Row {
  const global = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
  return row.flatMap((piece) => {
    const isWanted = marked.includes(piece.role) && (scope === 'both' || (scope === 'keys') === (piece.role === 'key'));
    return isWanted ? pieces(piece, global) : [piece];
  });
}

function pieces({ text, role }: Span, pattern: RegExp): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (match.index > at) spans.push({ text: text.slice(at, match.index), role });
    spans.push({ text: match[0], role: 'match' });
    at = match.index + match[0].length;
  }
  return at === 0 ? [{ text, role }] : [...spans, { text: text.slice(at), role }].filter((span) => span.text !== '');
}
