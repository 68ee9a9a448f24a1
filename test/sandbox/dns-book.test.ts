import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  copyBook,
  createRecord,
  type DnsBook,
  editRecord,
  emptyBook,
  overwriteRecord,
  removeRecord,
} from '../../src/sandbox/dns-book.ts';

const ZONE = { name: 'example.com', minTtl: 60 };

/** Mostly valid records on few names, so that they meet each other. */
const kind = fc.constantFrom(
  { type: 'A', content: '192.0.2.1' },
  { type: 'A', content: '192.0.2.2' },
  { type: 'AAAA', content: '2001:db8::1' },
  { type: 'CNAME', content: 'host.example.net' },
  { type: 'CNAME', content: 'other.example.net' },
  { type: 'NS', content: 'ns.example.net' },
  { type: 'TXT', content: '"text"' },
  { type: 'A', content: 'no address' },
);

const body = fc
  .record({ kind, name: fc.constantFrom('@', 'a', 'b'), ttl: fc.constantFrom(1, 300) })
  .map(({ kind: { type, content }, name, ttl }) => ({ type, content, name, ttl }));

const step = fc.record({
  kind: fc.constantFrom('create', 'create', 'create', 'overwrite', 'edit', 'remove'),
  target: fc.nat({ max: 4 }),
  body,
});

const steps = fc.array(step, { maxLength: 60, size: 'max' });

function apply(
  book: DnsBook,
  steps: readonly { kind: string; target: number; body: Readonly<Record<string, unknown>> }[],
): void {
  let made = 0;
  const stamp = { at: '2026-01-01T00:00:00.000Z', nextId: () => `id-${made++}` };
  for (const { kind, target, body: fields } of steps) {
    const id = [...book.records.keys()][target] ?? 'missing';
    if (kind === 'create') createRecord(book, fields, ZONE, stamp);
    else if (kind === 'overwrite') overwriteRecord(book, id, fields, ZONE, stamp);
    else if (kind === 'edit') editRecord(book, id, { content: fields.content, name: fields.name }, ZONE, stamp);
    else removeRecord(book, id);
  }
}

describe('the records of a zone', () => {
  it('never hold two that DNS does not allow side by side, whatever clients try', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        const book = emptyBook();
        apply(book, tried);
        const records = [...book.records.values()];
        const keys = records.map((record) => `${record.name} ${record.type} ${record.content}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const record of records) {
          const types = records
            .filter((other) => other.name === record.name && other.id !== record.id)
            .map((other) => other.type);
          if (record.type === 'CNAME')
            expect(types.filter((type) => ['A', 'AAAA', 'CNAME'].includes(type))).toEqual([]);
          if (record.type === 'NS' && record.name !== ZONE.name)
            expect(types.filter((type) => type !== 'NS')).toEqual([]);
        }
      }),
    );
  });

  it('are found by name exactly where they are', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        const book = emptyBook();
        apply(book, tried);
        const indexed = [...book.names].flatMap(([name, ids]) => [...ids].map((id) => `${id} ${name}`));
        const real = [...book.records.values()].map((record) => `${record.id} ${record.name}`);
        expect(indexed.toSorted()).toEqual(real.toSorted());
      }),
    );
  });

  it('a copy changes by itself', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const book = emptyBook();
        apply(book, before);
        const snapshot = JSON.stringify([...book.records]);
        apply(copyBook(book), after);
        expect(JSON.stringify([...book.records])).toBe(snapshot);
      }),
    );
  });
});
