// Pages projects: a list by page, and one project. Read only.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { listByPage, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt, type Random } from './random.ts';
import { failWith, success } from './reply.ts';
import { perOwner } from './world.ts';

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
