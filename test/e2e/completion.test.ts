// Real shells complete flarescope: the script is sourced as the README says, and Tab is pressed.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { findPowerShell, whyNotRun } from '../helpers/run-commands.ts';
import { mainFile, openTerminal, type Terminal } from '../helpers/terminal.ts';

const shells = [
  { name: 'bash', args: ['--norc', '--noprofile', '-i'], start: 'source <(flarescope completion bash)' },
  {
    name: 'zsh',
    args: ['-f', '-i'],
    start: 'PS1="$ "; autoload -U compinit && compinit -u -D && source <(flarescope completion zsh)',
  },
  {
    name: 'fish',
    args: [
      '--private',

      '-C',
      'function fish_prompt; printf "\\$ "; end; set -g fish_autosuggestion_enabled 0',
    ],
    start: 'flarescope completion fish | source',
  },
  {
    name: 'pwsh',
    args: [
      '-NoLogo',
      '-NoProfile',
      '-NoExit',
      '-Command',
      "function prompt { '$ ' }; Set-PSReadLineOption -PredictionSource None -HistorySaveStyle SaveNothing",
    ],
    start: 'flarescope completion powershell | Out-String | Invoke-Expression',
  },
] as const;

type Shell = (typeof shells)[number];
const whyNotTried = ({ name }: Shell): string | undefined => whyNotRun(name === 'pwsh' ? 'PowerShell Standard' : name);

// A Tab starts a process, and there are many.
vi.setConfig({ testTimeout: 240_000 });

interface CompletingShell extends Terminal {
  /** Types a line, presses Tab, and waits until the line, without what it was wrapped at, is this. */
  readonly completes: (typed: string, line: string) => Promise<void>;
  /** Types keys into an empty line, and waits until a Tab in them has been answered. */
  readonly press: (keys: string) => Promise<void>;
  /** Types more words, presses Enter, and gives the arguments that the program got. */
  readonly argumentsOf: (more: string) => Promise<readonly string[]>;
}

/** Names that run something, or name something else, where a shell reads them as more than text. */
const hostileNames = [
  '$(touch PWNED).json',
  '`touch PWNED`',
  ';touch PWNED;',
  '&touch PWNED&',
  '|touch PWNED',
  '> PWNED',
  "it's 'quoted'",
  'a "double" one"',
  'back\\slash \\$HOME',
  '$HOME $PATH `id`',
  '{a,b} {x} [a-z]* ?',
  '~ ~root =ls',
  'a!b!! !',
  '#hash ^caret %self',
  '  two  blanks ',
  'é 区 😀',
  '-rf',
  "'",
  '"',
  '\\',
  "$'x'",
  '(touch PWNED)',
];

async function openShell(shell: Shell, more: Readonly<Record<string, string>> = {}): Promise<CompletingShell> {
  const bin = await temporaryFolder();
  const program = path.join(bin, 'flarescope');
  await writeFile(
    program,
    `#!/bin/sh\n
if [ "$1" = completion ]; then exec '${process.execPath}' '${mainFile}' "$@"; fi
printf '%s\\0' "$@" > "$HOME/arguments.new" && mv "$HOME/arguments.new" "$HOME/arguments"\n`,
  );
  await chmod(program, 0o755);
  const terminal = await openTerminal({
    command: shell.name === 'pwsh' ? (findPowerShell() ?? 'pwsh') : shell.name,
    args: shell.args,
    columns: 120,
    env: {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      PS1: '$ ',
      HISTFILE: '',
      TERM: 'xterm-256color',
      FLARESCOPE_SANDBOX: '1',
      ...more,
    },
  });
  await terminal.waitFor(/^\$/m);
  terminal.write(`${shell.start}; echo re''ady\r`);
  expect(await terminal.waitFor(/^ready/m)).not.toMatch(/error|not found|unknown/i);
  const line = (): string => terminal.row(terminal.cursor().row);
  return {
    ...terminal,
    completes: async (typed, wanted) => {
      // ctrl+u takes away what stands there, in all of them.
      terminal.write('\u0015');
      await terminal.waitFor(() => line() === '$');
      terminal.write(typed);
      await terminal.waitFor(() => line() === `$ ${typed}`.trimEnd(), typed);
      terminal.write('\t');
      await terminal.waitFor(() => line() === `$ ${wanted}`.trimEnd(), wanted);
    },
    press: async (keys) => {
      terminal.write('\u0015');
      await terminal.waitFor(() => line() === '$');
      terminal.write(keys);
      const typed = keys.replace('\t', '');
      await terminal.waitFor(
        () => terminal.screen().includes('$ flarescope') && line().length > typed.length + 2,
        keys,
      );
    },
    argumentsOf: async (more) => {
      const file = path.join(terminal.home, 'arguments');
      await rm(file, { force: true });
      terminal.write(` ${more}\r`);
      await terminal.waitFor(() => line() === '$', more);
      return (await readFile(file, 'utf8')).split('\0').slice(0, -1);
    },
  };
}

