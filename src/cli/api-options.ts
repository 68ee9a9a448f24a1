// The options of `flarescope api`, checked against each other: what they mean together is decided here, once.
import { formatWords } from '../request/format.ts';
import { escapeFieldValue, escapeName, escapeValue } from '../request/item.ts';
import { scanJson, trimJson } from '../request/json-text.ts';
import { methodOf } from '../request/method.ts';
import { parseLine } from '../request/parse.ts';
import type { AccountFlags } from './account.ts';
import type { ApiValues, OutputFormat } from './commands/api.ts';
import { Refusal } from './messages.ts';
import type { Given } from './spec.ts';

/** What the request is sent for each of. */
export interface Each {
  readonly kind: 'list' | 'zones' | 'profiles';
  /** The request that lists them, where it was given. */
  readonly list: string | undefined;
}

export interface ApiOptions {
  readonly words: readonly string[];
  readonly input: string | undefined;
  readonly all: boolean;
  /** Whether a list of which nobody knows whether it is whole counts as failed. */
  readonly mustBeComplete: boolean;
  /** A file that an earlier run has written to. */
  readonly continueFile: string | undefined;
  readonly withoutHeader: boolean;
  /** As they were given, to be given again. */
  readonly values: ApiValues;
  readonly slurp: boolean;
  readonly filter: string | undefined;
  /** Texts are printed without quotes. */
  readonly isRawOutput: boolean;
  /** What binds the variables that the filter is given, as its beginning; empty for none. */
  readonly filterStart: string;
  readonly csvEnd: '\n' | '\r\n';
  readonly fields: readonly string[] | undefined;
  /** Undefined for pretty on a terminal and as received elsewhere. */
  readonly output: OutputFormat | undefined;
  readonly include: boolean;
  readonly verbose: boolean;
  readonly dryRun: boolean;
  /** What is asked for is meant. */
  readonly isSure: boolean;
  /** Anything is shown and asked for. */
  readonly asksAll: boolean;
  /** What was there before is kept, or nothing is sent. */
  readonly undoable: boolean;
  /** Undefined for a request that is sent once. */
  readonly each: Each | undefined;
  /** A report of an earlier run: what it says was done is left out. */
  readonly retryFailed: string | undefined;
  /** Nothing is sent together with others. */
  readonly oneByOne: boolean;
  /** The snippet format to print instead of sending. */
  readonly as: string | undefined;
  readonly multiline: boolean;
  /** Seconds between two requests, where the request is watched. */
  readonly watch: number | undefined;
  /** What is to become true. */
  readonly until: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly retries: number | undefined;
  readonly account: AccountFlags;
}

