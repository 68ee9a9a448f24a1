// Workers scripts: a list in one piece, uploads in parts (metadata and modules), settings, secrets. Trap: the text of a secret
// binding comes in and is never given back, so nothing that is returned may be made of `bindings` as they are kept.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { type FilePart, objectOf, type PartsBody, readForm, writeForm } from './forms.ts';
import { FIRST_DAY, LAST_DAY, nameAt, type Random, randomFor } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import { isObject, type JsonObject, mediaType } from './request-body.ts';
import type { Call } from './router.ts';
import { perOwner } from './world.ts';

type Binding = JsonObject & { readonly name: string; readonly type: string };

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

/** A script with what the list does not show of it. */
type KeptScript = {
  readonly script: Script;
  readonly bindings: readonly Binding[];
  /** Members of the settings that a client wrote: `placement`, `limits`, `observability` … */
  readonly settings: JsonObject;
  readonly modules: readonly FilePart[];
  /** Name of the first module; undefined for a script in one piece (`body_part`, or a body that is JavaScript). */
  readonly main: string | undefined;
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

export const scriptsOf = perOwner('workers', (random, account: SandboxAccount): Map<string, KeptScript> => {
  const count = account.type === 'enterprise' ? 14 : 4;
  const scripts = Array.from({ length: count }, (_, index) => makeScript(random, `${nameAt(index * 3)}-worker`));
  return new Map(scripts.map((script, index) => [script.id, firstKept(script, index)]));
});

/** Every other one has bindings, one of them a secret. */
function firstKept(script: Script, index: number): KeptScript {
  const bindings: readonly Binding[] = [
    { name: 'ENVIRONMENT', type: 'plain_text', text: index % 4 === 0 ? 'production' : 'staging' },
    { name: 'API_KEY', type: 'secret_text', text: `sandbox-${script.tag}` },
  ];
  const module = {
    field: 'index.js',
    name: 'index.js',
    type: moduleType,
    bytes: Buffer.from(sourceOf(script)),
  };
  return { script, bindings: index % 2 === 0 ? bindings : [], settings: {}, modules: [module], main: undefined };
}

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

export const listScripts = inAccount((call, account) =>
  success([...scriptsOf(call.world, account).values()].map(({ script }) => script)),
);

/** Code 10007 and its text are the real ones. */
const noScript = failWith(404, 10007, 'This Worker does not exist on your account.');

export function inScript(
  handler: (call: Call, kept: KeptScript, keep: (kept: KeptScript) => void) => Reply | Promise<Reply>,
): ReturnType<typeof inAccount> {
  return inAccount((call, account) => {
    const scripts = scriptsOf(call.world, account);
    const kept = scripts.get(call.params.script_name ?? '');
    if (kept === undefined) return noScript;
    return handler(call, kept, (next) => scripts.set(next.script.id, next));
  });
}

/** Modules in parts, as uploaded; a script in one piece as JavaScript. */
export const getScript = inScript((_call, { script, modules, main }) => {
  const headers = { etag: `"${script.etag}"` };
  const [first] = modules;
  if (main === undefined) {
    const bytes = first?.bytes ?? new Uint8Array();
    return { kind: 'bytes', status: 200, contentType: 'application/javascript', bytes, headers };
  }
  const boundary = script.etag.slice(0, 32);
  return {
    kind: 'bytes',
    status: 200,
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: writeForm(modules, boundary),
    headers: { ...headers, 'cf-entrypoint': main },
  };
});

export const deleteScript = inAccount((call, account) =>
  scriptsOf(call.world, account).delete(call.params.script_name ?? '') ? success(null) : noScript,
);

const moduleType = 'application/javascript+module';
const plainTypes: readonly string[] = ['application/javascript', 'text/javascript', 'application/x-javascript'];
/** What the first module may be. */
const mainTypes: readonly string[] = [moduleType, 'text/x-python'];

/** Code 10021 is what the API says of a script that it cannot run; the texts are our reading. */
function invalid(message: string): Refused {
  return { kind: 'refused', reply: failWith(400, 10021, message) };
}

type Refused = { readonly kind: 'refused'; readonly reply: Reply };

type Content = { readonly kind: 'content'; readonly modules: readonly FilePart[]; readonly main: string | undefined };

/** The modules of an upload, and which of them is the first. */
function contentOf(form: PartsBody, metadata: JsonObject): Content | Refused {
  const { main_module: main, body_part: part } = metadata;
  const wanted = main ?? part;
  if (typeof wanted !== 'string') return invalid('The metadata has no main_module.');
  const modules = form.files.filter(({ field }) => field !== 'metadata');
  const first = modules.find(({ field, name }) => field === wanted || name === wanted);
  if (first === undefined) return invalid(`No such module "${wanted}".`);
  if (main !== undefined && !mainTypes.includes(mediaType(first.type)))
    return invalid(`The module "${wanted}" has the type ${first.type}: a main_module is ${moduleType}.`);
  if (main === undefined && !plainTypes.includes(mediaType(first.type)))
    return invalid(`The part "${wanted}" has the type ${first.type}: a body_part is application/javascript.`);
  return { kind: 'content', modules, main: main === undefined ? undefined : wanted };
}

/** Names under which handlers are exported; our reading of the source, which nobody runs. */
function handlersOf(modules: readonly FilePart[]): readonly string[] {
  const source = modules.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join('\n');
  const known = ['fetch', 'scheduled', 'queue', 'email', 'tail'];
  return known.filter((name) => new RegExp(`\\b(?:async\\s+)?${name}\\s*[(:]|["']${name}["']`).test(source));
}

type Bound = { readonly kind: 'bound'; readonly bindings: readonly Binding[] } | Refused;

/** The bindings that a write leaves: those it lists, those it inherits, and those of the types in `keep_bindings`. */
function boundBy(given: unknown, keep: unknown, before: readonly Binding[]): Bound {
  const listed: unknown = given ?? [];
  if (!Array.isArray(listed)) return invalid('The bindings must be a list.');
  const bindings: Binding[] = [];
  for (const entry of listed) {
    if (!isBinding(entry)) return invalid('A binding needs a name and a type.');
    if (entry.type === 'inherit') {
      const from = before.find(({ name }) => name === (entry.old_name ?? entry.name));
      if (from === undefined) return invalid(`There is no binding ${entry.name} to inherit.`);
      bindings.push({ ...from, name: entry.name });
      continue;
    }
    if (entry.type === 'secret_text' && typeof entry.text !== 'string')
      return invalid(`The binding ${entry.name} has no text.`);
    bindings.push(entry);
  }
  const kept = Array.isArray(keep) ? keep : [];
  const stays = (one: Binding) => kept.includes(one.type) && !bindings.some(({ name }) => name === one.name);
  return { kind: 'bound', bindings: [...before.filter(stays), ...bindings] };
}

function isBinding(value: unknown): value is Binding {
  return isObject(value) && typeof value.name === 'string' && value.name !== '' && typeof value.type === 'string';
}

const settingNames = ['placement', 'observability', 'limits', 'tail_consumers', 'annotations', 'cache_options'];

function settingsIn(given: JsonObject): JsonObject {
  return Object.fromEntries(
    settingNames.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

/** What a write makes of a script: what it does not say is as it would be in a new one. */
function written(call: Call, before: KeptScript | undefined, content: Content, given: JsonObject): KeptScript {
  const at = new Date(call.now).toISOString();
  const id = before?.script.id ?? call.params.script_name ?? '';
  const random = randomFor(call.world.seed, 'workers-upload', call.world.nextId());
  const script: Script = {
    id,
    etag: random.hex(64),
    handlers: handlersOf(content.modules),
    named_handlers: [],
    modified_on: at,
    created_on: before?.script.created_on ?? at,
    usage_model: given.usage_model === 'bundled' ? 'bundled' : 'standard',
    compatibility_date: typeof given.compatibility_date === 'string' ? given.compatibility_date : '2021-11-02',
    compatibility_flags: textsOf(given.compatibility_flags) ?? [],
    has_assets: isObject(given.assets) || (given.keep_assets === true && before?.script.has_assets === true),
    has_modules: content.main !== undefined,
    logpush: given.logpush === true,
    last_deployed_from: 'api',
    tag: before?.script.tag ?? random.hex(32),
    tags: textsOf(given.tags) ?? null,
    routes: before?.script.routes ?? null,
  };
  const { modules, main } = content;
  return { script, bindings: [], settings: settingsIn(given), modules, main };
}

/** Metadata and modules in parts, or a script in one piece. A body of another kind is refused; code and text are our reading. */
export const putScript = inAccount(async (call, account) => {
  const scripts = scriptsOf(call.world, account);
  const id = call.params.script_name ?? '';
  const before = scripts.get(id);
  if (!/^[a-z0-9_][a-z0-9-_]*$/i.test(id)) return failWith(400, 10016, 'The script name is invalid.');
  const read = await readUpload(call);
  if (read.kind === 'refused') return read.reply;
  const { metadata } = read;
  const bound = boundBy(metadata.bindings, metadata.keep_bindings, before?.bindings ?? []);
  if (bound.kind === 'refused') return bound.reply;
  const kept = { ...written(call, before, read.content, metadata), bindings: bound.bindings };
  scripts.set(id, kept);
  return success({ ...kept.script, entry_point: kept.main, startup_time_ms: 1 });
});

type Upload = { readonly kind: 'upload'; readonly content: Content; readonly metadata: JsonObject } | Refused;

async function readUpload(call: Call): Promise<Upload> {
  const type = mediaType(call.headers['content-type']);
  if (plainTypes.includes(type)) {
    const only = { field: 'script', name: 'script.js', type, bytes: call.bytes };
    return { kind: 'upload', content: { kind: 'content', modules: [only], main: undefined }, metadata: {} };
  }
  const form = await readForm(call);
  if (form === undefined)
    return {
      kind: 'refused',
      reply: failWith(415, 10021, `Content-Type ${type || 'is missing'}: it must be multipart/form-data.`),
    };
  const metadata = objectOf(form, 'metadata');
  if (metadata === undefined) return invalid('The part metadata is missing, or is no JSON object.');
  const content = contentOf(form, metadata);
  return content.kind === 'refused' ? content : { kind: 'upload', content, metadata };
}

/** The code alone: settings and bindings stay. */
export const putContent = inScript(async (call, before, keep) => {
  const read = await readUpload(call);
  if (read.kind === 'refused') return read.reply;
  const { script, modules, main } = written(call, before, read.content, {
    ...before.settings,
    compatibility_date: before.script.compatibility_date,
    compatibility_flags: before.script.compatibility_flags,
    logpush: before.script.logpush,
    tags: before.script.tags,
    usage_model: before.script.usage_model,
  });
  const kept = { ...before, script: { ...script, has_assets: before.script.has_assets }, modules, main };
  keep(kept);
  return success({ ...kept.script, entry_point: kept.main, startup_time_ms: 1 });
});

function withoutText(binding: Binding): Binding {
  if (binding.type !== 'secret_text' && binding.type !== 'secret_key') return binding;
  const { name, type } = binding;
  return { name, type };
}

function settingsOf({ script, bindings, settings }: KeptScript): JsonObject {
  const { compatibility_date, compatibility_flags, logpush, tags, usage_model } = script;
  return {
    bindings: bindings.map(withoutText),
    compatibility_date,
    compatibility_flags,
    logpush,
    tags,
    usage_model,
    ...settings,
  };
}

export const getScriptSettings = inScript((_call, kept) => success(settingsOf(kept)));

/** The part `settings`: what it says is changed, what it leaves out stays. */
export const editScriptSettings = inScript(async (call, before, keep) => {
  const form = await readForm(call);
  const given = form && objectOf(form, 'settings');
  if (given === undefined) return invalid('The part settings is missing, or is no JSON object.').reply;
  const bound =
    given.bindings === undefined
      ? { kind: 'bound' as const, bindings: before.bindings }
      : boundBy(given.bindings, given.keep_bindings, before.bindings);
  if (bound.kind === 'refused') return bound.reply;
  const { script } = before;
  const kept: KeptScript = {
    ...before,
    script: {
      ...script,
      modified_on: new Date(call.now).toISOString(),
      compatibility_date:
        typeof given.compatibility_date === 'string' ? given.compatibility_date : script.compatibility_date,
      compatibility_flags: textsOf(given.compatibility_flags) ?? script.compatibility_flags,
      logpush: typeof given.logpush === 'boolean' ? given.logpush : script.logpush,
      tags: given.tags === null ? null : (textsOf(given.tags) ?? script.tags),
    },
    bindings: bound.bindings,
    settings: { ...before.settings, ...settingsIn(given) },
  };
  keep(kept);
  return success(settingsOf(kept));
});

export const listSecrets = inScript((_call, { bindings }) =>
  success(bindings.filter(({ type }) => type.startsWith('secret_')).map(withoutText)),
);

export const putSecret = inScript((call, before, keep) => {
  const { body } = call;
  if (!isBinding(body) || !body.type.startsWith('secret_') || typeof body.text !== 'string')
    return invalid('A secret needs a name, a text and the type secret_text.').reply;
  keep({ ...before, bindings: [...before.bindings.filter(({ name }) => name !== body.name), body] });
  return success(withoutText(body));
});

/** Code 10056 is our reading. */
export const deleteSecret = inScript((call, before, keep) => {
  const isWanted = ({ name, type }: Binding) => name === call.params.secret_name && type.startsWith('secret_');
  if (!before.bindings.some(isWanted)) return failWith(404, 10056, 'There is no secret of that name.');
  keep({ ...before, bindings: before.bindings.filter((one) => !isWanted(one)) });
  return success(null);
});
