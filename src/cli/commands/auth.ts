// `flarescope auth` and the commands below it: profiles, which are accounts that are saved encrypted.
import { publicBaseUrl } from '../../api/address.ts';
import type { ConsentSetting } from '../../api/writes.ts';
import { Refusal } from '../messages.ts';
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { jsonOption, passphraseOption } from './shared-options.ts';

const ways = ['keychain', 'passphrase'] as const;

const confirmWrites = {
  value: 'HOW',
  help:
    'When the explorer asks before it sends: all writes; default, which is what changes or deletes something; never. Under a ' +
    'profile marked as production, api asks too, unless it is never',
  choices: ['all', 'default', 'never'] as const satisfies readonly ConsentSetting[],
} as const;

const addOptions = {
  email: { value: 'ADDRESS', help: 'The credential is the global key of this user, not a token' },
  account: { value: 'ID', help: 'The account that {account_id} stands for in requests' },
  'base-url': { value: 'URL', help: `The address of the API (default ${publicBaseUrl})` },
  local: {
    value: 'URL',
    isValueOptional: true,
    help: 'The API that wrangler dev or the Vite plugin serves on this machine, without a credential (default: found by asking)',
  },
  'read-only': { help: 'Refuse every request that writes' },
  production: { help: 'Mark it as production, in the header and in the title of the window' },
  'confirm-writes': confirmWrites,
  replace: { help: 'Replace the profile of this name' },
  'secret-stdin': { help: 'Read the credential from standard input; ask nothing' },
  'secret-command': {
    value: 'COMMAND',
    help: 'Take the credential from what this command prints, each time; it runs without a shell',
  },
  'no-verify': { help: 'Do not check the credential with the API' },
  protect: {
    value: 'HOW',
    help: 'Where the key of the profiles goes; for the first profile only (default: the keychain if there is one)',
    choices: ways,
  },
  ...passphraseOption,
} as const satisfies OptionSpecs;
export type AddValues = Values<typeof addOptions>;

const listOptions = { ...jsonOption, ...passphraseOption } as const satisfies OptionSpecs;
export type AuthListValues = Values<typeof listOptions>;

export type UseValues = Values<typeof passphraseOption>;

const editOptions = {
  production: { help: 'Mark it as production, in the header and in the title of the window' },
  'no-production': { help: 'Remove that mark' },
  'read-only': { help: 'Refuse every request that writes' },
  'no-read-only': { help: 'Allow every request' },
  'confirm-writes': confirmWrites,
  ...passphraseOption,
} as const satisfies OptionSpecs;
export type EditValues = Values<typeof editOptions>;

const removeOptions = {
  yes: { short: 'y', help: 'Remove it without asking' },
  ...passphraseOption,
} as const satisfies OptionSpecs;
export type RemoveValues = Values<typeof removeOptions>;

const statusOptions = {
  profile: { value: 'NAME', help: 'Show what flarescope api would use with this option', completes: 'profile' },
  ...jsonOption,
  ...passphraseOption,
} as const satisfies OptionSpecs;
export type StatusValues = Values<typeof statusOptions>;

const verifyOptions = {
  account: { value: 'ID', help: 'The account that owns the token, where nothing else says so' },
  ...jsonOption,
  ...passphraseOption,
} as const satisfies OptionSpecs;
export type VerifyValues = Values<typeof verifyOptions>;

const byOptions = {
  by: { value: 'NAME', help: 'Let this profile do it, where the token itself may not', completes: 'profile' },
  account: { value: 'ID', help: 'The account that owns the token, where nothing else says so' },
} as const satisfies OptionSpecs;

const rotateOptions = {
  ...byOptions,
  yes: { short: 'y', help: 'Roll it without asking' },
  ...passphraseOption,
} as const satisfies OptionSpecs;
export type RotateValues = Values<typeof rotateOptions>;

const revokeOptions = {
  ...byOptions,
  'keep-profile': { help: 'Keep the profile, whose token does not work any more' },
  yes: { short: 'y', help: 'Delete it without asking' },
  ...passphraseOption,
} as const satisfies OptionSpecs;
export type RevokeValues = Values<typeof revokeOptions>;

const tokenExits = { 0: 'done', 1: 'the API returned an error', 2: 'nothing was sent', 3: 'no response' } as const;

const protectOptions = {
  'passphrase-fd': {
    value: 'N',
    help: 'Read the present passphrase from this file descriptor; the new one if the keychain holds the key now',
  },
  'new-passphrase-fd': { value: 'N', help: 'Read the new passphrase from this file descriptor' },
} as const satisfies OptionSpecs;
export type ProtectValues = Values<typeof protectOptions>;

const profile = { name: '<NAME>', completes: 'profile' } as const;

