// The bell, and notifications of the desktop, as terminals show them. No terminal says whether it did.
import { spawnSync } from 'node:child_process';
import type { Environment } from '../accounts/account.ts';
import { visible } from '../text/untrusted.ts';
import { truncate } from '../text/width.ts';

const bell = '\u0007';

/** Cells of a notification that anybody reads. */
const longest = 160;

/** Writes what the terminal of this environment understands. */
export function notify(
  { how, text }: { readonly how: 'bell' | 'desktop'; readonly text: string },
  env: Environment,
  terminal: { readonly write: (sequence: string) => void },
): void {
  terminal.write(how === 'bell' ? bell : desktopSequence(text, env));
}

/**
 * The sequence for a notification. Inside of tmux it is handed through where tmux lets programs do that, and else is the bell,
 * which tmux shows by itself; GNU screen has nothing to hand it through whole.
 *
 * https://iterm2.com/documentation-escape-codes.html (OSC 9), https://github.com/tmux/tmux/wiki/FAQ (passthrough)
 *
 * @param allowsPassthrough asks tmux
 */
export function desktopSequence(
  text: string,
  env: Environment,
  allowsPassthrough: (env: Environment) => boolean = tmuxAllowsPassthrough,
): string {
  // A semicolon parts the fields of OSC 777. What begins with a digit is a command of ConEmu's in OSC 9: the name stands before it.
  const words = truncate(visible(text).replaceAll(';', ','), longest);
  const isFielded = /^(?:rxvt|foot)/.test(env.TERM ?? '') || env.VTE_VERSION !== undefined;
  const sequence = isFielded ? `\u001b]777;notify;flarescope;${words}${bell}` : `\u001b]9;flarescope: ${words}${bell}`;
  if (env.TMUX) {
    return allowsPassthrough(env) ? `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\` : bell;
  }
  return env.STY ? bell : sequence;
}

/** Milliseconds that tmux may take to answer. */
const patience = 500;

function tmuxAllowsPassthrough(env: Environment): boolean {
  const known = Object.entries(env).filter(([name]) => !name.startsWith('CLOUDFLARE_'));
  const { stdout } = spawnSync('tmux', ['show-options', '-Apv', 'allow-passthrough'], {
    env: Object.fromEntries(known),
    encoding: 'utf8',
    timeout: patience,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return /^(?:on|all)\b/.test(stdout ?? '');
}
