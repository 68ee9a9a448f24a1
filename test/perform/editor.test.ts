// The user's editor: which it is, what it is handed, and that whatever it does nothing is lost and nothing is left behind.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { editorCommand, editText } from '../../src/perform/editor.ts';
import { sweepEditedFiles } from '../../src/store/edited-files.ts';

const home = mkdtempSync(path.join(tmpdir(), 'flarescope editor '));
const edited = path.join(home, 'cache', 'edited');
afterAll(() => rmSync(home, { recursive: true, force: true }));

const lend = <Result>(_: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
  work(new AbortController().signal);

/** What comes of it where the editor is a script that has the file in `$1`. */
function editedBy(script: string, text = '{"a": 1}\n'): ReturnType<typeof editText> {
  const file = path.join(home, 'an editor.sh');
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const env = {
    ...process.env,
    FLARESCOPE_HOME: home,
    VISUAL: `'${file}' --wait`,
    CLOUDFLARE_API_TOKEN: 'secret-token',
  };
  return editText({ name: 'body.json', text }, env, { lend });
}

describe.skipIf(process.platform === 'win32')('an editor', () => {
  test('gets a file for this user alone, and nothing of the account', async () => {
    const seen = path.join(home, 'seen');
    const outcome = await editedBy(
      `stat -c '%a' "$2" > '${seen}'; stat -c '%a' "$(dirname "$2")" >> '${seen}'; cat "$2" >> '${seen}'; env | grep -c CLOUDFLARE >> '${seen}'; printf '{"b": 2}' > "$2"`,
    );
    expect(outcome).toEqual({ kind: 'saved', text: '{"b": 2}' });
    expect(readFileSync(seen, 'utf8')).toBe('600\n700\n{"a": 1}\n0\n');
    expect(readdirSync(edited)).toEqual([]);
  });

  test.each([
    ['that fails', 'echo "{}" > "$2"; exit 3', /ended with status 3\. Nothing was changed$/],
    ['that is killed', 'kill -9 $$', /ended by SIGKILL\. Nothing was changed$/],
    ['that leaves nothing in the file', ': > "$2"', /^The file came back empty/],
    ['that leaves white space', 'printf "\\n \\n" > "$2"', /^The file came back empty/],
    ['that takes the file away', 'rm "$2"', /cannot be read: .*Nothing was changed$/],
    ['that leaves a folder in its place', 'rm "$2"; mkdir "$2"', /it is no file any more/],
    ['that leaves what is not UTF-8', 'printf "\\377\\376" > "$2"', /it is not UTF-8/],
  ])('%s changes nothing, and nothing is left', async (_, script, reason) => {
    const outcome = await editedBy(script);
    expect(outcome.kind === 'failed' && outcome.reason).toMatch(reason);
    expect(readdirSync(edited)).toEqual([]);
  });

  test('that changes nothing says so, and what it left beside the file goes too', async () => {
    expect(await editedBy('touch "$(dirname "$2")/.body.json.swp"')).toEqual({ kind: 'unchanged' });
    expect(readdirSync(edited)).toEqual([]);
  });

  test('that is not there, or needs a shell, is told', async () => {
    const env = { PATH: '', FLARESCOPE_HOME: home };
    const missing = await editText({ name: 'body.json', text: 'x' }, { ...env, EDITOR: 'no-such-editor -w' }, { lend });
    expect(missing).toEqual({ kind: 'failed', reason: 'no-such-editor was not found. Nothing was changed' });
    const shell = await editText({ name: 'body.json', text: 'x' }, { ...env, EDITOR: 'vi && true' }, { lend });
    expect(shell.kind === 'failed' && shell.reason).toMatch(/^EDITOR cannot be run: it runs without a shell/);
    expect(readdirSync(edited)).toEqual([]);
  });

  test('what a session that was killed has left goes with the next', () => {
    const left = path.join(edited, `4194300-${'a'.repeat(12)}`);
    const own = path.join(edited, `${process.pid}-${'b'.repeat(12)}`);
    for (const folder of [left, own]) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(left, 'body.json'), 'secret');
    sweepEditedFiles(path.join(home, 'cache'));
    expect(existsSync(left)).toBe(false);
    expect(statSync(own).isDirectory()).toBe(true);
    rmSync(own, { recursive: true });
  });
});

test.each<readonly [env: Readonly<Record<string, string>>, platform: NodeJS.Platform, words: readonly string[]]>([
  [{}, 'linux', ['vi']],
  [{ EDITOR: 'nano -l' }, 'linux', ['nano', '-l']],
  [{ EDITOR: 'nano', VISUAL: 'code --wait "a b"' }, 'darwin', ['code', '--wait', 'a b']],
  [{ VISUAL: ' ', EDITOR: "'/opt/my editor/bin/e' -x" }, 'linux', ['/opt/my editor/bin/e', '-x']],
  [{}, 'win32', ['notepad']],
  [
    { EDITOR: '"C:\\Program Files\\Editor\\e.exe" -multiInst' },
    'win32',
    ['C:\\Program Files\\Editor\\e.exe', '-multiInst'],
  ],
])('%j on %s is %j', (env, platform, words) => {
  expect(editorCommand(env, platform)).toEqual({ ok: true, words });
});
