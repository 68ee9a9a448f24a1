// Taking back what a batch did to DNS records, in one batch; and what DNS records do that other things do not.
import { isRecord } from '../../json/values.ts';
import { bodyOf, type Habits, membersOf, planChange, planDeletion } from './object.ts';
import {
  isGone,
  isThere,
  none,
  noWarning,
  pathAbove,
  resultOf,
  type Seen,
  type Told,
  type UndoFacts,
  type UndoPlan,
  type Write,
  writeJson,
} from './plan.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the API makes of what is written: the content of a record with data, the TTL of one that is proxied. */
const recordHabits: Habits = {
  follows: (field, body) => {
    if (field === 'ttl') return 'proxied' in body;
    if (field === 'proxied') return 'type' in body;
    return ['content', 'data', 'priority'].includes(field) && ['content', 'data', 'type'].some((name) => name in body);
  },
  sendable: (fields, old) => {
    if (!isRecord(old.data)) return fields;
    const { content: _, ...rest } = fields;
    return { ...rest, ...('content' in fields ? { data: old.data } : {}) };
  },
};

const steps = ['deletes', 'patches', 'puts', 'posts'] as const;

type Batch = Readonly<Record<(typeof steps)[number], readonly Fields[]>>;

function batchIn(value: unknown): Batch | undefined {
  if (!isRecord(value)) return undefined;
  const lists = steps.map((step) => [step, value[step] ?? []] as const);
  if (!lists.every(([, list]) => Array.isArray(list) && list.every(isRecord))) return undefined;
  return Object.fromEntries(lists) as unknown as Batch;
}

/** Records of a batch that are read one by one beforehand. */
const mostRecords = 100;

/** `POST …/dns_records/batch`. */
export function planBatch(write: Write, facts: UndoFacts): UndoPlan {
  const records = pathAbove(write.path);
  const batch = batchIn(bodyOf(write));
  if (!batch) return none('Its body is no batch of records');
  const touched = [...batch.deletes, ...batch.patches, ...batch.puts].map(({ id }) => String(id));
  if (touched.length > mostRecords) {
    return none(`It has ${touched.length} records: more than ${mostRecords} are not read beforehand`);
  }
  const pathOf = (id: string): string => `${records}/${encodeURIComponent(id)}`;
  const made = (answer: Seen | undefined): readonly Fields[] => batchIn(resultOf(answer))?.posts ?? [];
  return {
    kind: 'undoable',
    reads: [...new Set(touched)].map(pathOf),
    laterReads: (answer) => made(answer).map(({ id }) => pathOf(String(id))),
    warn: batch.deletes.length > 0 ? () => ['Records that are made again get new ids'] : noWarning,
    invert: (told) => {
      if (batch.posts.length > 0 && made(told.answer).length !== batch.posts.length) {
        return none('The response does not say which records were made');
      }
      return invertBatch(write, batch, made(told.answer), told, facts);
    },
    happened: (before, now) => {
      const [first] = batch.deletes;
      if (first) return isGone(now[pathOf(String(first.id))]) ? 'done' : 'not done';
      const [changed] = [...batch.patches, ...batch.puts];
      if (!changed) return 'unknown';
      const { id, ...body } = changed;
      const plan = planChange(writeJson('PATCH', pathOf(String(id)), body), facts, recordHabits);
      return plan.kind === 'undoable' ? plan.happened(before, now) : 'unknown';
    },
    renamed: (before, [answer]) => {
      const again = made(answer);
      return batch.deletes
        .filter(({ id }) => isThere(before[pathOf(String(id))]))
        .flatMap(({ id }, at) => (again[at] ? [[String(id), String(again[at].id)] as const] : []));
    },
  };
}

function invertBatch(write: Write, batch: Batch, made: readonly Fields[], told: Told, facts: UndoFacts) {
  const records = pathAbove(write.path);
  const deletes: Fields[] = [];
  const patches: Fields[] = [];
  const puts: Fields[] = [];
  const posts: Fields[] = [];
  const warnings = new Set<string>();
  const conflicts: string[] = [];
  const fields = facts.fields('POST', records) ?? [];
  for (const record of made) {
    const id = String(record.id);
    const seen = told.now[`${records}/${encodeURIComponent(id)}`];
    if (isGone(seen)) continue;
    const now = resultOf(seen);
    const isForeign =
      isRecord(now) && fields.some(({ name }) => JSON.stringify(now[name]) !== JSON.stringify(record[name]));
    if (isForeign) conflicts.push(`Somebody has changed the record ${nameOf(record)} since`);
    deletes.push({ id });
  }
  for (const change of [...batch.patches, ...batch.puts]) {
    const { id, ...body } = change;
    const path = `${records}/${encodeURIComponent(String(id))}`;
    const method = batch.puts.includes(change) ? 'PUT' : 'PATCH';
    const plan = planChange(writeJson(method, path, body), facts, recordHabits);
    if (plan.kind === 'none') return plan;
    const inverse = plan.invert({ ...told, answer: changedIn(told.answer, String(id)) });
    if (inverse.kind === 'none') return inverse;
    if (inverse.kind === 'unneeded') continue;
    for (const text of inverse.warnings) warnings.add(text);
    conflicts.push(...inverse.conflicts.map((text) => `${nameOf(recordIn(told, path))}: ${text}`));
    for (const again of inverse.writes) (again.method === 'PUT' ? puts : patches).push({ id, ...bodyOf(again) });
  }
  for (const { id } of batch.deletes) {
    const path = `${records}/${encodeURIComponent(String(id))}`;
    if (isGone(told.before[path]) || isThere(told.now[path])) continue;
    const old = recordIn(told, path);
    if (!isRecord(old)) return none('What was there before could not be read');
    posts.push(
      membersOf(recordHabits.sendable?.(old, old) ?? old, fields, (value) => value !== undefined && value !== null),
    );
  }
  const body = Object.fromEntries(
    Object.entries({ deletes, patches, puts, posts }).filter(([, list]) => list.length > 0),
  );
  if (Object.keys(body).length === 0) {
    return { kind: 'unneeded', reason: 'What it changed is already as it was' } as const;
  }
  if (posts.length > 0) warnings.add('Records that are made again get new ids');
  return { kind: 'writes', writes: [writeJson('POST', write.path, body)], warnings: [...warnings], conflicts } as const;
}

function recordIn(told: Told, path: string): unknown {
  return resultOf(told.before[path]);
}

/** One record of the batch's response, as if it had been changed alone. */
function changedIn(answer: Seen | undefined, id: string): Seen | undefined {
  const batch = batchIn(resultOf(answer));
  const record = batch && [...batch.patches, ...batch.puts].find((candidate) => candidate.id === id);
  if (!answer || !record) return undefined;
  return { ...answer, body: new TextEncoder().encode(JSON.stringify({ result: record })) };
}

function nameOf(record: unknown): string {
  return isRecord(record) && typeof record.name === 'string' ? record.name : 'a record';
}

/** One record. */
export function planRecord(write: Write, facts: UndoFacts): UndoPlan {
  return write.method === 'DELETE' ? planDeletion(write, facts, recordHabits) : planChange(write, facts, recordHabits);
}
