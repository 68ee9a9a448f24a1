// `keys.json` of the config folder: a plain file that only people write.
import { existsSync } from 'node:fs';
import path from 'node:path';

export function keyFile(folder: string): string {
  return path.join(folder, 'keys.json');
}

/** Most people have none, and need nothing loaded for it. */
export function hasKeyFile(folder: string): boolean {
  return existsSync(keyFile(folder));
}
