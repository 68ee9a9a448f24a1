// JSON text on one line: white space between tokens goes, every token stays as it was received.

/** The JSON text without white space between its tokens (RFC 8259 §2). The text must be JSON already. */
export function compactJson(text: string): string {
  if (!/[ \t\n\r]/.test(text)) return text;
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const until = quote === -1 ? text.length : quote;
    parts.push(text.slice(at, until).replace(/[ \t\n\r]+/g, ''));
    if (quote === -1) break;
    const end = endOfLiteral(text, quote);
    parts.push(text.slice(quote, end));
    at = end;
  }
  return parts.join('');
}

function endOfLiteral(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
