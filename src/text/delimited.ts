// Rows of cells as text for other programs: CSV after RFC 4180, and TSV.

/**
 * One record with its line end; cells with a comma, a quote or a line break stand in quotes.
 *
 * @param end LF, which the tools of a shell read without a rest; RFC 4180 §2 has CRLF
 */
export function csvRow(cells: readonly string[], end: '\n' | '\r\n' = '\n'): string {
  // A single empty cell would be an empty line, which many readers skip.
  if (cells.length === 1 && cells[0] === '') return `""${end}`;
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}${end}`;
}

const tsvEscapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

/** One record with its line end; tabs, line breaks and backslashes are escaped, as jq's @tsv does. */
export function tsvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => cell.replace(/[\t\n\r\\]/g, (character) => tsvEscapes[character] ?? character)).join('\t')}\n`;
}
