// Opens a text in the user's own editor and reads back what came of it. The terminal is the editor's meanwhile.
import { spawn } from 'node:child_process';
import type { Environment } from '../accounts/account.ts';
import type { EditorOutcome } from '../explorer/model/events.ts';
import { readPlainCommand } from '../request/import/plain-command.ts';
import { makeEditedFile, sweepEditedFiles } from '../store/edited-files.ts';
import { locate } from '../store/locations.ts';
import { errorText } from '../text/sentences.ts';
import { visible } from '../text/untrusted.ts';
import type { Terminal } from './performers.ts';

interface EditedText {
  /** Of the file: `body.json`. */
  readonly name: string;
  readonly text: string;
}

/** Never rejects: whatever fails, the text that was there stays. */
export async function editText(
  { name, text }: EditedText,
  env: Environment,
  terminal: Pick<Terminal, 'lend'>,
  platform: NodeJS.Platform = process.platform,
): Promise<EditorOutcome> {
  const command = editorCommand(env, platform);
  if (!command.ok) return failed(`${command.variable} cannot be run: ${command.reason}`);
  const { cache } = locate(env);
  sweepEditedFiles(cache);
  const [program = '', ...args] = command.words;
  const shown = visible(program);
  try {
    const edited = await makeEditedFile(cache, name, text);
    try {
      const problem = await terminal.lend(`${shown} is open. Close it to go on`, () =>
        run(program, [...args, edited.file], env, platform),
      );
      if (problem !== undefined) return failed(`${shown} ${problem}. Nothing was changed`);
      const after = (await edited.read()).replace(/^\ufeff/, '');
      if (after.trim() === '') return failed('The file came back empty. Nothing was changed');
      return after === text ? { kind: 'unchanged' } : { kind: 'saved', text: after };
    } catch (error) {
      return failed(`What ${shown} has left cannot be read: ${errorText(error)}. Nothing was changed`);
    } finally {
      edited.remove();
    }
  } catch (error) {
    return failed(`There is no place for the file: ${errorText(error)}`);
  }
}

function failed(reason: string): EditorOutcome {
  return { kind: 'failed', reason };
}

type EditorCommand =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly variable: string; readonly reason: string };

/** `$VISUAL`, else `$EDITOR`, as words and without a shell; else what every system has. */
export function editorCommand(env: Environment, platform: NodeJS.Platform): EditorCommand {
  const variable = ['VISUAL', 'EDITOR'].find((name) => (env[name] ?? '').trim() !== '');
  if (variable === undefined) return { ok: true, words: [platform === 'win32' ? 'notepad' : 'vi'] };
  const text = env[variable] ?? '';
  // Backslashes are part of a path there.
  if (platform === 'win32') {
    return { ok: true, words: [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word) };
  }
  const read = readPlainCommand(text);
  return read.ok ? read : { ok: false, variable, reason: read.reason };
}

/** Undefined where the editor ended well; else what is wrong, as in `vi ended with status 1`. It is told nothing of the account. */
function run(
  program: string,
  args: readonly string[],
  env: Environment,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  const known = Object.entries(env).filter(([name]) => !/^(?:CLOUDFLARE|FLARESCOPE)_/.test(name));
  const child = spawn(program, args, {
    env: Object.fromEntries(known),
    stdio: 'inherit',
    // `code` is a script there.
    shell: platform === 'win32' && !/\.exe$/i.test(program) && program !== 'notepad',
  });
  return new Promise((resolve) => {
    child.once('error', (error) =>
      resolve('code' in error && error.code === 'ENOENT' ? 'was not found' : `could not be started: ${error.message}`),
    );
    child.once('exit', (code, signal) => {
      resolve(signal !== null ? `was ended by ${signal}` : code === 0 ? undefined : `ended with status ${code}`);
    });
  });
}
