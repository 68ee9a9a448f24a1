// What a write will do, as rows: whose account, which thing by its name and its id, what changes of it or what will be gone. For the
// explorer and for the commands. Every mark says what its colour says; what is secret is shown as dots.
import { LEFT_OUT } from '../../../api/known-secrets.ts';
import { redactJson } from '../../../api/redact-json.ts';
import { redactLine } from '../../../api/redact-line.ts';
import { resourceIn } from '../../../api/resource.ts';
import { isSecretBody } from '../../../api/secret-names.ts';
import { redactText } from '../../../api/secret-text.ts';
import { type ConsentSetting, consentWords, type Judgement, replacesAll } from '../../../api/writes.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { subjectOf } from '../../../catalog/subject.ts';
import { compareJson, type JsonChange } from '../../../json/changes.ts';
import type { JsonPlace } from '../../../json/compare.ts';
import {
  firstChild,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  siblingAfter,
  sourceText,
  stringValue,
} from '../../../json/document.ts';
import { compactJson, formatPretty } from '../../../json/format.ts';
import { indexDocument } from '../../../json/parse.ts';
import { formatItem, formatLine } from '../../../request/format.ts';
import { effectiveMethod, isBodyItem } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import type { RequestLine } from '../../../request/types.ts';
import { isBinary } from '../../../text/byte-rows.ts';
import { formatBytes, formatQuantity } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { type Role, type Row, requestSpans, type Span, span } from '../../model/rows.ts';
import type { PreparedWrite, UndoProposal } from '../../model/writes.ts';

export interface WriteView {
  /** As it was typed. */
  readonly request: RequestLine;
  readonly judgement: Judgement;
  readonly prepared: PreparedWrite | undefined;
  /** Whose account it goes to, and the host. */
  readonly account: string;
  readonly host: string;
  /** When that account asks. */
  readonly setting: ConsentSetting;
  /** Under which account it was recorded, where that is another. */
  readonly from: string | undefined;
  /** What it takes back. */
  readonly undoing: UndoProposal | undefined;
  /** What the credential lacks for it: a sentence without a full stop. */
  readonly lack: string | undefined;
  readonly catalog: Catalog | undefined;
  /** What a thing is called, by its id. */
  readonly nameOf: (id: string) => string | undefined;
}

/** The thing in a few words: `dns record www · example.com`. */
export function subjectWords({ request, catalog, nameOf }: Pick<WriteView, 'request' | 'catalog' | 'nameOf'>): string {
  const { things, object, thing } = subjectOf(catalog, effectiveMethod(request), request.path);
  const called = (id: string): string => nameOf(id) ?? id.replace(/^([0-9a-f]{4})[0-9a-f]{28}$/, '$1…');
  const above = things.filter((other) => other !== thing).at(thing ? -1 : things.length - 1);
  return visible(
    [`${object}${thing ? ` ${called(thing.value)}` : ''}`, ...(above ? [called(above.value)] : [])].join(' · '),
  );
}

/** The same of a read, where one of its ids has a known name: `dns records of example.com`; undefined where none has. */
export function readWords(
  catalog: Catalog | undefined,
  request: RequestLine,
  nameOf: WriteView['nameOf'],
): string | undefined {
  const { things, object, thing } = subjectOf(catalog, effectiveMethod(request), request.path);
  if (!things.some(({ value }) => nameOf(value) !== undefined)) return undefined;
  const called = (id: string): string => nameOf(id) ?? id.replace(/^([0-9a-f]{4})[0-9a-f]{28}$/, '$1…');
  const above = things.filter((other) => other !== thing).at(-1);
  // Of a list the path has the plural.
  const last = request.path.split('/').at(-1) ?? '';
  const what = thing ? `${object} ${called(thing.value)}` : last.replaceAll('_', ' ');
  return above ? `${what} of ${called(above.value)}` : what;
}

export function writeRows(view: WriteView, width: number): readonly Row[] {
  const room = Math.max(8, width);
  const notes = noteRows(view, room);
  return [...headRows(view, room), [], ...effectRows(view, room), ...(notes.length > 0 ? [[], ...notes] : [])];
}

/** What will not come back, and what somebody else has changed since. */
function noteRows({ undoing, prepared }: WriteView, width: number): readonly Row[] {
  if (undoing) {
    return [
      ...undoing.conflicts.flatMap((text) => told(visible(redactText(text)), width, 'bad')),
      ...undoing.warnings.flatMap((text) => told(visible(redactText(text)), width, 'warn')),
    ];
  }
  return (prepared?.notes ?? []).flatMap((text) => told(visible(redactText(text)), width, 'warn'));
}

/** Whole ids stand below, beside their names. */
function withShortIds(path: string): string {
  return path.replace(/(?<=\/)([0-9a-f]{4})[0-9a-f]{28}(?=\/|$| )/g, '$1…');
}

