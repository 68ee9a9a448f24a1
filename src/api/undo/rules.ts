// Taking back what was done to rulesets: whole ones, and one rule of them, which is read in its ruleset only. A rule that is gone comes
// back under another id, and keeps its `ref`.
import { isRecord } from '../../json/values.ts';
import { bodyOf, planChange, planDeletion } from './object.ts';
import {
  deletion,
  type Inverse,
  isGone,
  isSame,
  none,
  nothingLater,
  noWarning,
  pathAbove,
  resultOf,
  type Told,
  type UndoFacts,
  type UndoPlan,
  type Write,
  writeJson,
} from './plan.ts';

type Rule = Readonly<Record<string, unknown>> & { readonly id: string };

/** What the API adds to a rule and takes in none. */
const added = new Set(['last_updated', 'version', 'categories']);

function definition({ id: _, ...rule }: Rule): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !added.has(name)));
}

function rulesIn(ruleset: unknown): readonly Rule[] {
  const rules = isRecord(ruleset) ? ruleset.rules : undefined;
  return Array.isArray(rules)
    ? rules.filter((rule): rule is Rule => isRecord(rule) && typeof rule.id === 'string')
    : [];
}

/** The rules as they may be sent; `known` are the ids that are there, and only they may be named. */
function sendableRules(fields: Readonly<Record<string, unknown>>, known: ReadonlySet<string>) {
  const rules = rulesIn(fields).map((rule) => ({
    ...(known.has(rule.id) ? { id: rule.id } : {}),
    ...definition(rule),
  }));
  const { kind: _, phase: __, ...rest } = fields;
  return { ...rest, ...(fields.rules === undefined ? {} : { rules }) };
}

/** PUT of a ruleset, or of the one that a phase begins with. */
export function planRulesetChange(write: Write, facts: UndoFacts): UndoPlan {
  const plan = planChange(write, facts);
  if (plan.kind === 'none') return plan;
  return {
    ...plan,
    invert: (told) => {
      if (isGone(told.before[write.path])) return invertMadeEntrypoint(write, told);
      const there = new Set(rulesIn(resultOf(told.now[write.path])).map(({ id }) => id));
      const again = planChange(write, facts, { sendable: (fields) => sendableRules(fields, there) });
      const inverse = again.kind === 'undoable' ? again.invert(told) : again;
      const lost = rulesIn(resultOf(told.before[write.path])).filter(({ id }) => !there.has(id));
      if (inverse.kind !== 'writes' || lost.length === 0) return inverse;
      const words = lost.length === 1 ? 'A rule gets a new id' : `${lost.length} rules get new ids`;
      return { ...inverse, warnings: [...inverse.warnings, words] };
    },
    renamed: (before, [answer]) => rulesRenamed(resultOf(before[write.path]), resultOf(answer)),
  };
}

/** Rules that came back, in their places, under other ids. */
function rulesRenamed(before: unknown, made: unknown): readonly (readonly [string, string])[] {
  const again = rulesIn(made);
  return rulesIn(before).flatMap(({ id }, at): readonly (readonly [string, string])[] => {
    const other = again[at];
    return other && other.id !== id ? [[id, other.id]] : [];
  });
}

/** `PUT …/phases/…/entrypoint` where there was none has made a ruleset, which has a path of its own. */
function invertMadeEntrypoint({ path }: Write, { answer, now }: Told): Inverse {
  if (isGone(now[path])) return { kind: 'unneeded', reason: 'It is not there any more' };
  const made = resultOf(answer) ?? resultOf(now[path]);
  if (!isRecord(made) || typeof made.id !== 'string') return none('The response does not say what was made');
  const current = resultOf(now[path]);
  const isChanged = isRecord(current) && !isSame(current.version, made.version);
  const conflicts = isChanged ? ['Somebody has changed the ruleset since'] : [];
  const ruleset = `${path.replace(/\/phases\/[^/]+\/entrypoint$/, '')}/${encodeURIComponent(made.id)}`;
  return { kind: 'writes', writes: [deletion(ruleset)], warnings: [], conflicts };
}

/** DELETE of a whole ruleset. */
export function planRulesetDeletion(write: Write, facts: UndoFacts): UndoPlan {
  const alone: UndoFacts = { ...facts, holdsOthers: () => false };
  const plan = planDeletion(write, alone, {
    sendable: (fields) => ({ ...fields, rules: rulesIn(fields).map(definition) }),
    remadeWarning: 'Its rules get new ids too',
  });
  if (plan.kind === 'none') return plan;
  return {
    ...plan,
    renamed: (before, answers) => [
      ...(plan.renamed?.(before, answers) ?? []),
      ...rulesRenamed(resultOf(before[write.path]), resultOf(answers[0])),
    ],
  };
}

