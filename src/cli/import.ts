// `flarescope import [FILE|-]`: a curl or Invoke-RestMethod command as a request line, or sent.

import { newAddress } from '../accounts/account.ts';
import { publicBaseUrl } from '../api/address.ts';
import { createSecret } from '../api/credential.ts';
import { indexDocument } from '../json/parse.ts';
import { formatLine, formatWords } from '../request/format.ts';
import { importedJson } from '../request/import/body-items.ts';
import { importWithJq } from '../request/import/command.ts';
import { namesSdk } from '../request/import/languages.ts';
import { importNotes } from '../request/import/to-line.ts';
import type { FindSdkOperation } from '../request/import/types.ts';
import { readUserFile } from '../store/user-files.ts';
import { withoutMark } from '../text/encoding.ts';
import { findAccount } from './account.ts';
import type { ImportValues } from './commands/import.ts';
import { complain } from './complain.ts';
import { type Io, print, readStdin } from './io.ts';
import { exitCodes, messageOf, Refusal, refuse } from './messages.ts';
import { printPretty } from './pretty.ts';
import type { Given } from './spec.ts';

/** Milliseconds that jq may take for a body which the command has it make. */
const jqPatience = 5_000;

export async function importRequest({ values, words }: Given<ImportValues>, io: Io): Promise<number> {
  const { run, json, index } = values;
  if (run && json) throw new Refusal('--run sends the request and --json prints it. Use one of them');
  const [name = '-'] = words;
  if (name === '-' && values['passphrase-fd'] === '0')
    throw new Refusal('standard input cannot be both the command and the passphrase: use another file descriptor');
  // A vault is opened only where a profile is asked for: nearly every command is for the API's public address.
  const isNamed = values.profile !== undefined || values.local !== undefined;
  const chosen = isNamed ? await findAccount(values, io) : undefined;
  const baseUrl = chosen ? (chosen.account.baseUrl ?? publicBaseUrl) : environmentAddress(io);
  const text = await read(name, io);
  const options = { baseUrl, seal: createSecret, index, findOperation: await operationFinder(text) };
  const imported = await importWithJq(text, options, async (filter, json) => {
    const { filterOnce } = await import('../workers/filter.ts');
    return filterOnce(filter, json, jqPatience);
  });
  const notes = importNotes(imported);
  if (!json || !imported.ok) for (const note of notes) complain(io, note);
  if (!imported.ok) return exitCodes.usage;
  if (json) return printText(importedJson(imported, notes), io);
  const line = formatLine(imported.request);
  if (!run) {
    await print(io, `${line}\n`);
    return exitCodes.success;
  }
  if (imported.choices.length > 1 && index === undefined) {
    for (const [at, choice] of imported.choices.entries()) complain(io, `--index ${at + 1}: ${choice}`);
    throw new Refusal('it was not sent, because there are several requests: choose one with --index N');
  }
  if (imported.unfilled.length > 0 || !imported.isComplete)
    throw new Refusal(`it was not sent, because something is missing: ${line}`);
  const { runApi } = await import('./api.ts');
  const { profile, sandbox, local, 'passphrase-fd': descriptor, color, yes } = values;
  return runApi(
    formatWords(imported.request),
    { profile, sandbox, local, 'passphrase-fd': descriptor, color, yes },
    io,
    chosen,
    { from: undefined },
  );
}

/** Reads the catalog only for code of the official SDK, whose methods it knows. */
async function operationFinder(text: string): Promise<FindSdkOperation | undefined> {
  if (!namesSdk(text)) return undefined;
  const [{ loadCatalog }, { sdkOperationOf }] = await Promise.all([
    import('../catalog/load.ts'),
    import('../catalog/sdk-call.ts'),
  ]);
  return (members) => sdkOperationOf(loadCatalog(), members);
}

function environmentAddress({ env }: Io): string {
  try {
    return newAddress(env);
  } catch (error) {
    return refuse(error);
  }
}

async function read(name: string, io: Io): Promise<string> {
  try {
    if (name !== '-') return new TextDecoder().decode(withoutMark(await readUserFile(name)));
    if (io.stdin.isTTY) io.stderr.write('Paste a command, then press ctrl+d on a line of its own.\n');
    return new TextDecoder().decode(withoutMark(await readStdin(io)));
  } catch (error) {
    throw new Refusal(`${name === '-' ? 'standard input' : name} cannot be read: ${messageOf(error)}`);
  }
}

async function printText(text: string, io: Io): Promise<number> {
  const indexed = io.isForEyes ? indexDocument(new TextEncoder().encode(text)) : undefined;
  await (indexed?.ok ? printPretty(io, indexed.document) : print(io, `${text}\n`));
  return exitCodes.success;
}