for (const shell of shells) {
  const why = whyNotTried(shell);
  describe.skipIf(why)(`${shell.name}${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
    test('completes commands, options, methods, paths, names of zones, parameters and their values', async () => {
      const opened = await openShell(shell);
      await opened.completes('flarescope endp', 'flarescope endpoints');
      await opened.completes('flarescope api --dry', 'flarescope api --dry-run');
      await opened.completes('flarescope api PA', 'flarescope api PATCH');
      await opened.completes('flarescope api GET /user/tok', 'flarescope api GET /user/tokens');
      await opened.completes('flarescope api GET /zones/amber-f', 'flarescope api GET /zones/amber-forge.example');
      await opened.completes(
        'flarescope api POST /zones/example.com/purge_',
        'flarescope api POST /zones/example.com/purge_cache',
      );
      await opened.completes(
        'flarescope api GET /zones/example.com/dns_records ord',
        'flarescope api GET /zones/example.com/dns_records order==',
      );
      await opened.completes(
        'flarescope api GET /zones/example.com/dns_records order==con',
        'flarescope api GET /zones/example.com/dns_records order==content',
      );
      // Files, with what the shell has to have quoted.
      await mkdir(path.join(opened.home, 'zones of mine'));
      await writeFile(path.join(opened.home, 'zones of mine', 'body.json'), '{}');
      const blank = shell.name === 'pwsh' ? '` ' : '\\ ';
      const folder = `zones${blank}of${blank}mine/`;
      await opened.completes('flarescope open zon', `flarescope open ${folder}`);
      const file = shell.name === 'pwsh' ? "'zones of mine/body.json'" : `${folder}body.json`;
      await opened.completes(`flarescope open ${folder}b`, `flarescope open ${file}`);
    });

    test('a file of any name is one argument, in quotes or without, and runs nothing', async () => {
      const opened = await openShell(shell);
      for (const [index, name] of hostileNames.entries())
        await writeFile(path.join(opened.home, `${index}z${name}`), '');
      for (const [index, name] of hostileNames.entries()) {
        // Quotes change what a few characters mean; PowerShell, which puts the whole word in anew, needs no trial of every one.
        const quotes = ['', ...(/["$`\\!]/.test(name) ? ['"'] : []), ...(/['\\!]/.test(name) ? ["'"] : [])];
        for (const quote of shell.name === 'pwsh' && index > 3 ? [''] : quotes) {
          await opened.press(`flarescope open ${quote}${index}z\t`);
          const given = await opened.argumentsOf(`-last ${index}`);
          expect(given, `${quote}${name}`).toEqual(['open', `${index}z${name}`, '-last', String(index)]);
        }
      }
      // Behind what says that it is a file, and what comes before a quote in the same word.
      const begins = shell.name === 'pwsh' ? ["'@"] : ['@"', '@', 'part@', 'a=@', '"a:=@'];
      for (const [index, begin] of begins.entries()) {
        const plain = begin.replaceAll(/["']/g, '');
        await opened.press(`flarescope api POST /zones ${begin}0z\t`);
        const given = await opened.argumentsOf(`-last ${index}`);
        const [hostile] = hostileNames;
        expect(given, begin).toEqual(['api', 'POST', '/zones', `${plain}0z${hostile}`, '-last', String(index)]);
      }
      await expect(readFile(path.join(opened.home, 'PWNED'))).rejects.toThrow('ENOENT');
      // One that begins as an option or a home folder does is given with its folder.
      const folder = path.join(opened.home, 'only');
      await mkdir(folder);
      opened.write('cd only\r');
      for (const name of ['-rf', '~root']) {
        await writeFile(path.join(folder, name), '');
        // fish offers nothing with a dot before it to who has typed none.
        await opened.press(`flarescope open ${shell.name === 'fish' ? './' : ''}\t`);
        expect(await opened.argumentsOf('-last')).toEqual(['open', `./${name}`, '-last']);
        await rm(path.join(folder, name));
      }
    });

    test('a profile of any name is one argument, and a locked vault offers none', async () => {
      const home = await temporaryFolder();
      const passphrase = 'open for completion';
      const credential = { kind: 'token', token: createSecret('cfut_0123456789abcdefghijklmnopqrstuvwxyz') } as const;
      // No program of ours saves such names; a file may hold them.
      const profiles = [...hostileNames.map((name, index) => `${index}z${name}`), 'plain'].map((name) => ({
        ...{ name, credential, baseUrl: 'https://api.example.com', accountId: undefined },
        ...{ readOnly: false, production: false },
      }));
      await makeCheapVault(home, passphrase, ...profiles);
      const opened = await openShell(shell, { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase });
      await opened.completes('flarescope api --profile pl', 'flarescope api --profile plain');
      await opened.completes('flarescope auth remove pl', 'flarescope auth remove plain');
      // They are written as names of files are: some of them show it.
      for (const [index, name] of [...hostileNames.entries()].filter(([at]) => at % 5 === 0)) {
        const quote = index % 10 === 0 ? '"' : '';
        await opened.press(`flarescope auth use ${quote}${index}z\t`);
        const given = await opened.argumentsOf(`-last ${index}`);
        expect(given, `${quote}${name}`).toEqual(['auth', 'use', `${index}z${name}`, '-last', String(index)]);
      }
      await opened.press('flarescope api --profile 0z\t');
      expect(await opened.argumentsOf('-last')).toEqual(['api', '--profile', `0z${hostileNames[0]}`, '-last']);
      await expect(readFile(path.join(opened.home, 'PWNED'))).rejects.toThrow('ENOENT');
      const forget = { pwsh: 'Remove-Item Env:FLARESCOPE_PASSPHRASE', fish: 'set -e FLARESCOPE_PASSPHRASE' };
      opened.write(`${Reflect.get(forget, shell.name) ?? 'unset FLARESCOPE_PASSPHRASE'}; echo for''gotten\r`);
      await opened.waitFor(/^forgotten/m);
      await opened.completes('flarescope auth use pl', 'flarescope auth use pl');
      expect(opened.screen()).not.toContain('assphrase for');
    });
  });
}
