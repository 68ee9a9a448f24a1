// Runs the program that was just built as people do, and puts what V8 has made of its code beside it: so the very first start finds it, with
// the Node that built the program. Another Node makes its own with its first start (`cli/kept-code.ts`).
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pty from '@lydell/node-pty';

/** Keys in a document, and the end. */
const read = ['j', 'k', 'l', ' ', '/', 'a', '\u001b', '?', '\u001b', '\u0003', '\u0004'];

/** A request, a page of its response, and the palette. */
const asked = ['GET /zones', '\r', ']', '\u0010dns', '\u001b'];

/** Milliseconds without output after which the program waits for a key, and after which it is stuck. */
const patience = { pause: 120, atMost: 10_000 };

/** Commands that are run often, with what makes them use most of their code. */
const oneShots: readonly (readonly string[])[] = [
  ['api', '--sandbox', '/zones', '--jq', '.result[].name'],
  ['api', '--sandbox', '/zones', '--dry-run'],
  ['api', '--sandbox', '/zones', '--all', '--output', 'ndjson'],
  ['endpoints', 'dns'],
  ['completion', 'bash', '--words'],
  ['history'],
];

/**
 * Makes `kept` in the folder of the bundle, unless it is there for this build and Node.
 *
 * @param outdir the folder that has main.js
 * @param build what the bundle says that it is
 */
export async function keepUsedCode(outdir: string, build: string): Promise<void> {
  const kept = path.join(outdir, 'kept');
  const { version, platform, arch } = process;
  if (existsSync(path.join(kept, build, `explorer-${version}-${platform}-${arch}`))) return;
  await rm(kept, { recursive: true, force: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'flarescope-build-'));
  try {
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      FLARESCOPE_HOME: path.join(folder, 'home'),
      FLARESCOPE_SANDBOX: '1',
      FLARESCOPE_LINE: 'flarescope api /zo',
      NODE_COMPILE_CACHE: folder,
      TERM: 'xterm-256color',
    };
    const main = path.join(outdir, 'main.js');
    const document = path.join(folder, 'document.json');
    await writeFile(document, '{"result":[{"id":"a","name":"x.example"}]}');
    // The two ways into the explorer; one-shots of one command follow each other, since what the first has kept the next adds to.
    await Promise.all([
      explore([main], [...asked, ...read], env).then(() => explore([main, 'open', document], read, env)),
      (async () => {
        for (const words of oneShots) await run([main, ...words], env);
      })(),
    ]);
    const made = path.join(folder, 'flarescope');
    await mkdir(kept, { recursive: true });
    for (const name of await readdir(made)) await cp(path.join(made, name), path.join(kept, name), { recursive: true });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env }, (error) => (error ? reject(error) : resolve()));
  });
}

/** Types each of the keys when nothing has been painted for a moment. */
function explore(
  args: readonly string[],
  keys: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve) => {
    const program = pty.spawn(process.execPath, [...args], { cols: 120, rows: 40, env });
    const stuck = setTimeout(() => program.kill(), patience.atMost);
    const next = keys.values();
    let timer: NodeJS.Timeout | undefined;
    const press = (): void => {
      const { value } = next.next();
      if (value !== undefined) program.write(value);
      // A key may change nothing.
      timer = setTimeout(press, patience.pause * 3);
    };
    program.onData(() => {
      clearTimeout(timer);
      timer = setTimeout(press, patience.pause);
    });
    program.onExit(() => {
      clearTimeout(stuck);
      clearTimeout(timer);
      resolve();
    });
  });
}
