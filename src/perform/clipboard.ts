// The user's clipboard: by the system's own tool where that reaches it, else by the terminal, which sets it on whatever
// machine the user sits at (OSC 52). The trap: a terminal never says whether it did.

import { spawn } from 'node:child_process';
import type { Environment } from '../accounts/account.ts';
import type { Terminal } from './performers.ts';

interface Clipboard {
  /** Where the text went, such as `to the clipboard by wl-copy`; rejects with a sentence that says why nowhere. */
  readonly copy: (text: Uint8Array) => Promise<string>;
  /** The most bytes that `copy` takes. */
  readonly largest: number;
}

/**
 * Bytes that go into one OSC 52: 100,000 characters of base64 with what is around them, more than which hterm drops.
 *
 * https://chromium.googlesource.com/apps/libapps/+/HEAD/hterm/js/hterm_vt.js
 */
export const largestForTerminal = 74_994;

/** Beyond this a clipboard's owner is only made to swap. */
const largest = 64 * 1024 * 1024;

/** Milliseconds after which a tool that has not taken the text is given up. */
const patience = 5000;

interface Tool {
  readonly command: string;
  readonly args: readonly string[];
}

const windowsTool: Tool = {
  command: 'powershell.exe',
  args: [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    '[Console]::InputEncoding = [Text.UTF8Encoding]::new($false); Set-Clipboard -Value ([Console]::In.ReadToEnd())',
  ],
};

/** The tools that may reach the clipboard of who looks at this terminal, the likeliest first. */
export function clipboardTools(env: Environment, platform: NodeJS.Platform): readonly Tool[] {
  const tools: Tool[] = [];
  const isRemote = isOverSsh(env);
  if (platform === 'darwin' && !isRemote) tools.push({ command: 'pbcopy', args: [] });
  if (platform === 'win32' && !isRemote) tools.push(windowsTool);
  if (isSet(env.WAYLAND_DISPLAY)) tools.push({ command: 'wl-copy', args: [] });
  if (isSet(env.DISPLAY)) {
    tools.push({ command: 'xclip', args: ['-selection', 'clipboard'] }, { command: 'xsel', args: ['-ib'] });
  }
  if (isSet(env.WSL_DISTRO_NAME)) tools.push(windowsTool);
  if (isSet(env.TERMUX_VERSION)) tools.push({ command: 'termux-clipboard-set', args: [] });
  // tmux takes no OSC 52 from programs unless it is told to, but hands on what it is given in this way.
  if (isSet(env.TMUX)) tools.push({ command: 'tmux', args: ['load-buffer', '-w', '-'] });
  return tools;
}

function isOverSsh(env: Environment): boolean {
  return isSet(env.SSH_CONNECTION) || isSet(env.SSH_TTY);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

export function createClipboard(
  env: Environment,
  terminal: Pick<Terminal, 'write'>,
  platform: NodeJS.Platform = process.platform,
): Clipboard {
  const tools = clipboardTools(env, platform);
  const copy = async (text: Uint8Array): Promise<string> => {
    for (const tool of tools) {
      if (await hand(tool, text, env)) return `to the clipboard with ${tool.command}`;
    }
    if (text.length <= largestForTerminal) {
      terminal.write(osc52(text));
      return 'to the terminal with OSC 52';
    }
    const missing = tools.length === 0 ? 'there is no clipboard tool' : 'no clipboard tool worked';
    throw new Error(`${missing}, and a terminal takes only 75 kB`);
  };
  return { copy, largest };
}

/** The sequence that sets the clipboard: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html */
export function osc52(text: Uint8Array): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** False where the tool is not there or fails. It is told nothing of the account. */
async function hand({ command, args }: Tool, text: Uint8Array, env: Environment): Promise<boolean> {
  const known = Object.entries(env).filter(([name]) => !name.startsWith('CLOUDFLARE_'));
  // xclip stays behind to serve what was copied: whoever waited for its output would wait for good.
  const child = spawn(command, args, {
    env: Object.fromEntries(known),
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: patience,
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    child.stdin.once('error', () => undefined);
    child.stdin.end(text);
  });
}
