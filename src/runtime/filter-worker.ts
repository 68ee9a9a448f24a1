// A worker that runs one jq filter and ends. In a worker, because a filter may run for ever and is then stopped by ending it.
import { parentPort, workerData } from 'node:worker_threads';
import jq from 'jq-web';

/** What the host hands over. */
export interface FilterJob {
  /** JSON. */
  readonly text: string;
  readonly filter: string;
}

/** What it gets back: jq's outputs, one compact JSON text a line, or jq's own words on why there are none. */
export type FilterOutcome =
  | { readonly ok: true; readonly lines: string }
  | { readonly ok: false; readonly error: string };

// No `await` at the top level: the bundle of this file is CommonJS.
void run(workerData).then((outcome) => parentPort?.postMessage(outcome));

async function run({ text, filter }: FilterJob): Promise<FilterOutcome> {
  try {
    const engine = await jq;
    return { ok: true, lines: engine.raw(text, filter, ['-c']) ?? '' };
  } catch (error) {
    return { ok: false, error: reasonOf(error instanceof Error ? error.message : String(error)) };
  }
}

/** jq says first how it exited, last how many errors it counted; what lies between is the reason. */
function reasonOf(message: string): string {
  const lines = message.split('\n').filter((line) => !/^Non-zero exit code|^jq: \d+ compile errors?$/.test(line));
  return lines
    .join(' ')
    .replace(/^jq: (?:error: )?|\(at inputString:\d+\): | \(Unix shell quoting issues\?\)/g, '')
    .trim();
}