function headRows(view: WriteView, width: number): readonly Row[] {
  const { request, prepared, account, host, setting, from, lack, catalog, nameOf } = view;
  const method = effectiveMethod(request);
  const sent = prepared?.request ?? request;
  const { things } = subjectOf(catalog, method, sent.path);
  const column = Math.min(16, Math.max(0, ...things.map(({ kind }) => cellWidth(kind)))) + 2;
  const query = sent.items.flatMap((item) => (item.kind === 'query' ? [`${item.name}==${item.value}`] : []));
  const [first = '', ...others] = wrap(
    visible(redactText(`${method} ${withShortIds([sent.path, ...query].join(' '))}`)),
    width,
  );
  return [
    ...(from === undefined
      ? []
      : wrap(`Recorded under ${visible(from)}. It goes to ${visible(account)} now`, width).map(
          (line): Row => [span(line, 'warn')],
        )),
    [span(padEnd('to', column), 'dim'), span(visible(account), 'title'), span(` · ${visible(host)}`, 'dim')],
    ...(setting === 'default'
      ? []
      : wrap(`${visible(account)} ${consentWords[setting]}${from ? ' but one recorded elsewhere' : ''}`, width).map(
          (line): Row => [span(line, 'dim')],
        )),
    requestSpans(first),
    ...others.map((line): Row => [span(line)]),
    ...things.flatMap(({ kind, value }): readonly Row[] => {
      const name = nameOf(value);
      const label = span(padEnd(visible(kind), column), 'dim');
      if (name === undefined) return wrapped([label], visible(value), column, width);
      const called = `${visible(name)}  ${visible(value)}`;
      if (column + cellWidth(called) <= width)
        return [[label, span(visible(name), 'title'), span(`  ${visible(value)}`, 'dim')]];
      return [
        ...wrapped([label], visible(name), column, width, 'title'),
        ...wrapped([span(' '.repeat(column))], visible(value), column, width, 'dim'),
      ];
    }),
    ...(lack === undefined ? [] : told(visible(lack), width, 'warn')),
  ];
}

/** A text behind a label, in as many rows as it takes. */
function wrapped(before: Row, text: string, column: number, width: number, role: Role = 'text'): readonly Row[] {
  const [first = '', ...others] = wrap(text, Math.max(8, width - column));
  return [[...before, span(first, role)], ...others.map((line): Row => [span(' '.repeat(column)), span(line, role)])];
}

function effectRows(view: WriteView, width: number): readonly Row[] {
  const { prepared, judgement } = view;
  if (!prepared) return [[span('Reading what is there now…', 'dim')]];
  if (judgement.kind === 'deletes' && prepared.before) return deletionRows(view, prepared, width);
  if (judgement.kind === 'purges') return [...purgeRows(view, width), ...bodyRows(view, prepared, width)];
  if (!prepared.before) return bodyRows(view, prepared, width);
  return changeRows(view, prepared, width);
}

function told(text: string, width: number, role: Role = 'text'): readonly Row[] {
  return wrap(text, width).map((line): Row => [span(line, role)]);
}

function purgeRows({ judgement }: WriteView, width: number): readonly Row[] {
  return judgement.lost === 'cache'
    ? told(
        'Everything in the cache is thrown away. It fills again from the origin, which gets all requests meanwhile',
        width,
        'warn',
      )
    : told('This is taken out of the cache:', width);
}

const containing: Readonly<Partial<Record<string, string>>> = {
  organization: 'with the accounts in it',
  account: 'with all that is in it',
  zone: 'with its records, rules and settings',
  namespace: 'with all its keys',
  bucket: 'with all its objects',
  database: 'with all its tables',
  project: 'with its deployments',
  queue: 'with its messages',
  index: 'with its vectors',
  store: 'with its secrets',
};

function deletionRows(view: WriteView, { before }: PreparedWrite, width: number): readonly Row[] {
  const { judgement } = view;
  const lost = judgement.lost === undefined ? undefined : containing[judgement.lost];
  const heading = lost === undefined ? [] : told(`It goes ${lost}. Nothing brings that back`, width, 'warn');
  if (before?.kind === 'absent')
    return [...heading, ...told('It is not there (404): there is nothing to delete', width, 'warn')];
  if (before?.kind === 'unknown')
    return [...heading, ...told(`What will be gone could not be read: ${visible(before.reason)}`, width, 'warn')];
  return [...heading, [span('This will be gone:', 'title')], ...goneRows(view, before, width)];
}

function goneRows({ request }: WriteView, before: PreparedWrite['before'], width: number): readonly Row[] {
  const resource = before && resourceIn(before);
  if (!resource) {
    const bytes =
      before?.kind === 'read' && before.received.body.kind !== 'empty' ? before.received.body.bytes : undefined;
    return bytes ? plainRows(bytes, '-', 'bad', request.path, width) : [];
  }
  return layoutRows(sourceText(masked(resource.document, request.path), resource.node), '-', 'bad', width);
}

