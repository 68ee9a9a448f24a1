// What one-shot commands say on standard error: one sentence, safe to print.
import { visible } from '../text/untrusted.ts';

/** Writes `flarescope: …` to standard error; text of servers and files may be in it. */
export function complain(text: string): void {
  process.stderr.write(`flarescope: ${visible(text)}\n`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Writes to standard output and waits until it is taken, so that a slow reader does not fill the memory. */
export async function print(chunk: string | Uint8Array): Promise<void> {
  if (process.stdout.write(chunk)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}
