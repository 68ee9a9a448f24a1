// Carries out what the state wants done: an effect goes to the performer of its feature, which reports back with events.

import { type Account, accountName, type Environment } from '../accounts/account.ts';
import type { StartVault } from '../accounts/choice.ts';
import { connect } from '../accounts/connection.ts';
import type { FindSecret } from '../accounts/secret-command.ts';
import type { Effect } from '../explorer/model/effects.ts';
import type { KeyLabels } from '../explorer/model/key-labels.ts';
import type { Clock } from '../http/clock.ts';
import type { RecordEntry } from '../http/interceptors/report.ts';
import { locate } from '../store/locations.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { Accounts } from './accounts.ts';
import { createCatalogs, createWithIds } from './catalogs.ts';
import { createComparePerformers } from './compare.ts';
import { createEditPerformers } from './edit.ts';
import { createFilters } from './filter.ts';
import { createFindPerformers } from './find.ts';
import { createHistoryEffects } from './history.ts';
import { createLink } from './link.ts';
import {
  type Dispatch,
  type EffectOf,
  type Files,
  loadedPerformers,
  type Performers,
  type Terminal,
} from './performers.ts';
import { withRenewal } from './renewing.ts';
import { createFlights, createRequestPerformers } from './requests.ts';
import { createToolPerformers } from './tools.ts';
import { createUndoing } from './undoing.ts';
import { createWatchPerformers } from './watch.ts';
import { createWritePerformers } from './writes.ts';

interface Ports {
  readonly clock: Clock;
  readonly files: Files;
  readonly terminal: Terminal;
  /** Ends the arrival of the file that was opened, if there is one. */
  readonly stopArrival: () => void;
  /** The folder in which it is kept how tables are arranged; undefined where nothing is stored. */
  readonly tablesFolder?: string | undefined;
  /** Bytes that are kept of rows that go on. */
  readonly keep?: number | undefined;
  readonly env: Environment;
  readonly version: string;
  /** Where requests are kept. */
  readonly history: HistoryClient;
  /** Where profiles are kept. */
  readonly vault: StartVault;
  /** How sentences name keys. */
  readonly keyLabels: KeyLabels;
}

export interface Effects {
  readonly perform: (effect: Effect, dispatch: Dispatch) => void;
  /** Opens the account ahead of the first request and tells the state its address. */
  readonly open: (dispatch: Dispatch) => Promise<void>;
  /** Reads what is shown of the history first. */
  readonly openHistory: (dispatch: Dispatch) => void;
  readonly close: () => Promise<void>;
}

