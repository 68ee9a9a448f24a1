// `flarescope sandbox`: the sandbox as a server, for trying clients and scripts against.
import { print } from '../io.ts';
import { exitCodes, messageOf, Refusal } from '../messages.ts';
import { command } from '../spec.ts';
import { wholeNumber } from './shared-options.ts';

export const sandbox = command({
  name: 'sandbox',
  summary: 'Serve the sandbox, an account of made-up data',
  about: [
    'Runs a server on this machine that behaves like the Cloudflare v4 API, until you press ctrl+c. It first prints its address ' +
      'and token as the variables that flarescope and the official SDKs read.',
  ],
  options: {
    port: { value: 'N', help: 'Listen on this port (default: a free one)', read: wholeNumber(0, 65_535) },
    latency: { value: 'MS', help: 'Wait this many milliseconds before each response', read: wholeNumber(0, 60_000) },
  },
  examples: [['flarescope sandbox --port 8787 --latency 50', 'Always the same address, and slow']],
  exits: { 0: 'stopped with ctrl+c', 2: 'wrong usage, or it could not start' },
  run: async ({ values: { port = 0, latency = 0 } }, io) => {
    const { startSandbox } = await import('../../sandbox/server.ts');
    const server = await startSandbox({ port, latencyMs: latency }).catch((error: unknown) => {
      throw new Refusal(`the sandbox could not start${port === 0 ? '' : ` on port ${port}`}: ${messageOf(error)}`);
    });
    const stopped = new Promise<void>((resolve) => {
      io.onSignal(['SIGINT', 'SIGTERM'], resolve);
    });
    await print(io, `CLOUDFLARE_BASE_URL=${server.baseUrl}\nCLOUDFLARE_API_TOKEN=${server.token}\n`);
    await stopped;
    await server.close();
    return exitCodes.success;
  },
});
