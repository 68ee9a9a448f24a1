// What a crash may tell: where in the program it was and why, without the secrets that the process holds.
import { holdEnvironmentSecrets } from '../accounts/environment-secrets.ts';
import { redactText } from '../api/secret-text.ts';

export function tellCrash(error: unknown): void {
  holdEnvironmentSecrets(process.env);
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`flarescope crashed, which is a fault in the program:\n${redactText(told)}\n`);
}
