// `flarescope sandbox` as a process of its own, and the environment that it tells people to use.
import { type Running, startFlarescope } from './command.ts';

export interface SandboxCommand {
  readonly running: Running;
  readonly baseUrl: string;
  readonly token: string;
  /** What it printed, as variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts it with these options and waits until it has printed its address and token. Ends with the test. */
export async function startSandboxCommand(...options: readonly string[]): Promise<SandboxCommand> {
  const running = await startFlarescope(['sandbox', ...options]);
  const printed = await running.printed(/^CLOUDFLARE_BASE_URL=\S+\nCLOUDFLARE_API_TOKEN=\S+\n/);
  const env = Object.fromEntries(
    printed
      .trim()
      .split('\n')
      .map((line) => line.split('=', 2)),
  );
  const { CLOUDFLARE_BASE_URL: baseUrl = '', CLOUDFLARE_API_TOKEN: token = '' } = env;
  return { running, baseUrl, token, env };
}
