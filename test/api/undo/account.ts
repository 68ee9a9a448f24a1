// An account of the sandbox whose writes are taken back: the pure inverse between real requests. Nothing of the explorer is in between.

import type { Inverse, Seen, Sight, Undoable, UndoFacts, Write } from '../../../src/api/undo/plan.ts';
import { invertRenamed, pathToday, type Renames } from '../../../src/api/undo/renames.ts';
import { planUndo } from '../../../src/api/undo/undo.ts';
import { loadCatalog } from '../../../src/catalog/load.ts';
import { undoFacts } from '../../../src/catalog/undo-facts.ts';

export interface Written {
  readonly write: Write;
  readonly plan: Undoable;
  readonly before: Sight;
  readonly answer: Seen;
  readonly after: Sight;
  readonly warnings: readonly string[];
  /** How many things had been made again by then. */
  readonly renamedBefore: number;
}

export interface TestAccount {
  readonly read: (path: string) => Promise<Seen>;
  readonly json: (path: string) => Promise<unknown>;
  readonly send: (write: Write) => Promise<Seen>;
  /** Sends a write as the program does; undefined where the API refuses it. Fails where no inverse is known. */
  readonly write: (write: Write, between?: Between) => Promise<Written | undefined>;
  readonly invert: (written: Written) => Promise<Inverse>;
  /** Takes it back, whatever the conflicts. */
  readonly takeBack: (written: Written) => Promise<Inverse>;
}

/** What somebody else does right before and right after the write. */
export interface Between {
  readonly beforeWrite?: () => Promise<unknown>;
  readonly afterWrite?: () => Promise<unknown>;
}

const catalogFacts = undoFacts(loadCatalog());

export function testAccount(
  request: (path: string, init?: RequestInit) => Promise<Response>,
  facts: UndoFacts = catalogFacts,
): TestAccount {
  const renames: (readonly [string, string])[] = [];

  const seen = async (response: Response): Promise<Seen> => ({
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  });
  const read = async (path: string): Promise<Seen> => seen(await request(path));
  const look = async (paths: readonly string[], known: Renames): Promise<Sight> => {
    const sights = await Promise.all(paths.map(async (path) => [path, await read(pathToday(path, known))] as const));
    return Object.fromEntries(sights);
  };
  const send = async ({ method, path, query, contentType, body }: Write): Promise<Seen> => {
    const search = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
    const init = { method, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) };
    return seen(await request(search === '' ? path : `${path}?${search}`, init));
  };

  const write: TestAccount['write'] = async (wish, between = {}) => {
    const plan = planUndo(wish, facts);
    if (plan.kind === 'none') throw new Error(`${wish.method} ${wish.path}: ${plan.reason}`);
    const before = await look(plan.reads, new Map());
    const warnings = plan.warn(before);
    await between.beforeWrite?.();
    const answer = await send(wish);
    if (answer.status >= 300) return undefined;
    await between.afterWrite?.();
    const after = await look([...plan.reads, ...plan.laterReads(answer)], new Map());
    return { write: wish, plan, before, answer, after, warnings, renamedBefore: renames.length };
  };

  const invert: TestAccount['invert'] = async ({ plan, before, answer, after, renamedBefore }) => {
    const known: Renames = new Map(renames.slice(renamedBefore));
    const now = await look([...plan.reads, ...plan.laterReads(answer)], known);
    return invertRenamed(plan, { before, answer, after, now, nowMs: Date.now() }, known);
  };

  return {
    read,
    json: async (path) => JSON.parse(Buffer.from((await read(path)).body).toString('utf8')) as unknown,
    send,
    write,
    invert,
    takeBack: async (written) => {
      const inverse = await invert(written);
      if (inverse.kind !== 'writes') return inverse;
      const answers: Seen[] = [];
      for (const one of inverse.writes) {
        const answer = await send(one);
        if (answer.status >= 300) {
          const text = `${one.method} ${one.path} ${Buffer.from(one.body ?? []).toString('utf8')}`;
          throw new Error(`${text}: ${answer.status} ${Buffer.from(answer.body).toString('utf8')}`);
        }
        answers.push(answer);
      }
      renames.push(...(written.plan.renamed?.(written.before, answers) ?? []));
      return inverse;
    },
  };
}
