// How a write can be taken back: which reads tell what was there, and which requests put it back. Rows stand in order, the special
// before the general; what no row knows, and the catalog does not either, has no inverse, and the reason is told before it is sent.
import { keyPlace, planBulk, planValue } from './key-values.ts';
import { planChange, planDeletion, planMaking } from './object.ts';
import { none, type UndoFacts, type UndoPlan, type Write } from './plan.ts';
import { planBatch, planRecord } from './records.ts';
import { planRule, planRulesetChange, planRulesetDeletion, rulesetOf } from './rules.ts';
import { planScript, scriptPath } from './scripts.ts';
import { planDatabaseWrite, planObject, planObjects } from './stored.ts';

interface Row {
  readonly method?: Write['method'];
  readonly path: RegExp;
  readonly plan: (write: Write, facts: UndoFacts) => UndoPlan;
}

const because =
  (reason: string): Row['plan'] =>
  () =>
    none(reason);

const rows: readonly Row[] = [
  { path: /\/purge_cache$|\/invalidate_cache$/, plan: because('What was purged is fetched from the origin again') },
  { path: /\/tokens\/[^/]+\/value$/, plan: because('The old value of a token cannot be read') },
  {
    method: 'DELETE',
    path: /\/tokens\/[^/]+$/,
    plan: (write, facts) =>
      planDeletion(write, facts, {
        remadeWarning: 'The token gets another value: what uses the old one stays locked out',
      }),
  },
  { path: /\/dns_records\/batch$/, plan: planBatch },
  { path: /\/dns_records\/[^/]+$/, plan: planRecordOrList },
  { method: 'PUT', path: /\/rulesets\/(?:[^/]+|phases\/[^/]+\/entrypoint)$/, plan: planRulesetChange },
  { method: 'DELETE', path: /\/rulesets\/[^/]+$/, plan: planRulesetDeletion },
  {
    path: /\/rulesets\/[^/]+\/rules(?:\/[^/]+)?$/,
    plan: (write, facts) => {
      const ruleset = rulesetOf(write);
      return ruleset === undefined
        ? none('The API has no request that takes this back')
        : planRule(write, ruleset, facts);
    },
  },
  { path: /\/storage\/kv\/namespaces\/[^/]+\/bulk(?:\/delete)?$/, plan: planBulk },
  {
    path: /\/storage\/kv\/namespaces\/[^/]+\/values\/.+$/,
    plan: (write, facts) => {
      const place = keyPlace(write.path);
      return place ? planValue(write, place, facts) : none('Its path names no key');
    },
  },
  {
    path: /\/workers\/(?:scripts|dispatch\/namespaces\/[^/]+\/scripts)\/[^/]+(?:\/content|\/settings|\/secrets(?:\/[^/]+)?)?$/,
    plan: (write, facts) => {
      const found = scriptPath(write.path);
      return found ? planScript(write, found.script, found.rest, facts) : none('Its path names no Worker');
    },
  },
  { method: 'DELETE', path: /\/r2\/buckets\/[^/]+\/objects$/, plan: planObjects },
  { path: /\/r2\/buckets\/[^/]+\/objects\/.+$/, plan: planObject },
  { path: /\/d1\/database\/[^/]+\/(?:query|raw|import)$/, plan: planDatabaseWrite },
];

function planRecordOrList(write: Write, facts: UndoFacts): UndoPlan {
  return write.method === 'POST' ? none('The API has no request that takes this back') : planRecord(write, facts);
}

/** How this write can be taken back, before it is sent. */
export function planUndo(write: Write, facts: UndoFacts): UndoPlan {
  const row = rows.find(({ method, path }) => (method ?? write.method) === write.method && path.test(write.path));
  if (row) return row.plan(write, facts);
  switch (write.method) {
    case 'POST':
      return planMaking(write, facts);
    case 'DELETE':
      return planDeletion(write, facts);
    case 'PUT':
    case 'PATCH':
      return planChange(write, facts);
  }
}
