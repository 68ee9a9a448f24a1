// A value that differs, shown whole: its lines as they were and as they are.
import { type Comparison, type DifferenceId, differenceAt } from '../../../json/compare.ts';
import { isContainer, type JsonDocument, type NodeId } from '../../../json/document.ts';
import { sourceStart } from '../../../json/excerpts.ts';
import { formatPretty } from '../../../json/format.ts';
import { visible } from '../../../text/untrusted.ts';

interface WholeLine {
  readonly mark: '-' | '+';
  readonly text: string;
}

/** Lines of one side that are shown; the rest is for a file. */
const most = 200;

/** Bytes of a single value that are shown. */
const mostBytes = 4_000;

const known = new WeakMap<Int32Array, Map<DifferenceId, readonly WholeLine[]>>();

export function wholeLines(found: Comparison, id: DifferenceId): readonly WholeLine[] {
  const kept = known.get(found.differences) ?? new Map<DifferenceId, readonly WholeLine[]>();
  known.set(found.differences, kept);
  const { before, after } = differenceAt(found, id);
  const lines = kept.get(id) ?? [
    ...linesOf(found.before, before).map((text) => ({ mark: '-' as const, text })),
    ...linesOf(found.after, after).map((text) => ({ mark: '+' as const, text })),
  ];
  kept.set(id, lines);
  return lines;
}

function linesOf(document: JsonDocument, node: NodeId | undefined): readonly string[] {
  if (node === undefined) return [];
  if (!isContainer(document, node)) return chunks(visible(sourceStart(document, node, mostBytes)));
  const lines: string[] = [];
  let rest = '';
  for (const chunk of formatPretty(document, { node })) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map(visible));
    if (lines.length > most) return [...lines.slice(0, most), '…'];
  }
  return [...lines, visible(rest)];
}

/** A long text in pieces that a narrow screen has room for. */
function chunks(text: string): readonly string[] {
  const pieces = text.match(/.{1,200}/gu) ?? [''];
  return pieces;
}
