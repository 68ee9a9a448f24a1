// What a program puts out for a document, as jq prints it; or that jq has to be asked.
import { childrenOf } from '../children.ts';
import type { JsonDocument, NodeId } from '../document.ts';
import { indexDocuments } from '../parse.ts';
import type { JqProgram } from './run.ts';
import { JqFailure, JqUnsure } from './values.ts';
import { createJqOutput, type JqOutput, takeOutput, writeByte, writeValue } from './writer.ts';

/** Levels of nesting that jq reads at least. */
const mostLevels = 250;

/** Whether the document is one that jq reads whole. */
function isForPrograms({ isComplete, broken, maxDepth }: JsonDocument): boolean {
  return isComplete && broken.count === 0 && maxDepth <= mostLevels;
}

/** Values that may be gone through for a document: some programs of a few words would take for ever. */
function stepsFor({ nodeCount }: JsonDocument): number {
  return 1_000_000 + 20 * nodeCount;
}

const lineFeed = 0x0a;

/**
 * Adds the outputs for one value, each with a line feed after it; null where there is no node.
 *
 * @returns false, with nothing added, where jq fails or has to be asked
 */
function addOutputs(
  program: JqProgram,
  doc: JsonDocument,
  node: NodeId | undefined,
  output: JqOutput,
  steps = stepsFor(doc),
): boolean {
  const { size } = output;
  try {
    program.run(doc, node, steps, (value) => {
      writeValue(doc, value, output);
      writeByte(output, lineFeed);
    });
    return true;
  } catch (error) {
    if (!(error instanceof JqFailure || error instanceof JqUnsure || isOutOfRoom(error))) throw error;
    output.size = size;
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
  if (!nodes.every((node) => addOutputs(program, doc, node, output))) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(takeOutput(output).subarray(0, -1));
}

function documentOf(input: string | JsonDocument): JsonDocument | undefined {
  if (typeof input !== 'string') return input;
  const indexed = indexDocuments(new TextEncoder().encode(input));
  return indexed.ok ? indexed.document : undefined;
}
