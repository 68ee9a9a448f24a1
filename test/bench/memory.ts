// The memory that a process has had at most. Linux alone tells it of another process.
import { readFile } from 'node:fs/promises';

/** Bytes of peak resident memory, from `VmHWM` of proc_pid_status(5); undefined where the system does not tell. */
export async function peakMemory(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(status) ?? [];
  if (kilobytes === undefined) throw new Error('the status of the process has no VmHWM');
  return Number(kilobytes) * 1024;
}
