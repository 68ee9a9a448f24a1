// The secrets that the environment holds, also where another account is in force: nothing that is written may have them in it.
import { createSecret, type Secret } from '../api/credential.ts';

const variables = ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_KEY', 'FLARESCOPE_PASSPHRASE'];

/** Held as long as the process runs. */
const held = new Map<string, Secret>();

export function holdEnvironmentSecrets(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of variables) {
    const value = env[name]?.trim();
    if (value && !held.has(value)) held.set(value, createSecret(value));
  }
}
