// Requests written for other tools, and commands of theirs read. Both are loaded when they are wanted.
import type { Account, Environment } from '../accounts/account.ts';
import { publicBaseUrl } from '../api/address.ts';
import { createSecret } from '../api/credential.ts';
import { HttpFailure, sentence } from '../api/failures.ts';
import { LEFT_OUT, withoutKnownSecrets } from '../api/known-secrets.ts';
import { sentAs } from '../api/shown-credential.ts';
import type { ImportedRequest, ToolEffect } from '../explorer/model/tools.ts';
import { formatLine } from '../request/format.ts';
import type { FindSdkOperation } from '../request/import/types.ts';
import { effectiveMethod } from '../request/method.ts';
import { mayHoldNames } from '../request/path.ts';
import type { SnippetResult } from '../request/snippets/formats.ts';
import type { SdkCall } from '../request/snippets/types.ts';
import type { RequestLine } from '../request/types.ts';
import { homeExpanded, readUserFolder } from '../store/user-files.ts';
import { errorText } from '../text/sentences.ts';
import type { WithIds } from './catalogs.ts';
import { withSettledBody } from './exchange.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Performers } from './performers.ts';

interface ToolPorts {
  readonly account: () => Account;
  /** Lends the connection, for names that have to be looked up. */
  readonly use: Link['use'];
  readonly withIds: WithIds;
  readonly env: Environment;
}

/** Milliseconds that looking up the names in a request may take before it is written down with them. */
const namePatience = 10_000;

/** Milliseconds that jq may take for a body which a pasted command has it make. */
const jqPatience = 5_000;

export function createToolPerformers(ports: ToolPorts): Performers<ToolEffect['type']> {
  return {
    'snippets.write': (effect, dispatch) => void writeSnippets(effect, dispatch, ports),
    'files.list': (effect, dispatch) => void listFiles(effect, dispatch, ports),
    'import.read': (effect, dispatch) => void readCommand(effect, dispatch, ports),
  };
}

/** The sandbox is gone when a command runs, so that what is written for it is for the API itself. */
export function snippetBaseUrl({ baseUrl }: Pick<Account, 'baseUrl'>): string {
  return baseUrl ?? publicBaseUrl;
}

async function writeSnippets(
  { id, request, depth }: EffectOf<'snippets.write'>,
  dispatch: Dispatch,
  { account, use, withIds }: ToolPorts,
): Promise<void> {
  try {
    const { snippetFormats, writeSnippet } = await import('../request/snippets/formats.ts');
    const context = { signal: AbortSignal.timeout(namePatience), onEvent: () => undefined };
    const named = await withSettledBody(
      mayHoldNames(request) ? await use(dispatch, (open) => withIds(open, request, context, id, dispatch)) : request,
    );
    const { credential, ...place } = account();
    const baseUrl = snippetBaseUrl(place);
    const call = await sdkCallFor(named);
    const options = { baseUrl, credential: sentAs(credential), depth, call } as const;
    const written = snippetFormats.map((format) => ({
      id: format.id,
      label: format.label,
      oneLine: withoutCredential(writeSnippet(format, named, { ...options, multiline: false })),
      multiline: withoutCredential(writeSnippet(format, named, { ...options, multiline: true })),
    }));
    dispatch({ type: 'snippets.written', id, written });
  } catch (error) {
    const reason = error instanceof HttpFailure ? sentence(error.failure) : String(error);
    dispatch({ type: 'snippets.written', id, written: reason });
  }
}

/** A snippet names the variable that a credential is in, and never holds one, also where it stood in the request itself. */
export function withoutCredential(written: SnippetResult): SnippetResult {
  if (!written.ok) return written;
  const text = withoutKnownSecrets(written.text);
  if (text === written.text) return written;
  const note = `The request holds a credential in its text, which is left out: put it in place of ${LEFT_OUT}.`;
  return { ...written, text, notes: [...written.notes, note] };
}

/** The official SDK's own method for it; undefined where the catalog knows none. */
export async function sdkCallFor(request: RequestLine): Promise<SdkCall | undefined> {
  const [{ loadCatalog }, { sdkCallOf }] = await Promise.all([
    import('../catalog/load.ts'),
    import('../catalog/sdk-call.ts'),
  ]);
  const catalog = loadCatalog();
  const match = catalog.matcher().match(effectiveMethod(request), request.path);
  return match && sdkCallOf(match, catalog.details(match.operation), request);
}

/** The methods of the official SDK, for code that has it. */
async function operationFinder(text: string): Promise<FindSdkOperation | undefined> {
  const { namesSdk } = await import('../request/import/languages.ts');
  if (!namesSdk(text)) return undefined;
  const [{ loadCatalog }, { sdkOperationOf }] = await Promise.all([
    import('../catalog/load.ts'),
    import('../catalog/sdk-call.ts'),
  ]);
  return (members) => sdkOperationOf(loadCatalog(), members);
}

/** Requests of one text that are offered. */
const mostOffered = 50;

async function listFiles(
  { folder, place }: EffectOf<'files.list'>,
  dispatch: Dispatch,
  { env }: Pick<ToolPorts, 'env'>,
): Promise<void> {
  const entries = await readUserFolder(homeExpanded(folder, env.HOME) || '.').catch(errorText);
  dispatch({ type: 'files.listed', place, entries });
}

async function readCommand(
  { text }: EffectOf<'import.read'>,
  dispatch: Dispatch,
  { account }: Pick<ToolPorts, 'account'>,
): Promise<void> {
  const [{ importWithJq }, { requestNotes }] = await Promise.all([
    import('../request/import/command.ts'),
    import('../request/import/to-line.ts'),
  ]);
  const options = {
    baseUrl: snippetBaseUrl(account()),
    seal: createSecret,
    findOperation: await operationFinder(text),
  };
  /** The requests of one text may have the same body made. */
  const made = new Map<string, Promise<string | undefined>>();
  const runJq = (filter: string, json: string): Promise<string | undefined> => {
    const key = JSON.stringify([filter, json]);
    const run = made.get(key) ?? import('../workers/filter.ts').then((jq) => jq.filterOnce(filter, json, jqPatience));
    made.set(key, run);
    return run;
  };
  const imported = await importWithJq(text, options, runJq);
  const choices: ImportedRequest[] = [];
  const count = imported.ok ? Math.min(imported.choices.length, mostOffered) : 0;
  for (let index = 1; index <= count; index++) {
    const one = await importWithJq(text, { ...options, index }, runJq);
    if (one.ok) choices.push({ line: formatLine(one.request), notes: requestNotes(one) });
  }
  const line = imported.ok ? formatLine(imported.request) : undefined;
  dispatch({ type: 'import.done', line, notes: requestNotes(imported), credential: imported.credential, choices });
}