export function createEffects(account: Account, ports: Ports): Effects {
  const { clock, env, version, terminal, keep, keyLabels } = ports;
  const history = createHistoryEffects(ports.history, clock, keyLabels);
  const filters = createFilters(clock, keep);
  const flights = createFlights();
  const catalogs = createCatalogs();
  const undoing = createUndoing({ history: ports.history, clock, catalogs, files: ports.files, flights });
  const { files } = undoing;

  let accounts: Promise<Accounts> | undefined;
  const loadAccounts = (): Promise<Accounts> => {
    accounts ??= import('./accounts.ts').then(({ createAccounts }) =>
      createAccounts(ports.vault, {
        clock,
        env,
        version,
        history: ports.history,
        link,
        terminal,
        keyLabels,
        cancelAll: flights.cancelAll,
      }),
    );
    return accounts;
  };

  const link = createLink(account, {
    connect: async (used, dispatch) => {
      // Everything that goes out over this connection is kept.
      const name = accountName(used);
      const record = (entry: RecordEntry): void => history.record(entry, name, dispatch);
      const findSecret: FindSecret = async (command, signal) => (await loadAccounts()).findSecret(command, signal);
      const connection = undoing.keeping(await connect(used, env, version, { record, findSecret }), name);
      const readAnew = async (profile: string) => (await loadAccounts()).readAnew(profile);
      return used.kind === 'profile' ? withRenewal(connection, used, { link, readAnew, dispatch }) : connection;
    },
    // A profile is still encrypted.
    find:
      account.kind === 'profile' && !account.credential
        ? async (dispatch) => (await loadAccounts()).find(dispatch)
        : undefined,
  });

  const withIds = createWithIds(catalogs, files, clock);
  const { use } = link;
  let tailing: Promise<ReturnType<typeof import('./tailing.ts').createTailing>> | undefined;
  const loadTailing = (): NonNullable<typeof tailing> => {
    tailing ??= import('./tailing.ts').then(({ createTailing }) =>
      createTailing({ clock, env, version, use, withIds, keep }),
    );
    return tailing;
  };
  const prepareFilter = (dispatch: Dispatch): void =>
    filters.performers['jq.prepare']({ type: 'jq.prepare' }, dispatch);

  const performers: Performers<Effect['type']> = {
    ...createRequestPerformers({
      clock,
      files,
      catalogs,
      flights,
      use,
      withIds,
      prepareFilter,
      went: undoing.went,
      keep,
    }),
    ...undoing.performers(use, () => accountName(link.account())),
    ...loadedPerformers(['many.prepare', 'many.run', 'many.undo'] as const, async () => {
      const takeBack = undoing.takeBackWith(use, () => accountName(link.account()));
      const { createMarkedPerformers } = await import('./marked.ts');
      return createMarkedPerformers({
        clock,
        files,
        flights,
        use,
        withIds,
        onKept: undoing.onKept,
        notesOf: undoing.notesOf,
        takeBack,
      });
    }),
    ...createFindPerformers({ clock, catalogs, files, account: link.account, use, flights, withIds, env, terminal }),
    ...createWatchPerformers({ clock, files, flights, use, withIds }),
    ...createComparePerformers({ files, flights, use, withIds }),
    ...createEditPerformers({ catalogs, files, flights, use, withIds, env, terminal }),
    ...createWritePerformers({ catalogs, files, flights, use, withIds, notesOf: undoing.notesOf }),
    ...createToolPerformers({ account: link.account, use, withIds, env }),
    ...filters.performers,
    ...loadedPerformers(['tail.open'] as const, async () => (await loadTailing()).performers),
    ...history.performers,
    ...loadedPerformers(['settings.write'] as const, async () =>
      (await import('./settings.ts')).createSettingsPerformers(env),
    ),
    ...loadedPerformers(['table.recall', 'table.remember'] as const, async () =>
      (await import('./table-layouts.ts')).createTableLayoutPerformers(ports.tablesFolder),
    ),
    ...loadedPerformers(accountEffects, async () => (await loadAccounts()).performers),
    copy: async (effect, dispatch) => (await import('./passage.ts')).copy(effect, env, terminal, dispatch),
    write: async (effect, dispatch) => (await import('./passage.ts')).write(effect, env, keyLabels, dispatch),
    tellTime: (_, dispatch) => dispatch({ type: 'clock.ticked', now: clock.now() }),
    stopArrival: ({ id }) => void Promise.resolve(tailing).then((tails) => tails?.stop(id) || ports.stopArrival()),
    ...loadedPerformers(['theme.show', 'theme.list'] as const, async () => {
      const { createThemePerformers } = await import('./themes.ts');
      return createThemePerformers(locate(env).config, terminal);
    }),
    notify: async (effect) => (await import('./notifying.ts')).notify(effect, env, terminal),
    redraw: () => void terminal.redraw(),
    suspend: () => void terminal.suspend(),
    quit: ({ chosen }) => {
      void flights.cancelAll();
      terminal.quit(chosen);
    },
  };

  const performOne = <Type extends Effect['type']>(effect: EffectOf<Type>, dispatch: Dispatch): void => {
    const performer: Performers<Type>[Type] = performers[effect.type];
    performer(effect, dispatch);
  };

  const close = async (): Promise<void> => {
    void flights.cancelAll();
    await tailing?.then((tails) => tails.close());
    await filters.close();
    await accounts?.then((loaded) => loaded.close());
    await link.close();
    await ports.history.close();
  };

  return { perform: performOne, open: link.open, openHistory: history.begin, close };
}

/** Effects whose performers are loaded with the first of them: few sessions touch a profile. */
const accountEffects = [
  'profiles.read',
  'profiles.unlock',
  'profiles.lock',
  'profiles.stop',
  'profiles.use',
  'profiles.verify',
  'profiles.change',
  'profiles.checkName',
  'profiles.verifyNew',
  'profiles.checkPassphrase',
  'profiles.save',
  'useTyped',
] as const;
