// The sources as the rule tests see them: files, the rooms they stand in, and what they import.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Source {
  /** Relative to the repository, with forward slashes: `src/core/update.ts`. */
  readonly file: string;
  /** The folder right under src; `main` for src/main.ts. */
  readonly room: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A file relative to the repository, or a package's or Node module's name. */
  readonly target: string;
  readonly isLocal: boolean;
  /** Erased by the compiler: it says who knows whom, but loads nothing. */
  readonly isTypeOnly: boolean;
  readonly isDynamic: boolean;
}

export function readSources(folder = 'src'): readonly Source[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readSource(`${folder}/${name.replaceAll('\\', '/')}`));
}

function readSource(file: string): Source {
  const text = readFileSync(path.join(root, file), 'utf8');
  const [, room = ''] = /^[^/]+\/([^/.]+)/.exec(file) ?? [];
  return { file, room, text, imports: importsOf(file, text) };
}

function importsOf(file: string, text: string): readonly Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const calls = text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g);
  return [
    ...[...statements].map(([, type, name = '']) => toImport(file, name, type !== undefined, false)),
    ...[...calls].map(([, name = '']) => toImport(file, name, false, true)),
  ];
}

function toImport(file: string, name: string, isTypeOnly: boolean, isDynamic: boolean): Import {
  const isLocal = name.startsWith('.');
  const target = isLocal ? path.posix.join(path.posix.dirname(file), name) : name;
  return { target, isLocal, isTypeOnly, isDynamic };
}
