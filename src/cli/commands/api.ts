// `flarescope api`: one request, or all pages of one.
import { Refusal } from '../messages.ts';
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { habitOptions } from './habits.ts';
import { accountOptions, colorOption, wholeNumber } from './shared-options.ts';

const outputFormats = ['json', 'ndjson', 'csv', 'tsv', 'table', 'chart', 'raw'] as const;
export type OutputFormat = (typeof outputFormats)[number];

const send = 'Sending';
const printing = 'Output';
const many = 'Many at once';

export const apiOptions = {
  input: {
    value: 'FILE',
    help: 'Take the body from a file; - is standard input',
    group: send,
    completes: 'file',
  },
  all: { help: 'Read all pages of a list and print each item on its own line as the pages arrive', group: send },
  complete: {
    help: 'With --all: exit with 4 if it is not known whether the list is complete',
    group: send,
  },
  continue: {
    value: 'FILE',
    help: 'With --all: write to FILE what an earlier run has not written there yet; a torn last line is dropped',
    group: send,
    completes: 'file',
  },
  watch: {
    value: 'SECONDS',
    help: 'Send a GET again every so many seconds, and print what changes; slower where the rate limit is near',
    group: send,
    read: seconds,
  },
  until: {
    value: 'FILTER',
    help: 'Send a GET again (every 5 s unless --watch says otherwise) until this jq filter is true, then exit with 0',
    group: send,
  },
  each: {
    value: 'REQUEST',
    help: 'Send the request for each item of this list; {id}, {zone.name} in it are fields of the item, in := JSON "{ttl}" too',
    group: many,
  },
  'each-zone': {
    help: 'Send it for every zone: {zone_id} and {zone_name}, or * as in /zones/*/settings/ssl, stand for it',
    group: many,
  },
  'each-profile': { help: 'Send it under every profile, each to its own address', group: many },
  'retry-failed': {
    value: 'FILE',
    help: 'Leave out what was done by this report of an earlier run (--output ndjson)',
    group: many,
    completes: 'file',
  },
  'one-by-one': {
    help: 'Send one request for each, also where the API takes many at once (DNS records, KV, purge, lists)',
    group: many,
  },
  timeout: {
    value: 'SECONDS',
    help: 'Give up a response that is not whole by then (default: 60 until it begins, 30 between two parts)',
    group: send,
    read: seconds,
  },
  retries: {
    value: 'N',
    help: 'Try a GET or HEAD again up to N times if it fails, times out or breaks off (default 3)',
    group: send,
    read: wholeNumber(0, 20),
  },
  undoable: {
    help: 'Keep what was there before, encrypted, so that flarescope history undo takes the request back; refuse what cannot be',
    group: send,
  },
  yes: {
    short: 'y',
    help: 'Send without asking what nothing brings back, such as the deletion of a zone, and what writes in production',
    group: send,
  },
  ask: { help: 'Show what the request will do, and ask before it is sent', group: send },
  'dry-run': { help: 'Print the request, and what it would change; send nothing that writes', group: send },
  as: {
    value: 'TOOL',
    help:
      'Print the request as a command or code for another tool; send nothing: curl, curl-cmd (Command Prompt), curl-powershell, ' +
      'irm, httpie, fetch, sdk or http',
    choices: async () => (await import('../../request/snippets/formats.ts')).snippetFormats.map(({ id }) => id),
    group: send,
  },
  multiline: { help: 'With --as: break the command over several lines', group: send },
  jq: { short: 'q', value: 'FILTER', help: "Filter the response with jq, like '| FILTER' at the end", group: printing },
  'raw-output': {
    short: 'r',
    help: 'With a filter: print texts without quotes, as jq -r does; for @csv, @tsv and the like too',
    group: printing,
  },
  arg: {
    value: 'NAME VALUE',
    help: 'In the filter $NAME is this text',
    group: printing,
    isRepeatable: true,
    takesTwo: true,
  },
  argjson: {
    value: 'NAME JSON',
    help: 'In the filter $NAME is this JSON',
    group: printing,
    isRepeatable: true,
    takesTwo: true,
  },
  fields: {
    value: 'A,B.C',
    help: 'Print only these fields of each item, or of the result if it is not a list',
    group: printing,
    read: fieldNames,
  },
  output: { value: 'FORMAT', help: 'Print in this format', choices: outputFormats, group: printing },
  'csv-crlf': { help: 'With --output csv: end rows with CRLF, as RFC 4180 has it, instead of LF', group: printing },
  'without-header': { help: 'With --output csv or tsv: print no row with the names of the columns', group: printing },
  slurp: { help: 'With --all: print one JSON array instead of lines', group: printing },
  raw: { help: 'Print the body as received on a terminal too, like --output raw', group: printing },
  include: { short: 'i', help: 'Print the status and the header fields first', group: printing },
  verbose: {
    short: 'v',
    help: 'Show on standard error what is sent and received, without credentials',
    group: printing,
  },
  ...colorOption,
  ...accountOptions,
  ...habitOptions,
} as const satisfies OptionSpecs;

export type ApiValues = Values<typeof apiOptions>;

