// Room for the nodes of an index, which grows as they come.
import { NODE_SIZE } from './document.ts';

export type NodeRoom = {
  readonly nodes: Int32Array;
  /** An array that begins with the same numbers and has room for more. Throws a RangeError where memory is out. */
  readonly grow: (nodes: Int32Array) => Int32Array;
};

/** Nodes for which memory is taken at once. */
export const STEP = 512 * 1024;

const NODE_BYTES = NODE_SIZE * Int32Array.BYTES_PER_ELEMENT;

/** Up to so many nodes the most that can be are given at once. */
const FEW = 64 * 1024;

/** Room for at most so many nodes. */
export function createRoom(most: number): NodeRoom {
  if (most > FEW) return roomIn(new SharedArrayBuffer(0, { maxByteLength: most * NODE_BYTES }));
  return { nodes: new Int32Array(most * NODE_SIZE), grow: full };
}

/** Room in a buffer that can grow. */
export function roomIn(buffer: SharedArrayBuffer): NodeRoom {
  const grow = (nodes: Int32Array): Int32Array => {
    const wanted = Math.min(nodes.byteLength + STEP * NODE_BYTES, buffer.maxByteLength);
    if (wanted <= nodes.byteLength) full();
    buffer.grow(Math.max(wanted, buffer.byteLength));
    return new Int32Array(buffer, 0, wanted / Int32Array.BYTES_PER_ELEMENT);
  };
  return { nodes: grow(new Int32Array(buffer, 0, 0)), grow };
}

function full(): never {
  throw new RangeError('no more nodes fit');
}
