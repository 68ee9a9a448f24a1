// Workers scripts: a list in one piece, and a script's source as JavaScript text. Read only.
import { type Account, inAccount } from './accounts.ts';
import { refuse, success, text } from './envelope.ts';
import type { Random } from './random.ts';
import { FIRST_DAY, LAST_DAY, nameAt } from './vocabulary.ts';
import { perOwner } from './world.ts';

type Script = {
  readonly id: string;
  readonly etag: string;
  readonly handlers: readonly string[];
  readonly named_handlers: readonly unknown[];
  readonly modified_on: string;
  readonly created_on: string;
  readonly usage_model: 'standard' | 'bundled';
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
  readonly has_assets: boolean;
  readonly has_modules: boolean;
  readonly logpush: boolean;
  readonly last_deployed_from: string;
  readonly tag: string;
  readonly tags: readonly string[] | null;
  readonly routes: readonly { readonly id: string; readonly pattern: string; readonly script: string }[] | null;
};

function makeScript(random: Random, id: string): Script {
  const created = random.int(FIRST_DAY, LAST_DAY);
  const modified = random.instant(created, LAST_DAY);
  return {
    id,
    etag: random.hex(64),
    handlers: random.chance(0.3) ? ['fetch', 'scheduled'] : ['fetch'],
    named_handlers: [],
    modified_on: modified,
    created_on: new Date(created).toISOString(),
    usage_model: random.pick(['standard', 'bundled'] as const),
    compatibility_date: modified.slice(0, 10),
    compatibility_flags: random.chance(0.5) ? ['nodejs_compat'] : [],
    has_assets: random.chance(0.3),
    has_modules: true,
    logpush: false,
    last_deployed_from: random.pick(['wrangler', 'dash', 'api']),
    tag: random.hex(32),
    tags: null,
    routes: random.chance(0.5) ? [{ id: random.hex(32), pattern: `${id}.example.com/*`, script: id }] : null,
  };
}

const scriptsOf = perOwner('workers', (random, account: Account): readonly Script[] => {
  const count = account.type === 'enterprise' ? 14 : 4;
  return Array.from({ length: count }, (_, index) => makeScript(random, `${nameAt(index * 3)}-worker`));
});

export const listScripts = inAccount((call, account) => success(scriptsOf(call.world, account)));

function sourceOf(script: Script): string {
  return [
    'export default {',
    '  async fetch(request) {',
    `    return new Response('Hello from ${script.id}, ' + new URL(request.url).pathname);`,
    '  },',
    ...(script.handlers.includes('scheduled') ? ['  async scheduled() {},'] : []),
    '};',
    '',
  ].join('\n');
}

/** Code 10007 and its text are the real ones. */
export const getScript = inAccount((call, account) => {
  const script = scriptsOf(call.world, account).find((candidate) => candidate.id === call.params.script_name);
  if (script === undefined) return refuse(404, 10007, 'This Worker does not exist on your account.');
  return text('application/javascript', sourceOf(script), { etag: `"${script.etag}"` });
});
