// Workers scripts: a list in one piece, and a script's source as JavaScript text. Read only.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { listByPage, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt, type Random } from './random.ts';
import { failWith, success, text } from './reply.ts';
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

const scriptsOf = perOwner('workers', (random, account: SandboxAccount): readonly Script[] => {
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
  if (script === undefined) return failWith(404, 10007, 'This Worker does not exist on your account.');
  return text('application/javascript', sourceOf(script), { etag: `"${script.etag}"` });
});

/** Code 8000024 and its text are the real ones; people report 25 as accepted and 100 as refused. */
const PROJECT_PAGES: PageSizes = {
  initial: 10,
  min: 1,
  max: 25,
  outOfRange: 'refuse',
  error: { code: 8000024, message: 'Invalid list options provided. Review the `page` or `per_page` parameter.' },
};

type Project = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };

function makeProject(random: Random, index: number): Project {
  const name = `${nameAt(index * 11)}-site`;
  const created = random.int(FIRST_DAY, LAST_DAY);
  const deploymentId = random.uuid();
  const environment = { env_vars: {}, compatibility_date: '2026-01-01', compatibility_flags: [] };
  const deployment = {
    id: deploymentId,
    short_id: deploymentId.slice(0, 8),
    project_name: name,
    environment: 'production',
    url: `https://${deploymentId.slice(0, 8)}.${name}.example`,
    created_on: random.instant(created, LAST_DAY),
    latest_stage: { name: 'deploy', status: 'success' },
  };
  return {
    id: random.uuid(),
    name,
    subdomain: `${name}.example`,
    domains: [`${name}.example`],
    source: null,
    build_config: { build_command: 'npm run build', destination_dir: 'dist', root_dir: '' },
    deployment_configs: { preview: environment, production: environment },
    canonical_deployment: deployment,
    latest_deployment: deployment,
    framework: random.pick(['astro', 'hugo', '']),
    framework_version: '',
    preview_script_name: `pages-worker--${index}-preview`,
    production_script_name: `pages-worker--${index}-production`,
    production_branch: 'main',
    uses_functions: random.chance(0.4),
    created_on: new Date(created).toISOString(),
  };
}

const projectsOf = perOwner('pages', (random, account: SandboxAccount): readonly Project[] =>
  Array.from({ length: account.type === 'enterprise' ? 12 : 2 }, (_, index) => makeProject(random, index)),
);

export const listProjects = inAccount((call, account) =>
  listByPage(projectsOf(call.world, account), call.query, PROJECT_PAGES),
);

/** Code 8000007 is the real one. */
export const getProject = inAccount((call, account) => {
  const project = projectsOf(call.world, account).find((candidate) => candidate.name === call.params.project_name);
  if (project !== undefined) return success(project);
  return failWith(
    404,
    8000007,
    'Project not found. The specified project name does not match any of your existing projects.',
  );
});
