// `flarescope import [FILE|-]`: a curl or Invoke-RestMethod command as a request line, or sent.

import { parseArgs } from 'node:util';
import { accountOf } from '../accounts/account.ts';
import { publicBaseUrl } from '../api/address.ts';
import { createSecret } from '../api/credential.ts';
import { indexDocument } from '../json/parse.ts';
import { formatLine, formatWords } from '../request/format.ts';
import { importedJson } from '../request/import/body-items.ts';
import { importCommand } from '../request/import/command.ts';
import { importNotes } from '../request/import/to-line.ts';
import { readUserFile } from '../store/user-files.ts';
import { type AccountFlags, accountHelp, accountOptions, findAccount } from './account.ts';
import { Cancelled, complain, exitCodes, messageOf, print } from './messages.ts';
import { printPretty } from './pretty.ts';

export const help = `Usage: flarescope import [--run | --json] [FILE|-]

Reads a command that somebody wrote for another tool, from a file or from standard input, and prints the request line
for it: curl as bash, the Command Prompt or PowerShell have it, Invoke-RestMethod and Invoke-WebRequest. Nothing in it
runs. What cannot be taken over is said; credentials are taken out.

  --run       send it, as flarescope api does
  --json      print method, path, query, headers, body, filter and notes instead
${accountHelp}
  -h, --help  this text

Exit status: 0 read, 2 usage or no command; with --run those of flarescope api.
`;

export async function importRequest(argv: readonly string[]): Promise<number> {
  let run = false;
  let json = false;
  let name = '-';
  let baseUrl: string;
  let account: AccountFlags;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        run: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        ...accountOptions,
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      return exitCodes.success;
    }
    if (values.run && values.json) throw new Error('--run sends the request and --json prints it: choose one');
    if (positionals.length > 1) throw new Error('one file is to be named, or - for standard input');
    ({ run, json } = values);
    name = positionals[0] ?? '-';
    account = values;
    // A vault is opened only where a profile is asked for: nearly every command is for the API's public address.
    const named = values.profile === undefined ? accountOf(process.env) : (await findAccount(values)).account;
    baseUrl = named.baseUrl ?? publicBaseUrl;
  } catch (error) {
    complain(messageOf(error));
    return error instanceof Cancelled ? exitCodes.cancelled : exitCodes.usage;
  }
  const text = await read(name);
  if (text === undefined) return exitCodes.usage;
  const imported = importCommand(text, { baseUrl, seal: createSecret });
  const notes = importNotes(imported);
  if (!json || !imported.ok) for (const note of notes) complain(note);
  if (!imported.ok) return exitCodes.usage;
  if (json) return printJson(importedJson(imported, notes));
  const line = formatLine(imported.request);
  if (!run) {
    await print(`${line}\n`);
    return exitCodes.success;
  }
  if (imported.unfilled.length > 0 || !imported.isComplete) {
    complain(`it was not sent, since something is missing: ${line}`);
    return exitCodes.usage;
  }
  const { api } = await import('./api.ts');
  const flags = Object.entries(account).flatMap(([flag, value]) =>
    flag in accountOptions && typeof value === 'string' ? [`--${flag}=${value}`] : [],
  );
  return api([...flags, '--', ...formatWords(imported.request)]);
}

async function read(name: string): Promise<string | undefined> {
  try {
    if (name !== '-') return new TextDecoder().decode(await readUserFile(name));
    if (process.stdin.isTTY) process.stderr.write('Paste a command, then press ctrl+d on a line of its own.\n');
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return new TextDecoder().decode(Buffer.concat(chunks));
  } catch (error) {
    complain(`${name === '-' ? 'standard input' : name} could not be read: ${messageOf(error)}`);
    return undefined;
  }
}

async function printJson(text: string): Promise<number> {
  const indexed = process.stdout.isTTY ? indexDocument(new TextEncoder().encode(text)) : undefined;
  await (indexed?.ok ? printPretty(indexed.document) : print(`${text}\n`));
  return exitCodes.success;
}