/** The options and the request, from what was given. Throws Refusal where two things do not go together. */
export function readApiOptions({ values, words }: Given<ApiValues>): ApiOptions {
  const all = values.all || values.paginate;
  const { fields } = values;
  const output = values.raw ? 'raw' : values.output;
  if (values.raw && values.output !== undefined && values.output !== 'raw')
    throw new Refusal('--raw and --output choose two formats. Use one of them');
  if (fields && output === 'raw') throw new Refusal('--fields cannot be used with --output raw');
  if (values.complete && !all) throw new Refusal('--complete requires --all');
  if (values['raw-output'] && (fields || values.slurp || (output !== undefined && output !== 'raw')))
    throw new Refusal(
      '-r prints what the filter gives as it is, so it cannot be used with --fields, --slurp or another --output',
    );
  if (values['csv-crlf'] && output !== 'csv') throw new Refusal('--csv-crlf requires --output csv');
  if (values.continue !== undefined && !all) throw new Refusal('--continue requires --all');
  if (values.continue !== undefined && (values.slurp || values['raw-output'] || !mayContinue(output)))
    throw new Refusal('--continue appends lines, so it needs --output ndjson, csv or tsv, without --slurp');
  if (values['without-header'] && output !== 'csv' && output !== 'tsv')
    throw new Refusal('--without-header requires --output csv or tsv');
  if (values.slurp && !all) throw new Refusal('--slurp requires --all');
  if (values.slurp && output !== undefined && output !== 'json')
    throw new Refusal(`--slurp prints a JSON array, so it cannot be used with --output ${output}`);
  if (values.as === undefined && values.multiline) throw new Refusal('--multiline requires --as');
  if (values.as !== undefined && all)
    throw new Refusal('--as writes a single request, so it cannot be used with --all');
  if (values.as !== undefined && values.input !== undefined)
    throw new Refusal('--as cannot be used with --input. Write @FILE instead');
  if (all && values.include) throw new Refusal('--include shows one response, so it cannot be used with --all');
  if (values.watch !== undefined || values.until !== undefined) refuseUnwatched(values, all);
  refuseForEach(values, all);
  const request = withHabits(words, values);
  if (request.words.length === 0)
    throw new Refusal('no request given. Try flarescope api /zones, or see flarescope api --help');
  return {
    words: request.words,
    input: values.input ?? request.input,
    all,
    mustBeComplete: values.complete,
    continueFile: values.continue,
    withoutHeader: values['without-header'],
    values,
    slurp: values.slurp,
    filter: filterOf(values.jq),
    isRawOutput: values['raw-output'],
    filterStart: bindings(values),
    csvEnd: values['csv-crlf'] ? '\r\n' : '\n',
    fields,
    output,
    include: values.include,
    verbose: values.verbose,
    dryRun: values['dry-run'],
    isSure: values.yes,
    asksAll: values.ask,
    undoable: values.undoable,
    each: eachOf(values),
    retryFailed: values['retry-failed'],
    oneByOne: values['one-by-one'],
    as: values.as,
    multiline: values.multiline,
    watch: values.watch,
    until: values.until,
    timeoutMs: values.timeout === undefined ? undefined : Math.round(values.timeout * 1000),
    retries: values.retries,
    account: values,
  };
}

function eachOf(values: ApiValues): Each | undefined {
  if (values['each-profile']) return { kind: 'profiles', list: undefined };
  if (values['each-zone']) return { kind: 'zones', list: undefined };
  return values.each === undefined ? undefined : { kind: 'list', list: values.each };
}

/** What does not go with a request for each of many. */
function refuseForEach(values: ApiValues, all: boolean): void {
  const given = [
    values.each !== undefined && '--each',
    values['each-zone'] && '--each-zone',
    values['each-profile'] && '--each-profile',
  ].filter((name) => name !== false);
  const [each, second] = given;
  if (each === undefined) {
    if (values['retry-failed'] !== undefined || values['one-by-one'])
      throw new Refusal('--retry-failed and --one-by-one require --each, --each-zone or --each-profile');
    return;
  }
  if (second !== undefined) throw new Refusal(`${each} and ${second} cannot be used together`);
  const isOfProfiles = each === '--each-profile';
  const [other] = [
    all && '--all',
    values.as !== undefined && '--as',
    (values.watch !== undefined || values.until !== undefined) && '--watch or --until',
    values.include && '--include',
    (values.raw || values.output === 'raw') && '--raw',
    values['raw-output'] && '-r',
    values.output === 'chart' && '--output chart',
    values.verbose && '--verbose',
    isOfProfiles && values.undoable && '--undoable',
    isOfProfiles && values.profile !== undefined && '--profile',
    isOfProfiles && values.sandbox && '--sandbox',
  ].filter((name) => name !== false);
  if (other !== undefined) throw new Refusal(`${other} cannot be used with ${each}`);
}

/** What does not go with watching. */
function refuseUnwatched({ until, include, fields, output, ...values }: ApiValues, all: boolean): void {
  if (until !== undefined && until.trim() === '')
    throw new Refusal('--until takes a filter, such as .result.status == "active"');
  const [other] = [
    all && '--all',
    values.as !== undefined && '--as',
    values['dry-run'] && '--dry-run',
    values.undoable && '--undoable',
    include && '--include',
    fields && '--fields',
    output !== undefined && output !== 'json' && output !== 'ndjson' && output !== 'raw' && `--output ${output}`,
  ].filter((name) => name !== false && name !== undefined);
  if (other !== undefined) throw new Refusal(`${other} cannot be used with --watch or --until`);
}

