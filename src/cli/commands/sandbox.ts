// `flarescope sandbox`: the sandbox as a server, for trying clients and scripts against.
import type { Sandbox } from '../../sandbox/server.ts';
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
    token: {
      value: 'WORDS',
      help: "Make a token that may do no more than this, such as 'DNS Read on example.com', and print it; may be repeated",
      isRepeatable: true,
    },
  },
  sections: [
    {
      title: 'Tokens',
      rows: [
        'The token that it prints first may do everything. Another may do what its words say, and is refused all else as the API ' +
          'refuses it: PERMISSION, … on RESOURCE, …, and more of these after a semicolon; one that begins with deny takes away. ' +
          'Permissions have the names that the API documents. More tokens can be made with POST /user/tokens.',
        ['example.com', 'a zone, by its name or id'],
        ['Example Books', 'an account, by its name or id'],
        ['all zones, all accounts', 'all that there are'],
        ['all zones of Example Books', 'the zones of an account'],
        ['the user', 'for User Details, API Tokens and Memberships'],
      ],
    },
  ],
  examples: [
    ['flarescope sandbox --port 8787 --latency 50', 'Always the same address, and slow'],
    ["flarescope sandbox --token 'DNS Write, Zone Read on example.com'", 'A token for the records of one zone'],
  ],
  exits: { 0: 'stopped with ctrl+c', 2: 'wrong usage, or it could not start' },
  run: async ({ values: { port = 0, latency = 0, token: wanted } }, io) => {
    const { startSandbox } = await import('../../sandbox/server.ts');
    const server = await startSandbox({ port, latencyMs: latency }).catch((error: unknown) => {
      throw new Refusal(`the sandbox could not start${port === 0 ? '' : ` on port ${port}`}: ${messageOf(error)}`);
    });
    const tokens = await madeTokens(server, wanted);
    const stopped = new Promise<void>((resolve) => {
      io.onSignal(['SIGINT', 'SIGTERM'], resolve);
    });
    await print(io, `CLOUDFLARE_BASE_URL=${server.baseUrl}\nCLOUDFLARE_API_TOKEN=${server.token}\n${tokens}`);
    await stopped;
    await server.close();
    return exitCodes.success;
  },
});

/** The values of the tokens, as comments: the variable stands for one that may do everything. */
async function madeTokens(server: Sandbox, wanted: readonly string[]): Promise<string> {
  try {
    return wanted.map((words) => `# ${words}\n# CLOUDFLARE_API_TOKEN=${server.makeToken(words)}\n`).join('');
  } catch (error) {
    await server.close();
    throw new Refusal(`--token: ${messageOf(error)}`);
  }
}
