// Opens the documentation of an operation in the user's browser, without a shell; where there is none to be seen, as over ssh, the
// address goes to the clipboard instead.
import { spawn } from 'node:child_process';
import type { Environment } from '../accounts/account.ts';
import { documentationOf, documentationRoot } from '../catalog/documentation.ts';
import { effectiveMethod } from '../request/method.ts';
import { errorText } from '../text/sentences.ts';
import type { Catalogs } from './catalogs.ts';
import { createClipboard } from './clipboard.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Terminal } from './performers.ts';

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** What opens an address where the user sees it; undefined where nothing does. */
export function browserProgram(address: string, env: Environment, platform: NodeJS.Platform): Program | undefined {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  if (isSet('SSH_CONNECTION') || isSet('SSH_TTY')) return undefined;
  if (platform === 'darwin') return { command: 'open', args: [address] };
  // `start` is a word of its shell.
  if (platform === 'win32') return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', address] };
  if (isSet('WSL_DISTRO_NAME')) return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', address] };
  if (isSet('TERMUX_VERSION')) return { command: 'termux-open-url', args: [address] };
  return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY') ? { command: 'xdg-open', args: [address] } : undefined;
}

/** Milliseconds after which a program that has not ended is taken to show the page: some run as long as the browser. */
const patience = 2000;

/** True where it was started and did not fail at once. It is told nothing of the account. */
function opens({ command, args }: Program, env: Environment): Promise<boolean> {
  const known = Object.entries(env).filter(([name]) => !/^(?:CLOUDFLARE|FLARESCOPE)_/.test(name));
  const child = spawn(command, args, { env: Object.fromEntries(known), stdio: 'ignore', detached: true });
  child.unref();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), patience);
    timer.unref();
    const end = (isOpen: boolean): void => {
      clearTimeout(timer);
      resolve(isOpen);
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
  });
}

/** Shows the address to the user in one way or another, and gives the sentence that says how. */
export async function showAddress(
  address: string,
  env: Environment,
  terminal: Pick<Terminal, 'write'>,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  if (!address.startsWith(documentationRoot)) throw new Error('this is no address of the documentation');
  const program = browserProgram(address, env, platform);
  if (program && (await opens(program, env))) return `Opened ${address}`;
  const where = await createClipboard(env, terminal, platform).copy(new TextEncoder().encode(address));
  return `Copied ${address} ${where}${program ? `: ${program.command} did not open it` : ''}`;
}

/** The page of the operation that a request is. */
export async function browse(
  { request }: EffectOf<'docs.open'>,
  { catalogs, use, env, terminal }: BrowsePorts,
  dispatch: Dispatch,
): Promise<void> {
  try {
    const { catalog } = await use(dispatch, catalogs.of);
    const match = catalog.matcher().match(effectiveMethod(request), request.path);
    const address = match && documentationOf(catalog.details(match.operation));
    if (address === undefined) {
      const what = match ? `No page is known for ${match.operation.method} ${match.operation.path}` : undefined;
      dispatch({
        type: 'told',
        kind: 'info',
        text: what ?? 'The catalog has no such operation, so no page of it is known',
      });
      return;
    }
    dispatch({ type: 'told', kind: 'info', text: await showAddress(address, env, terminal) });
  } catch (error) {
    dispatch({ type: 'told', kind: 'problem', text: `Could not open the documentation: ${errorText(error)}` });
  }
}

interface BrowsePorts {
  readonly catalogs: Catalogs;
  readonly use: Link['use'];
  readonly env: Environment;
  readonly terminal: Pick<Terminal, 'write'>;
}
