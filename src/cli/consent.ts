// Asking before a request goes out of a command. What a script has written down is sent as it was told, but for what nothing brings
// back and for an account in production; what comes from the history or from another tool asks on a terminal as the explorer does.
import { type Account, accountName } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { type Consent, consentFor, type Judgement, judgeWrite, needsYes, wishOf } from '../api/writes.ts';
import { subjectWords, type WriteView, writeRows } from '../explorer/features/writes/rows.ts';
import { accountWords, consentSettingOf } from '../explorer/model/writes.ts';
import type { Files } from '../perform/performers.ts';
import type { RequestLine } from '../request/types.ts';
import { capitalised } from '../text/sentences.ts';
import type { Io } from './io.ts';
import { Cancelled, Refusal } from './messages.ts';

/** How a command means what it sends. */
interface Meaning {
  /** `--yes` was given. */
  readonly isSure: boolean;
  /** `--ask` was given: anything is shown and asked for. */
  readonly asksAll: boolean;
  /** The request was not written down for this run: it is asked for on a terminal as in the explorer. */
  readonly isRecalled: boolean;
  /** The account that it was recorded under, where that is known. */
  readonly from: ReturnType<typeof accountName> | undefined;
  /** What comes of it, as a clause, where its method and path do not say it all. */
  readonly why?: string;
}

export interface UnsentRequest {
  readonly connection: Connection;
  readonly account: Account;
  /** With ids for names. */
  readonly request: RequestLine;
  readonly files: Files;
  readonly signal: AbortSignal;
}

/**
 * Asks where that has to be; returns where the request may go.
 *
 * @throws Refusal with status 2 where nobody can be asked, or where somebody says no: nothing was sent
 */
export async function askBeforeSending(asked: UnsentRequest, meaning: Meaning, io: Io): Promise<void> {
  const { account, request } = asked;
  const judgement = judgeWrite(wishOf(request));
  const own = accountName(account);
  const isForeign =
    meaning.from !== undefined && (meaning.from.profile !== own.profile || meaning.from.origin !== own.origin);
  const setting = consentSettingOf(account);
  const must = needsYes(judgement, { setting, isProduction: account.production === true, isForeign });
  const usual = meaning.isRecalled ? consentFor(judgement, { setting, isRecalled: true, isForeign }) : 'none';
  if (!meaning.asksAll && ((!must && usual === 'none') || meaning.isSure)) return;
  const questioner = await io.openQuestioner();
  try {
    if (!questioner) {
      if (!meaning.asksAll && !must) return;
      throw new Refusal(
        `${meaning.why ?? whyAsked(judgement, isForeign)}: give --yes to send it without a terminal. Nothing was sent`,
      );
    }
    const { rows, view, names } = await preview(asked, isForeign ? meaning.from : undefined, io);
    for (const row of rows) questioner.say(row);
    if (meaning.why !== undefined) questioner.say(capitalised(`${meaning.why}.`));
    const consent = consentFor(judgement, { setting: 'all', isRecalled: true, isForeign: true });
    if (!(await agrees(consent, view, names, questioner))) throw new Refusal('nothing was sent');
  } catch (error) {
    if (error instanceof Cancelled) throw new Refusal('nothing was sent');
    throw error;
  } finally {
    questioner?.close();
  }
}

function whyAsked({ kind, lost }: Judgement, isForeign: boolean): string {
  if (isForeign) return 'it was recorded under another account';
  if (kind === 'purges') return 'it throws away everything in the cache';
  if (lost !== undefined) return `it deletes a ${lost}, which nothing brings back`;
  return kind === 'deletes' ? 'it deletes in production' : 'it writes in production';
}

interface Previewed {
  readonly rows: readonly string[];
  readonly view: WriteView;
  readonly names: ReadonlyMap<string, string>;
}

/** What the request will do, as rows of text. Sends nothing but GETs. */
async function preview(
  { connection, account, request, files, signal }: UnsentRequest,
  from: Meaning['from'],
  io: Io,
): Promise<Previewed> {
  const [{ prepareWrite }, { createCatalogs }, { lackFor }] = await Promise.all([
    import('../perform/writes.ts'),
    import('../perform/catalogs.ts'),
    import('./permissions.ts'),
  ]);
  const known = await createCatalogs()
    .of(connection)
    .catch(() => undefined);
  const [{ prepared, names: found }, lack] = await Promise.all([
    prepareWrite(connection, request, known?.catalog, new Map(), {
      files,
      signal,
      // --undoable says what will not come back.
      notesOf: async () => [],
    }),
    lackFor({ connection, account, request, signal }),
  ]);
  const names = new Map(found);
  const own = accountName(account);
  const view: WriteView = {
    request: prepared.request,
    judgement: judgeWrite(wishOf(request)),
    prepared,
    account: accountWords(own),
    setting: consentSettingOf(account),
    host: new URL(connection.baseUrl).host,
    from: from && accountWords(from, own),
    undoing: undefined,
    lack,
    catalog: known?.catalog,
    nameOf: (id) => names.get(id),
  };
  const width = Math.min(120, io.stderr.columns ?? io.stdout.columns ?? 80);
  const rows = writeRows(view, width).map((row) => row.map(({ text }) => text).join(''));
  return { rows, view, names };
}

async function agrees(
  consent: Consent,
  view: WriteView,
  names: ReadonlyMap<string, string>,
  questioner: NonNullable<Awaited<ReturnType<Io['openQuestioner']>>>,
): Promise<boolean> {
  const subject = subjectWords(view);
  if (consent !== 'name') return /^y(?:es)?$/i.test((await questioner.ask(`Send it? [y/N] `)).trim());
  const id = decodeURIComponent(view.request.path.split('/').at(-1) ?? '');
  const wanted = names.get(id) ?? id;
  return (await questioner.ask(`To delete the ${subject}, type ${wanted}: `)).trim() === wanted;
}

/** The preview alone, for `--dry-run`. */
export async function previewLines(asked: UnsentRequest, io: Io): Promise<readonly string[]> {
  return (await preview(asked, undefined, io)).rows;
}