/** POST, PATCH and DELETE of one rule; `ruleset` is the path of the one that it is in. */
export function planRule(write: Write, ruleset: string, facts: UndoFacts): UndoPlan {
  if (!facts.has('GET', ruleset)) return none('The API has no request that reads what was there');
  const id = decodeURIComponent(write.path.split('/').at(-1) ?? '');
  const isNew = write.method === 'POST';
  return {
    kind: 'undoable',
    reads: [ruleset],
    laterReads: nothingLater,
    warn: write.method === 'DELETE' ? () => ['If it is taken back, the rule gets a new id'] : noWarning,
    invert: ({ before, answer, after, now }) => {
      const old = rulesIn(resultOf(before[ruleset]));
      const ours = rulesIn(resultOf(answer) ?? resultOf(after[ruleset]));
      const current = rulesIn(resultOf(now[ruleset]));
      if (isGone(now[ruleset])) return none('The ruleset is not there any more');
      if (isNew) return invertAdding(ruleset, old, ours, current);
      const rule = old.find((candidate) => candidate.id === id);
      if (!rule) return none('The rule was not there before');
      return write.method === 'DELETE'
        ? invertRemoval(ruleset, rule, old, ours, current)
        : invertEdit(write, rule, old, ours, current);
    },
    happened: (before, now) => {
      const [old, current] = [resultOf(before[ruleset]), resultOf(now[ruleset])];
      if (!isRecord(old) || !isRecord(current)) return 'unknown';
      const [was, is] = [rulesIn(old), rulesIn(current)];
      if (write.method === 'DELETE') return is.some((rule) => rule.id === id) ? 'not done' : 'done';
      if (isSame(was, is)) return 'not done';
      const wished = bodyOf(write) ?? {};
      const fits = (rule: Rule): boolean =>
        Object.entries(wished).every(([name, value]) => name === 'position' || isSame(rule[name], value));
      const others = is.filter((rule) => (isNew ? !was.some((known) => known.id === rule.id) : rule.id === id));
      return others.some(fits) ? 'done' : 'unknown';
    },
    renamed: (before, [answer]) => {
      if (write.method !== 'DELETE') return [];
      const old = rulesIn(resultOf(before[ruleset]));
      const ref = old.find((rule) => rule.id === id)?.ref;
      const made = rulesIn(resultOf(answer)).find((rule) => rule.ref === ref);
      return made ? [[id, made.id]] : [];
    },
  };
}

function invertAdding(ruleset: string, old: readonly Rule[], ours: readonly Rule[], current: readonly Rule[]): Inverse {
  const made = ours.filter(({ id }) => !old.some((known) => known.id === id));
  const [rule] = made;
  if (!rule) return none('The response does not say which rule was made');
  // Somebody else added one in the same moment: which is which is not known.
  if (made.length > 1) return none('Several rules were added in the same moment');
  const there = current.find(({ id }) => id === rule.id);
  if (!there) return { kind: 'unneeded', reason: 'The rule is not there any more' };
  const conflicts = [
    ...(isSame(definition(there), definition(rule)) ? [] : ['Somebody has changed the rule since']),
    ...othersChanged(rule, ours, current),
  ];
  return {
    kind: 'writes',
    writes: [deletion(`${ruleset}/rules/${encodeURIComponent(rule.id)}`)],
    warnings: [],
    conflicts,
  };
}

function invertRemoval(
  ruleset: string,
  rule: Rule,
  old: readonly Rule[],
  ours: readonly Rule[],
  current: readonly Rule[],
): Inverse {
  if (current.some(({ id }) => id === rule.id)) return { kind: 'unneeded', reason: 'The rule is there again' };
  const position = placeOf(rule, old, current);
  const body = { ...definition(rule), ...(position ? { position } : {}) };
  return {
    kind: 'writes',
    writes: [writeJson('POST', `${ruleset}/rules`, body)],
    warnings: ['The API gives the rule a new id'],
    conflicts: othersChanged(rule, ours, current),
  };
}

function invertEdit(
  { path }: Write,
  rule: Rule,
  old: readonly Rule[],
  ours: readonly Rule[],
  current: readonly Rule[],
): Inverse {
  const there = current.find(({ id }) => id === rule.id);
  if (!there) return none('The rule is not there any more');
  const left = ours.find(({ id }) => id === rule.id);
  const isMoved = !isSame(orderOf(old, current), orderOf(current, old));
  if (isSame(definition(there), definition(rule)) && !isMoved) {
    return { kind: 'unneeded', reason: 'The rule is already as it was' };
  }
  const isForeign = left !== undefined && !isSame(definition(there), definition(left));
  const position = isMoved ? placeOf(rule, old, current) : undefined;
  return {
    kind: 'writes',
    // The API takes a rule whole: what a PATCH leaves out is reset.
    writes: [writeJson('PATCH', path, { ...definition(rule), ...(position ? { position } : {}) })],
    warnings: [],
    conflicts: [...(isForeign ? ['Somebody has changed the rule since'] : []), ...othersChanged(rule, ours, current)],
  };
}

/** What a rule does depends on those around it. */
function othersChanged({ id }: Rule, ours: readonly Rule[], current: readonly Rule[]): readonly string[] {
  const around = (rules: readonly Rule[]): unknown =>
    rules.filter((rule) => rule.id !== id).map((rule) => [rule.id, definition(rule)]);
  return isSame(around(ours), around(current)) ? [] : ['Somebody has changed other rules of the ruleset since'];
}

function orderOf(rules: readonly Rule[], others: readonly Rule[]): readonly string[] {
  return rules.map(({ id }) => id).filter((id) => others.some((other) => other.id === id));
}

/** Behind the rule that stood before it, of those that are still there. */
function placeOf(
  rule: Rule,
  old: readonly Rule[],
  current: readonly Rule[],
): Readonly<Record<string, unknown>> | undefined {
  const at = old.findIndex(({ id }) => id === rule.id);
  const before = old.slice(0, at).findLast(({ id }) => current.some((other) => other.id === id));
  if (before) return { after: before.id };
  const next = old.slice(at + 1).find(({ id }) => current.some((other) => other.id === id));
  return next && { before: next.id };
}

/** The ruleset that the path of a rule, or of its rules, is in. */
export function rulesetOf({ method, path }: Write): string | undefined {
  const pattern = method === 'POST' ? /\/rulesets\/[^/]+\/rules$/ : /\/rulesets\/[^/]+\/rules\/[^/]+$/;
  if (!pattern.test(path)) return undefined;
  return method === 'POST' ? pathAbove(path) : pathAbove(pathAbove(path));
}
