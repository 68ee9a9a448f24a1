// The commands as completion needs them: where each one's help is, and what stands behind its options and as its words. Each is
// loaded only when it is completed.
import { METHODS } from '../../request/method.ts';
import { shells } from './line.ts';
import { commandsIn, type HelpCommand, type HelpOption, optionsIn } from './options.ts';

export interface CompletedCommand {
  readonly options: readonly HelpOption[];
  /** Commands below it; none where it has no such. */
  readonly commands: readonly HelpCommand[];
  /** What its words are. */
  readonly words: 'request' | 'file' | readonly string[];
}

/** Values that an option takes, where it takes a few only. */
export async function valuesOfOption(name: string): Promise<readonly string[]> {
  switch (name) {
    case '--output':
      return (await import('../api-options.ts')).outputFormats;
    case '--as':
      return (await import('../../request/snippets/formats.ts')).snippetFormats.map(({ id }) => id);
    case '--method':
      return METHODS.filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
    case '--protect':
      return ['keychain', 'passphrase'];
    default:
      return [];
  }
}

/** The command that these words name, with the words that follow it; undefined where there is none. */
export async function commandNamed(
  words: readonly string[],
): Promise<{ readonly command: CompletedCommand; readonly rest: readonly string[] }> {
  const [first = '', second = ''] = words;
  const below = `${first} ${second}`;
  const own = Object.hasOwn(commands, below) ? below : Object.hasOwn(commands, first) ? first : '';
  const { help, words: takes = [] } = await (commands[own] ?? program)();
  const hasCommands = own === '' || own === 'auth' || own === 'history';
  return {
    command: { options: withHelp(optionsIn(help)), commands: hasCommands ? commandsIn(help) : [], words: takes },
    rest: words.slice(own === '' ? 0 : own.split(' ').length),
  };
}

/** Every command takes it, also where its help does not say so. */
function withHelp(options: readonly HelpOption[]): readonly HelpOption[] {
  const isThere = options.some(({ names }) => names.includes('--help'));
  return isThere ? options : [...options, { names: ['--help', '-h'], argument: undefined, description: 'this text' }];
}

interface Facts {
  readonly help: string;
  readonly words?: CompletedCommand['words'];
}

const program = async (): Promise<Facts> => ({ help: (await import('../route.ts')).help });

const commands: Readonly<Record<string, () => Promise<Facts>>> = {
  api: async () => ({ help: (await import('../api-options.ts')).apiHelp, words: 'request' }),
  endpoints: async () => await import('../endpoints.ts'),
  import: async () => ({ ...(await import('../import.ts')), words: 'file' }),
  open: async () => ({ ...(await import('../open.ts')), words: 'file' }),
  history: async () => await import('../history.ts'),
  'history export': async () => ({ ...(await import('../history.ts')), words: 'file' }),
  'history import': async () => ({ ...(await import('../history.ts')), words: 'file' }),
  auth: async () => await import('../auth.ts'),
  'auth add': async () => await import('../auth-add.ts'),
  'auth list': async () => ({ help: (await import('../auth-profiles.ts')).listHelp }),
  'auth use': async () => ({ help: (await import('../auth-profiles.ts')).useHelp }),
  'auth remove': async () => ({ help: (await import('../auth-profiles.ts')).removeHelp }),
  'auth status': async () => await import('../auth-status.ts'),
  'auth verify': async () => await import('../auth-verify.ts'),
  'auth protect': async () => ({
    help: (await import('../auth-protect.ts')).protectHelp,
    words: ['keychain', 'passphrase'],
  }),
  completion: async () => ({ help: (await import('../completion.ts')).help, words: shells }),
  sandbox: async () => await import('../sandbox.ts'),
};
