// Rows of words as an aligned table. Knows nothing of what is measured.

/** The first column is aligned to the left, the others to the right; a last column of notes to the left again. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [[title, ...head], ...rows.map((row) => row.map((cell, index) => (index === 0 ? `  ${cell}` : cell)))];
  const widths = [title, ...head].map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const notes = widths.length - 1;
  return all
    .map((row) =>
      widths
        .map((width, column) => {
          const cell = row[column] ?? '';
          return column === 0 || column === notes ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Two figures after the point below 10, one below 1,000, none above. */
export function figure(value: number): string {
  const digits = value < 10 ? 2 : value < 1000 ? 1 : 0;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