/** What is compared: a resource and a body, each with what may be shown of it. */
interface Shown extends JsonPlace {
  readonly masked: JsonDocument;
}

function changeRows(view: WriteView, prepared: PreparedWrite, width: number): readonly Row[] {
  const { request, catalog } = view;
  const method = effectiveMethod(request);
  const { before } = prepared;
  const body = prepared.body && indexed(prepared.body);
  const resource = before && resourceIn(before);
  if (before?.kind === 'unknown')
    return [
      ...told(`What it is now could not be read: ${visible(before.reason)}`, width, 'warn'),
      ...bodyRows(view, prepared, width),
    ];
  if (before?.kind === 'absent')
    return [
      ...told('It is not there yet (404): this may create it', width, 'warn'),
      ...bodyRows(view, prepared, width),
    ];
  if (!resource || !body) return plainChangeRows(view, prepared, width);
  const old: Shown = { ...resource, masked: masked(resource.document, request.path) };
  const fresh: Shown = { document: body, node: 0, masked: masked(body, request.path) };
  const settable = settableFields(catalog, request);
  const isReplaced = replacesAll(method, request.path, memberNames(body));
  const { changes, same } = compareJson(old, fresh, {
    leftOut: (name) => (isReplaced && (settable?.has(name) ?? true) ? 'remove' : 'keep'),
    leftOutInside: isReplaced ? 'remove' : 'open',
  });
  if (changes.length === 0) return told('Nothing changes: it is like this already', width, 'good');
  const stays =
    same === 0
      ? []
      : told(
          `${formatQuantity(same, 'other member')} ${same === 1 ? 'stays as it is' : 'stay as they are'}`,
          width,
          'dim',
        );
  const resets = isReplaced && changes.some(({ kind }) => kind === 'removed');
  return [
    ...changes.flatMap((change) => oneChange(change, old, fresh, width)),
    ...stays,
    ...(resets
      ? told(
          method === 'PUT'
            ? 'PUT replaces all: what is left out (-) is reset. PATCH changes only what it names'
            : 'This PATCH replaces all: what is left out (-) is reset',
          width,
          'warn',
        )
      : []),
    ...(changes.some(({ kind }) => kind === 'open')
      ? told('What is left out inside of what is sent (?) is kept or taken away, as the API has it', width, 'warn')
      : []),
  ];
}

function memberNames(document: JsonDocument): readonly string[] {
  const names: string[] = [];
  for (let child = firstChild(document, 0); child !== undefined; child = siblingAfter(document, child)) {
    names.push(keyOf(document, child) ?? '');
  }
  return names;
}

/** The members that can be sent at all, where the catalog tells them: a date of creation is not reset. */
function settableFields(catalog: Catalog | undefined, request: RequestLine): ReadonlySet<string> | undefined {
  const match = catalog?.matcher().match(effectiveMethod(request), request.path);
  const fields = match && catalog?.details(match.operation).body?.fields;
  return fields && fields.length > 0 ? new Set(fields.map(({ name }) => name)) : undefined;
}

const marks = { changed: '~', moved: '~', added: '+', removed: '-', open: '?' } as const;
const roles: Readonly<Record<JsonChange['kind'], Role>> = {
  changed: 'warn',
  moved: 'warn',
  added: 'good',
  removed: 'bad',
  open: 'warn',
};

/** On one row where that has room; else the old value and the new one below each other. */
function oneChange({ kind, path, before, after }: JsonChange, old: Shown, fresh: Shown, width: number): readonly Row[] {
  const role = roles[kind];
  const label = visible(pathText(path));
  const start: readonly Span[] = [span(`${marks[kind]} `, role), ...(label === '' ? [] : [span(`${label}  `, 'key')])];
  if (kind === 'moved') return [[...start, span('in another order', role)]];
  const texts = [
    ...(before ? [{ mark: '- ', role: 'bad' as const, text: valueText(old.masked, before.node) }] : []),
    ...(after ? [{ mark: '+ ', role: 'good' as const, text: valueText(fresh.masked, after.node) }] : []),
  ];
  const isHidden = texts.length === 2 && texts[0]?.text === texts[1]?.text;
  const note = isHidden ? ' (another value)' : '';
  const joined = texts.map(({ text }) => text).join(' → ') + note;
  const taken = start.reduce((sum, { text }) => sum + cellWidth(text), 0);
  if (taken + cellWidth(joined) <= width) {
    const [first, second] = texts;
    if (!second) return [[...start, span(first?.text ?? '', role)]];
    return [[...start, span(first?.text ?? '', 'bad'), span(' → ', 'dim'), span(second.text + note, 'good')]];
  }
  const values = texts.flatMap(({ mark, role: own, text }) =>
    wrapped([span(`  ${texts.length === 2 ? mark : ''}`, own)], text, texts.length === 2 ? 4 : 2, width, own),
  );
  return [...wrapped([span(`${marks[kind]} `, role)], label, 2, width, 'key'), ...values];
}

