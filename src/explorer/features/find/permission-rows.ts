// What a request needs beside what the credential may do, as rows: for the explorer and for the command `can`. Every mark says what
// its colour says.
import type { Grant } from '../../../api/grants.ts';
import { nameOfPermission } from '../../../api/grants.ts';
import type { JudgedPermission, JudgedRequest } from '../../../catalog/permission-verdict.ts';
import { answerWords, needWords, resourceWords, targetWords } from '../../../catalog/permission-words.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { capitalised } from '../../../text/sentences.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { CredentialFacts } from '../../model/catalog.ts';
import { type Role, type Row, requestSpans, span } from '../../model/rows.ts';

export interface PermissionView {
  readonly judged: JudgedRequest;
  /** As it was typed. */
  readonly path: string;
  /** What the API answered, where it refused: its words come first. */
  readonly refusal: string | undefined;
  /** Why the credential may or may not. */
  readonly reason: string | undefined;
  /** Such as `token ····3f2a`. */
  readonly credential: string;
  readonly facts: CredentialFacts | undefined;
  readonly nameOf: (id: string) => string | undefined;
  /** Without what is the same for every request: the credential and all that its policies say. */
  readonly isBrief?: boolean;
}

const labelWidth = 12;

export function permissionRows(view: PermissionView, width: number): readonly Row[] {
  const room = Math.max(20, width);
  const { judged, path, refusal, credential, facts, nameOf, isBrief } = view;
  const { operation, target } = judged;
  const method = effectiveMethod(judged.request);
  const [first = '', ...others] = wrap(visible(`${method} ${path}`), room);
  const about = targetWords(target, nameOf);
  const id = target.id !== undefined && nameOf(target.id) !== undefined ? `  ${target.id}` : '';
  const { holding } = facts ?? {};
  const rows: readonly Row[] = [
    requestSpans(first),
    ...others.map((line): Row => [span(line)]),
    ...(operation ? told(`${operation.title} · ${operation.group}`, room, 'dim') : []),
    [],
    ...(refusal === undefined ? [] : [...labelled('response', refusal, room, 'bad'), []]),
    ...verdictRows(view, room),
    ...needRows(judged, room, nameOf),
    ...(about === '' ? [] : labelled('for', `${about}${id}`, room)),
  ];
  if (isBrief) return rows;
  return [
    ...rows,
    ...labelled('credential', [credential, ...(facts?.facts ?? [])].filter((text) => text !== '').join(', '), room),
    ...(facts && facts.accounts.length > 0
      ? labelled('reaches', facts.accounts.map(({ id, name }) => name || id).join(', '), room)
      : []),
    ...(holding?.kind === 'grants' ? [[], ...grantRows(holding.grants, room, nameOf)] : []),
  ];
}

const roleOf: Readonly<Record<string, Role>> = { yes: 'good', no: 'bad', unknown: 'warn' };

function verdictRows({ judged, refusal, reason }: PermissionView, width: number): readonly Row[] {
  const { verdict } = judged;
  if (!verdict) return labelled('may it?', 'Reading what the credential may do…', width, 'dim');
  const words = `${answerWords(verdict)}: ${reason ?? ''}`;
  const rows = labelled('may it?', capitalised(words), width, roleOf[verdict.answer] ?? 'text');
  // The API has the last word.
  if (refusal === undefined || verdict.answer !== 'yes') return rows;
  return [...rows, ...told(refusedAllTheSame, width, 'warn')];
}

const refusedAllTheSame =
  'The API refused it all the same. What its user may do, where it may be sent from, the plan of the zone or the account, and the thing itself count too';

function needRows(
  { needs, target, verdict }: JudgedRequest,
  width: number,
  nameOf: PermissionView['nameOf'],
): readonly Row[] {
  if (!needs) return labelled('needs', 'not known', width, 'dim');
  const rows = labelled('needs', needWords(needs, target), width);
  // Where one is enough, the others are of no matter.
  const judged = (verdict?.permissions ?? []).filter(({ state }) => verdict?.answer !== 'yes' || state === 'held');
  if (verdict === undefined || judged.every(({ state }) => state === 'unclear')) return rows;
  const column = Math.min(44, Math.max(0, ...judged.map(({ name }) => cellWidth(name))));
  return [...rows, ...judged.flatMap((permission) => heldRow(permission, column, width, nameOf))];
}

const states: Readonly<Record<JudgedPermission['state'], readonly [words: string, role: Role]>> = {
  held: ['has it', 'good'],
  denied: ['denied', 'bad'],
  elsewhere: ['not here', 'bad'],
  partly: ['in part', 'warn'],
  unclear: ['unclear', 'warn'],
  missing: ['lacks it', 'bad'],
};

function heldRow(
  { name, state, allowedOn, deniedOn }: JudgedPermission,
  column: number,
  width: number,
  nameOf: PermissionView['nameOf'],
): readonly Row[] {
  const [words, role] = states[state];
  const start: Row = [
    span(' '.repeat(labelWidth)),
    span(`${words.padEnd(9)} `, role),
    span(padEnd(visible(name), column)),
  ];
  const where = [
    ...(allowedOn.length > 0 ? [resourceWords(allowedOn, nameOf)] : []),
    ...(deniedOn.length > 0 ? [`denied for ${resourceWords(deniedOn, nameOf)}`] : []),
  ].join('; ');
  const used = labelWidth + 10 + column + 2;
  if (where === '') return [start];
  if (used + cellWidth(where) <= width) return [[...start, span(`  ${visible(where)}`, 'dim')]];
  return [
    start,
    ...wrap(visible(where), Math.max(8, width - labelWidth - 10)).map(
      (line): Row => [span(' '.repeat(labelWidth + 10)), span(line, 'dim')],
    ),
  ];
}

/** Everything that the policies say. */
function grantRows(grants: readonly Grant[], width: number, nameOf: PermissionView['nameOf']): readonly Row[] {
  if (grants.length === 0) return [[span('It has no permissions', 'dim')]];
  return [
    [span('Its policies', 'title')],
    ...grants.flatMap(({ effect, permissions, resources }) => {
      const isDenied = effect === 'deny';
      const names = permissions.map(nameOfPermission);
      const shown = names.slice(0, mostListed);
      const rest = names.length - shown.length;
      const text = `${shown.join(', ') || 'nothing'}${rest > 0 ? ` and ${rest} more` : ''}`;
      return [
        ...labelled(isDenied ? '  denies' : '  allows', text, width, isDenied ? 'bad' : 'text'),
        ...labelled('', `for ${resourceWords(resources, nameOf) || 'nothing'}`, width, 'dim'),
      ];
    }),
  ];
}

/** Permissions of one policy that are named. */
const mostListed = 400;

function told(text: string, width: number, role: Role = 'text'): readonly Row[] {
  return wrap(visible(text), width).map((line): Row => [span(line, role)]);
}

function labelled(label: string, text: string, width: number, role: Role = 'text'): readonly Row[] {
  const [first = '', ...others] = wrap(visible(text), Math.max(8, width - labelWidth));
  return [
    [span(label.padEnd(labelWidth), 'dim'), span(first, role)],
    ...others.map((line): Row => [span(' '.repeat(labelWidth)), span(line, role)]),
  ];
}
