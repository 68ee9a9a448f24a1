// From argv to a command. Each command is loaded only when it is asked for; help and version load nothing else.
import { exitCodes } from './messages.ts';
import { version } from './version.ts';

export const help = `flarescope ${version}: explore the Cloudflare v4 API in a terminal

Usage
  flarescope                      the explorer
  flarescope api REQUEST...       send one request, print its response
  flarescope endpoints [QUERY]    find operations of the API
  flarescope import [FILE|-]      read a curl or Invoke-RestMethod command
  flarescope open FILE|-          show a JSON file, or standard input, as a tree
  flarescope history [QUERY]      the requests that were sent: list, show, run, save, clear
  flarescope auth COMMAND         save accounts as profiles, encrypted
  flarescope completion SHELL     make a shell complete all of this
  flarescope sandbox              serve the sandbox, an account of made-up data
  flarescope COMMAND --help       more about a command

Request
  [METHOD] PATH [name==value] [Header:Value] [field=text] [field:=json] [@file] [| jq-filter]
  GET /zones per_page==50 order==name

Account, the first of these that is there
  --profile NAME; CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL, with
  CLOUDFLARE_BASE_URL for another address; the profile in use; the sandbox.

Options
  --profile NAME   the profile to use
  -h, --help       this text
  -V, --version    the version
`;

/** Runs the command that `argv` names and gives its exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined || loadMuch.has(first) || isAccountFlag(first)) {
    (await import('./start-explorer.ts')).keepCompiledCode(process.env);
  }
  switch (first) {
    case undefined:
      return (await import('./explore.ts')).explore([]);
    case 'api':
      return (await import('./api.ts')).api(rest);
    case 'endpoints':
      return (await import('./endpoints.ts')).endpoints(rest);
    case 'import':
      return (await import('./import.ts')).importRequest(rest);
    case 'open':
      return (await import('./open.ts')).open(rest);
    case 'history':
      return (await import('./history.ts')).history(rest);
    case 'auth':
      return (await import('./auth.ts')).auth(rest);
    case 'completion':
      return (await import('./completion.ts')).completion(rest);
    case 'sandbox':
      return (await import('./sandbox.ts')).sandbox(rest);
    case 'help':
    case '-h':
    case '--help':
      process.stdout.write(help);
      return exitCodes.success;
    case '-V':
    case '--version':
      process.stdout.write(`${version}\n`);
      return exitCodes.success;
    default:
      if (/^--(?:profile|passphrase-fd)(?:=|$)/.test(first)) {
        return (await import('./explore.ts')).explore(argv);
      }
      process.stderr.write(`flarescope: there is no command ${JSON.stringify(first)}; flarescope --help lists them\n`);
      return exitCodes.usage;
  }
}

/** Commands for which it is worth keeping what V8 makes of their code until the next start. */
const loadMuch: ReadonlySet<string> = new Set(['api', 'open', 'completion']);

/** The explorer's own options stand where a command would. */
function isAccountFlag(word: string): boolean {
  return /^--(?:profile|passphrase-fd)(?:=|$)/.test(word);
}