export const auth = command({
  name: 'auth',
  summary: 'Save accounts as encrypted profiles, and choose between them',
  about: [
    'Profiles are encrypted. Their key is in the keychain of the system or protected by a passphrase, which scripts give in ' +
      'FLARESCOPE_PASSPHRASE or with --passphrase-fd N. You type a credential without seeing it, or pipe it in with ' +
      '--secret-stdin; it is never read from the command line.',
  ],
  usage: ['COMMAND'],
  commands: [
    command({
      name: 'add',
      summary: 'Save a token, or an email address with its global key, as a profile',
      about: [
        'It asks for the credential, and then for what is not given and its form leaves open: a name, the email address of a global ' +
          'key. It checks it with the API, and shows what it allows and until when. The first profile becomes the one in use.',
      ],
      arguments: [{ name: '[NAME]' }],
      options: addOptions,
      examples: [
        ['flarescope auth add prod', 'Save a token'],
        ['flarescope auth add --email ada@example.com ada', 'Save a global key'],
        [
          'flarescope auth add --local dev',
          'What wrangler dev serves; --local alone, without a profile, needs no passphrase',
        ],
        ['pass cloudflare | flarescope auth add --secret-stdin --read-only audit', 'Read it from a password manager'],
        [
          "flarescope auth add --secret-command 'op read op://Private/Cloudflare/token' work",
          'Leave it in the password manager',
        ],
      ],
      exits: {
        0: 'saved',
        1: 'the API returned an error',
        2: 'wrong usage, or it could not be saved',
        3: 'no response',
        130: 'cancelled with ctrl+c',
      },
      run: async (given, io) => (await import('../auth-add.ts')).addProfileCommand(given, io),
    }),
    command({
      name: 'list',
      summary: 'List the profiles; * marks the one in use',
      options: listOptions,
      run: async (given, io) => (await import('../auth.ts')).listProfiles(given, io),
    }),
    command({
      name: 'use',
      summary: 'Choose the profile in use',
      about: ['Requests go to its account unless --profile or the environment names another.'],
      arguments: [profile],
      options: passphraseOption,
      run: async (given, io) => (await import('../auth.ts')).useProfileCommand(given, io),
    }),
    command({
      name: 'edit',
      summary: 'Mark a profile as production or read-only, or not, and say when it asks',
      arguments: [profile],
      options: editOptions,
      examples: [
        ['flarescope auth edit --production prod', 'Never take it for another'],
        ['flarescope auth edit --confirm-writes all prod', 'Ask before every write'],
      ],
      run: async (given, io) => (await import('../auth.ts')).editProfileCommand(given, io),
    }),
    command({
      name: 'remove',
      summary: 'Remove a profile',
      about: ['The credential itself stays valid. To end it too: flarescope auth revoke.'],
      arguments: [profile],
      options: removeOptions,
      run: async (given, io) => (await import('../auth.ts')).removeProfileCommand(given, io),
    }),
    command({
      name: 'status',
      summary: 'Show which account is in use and how profiles are protected',
      about: ['It asks neither the API nor you: profiles that are locked are shown as locked.'],
      options: statusOptions,
      run: async (given, io) => (await import('../auth-status.ts')).showStatus(given, io),
    }),
    command({
      name: 'verify',
      summary: 'Check a credential with the API',
      about: [
        'Shows until when the credential is valid and what it may do: each permission, and on what. It tells only what the ' +
          'credential may read itself. Without NAME it checks the account in use.',
      ],
      arguments: [{ ...profile, name: '[NAME]' }],
      options: verifyOptions,
      exits: { 0: 'it is valid', 1: 'the API returned an error', 2: 'wrong usage', 3: 'no response' },
      run: async (given, io) => (await import('../auth.ts')).verifyProfile(given, io),
    }),
    command({
      name: 'rotate',
      summary: 'Give a token a new secret, and put it into its profile',
      about: [
        'The API rolls the token: its permissions stay, and the old secret ends at once, wherever it is used. The new one goes ' +
          'straight into the profile and is shown nowhere. Without NAME it is the profile in use. The token needs the permission ' +
          'API Tokens Write, or Account API Tokens Write if an account owns it.',
      ],
      arguments: [{ ...profile, name: '[NAME]' }],
      options: rotateOptions,
      examples: [
        ['flarescope auth rotate prod', 'A new secret for a profile'],
        ['flarescope auth rotate --by admin prod', 'For a token that may not roll itself'],
      ],
      exits: tokenExits,
      run: async (given, io) => (await import('../auth-tokens.ts')).rotateToken(given, io),
    }),
    command({
      name: 'revoke',
      summary: 'Delete a token at the API, and then its profile',
      about: [
        'Nothing brings the token back. Without NAME it is the account in use, which may be the one of the environment. To remove ' +
          'a profile and keep its token: flarescope auth remove.',
      ],
      arguments: [{ ...profile, name: '[NAME]' }],
      options: revokeOptions,
      exits: tokenExits,
      run: async (given, io) => (await import('../auth-tokens.ts')).revokeToken(given, io),
    }),
    command({
      name: 'lock',
      summary: 'Explain what is unlocked, and how to lock it',
      run: async (given, io) => (await import('../auth.ts')).explainLock(given, io),
    }),
    command({
      name: 'protect',
      summary: 'Change how the key of the profiles is protected',
      about: ['It can also change the passphrase. What was encrypted before stays readable.'],
      arguments: [{ name: '<HOW>', choices: ways }],
      usage: ['[OPTION...] keychain', '[OPTION...] passphrase'],
      options: protectOptions,
      run: async (given, io) => (await import('../auth.ts')).protectProfiles(given, io),
    }),
  ],
  exits: {
    0: 'success',
    1: 'the API returned an error',
    2: 'wrong usage, or the profiles cannot be opened',
    3: 'no response',
    130: 'cancelled with ctrl+c',
  },
  check: refuseSecrets,
});

const secretOptions = /^--?(?:api-?)?(?:token|key|secret|password|passphrase|pass|credential)(?:=|$)/i;

/** A secret on the command line has leaked already: into the list of processes, and into the shell's history. */
async function refuseSecrets(argv: readonly string[]): Promise<void> {
  const { looksSecret } = await import('../../api/credential.ts');
  const values = argv.map((word) => word.replace(/^--[\w-]+=/, ''));
  const isAccount = (index: number): boolean =>
    argv[index]?.startsWith('--account=') === true || argv[index - 1] === '--account';
  if (!argv.some((word) => secretOptions.test(word)) && !values.some((word, at) => looksSecret(word) && !isAccount(at)))
    return;
  throw new Refusal(
    'a secret is not read from the command line, where the list of processes and the history of the shell show it. ' +
      'Type it when asked, or pipe it in with --secret-stdin. If this was a real one, roll it in the dashboard',
  );
}
