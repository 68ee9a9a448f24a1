// Prose broken into lines for a width.
import wrapAnsi from 'wrap-ansi';
import { truncate } from './width.ts';

/**
 * Lines of at most `cells` cells, broken between words, or inside one that is too long.
 *
 * @param most how many lines at most; what does not fit ends in an ellipsis
 */
export function wrap(text: string, cells: number, most = Number.POSITIVE_INFINITY): readonly string[] {
  if (cells < 1) return [];
  const lines = wrapAnsi(text, cells, { hard: true }).split('\n');
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const rest = `${kept[most - 1]} ${lines[most]}`;
  return [
    ...kept.slice(0, -1),
    truncate(rest, cells).endsWith('…') ? truncate(rest, cells) : truncate(`${rest} …`, cells),
  ];
}
