// A command in this process: its own input, outputs and environment, no terminal, and nothing spawned. Programs as processes, with
// pipes, signals and terminals: command.ts and terminal.ts.
import { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type Input, type Io, type Output, withColor } from '../../src/cli/io.ts';
import { run } from '../../src/cli/route.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { type Ended, type RunOptions, temporaryFolder } from './command.ts';
import { expectNoLeaks, findSecrets, findSecretsBelow, outermost, secretsOf } from './leaks.ts';
import { cleanEnvironment } from './terminal.ts';

export interface CommandOptions extends Omit<RunOptions, 'nodeArgs' | 'cwd'> {
  /** Columns of a terminal that standard output goes to; none by default. */
  readonly columns?: number;
  /** What somebody at a terminal types; without it there is none. */
  readonly answers?: readonly string[];
  /** Takes what ctrl+c calls. */
  readonly onInterrupt?: (interrupt: () => void) => void;
}

interface Collected {
  readonly output: Output;
  readonly bytes: () => Buffer;
}

function collect(columns?: number): Collected {
  const chunks: Buffer[] = [];
  const output: Output = new Writable({
    write: (chunk, _, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  if (columns !== undefined) Object.assign(output, { isTTY: true, columns, getColorDepth: () => 4 });
  return { output, bytes: () => Buffer.concat(chunks) };
}

/** Runs `flarescope ARGS` to its end. Secrets of the environment must be found nowhere afterwards. */
export async function flarescope(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const home = await temporaryFolder();
  const env: NodeJS.ProcessEnv = { ...cleanEnvironment(home), ...options.env };
  const secrets = secretsOf({ ...env }, options.secrets);
  const out = collect(options.columns);
  const err = collect();
  const stdin: Input = Readable.from(options.input === undefined || options.input.length === 0 ? [] : [options.input], {
    objectMode: false,
  });
  const io: Omit<Io, 'colorDepth' | 'isForEyes'> = {
    stdin,
    stdout: out.output,
    stderr: err.output,
    env,
    onSignal: (_, listener) => {
      options.onInterrupt?.(listener);
      return () => undefined;
    },
    openQuestioner: async () => {
      if (!options.answers) return undefined;
      const answers = [...options.answers];
      const say = (text: string): void => void err.output.write(`${text}\n`);
      const ask = async (question: string): Promise<string> => {
        say(question);
        return answers.shift() ?? '';
      };
      return { ask, say, close: () => undefined };
    },
  };
  onTestFinished(() => {
    if (options.mayLeak) return;
    expectNoLeaks([
      ...findSecrets('standard output', out.bytes(), secrets),
      ...findSecrets('standard error', err.bytes(), secrets),
      ...outermost(home, env.FLARESCOPE_HOME ?? home).flatMap((folder) => findSecretsBelow(folder, secrets)),
    ]);
  });
  const code = await run(args, withColor(io, 'auto'));
  const bytes = out.bytes();
  return { code, signal: undefined, bytes, stdout: bytes.toString('utf8'), stderr: err.bytes().toString('utf8') };
}

/** A sandbox for this test, and the environment that leads to it. */
export async function servedSandbox(): Promise<{ readonly env: Readonly<Record<string, string>> }> {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  return { env: { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token } };
}
