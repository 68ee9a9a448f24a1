// The mouse as terminals tell it (SGR, mode 1006): a button, its place, and whether it was let go. Only the left button and the wheel
// mean something; with shift most terminals keep it for their own selection.
import type { Mouse } from '../../explorer/model/mouse.ts';

/** Beyond any screen; what says more is no place. */
const farthest = 10_000;

/** Bits of the first number: what moves or turns, and what is held meanwhile. */
const held = 4 + 8 + 16;
const moving = 32;
const wheel = 64;

/** Undefined for what means nothing here. `parameters` are those between `CSI <` and the last letter. */
export function mouseOf(parameters: string, final: string): Omit<Mouse, 'isAgain'> | undefined {
  const [, button, column, line] = /^<(\d{1,3});(\d{1,5});(\d{1,5})$/.exec(parameters) ?? [];
  if (button === undefined) return undefined;
  const [x, y] = [Number(column) - 1, Number(line) - 1];
  if (x < 0 || y < 0 || x > farthest || y > farthest) return undefined;
  const code = Number(button) & ~held;
  const place = { x, y, by: 1 } as const;
  if (code === wheel || code === wheel + 1) return { ...place, kind: 'wheel', by: code === wheel ? -1 : 1 };
  if (code === 0) return { ...place, kind: final === 'm' ? 'release' : 'press' };
  return code === moving && final === 'M' ? { ...place, kind: 'drag' } : undefined;
}

/** Milliseconds within which two presses in one cell belong together. */
const doubleWithin = 400;

/** Says of each press whether it is the second of two. */
export function createClicks(): (mouse: Omit<Mouse, 'isAgain'>, now: number) => Mouse {
  let last: { x: number; y: number; at: number } | undefined;
  return (mouse, now) => {
    if (mouse.kind !== 'press') return { ...mouse, isAgain: false };
    const isAgain = last?.x === mouse.x && last.y === mouse.y && now - last.at <= doubleWithin;
    last = isAgain ? undefined : { x: mouse.x, y: mouse.y, at: now };
    return { ...mouse, isAgain };
  };
}