function pathText(path: JsonChange['path']): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** A value as one line of JSON, safe to show; a long one is cut. */
const longestValue = 4_000;

function valueText(document: JsonDocument, node: NodeId): string {
  const text =
    kindOf(document, node) === 'string'
      ? JSON.stringify(stringValue(document, node))
      : compactJson(sourceText(document, node));
  const cut =
    text.length > longestValue
      ? `${text.slice(0, longestValue)}… ${formatBytes(text.length - longestValue)} more`
      : text;
  return visible(cut === `"${LEFT_OUT}"` ? LEFT_OUT : cut);
}

/** The same document without secrets: its values have the same numbers. */
function masked(document: JsonDocument, path: string): JsonDocument {
  const text = new TextDecoder().decode(document.bytes);
  const left = redactJson(text, { path, isSecret: isSecretBody(path), isHeaders: false });
  return left === text ? document : (indexed(new TextEncoder().encode(left)) ?? document);
}

function indexed(bytes: Uint8Array): JsonDocument | undefined {
  const found = indexDocument(bytes);
  return found.ok ? found.document : undefined;
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** What is no JSON: the old text and the new one. */
function plainChangeRows(
  { request }: WriteView,
  { before, body, request: sent }: PreparedWrite,
  width: number,
): readonly Row[] {
  const old = before?.kind === 'read' && before.received.body.kind !== 'empty' ? before.received.body.bytes : undefined;
  if (old && body && isEqual(old, body)) return told('Nothing changes: it is like this already', width, 'good');
  return [
    ...(old ? plainRows(old, '-', 'bad', request.path, width) : []),
    ...(body ? plainRows(body, '+', 'good', request.path, width) : composedRows(sent, width)),
  ];
}

/** The body as it will be sent, where there is nothing to compare it with. */
function bodyRows({ request }: WriteView, { body, request: sent }: PreparedWrite, width: number): readonly Row[] {
  if (body === undefined) return composedRows(sent, width);
  const document = indexed(body);
  if (!document) return plainRows(body, '+', 'good', request.path, width);
  return layoutRows(sourceText(masked(document, request.path), 0), '+', 'good', width);
}

/** What the body is made of, where it is read from files while it is sent, or is too large to show. */
function composedRows(sent: RequestLine, width: number): readonly Row[] {
  const written = formatLine({ ...sent, filter: undefined, items: sent.items.filter(isBodyItem) });
  const parsed = parseLine(redactLine(written).line);
  const items = parsed.ok ? parsed.request.items : [];
  const [only] = items;
  if (!only) return told('It has no body', width, 'dim');
  if (only.kind === 'file') return told(`The body comes from ${visible(only.path)}`, width, 'dim');
  return items.flatMap((item) =>
    wrapped([span('+ ', 'good')], visible(formatItem(item).slice(0, longestValue)), 2, width, 'good'),
  );
}

/** JSON laid out, every line behind its mark. */
function layoutRows(source: string, mark: string, role: Role, width: number): readonly Row[] {
  const document = indexed(new TextEncoder().encode(source));
  const lines = document ? [...formatPretty(document)].join('').split('\n') : [source];
  const rest = lines.length - mostLines;
  const start = span(`${mark} `, role);
  return [
    ...lines.slice(0, mostLines).flatMap((line) => {
      // Wrapping would take the blanks at its start off.
      const [indent = ''] = /^ */.exec(line) ?? [];
      const text = visible(line.slice(indent.length, longestValue));
      return wrapped([start, span(indent)], text, 2 + indent.length, width, role);
    }),
    ...(rest > 0 ? [[start, span(`… ${formatQuantity(rest, 'more line')}`, 'dim')]] : []),
  ];
}

/** Rows of a text that are shown of it. */
const mostLines = 400;

function plainRows(bytes: Uint8Array, mark: string, role: Role, path: string, width: number): readonly Row[] {
  const start = span(`${mark} `, role);
  if (isBinary(bytes)) return [[start, span(`${formatBytes(bytes.length)} of binary data`, role)]];
  const text = new TextDecoder().decode(bytes);
  const shown = isSecretBody(path) ? LEFT_OUT : redactText(text);
  const lines = shown.split('\n');
  const rest = lines.length - mostLines;
  return [
    ...lines
      .slice(0, mostLines)
      .flatMap((line) => wrapped([start], visible(line.slice(0, longestValue)), 2, width, role)),
    ...(rest > 0 ? [[start, span(`… ${formatQuantity(rest, 'more line')}`, 'dim')]] : []),
  ];
}
