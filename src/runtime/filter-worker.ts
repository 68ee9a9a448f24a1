// A worker that runs one jq filter over one JSON text after another. In a worker, because a filter may run for ever and is
// then stopped by ending it.
import { parentPort, workerData } from 'node:worker_threads';
import jq from 'jq-web';

/** What the host hands over at the start; every message after it is a JSON text. */
export interface FilterJob {
  readonly filter: string;
}

/** What it gets back for each text: jq's outputs, one compact JSON text a line, or jq's own words on why there are none. */
export type FilterOutcome =
  | { readonly ok: true; readonly lines: string }
  | { readonly ok: false; readonly error: string };

const { filter }: FilterJob = workerData;

parentPort?.on('message', (text: string) => {
  void run(text).then((outcome) => parentPort?.postMessage(outcome));
});

async function run(text: string): Promise<FilterOutcome> {
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
