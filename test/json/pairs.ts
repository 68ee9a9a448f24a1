// Random documents and what becomes of them: lists shuffled, ids missing, items edited, long numbers that differ in the last digit.
import fc from 'fast-check';

export type Shape =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Shape[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, value: Shape])[] };

const scalar: fc.Arbitrary<Shape> = fc
  .oneof(
    fc.integer({ min: -5, max: 5 }).map(String),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 53n + 9n }).map(String),
    fc.constantFrom('1.5', '1e3', '1000', '0.1', '-0', 'null', 'true', 'false', '"\\u00e9"', '"é"'),
    fc.string({ maxLength: 4 }).map((text) => JSON.stringify(text)),
  )
  .map((text) => ({ kind: 'scalar', text }));

const key = fc.oneof(
  fc.constantFrom('id', 'name', 'a', 'b', 'a/b', 'm~n', '', '__proto__', '0', 'type'),
  fc.string({ maxLength: 3 }),
);

const { shape } = fc.letrec<{ shape: Shape; item: Shape }>((tie) => ({
  item: fc
    .tuple(fc.option(fc.integer({ min: 0, max: 30 })), fc.array(fc.tuple(key, scalar), { maxLength: 3 }))
    .map(([id, members]): Shape => {
      const others = members.filter(([name]) => name !== 'id');
      const own = id === null ? [] : [['id', { kind: 'scalar', text: `"${id}"` }] as const];
      return { kind: 'object', members: unique([...own, ...others]) };
    }),
  shape: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('shape'), { maxLength: 6 }).map((items): Shape => ({ kind: 'list', items })),
    fc.array(tie('item'), { maxLength: 12 }).map((items): Shape => ({ kind: 'list', items })),
    fc
      .array(fc.tuple(key, tie('shape')), { maxLength: 5 })
      .map((members): Shape => ({ kind: 'object', members: unique(members) })),
  ),
}));

function unique<Value>(members: readonly (readonly [string, Value])[]): readonly (readonly [string, Value])[] {
  return [...new Map(members)];
}

/** Numbers below 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Another version of a document. */
function changed(from: Shape, next: () => number): Shape {
  const isRare = (): boolean => next() < 0.15;
  if (isRare()) return { kind: 'scalar', text: String(Math.floor(next() * 9)) };
  if (from.kind === 'scalar')
    return /^\d{16}$/.test(from.text) && next() < 0.5 ? { ...from, text: String(BigInt(from.text) + 1n) } : from;
  if (from.kind === 'object') {
    const kept = from.members
      .filter(() => !isRare())
      .map(([name, value]) => [name, name === 'id' ? value : changed(value, next)] as const);
    const added = isRare() ? [['new/~', { kind: 'scalar', text: '1' } as const] as const] : [];
    return { kind: 'object', members: unique(next() < 0.3 ? [...added, ...kept.toReversed()] : [...kept, ...added]) };
  }
  const items = from.items.filter(() => !isRare()).map((item) => (next() < 0.5 ? item : changed(item, next)));
  if (next() < 0.5)
    for (let i = items.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [items[i], items[j]] = [items[j] as Shape, items[i] as Shape];
    }
  for (let i = 0; i < 3; i++)
    if (isRare()) items.splice(Math.floor(next() * (items.length + 1)), 0, items[0] ?? { kind: 'list', items: [] });
  return { kind: 'list', items };
}

function textOf(from: Shape): string {
  if (from.kind === 'scalar') return from.text;
  if (from.kind === 'list') return `[${from.items.map(textOf).join(', ')}]`;
  return `{${from.members.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`).join(',')}}`;
}

/** Two documents: the second made of the first, or of another altogether. */
export const pairs: fc.Arbitrary<readonly [before: string, after: string]> = fc
  .tuple(shape, fc.option(shape, { freq: 5 }), fc.integer())
  .map(([one, other, seed]) => [textOf(one), textOf(other ?? changed(one, chance(seed)))] as const);