export const api = command({
  name: 'api',
  summary: 'Send a request and print the response',
  about: [
    'On a terminal JSON is indented and coloured; in a pipe or a file the body is printed byte for byte. If the API returns an ' +
      'error, its body is still printed, and a sentence on standard error says what is wrong.',
  ],
  usage: ["[OPTION...] [METHOD] PATH [ITEM...] ['| JQ-FILTER']"],
  arguments: [{ name: '[REQUEST...]', completes: 'request' }],
  options: apiOptions,
  sections: [
    {
      title: 'Request',
      rows: [
        ['METHOD', 'GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS; without it GET, or POST if there is a body'],
        ['PATH', 'a path of the API, such as /zones, or its full URL'],
        ['', 'A zone or account may be given by name: /zones/example.com/dns_records'],
        ['name==value', 'a query parameter: per_page==50'],
        ['field=text', 'a field of the JSON body, as text: type=A'],
        ['field:=json', 'a field of the JSON body, as a number, true, false, null, list or object: ttl:=3600'],
        [
          'field=@file',
          'a field of the JSON body, as the text that a file holds; - is standard input. \\@ begins a text with @',
        ],
        ['field:=@file', 'a field of the JSON body, as the JSON that a file holds'],
        [
          'a[b]=c',
          "a member of a member, as in HTTPie: 'data[priority]:=10'. 'a[]=x' is the next entry of a list, 'a[0][b]=x' a member of an entry " +
            "(null fills what is left out), '[]=x' a body that is a list. A dot is part of a name. \\[ \\] stand for themselves, a[\\1] is a name",
        ],
        [':=json', 'the whole body as JSON: \':=["a","b"]\''],
        ['=text', 'the whole body as text'],
        [
          '@file',
          'the whole body from a file; @- from standard input, which is never read unasked; JSON in UTF-16 is sent as UTF-8',
        ],
        [
          'part@file',
          'a part of a form (multipart/form-data): file@logo.png. Options: file@logo.png;type=image/png;filename=a.png. Fields beside it ' +
            'become parts; operations that take a form get one from fields alone. Files are read while they are sent',
        ],
        ['part@=text', "a part of a form, as text: 'metadata@={};type=application/json'"],
        ['Header:value', 'a header field: If-Match:abc'],
        [
          "'| filter'",
          "a jq filter for the response: '| .result[].name'. jq is a build of 1.7 (https://jqlang.org/manual/v1.7/), without env, " +
            '$ENV and modules, and for JSON of 256 levels at most. Server-sent events and lines of JSON go through it one by one, as they come',
        ],
        'Credentials are never part of a request: they come from the account. Quote what your shell would change: | & ? * { } [ ].',
      ],
    },
  ],
  examples: [
    ['flarescope api /zones per_page==50 order==name', 'List zones'],
    ["flarescope api /zones '| .result[] | {name, status}'", 'Choose with jq'],
    [
      'flarescope api POST /zones/example.com/dns_records type=A name=new content=198.51.100.4 ttl:=3600 proxied:=false',
      'Create a DNS record: = is text, := is JSON',
    ],
    ['flarescope api PATCH /zones/example.com/settings/ssl --input body.json', 'Send a body from a file'],
    ['flarescope api --all /zones --output csv --fields id,name,plan.name > zones.csv', 'Save all pages as CSV'],
    ['flarescope api --all /zones --output csv --continue zones.csv', 'Save all pages, or what is missing of them'],
    ['flarescope api /zones/example.com --until \'.result.status == "active"\'', 'Wait until a zone is active'],
    ['flarescope api /zones/example.com/settings --watch 10', 'Print what changes, every 10 seconds'],
    [
      'flarescope api --each-zone "PATCH /zones/{zone_id}/settings/min_tls_version value=1.2" > report.ndjson',
      'Set something of every zone',
    ],
    [
      "flarescope api --undoable --each '/zones/ID/dns_records type==TXT' 'DELETE /zones/ID/dns_records/{id}'",
      'Delete what a list has, so that it can be taken back',
    ],
    ['flarescope api DELETE /zones/example.com/dns_records/ID --dry-run', 'See what would be sent'],
    ['flarescope api POST /zones/ID/purge_cache purge_everything:=true --as curl', 'Get the same as a curl command'],
  ],
  exits: {
    0: 'success',
    1: 'the API returned an error (with --each: for one of them), a list is incomplete, or no zone or account has the name',
    2: 'wrong usage; nothing was sent',
    3: 'no response',
    4: 'with --complete: it is not known whether the list is complete',
    5: 'the filter failed; what it printed before that is printed, and so is the response of a write',
    130: 'cancelled with ctrl+c',
  },
  run: async (given, io) => (await import('../api.ts')).callApi(given, io),
});

function seconds(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0.1 && number <= 86_400) return number;
  throw new Refusal('It takes 0.1 to 86400 seconds.');
}

function fieldNames(text: string): readonly string[] {
  const fields = text.split(',').map((field) => field.trim());
  if (!fields.includes('')) return fields;
  throw new Refusal('It takes names with commas between them: id,name,plan.name');
}
