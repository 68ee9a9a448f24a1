// What a command says on standard error. Apart from the rest of what it reads and writes: help and the version need no redaction.
import { redactText } from '../api/secret-text.ts';
import { visible } from '../text/untrusted.ts';
import type { Io } from './io.ts';

/** Writes `flarescope: …` to standard error; text of servers and files may be in it, and secrets are left out. */
export function complain({ stderr }: Pick<Io, 'stderr'>, text: string): void {
  stderr.write(`flarescope: ${visible(redactText(text))}\n`);
}
