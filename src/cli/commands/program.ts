// `flarescope` itself, which is the explorer, and the list of commands below it.
import { helpFor } from '../help.ts';
import { tell } from '../io.ts';
import { command } from '../spec.ts';
import { versionText } from '../version.ts';
import { analytics } from './analytics.ts';
import { api } from './api.ts';
import { auth } from './auth.ts';
import { can } from './can.ts';
import { completion } from './completion.ts';
import { config } from './config.ts';
import { diff } from './diff.ts';
import { endpoints } from './endpoints.ts';
import { history } from './history.ts';
import { importing } from './import.ts';
import { keys } from './keys.ts';
import { open } from './open.ts';
import { sandbox } from './sandbox.ts';
import { accessibleOption, accountOptions, colorOption } from './shared-options.ts';
import { tail } from './tail.ts';
import { token } from './token.ts';

const help = command({
  name: 'help',
  summary: 'Show the help of a command',
  arguments: [{ name: '[COMMAND...]', completes: 'command' }],
  examples: [['flarescope help history show', 'How one of the commands below history is used']],
  run: async ({ words }, io): Promise<number> => tell(io, helpFor(program, words)),
});

const versionCommand = command({
  name: 'version',
  summary: 'Print the version',
  run: async (_, io) => tell(io, versionText),
});

export const program = command({
  name: 'flarescope',
  summary: 'Explore the Cloudflare v4 API in the terminal',
  about: ['Without a command it starts the explorer.'],
  usage: ['', 'COMMAND [OPTION...]'],
  options: {
    ...accountOptions,
    ...colorOption,
    ...accessibleOption,
    version: { short: 'V', help: 'Print the version' },
  },
  sections: [
    {
      title: 'Request',
      rows: [
        "[METHOD] PATH [name==value] [Header:value] [field=text] [field:=json] [@file] ['| jq-filter']",
        'The same in the explorer, in the history and after flarescope api. See flarescope help api.',
      ],
    },
    {
      title: 'Credentials',
      rows: [
        'The first of these that exists is used: --profile NAME, --sandbox or --local; FLARESCOPE_SANDBOX=1; the environment, that is ' +
          'CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL (CLOUDFLARE_BASE_URL sets another address); the ' +
          'profile in use. Without any, a terminal shows the sandbox, and a script ends with 2.',
      ],
    },
  ],
  examples: [
    ['flarescope', 'Start the explorer'],
    ["flarescope api /zones '| .result[].name'", 'Print the names of your zones'],
    ['flarescope endpoints purge cache', 'Find an operation'],
    ['flarescope --local', 'Explore what wrangler dev serves on this machine'],
    ['flarescope --profile prod history', 'Options may come before a command'],
  ],
  commands: [
    api,
    can,
    token,
    analytics,
    endpoints,
    importing,
    open,
    diff,
    tail,
    history,
    auth,
    config,
    keys,
    completion,
    sandbox,
    help,
    versionCommand,
  ],
  run: async ({ values }, io) => {
    if (values.version) return tell(io, versionText);
    return (await import('../start-explorer.ts')).explore(values, io);
  },
});
