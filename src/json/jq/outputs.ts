// What a program puts out for a document, as jq prints it; or that jq has to be asked.
import { childrenOf } from '../children.ts';
import { type JsonDocument, type NodeId, nextOf } from '../document.ts';
import { indexDocuments } from '../parse.ts';
import { COMMA } from '../tokens.ts';
import type { JqProgram } from './run.ts';
import { JqFailure, JqUnsure } from './values.ts';
import { createJqOutput, type JqOutput, takeOutput, writeByte, writeValue } from './writer.ts';

/** Levels of nesting that jq reads at least. */
const mostLevels = 250;

/** Whether the document is one that jq reads whole. */
export function isForPrograms({ isComplete, broken, maxDepth }: JsonDocument): boolean {
  return isComplete && broken.count === 0 && maxDepth <= mostLevels;
}

/** Values that may be gone through for one: some programs of a few words would take for ever. */
function stepsFor(doc: JsonDocument, node: NodeId | undefined): number {
  return 1_000_000 + (node === undefined ? 0 : 20 * (nextOf(doc, node) - node));
}

/** What stands after an output: a line feed, or what parts two elements of a list. */
const lineEnd = Uint8Array.of(0x0a);
export const elementEnd = Uint8Array.of(COMMA, 0x0a);

/**
 * Adds the outputs for one value, each with its end; null where there is no node.
 *
 * @returns false, with nothing added, where jq fails or has to be asked
 */
export function addOutputs(
  program: JqProgram,
  doc: JsonDocument,
  node: NodeId | undefined,
  output: JqOutput,
  end: Uint8Array,
): boolean {
  const { size, count } = output;
  try {
    program.run(doc, node, stepsFor(doc, node), (value) => {
      writeValue(doc, value, output);
      for (const byte of end) writeByte(output, byte);
      output.count++;
    });
    return true;
  } catch (error) {
    if (!(error instanceof JqFailure || error instanceof JqUnsure || isOutOfRoom(error))) throw error;
    Object.assign(output, { size, count });
    return false;
  }
}

/** More than fits, and the stack of deep programs over deep values. */
function isOutOfRoom(error: unknown): boolean {
  return error instanceof RangeError;
}

/** All outputs for a JSON text or a document, a line each; undefined where jq has to be asked. */
export function jqLines(program: JqProgram, input: string | JsonDocument): string | undefined {
  const doc = documentOf(input);
  if (!doc || !isForPrograms(doc)) return undefined;
  const output = createJqOutput();
  const nodes = doc.isSequence ? childrenOf(doc, 0) : [0];
  if (!nodes.every((node) => addOutputs(program, doc, node, output, lineEnd))) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(takeOutput(output).subarray(0, -1));
}

function documentOf(input: string | JsonDocument): JsonDocument | undefined {
  if (typeof input !== 'string') return input;
  const indexed = indexDocuments(new TextEncoder().encode(input));
  return indexed.ok ? indexed.document : undefined;
}
