// Where the value of a new token goes: into a profile, into the clipboard, to a script, or onto the terminal, once.
import type { Account } from '../accounts/account.ts';
import { saveProfile } from '../accounts/profiles.ts';
import { type Secret, secretTail, unwrapSecret } from '../api/credential.ts';
import { clipboardTools, createClipboard } from '../perform/clipboard.ts';
import { emptySet, findProfile, type Profile } from '../store/profiles.ts';
import { visible } from '../text/untrusted.ts';
import { openForCommand } from './auth.ts';
import { saveUnder } from './auth-add.ts';
import type { TokenValues } from './commands/token.ts';
import { complain } from './complain.ts';
import { type Io, print, tell } from './io.ts';
import { messageOf, Refusal } from './messages.ts';
import { createAsking, passphraseVariable, takePassphrase } from './unlocking.ts';

interface TokenPlace {
  /** Hands it over; throws Refusal where that went wrong, and has shown it then. */
  readonly put: (secret: Secret, title: string) => Promise<void>;
  readonly close: () => void;
}

interface Wanted extends Pick<TokenValues, 'save-profile' | 'copy' | 'print'> {
  /** The passphrase of the profiles, where it was given. */
  readonly given: Secret | undefined;
}

/** Two want the passphrase: the account that sends, and the profile that is added. Who takes it leaves none: it is put back once. */
export function sharePassphrase(option: string | undefined, io: Io): Secret | undefined {
  const given = takePassphrase(option, io);
  if (given) io.env[passphraseVariable] = unwrapSecret(given);
  return given;
}

/** Throws Refusal where the token would reach nobody, before it is made. */
export async function openTokenPlace(wanted: Wanted, account: Account, io: Io): Promise<TokenPlace> {
  const name = wanted['save-profile'];
  if (name !== undefined) return openProfilePlace(name, wanted, account, io);
  const none = (): void => undefined;
  const told = (title: string): string => `Made ${visible(title)}.`;
  if (wanted.print) return { put: async (secret) => void (await print(io, `${unwrapSecret(secret)}\n`)), close: none };
  const questioner = await io.openQuestioner();
  if (!questioner)
    throw new Refusal(
      'there is no terminal to show the token on: say where it goes with --save-profile NAME, --copy or --print. Nothing was sent',
    );
  questioner.close();
  if (wanted.copy) {
    // Where no tool is, the terminal is handed the token itself: a file must not be.
    const screen = [io.stdout, io.stderr].find(({ isTTY }) => isTTY);
    if (!screen && clipboardTools(io.env, process.platform).length === 0)
      throw new Refusal('nothing here reaches a clipboard. Use --save-profile NAME or --print. Nothing was sent');
    const write = (text: string): void => {
      if (!screen) throw new Error('no clipboard tool took it');
      screen.write(text);
    };
    const clipboard = createClipboard(io.env, { write });
    const put = async (secret: Secret, title: string): Promise<void> => {
      const where = await clipboard.copy(Buffer.from(unwrapSecret(secret))).catch((error: unknown) => {
        throw new Refusal(`the token was made, but not copied: ${messageOf(error)}. Delete it in the dashboard`);
      });
      await tell(io, `${told(title)} Its value went ${where}; it is told only once.\n`);
    };
    return { put, close: none };
  }
  const put = async (secret: Secret, title: string): Promise<void> => {
    const terminal = await io.openQuestioner();
    terminal?.say(`${told(title)} Its value, which is told only once:`);
    terminal?.say(unwrapSecret(secret));
    terminal?.close();
  };
  return { put, close: none };
}

async function openProfilePlace(name: string, wanted: Wanted, account: Account, io: Io): Promise<TokenPlace> {
  const { baseUrl } = account;
  if (baseUrl === undefined) throw new Refusal('a token of this sandbox ends with it, and no profile can keep it');
  const asking = createAsking(io);
  const { given } = wanted;
  const { found, keeper } = await openForCommand(given, asking, io);
  const set = found.kind === 'open' ? found.set : emptySet;
  if (findProfile(set, name)) throw new Refusal(`a profile named ${name} exists already. Choose another name`);
  const put = async (secret: Secret): Promise<void> => {
    const profile: Profile = {
      name,
      credential: { kind: 'token', token: secret },
      baseUrl,
      accountId: account.accountId,
      readOnly: false,
      production: false,
    };
    try {
      await saveUnder(undefined, {
        save: (by) => saveProfile(keeper, profile, { by, mayReplace: false }),
        keeper,
        given,
        asking,
        io,
      });
    } catch (error) {
      complain(io, `the token was made, and could not be saved: ${messageOf(error)}. It is told here, this once`);
      await print(io, `${unwrapSecret(secret)}\n`);
      throw new Refusal(`to save it: flarescope auth add ${name}`);
    }
    await tell(io, `Saved the profile ${visible(name)} with the token ${secretTail(secret)}.\n`);
  };
  return { put, close: () => asking.close() };
}
