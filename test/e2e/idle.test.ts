// An explorer that nobody uses sleeps: no thread of it wakes up. How often one does is the program's doing, and no busy machine's.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startExplorer } from '../helpers/explorer.ts';
import { mainFile } from '../helpers/terminal.ts';

/** Times that each thread has gone to sleep by itself, by its number and name. */
function sleeps(pid: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8');
    const [, name = '?'] = /^Name:\s*(.*)$/m.exec(status) ?? [];
    const [, count = '0'] = /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status) ?? [];
    counts.set(`${task} ${name}`, Number(count));
  }
  return counts;
}

/** The counts once nothing has changed for `ms`; fails where that never comes. */
async function asleep(pid: number, ms: number, patience: number): Promise<void> {
  const until = performance.now() + patience;
  for (let before = sleeps(pid); ; ) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const now = sleeps(pid);
    const awake = [...now].filter(([task, count]) => count !== before.get(task));
    if (awake.length === 0) return;
    if (performance.now() > until) expect(awake, 'threads that wake up while nothing happens').toEqual([]);
    before = now;
  }
}

test.runIf(process.platform === 'linux')(
  'with a response on the screen no thread wakes up for three seconds',
  async () => {
    // V8 looks for garbage some seconds after the last key, a few times.
    const app = await startExplorer({ args: ['--no-memory-reducer', mainFile] });
    await app.ask('GET /zones', 'page 1/3');
    await asleep(app.pid, 3000, 12_000);
  },
);
