// `flarescope auth COMMAND`: profiles. Each command is in a file of its own; what they have in common is here: a secret is
// never taken from the command line, and whatever goes wrong is said in a sentence.
import { looksSecret } from '../accounts/credential.ts';
import { Cancelled, complain, exitCodes, messageOf, Refusal } from './messages.ts';
import { type Asking, createAsking } from './unlocking.ts';

export const help = `Usage: flarescope auth COMMAND

  add [NAME]     save a token, or an e-mail address with its global key, as a profile
  list           the profiles
  use NAME       take a profile into use
  remove NAME    remove a profile
  status         whose account is in force, and how the profiles are protected
  verify [NAME]  ask the API what a profile's credential may do, and until when
  lock           what is unlocked, and how it is locked again
  protect keychain|passphrase
                 protect the key of the profiles another way

flarescope auth COMMAND --help tells more. Profiles are encrypted; their key is in the keychain of the system, or behind a
passphrase, which scripts give in FLARESCOPE_PASSPHRASE or with --passphrase-fd N. A secret is typed unseen, or comes with
--secret-stdin; it is never taken from the command line.

Exit status: 0 success, 1 the API said no, 2 usage or profiles that cannot be opened, 3 no response, 130 cancelled.
`;

/** A command below `auth`; `asking` is closed for it. Throws what `auth` says. */
export type AuthCommand = (argv: readonly string[], asking: Asking) => Promise<number>;

export async function auth(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  if (name === '' || name === '--help' || name === '-h') {
    process.stdout.write(help);
    return name === '' ? exitCodes.usage : exitCodes.success;
  }
  const asking = createAsking();
  try {
    refuseSecrets(rest);
    const command = await load(name);
    if (!command) throw new Refusal('there is no such command below auth; flarescope auth --help lists them');
    return await command(rest, asking);
  } catch (error) {
    complain(messageOf(error));
    if (error instanceof Cancelled) return exitCodes.cancelled;
    if (error instanceof Refusal) return error.exitCode;
    return exitCodes.usage;
  } finally {
    asking.close();
  }
}

async function load(name: string): Promise<AuthCommand | undefined> {
  switch (name) {
    case 'add':
      return (await import('./auth-add.ts')).addProfileCommand;
    case 'list':
      return (await import('./auth-profiles.ts')).listProfiles;
    case 'use':
      return (await import('./auth-profiles.ts')).useProfileCommand;
    case 'remove':
      return (await import('./auth-profiles.ts')).removeProfileCommand;
    case 'status':
      return (await import('./auth-status.ts')).showStatus;
    case 'verify':
      return (await import('./auth-verify.ts')).verifyProfile;
    case 'protect':
      return (await import('./auth-protect.ts')).protectProfiles;
    case 'lock':
      return (await import('./auth-protect.ts')).explainLock;
    default:
      return undefined;
  }
}

const secretOptions = /^--?(?:api-?)?(?:token|key|secret|password|passphrase|pass|credential)(?:=|$)/i;

/** A secret on the command line has leaked already: into the list of processes, and into the shell's history. */
function refuseSecrets(argv: readonly string[]): void {
  const values = argv.map((word) => word.replace(/^--[\w-]+=/, ''));
  const isAccount = (index: number): boolean =>
    argv[index]?.startsWith('--account=') === true || argv[index - 1] === '--account';
  if (!argv.some((word) => secretOptions.test(word)) && !values.some((word, at) => looksSecret(word) && !isAccount(at)))
    return;
  throw new Refusal(
    'a secret is not taken from the command line, where the list of processes and the history of the shell show it. ' +
      'Type it when it is asked for, or pipe it in with --secret-stdin; and if it was a real one, roll it in the dashboard',
  );
}