/** Variables as jq's own syntax has them, so that a filter with them can be kept in the history and run again. */
function bindings({ arg, argjson }: ApiValues): string {
  const bound = [
    ...arg.map((text) => pair(text, '--arg NAME VALUE', (value) => JSON.stringify(value))),
    ...argjson.map((text) => pair(text, '--argjson NAME JSON', checkedJson)),
  ];
  return bound.map(([name, value]) => `${value} as $${name} | `).join('');
}

function pair(text: string, usage: string, read: (value: string) => string): readonly [name: string, value: string] {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new Refusal(`write ${usage}, where NAME has letters, digits and _`);
  return [name, read(value)];
}

function checkedJson(text: string): string {
  const json = trimJson(text);
  const scan = scanJson(json, 0);
  if (scan.ok && scan.end === json.length) return json;
  throw new Refusal(`--argjson takes JSON, and ${text} is none. --arg takes text`);
}

/** Whether what is printed is one line or record an item, so that more can follow it. */
function mayContinue(output: OutputFormat | undefined): boolean {
  return output === undefined || output === 'ndjson' || output === 'csv' || output === 'tsv';
}

function filterOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '') throw new Refusal('--jq takes a filter, such as .result[].name');
  return text.trim();
}

/** What curl's and gh's options say, as words of the request. */
function withHabits(
  words: readonly string[],
  values: ApiValues,
): { readonly words: readonly string[]; readonly input: string | undefined } {
  const method = values.method ?? values.request;
  const data = values.data ?? values['data-raw'] ?? values['data-binary'];
  const input = data === '@-' ? '-' : undefined;
  const items = [
    ...values.header.map(headerWord),
    ...values['raw-field'].map(fieldWord),
    ...(data === undefined || input !== undefined ? [] : [bodyWord(data)]),
  ];
  if (method === undefined && items.length === 0) return { words, input };
  const plain = asWords(words);
  const [first = ''] = plain;
  const own = methodOf(first);
  if (own !== undefined && method !== undefined && own !== method.toUpperCase())
    throw new Refusal(`the request has two methods, ${first} and ${method}. Use one of them`);
  const at = plain.findIndex((word) => word.startsWith('|'));
  const end = at < 0 ? plain.length : at;
  return {
    words: [
      ...(own === undefined && method !== undefined ? [method.toUpperCase()] : []),
      ...plain.slice(0, end),
      ...items,
      ...plain.slice(end),
    ],
    input,
  };
}

/** A request in one argument, taken apart; one that cannot be read is refused later, where everything else is. */
function asWords(words: readonly string[]): readonly string[] {
  const [line = ''] = words;
  if (words.length !== 1 || !/\s/u.test(line)) return words;
  const parsed = parseLine(line);
  return parsed.ok ? formatWords(parsed.request) : words;
}

function headerWord(text: string): string {
  const at = text.indexOf(':');
  if (at <= 0) throw new Refusal("-H takes a header field: -H 'Name: value'. In a request, write Name:value");
  return `${escapeName(text.slice(0, at).trim())}:${escapeValue(text.slice(at + 1).trim())}`;
}

function fieldWord(text: string): string {
  const at = text.indexOf('=');
  if (at <= 0)
    throw new Refusal('-f takes a field: -f name=text. In a request, write name=text, or name:=json for JSON');
  return `${escapeName(text.slice(0, at))}=${escapeFieldValue(text.slice(at + 1))}`;
}

function bodyWord(data: string): string {
  if (data.startsWith('@')) return data;
  if (/^\s*[[{"]/.test(data)) return `:=${data}`;
  throw new Refusal(
    '-d takes JSON or @FILE: -d \'{"name":"www"}\'. In a request, write fields as name=text and name:=json, or =text for a text body',
  );
}
