import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBoundary, previousBoundary, snapBoundary } from '../../src/text/boundaries.ts';
import { graphemes } from '../../src/text/width.ts';

describe('boundaries', () => {
  it.each([
    ['abc', 1, 0, 1, 2],
    ['abc', -3, 0, 0, 0],
    ['abc', 9, 3, 3, 3],
    ['e\u0301x', 1, 0, 2, 2],
    ['e\u0301x', 2, 0, 2, 3],
    ['👨‍👩‍👧', 3, 0, 8, 8],
    ['', 0, 0, 0, 0],
  ])('in %j at %i: previous %i, here %i, next %i', (text, offset, previous, here, next) => {
    expect(snapBoundary(text, offset)).toBe(here);
    expect(nextBoundary(text, offset)).toBe(next);
    if (offset <= text.length) expect(previousBoundary(text, offset)).toBe(previous);
  });

  it('are where the grapheme clusters begin and end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const ends: number[] = [];
        for (let at = 0; at < text.length; at = nextBoundary(text, at)) ends.push(nextBoundary(text, at) - at);
        expect(ends).toEqual(graphemes(text).map((part) => part.length));
        const starts: number[] = [];
        for (let at = text.length; at > 0; at = previousBoundary(text, at))
          starts.unshift(at - previousBoundary(text, at));
        expect(starts).toEqual(ends);
      }),
    );
  });
});
