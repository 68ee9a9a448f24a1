// `flarescope sandbox`: serves the sandbox until it is interrupted, for trying clients and scripts against.

import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/server.ts';
import { complain, exitCodes, messageOf } from './messages.ts';

export const help = `Usage: flarescope sandbox [--port N] [--latency MS]

Serves the sandbox on loopback until it is interrupted: a Cloudflare v4 API with an account of made-up data. Prints its
address and token as the variables that this program and the official SDK read.

  --port N      the port, 0 to 65535; 0, the default, takes a free one
  --latency MS  milliseconds before every response, 0 to 60000; 0 by default
  -h, --help    this text
`;

export async function sandbox(argv: readonly string[]): Promise<number> {
  let port = 0;
  let latencyMs = 0;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        latency: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      return exitCodes.success;
    }
    port = wholeNumber('--port', values.port, 65_535);
    latencyMs = wholeNumber('--latency', values.latency, 60_000);
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  try {
    const server = await startSandbox({ port, latencyMs });
    process.stdout.write(`CLOUDFLARE_BASE_URL=${server.baseUrl}\nCLOUDFLARE_API_TOKEN=${server.token}\n`);
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    await server.close();
    return exitCodes.success;
  } catch (error) {
    complain(`the sandbox could not be served${port === 0 ? '' : ` on port ${port}`}: ${messageOf(error)}`);
    return exitCodes.usage;
  }
}

function wholeNumber(option: string, text: string | undefined, most: number): number {
  if (text === undefined) return 0;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most) throw new Error(`${option} takes a whole number from 0 to ${most}`);
  return number;
}
