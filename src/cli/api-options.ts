// The options of `flarescope api`, read and checked. What they mean together is decided here, once.

import { parseArgs } from 'node:util';
import { type AccountFlags, accountHelp, accountOptions } from './account.ts';

export const apiHelp = `Usage: flarescope api [OPTION...] [METHOD] PATH [ITEM...] ['| jq-filter']

Sends one request and prints the body of its response: pretty and coloured on a terminal, exactly as received elsewhere.
A zone or an account may stand in the path by its name: /zones/example.com/dns_records

What is sent
      --input FILE     the body from a file, or - for standard input
      --all            read all pages: every item on a line of its own, as the pages arrive
      --timeout SECS   give up on a response after so many seconds; 60 unless told
      --retries N      tries after the first one, for GET and HEAD; 3 unless told
      --dry-run        print the request instead of sending it
      --as FORMAT      print a command that sends it: curl, curl-cmd (Command Prompt), curl-powershell, irm, httpie,
                       fetch, sdk or http; the credential stays in its variable
      --multiline      with --as: broken over lines

Whose account it is
${accountHelp}

What is printed
      --jq FILTER      what jq makes of the response, as '| FILTER' at the end of the request; with --all of each page
      --fields A,B.C   only these fields of each item, or of the result where it is no list
      --output FORMAT  json, ndjson, csv, tsv, table or raw
      --slurp          with --all: one JSON array instead of lines
      --raw            the bytes as received on a terminal too: --output raw
  -i, --include        the status and the header fields first
  -v, --verbose        tell on standard error what goes over the wire, without credentials
  -h, --help           this text

Where the server echoes the credential itself, * stand in its place, in pipes too.

Exit status: 0 success, 1 the API said no or has nothing of a name, 2 usage, 3 no response, 130 cancelled.
`;

export const outputFormats = ['json', 'ndjson', 'csv', 'tsv', 'table', 'raw'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface ApiOptions {
  readonly words: readonly string[];
  readonly input: string | undefined;
  readonly all: boolean;
  readonly slurp: boolean;
  readonly filter: string | undefined;
  readonly fields: readonly string[] | undefined;
  /** Undefined where nothing was said: pretty on a terminal, as received elsewhere. */
  readonly output: OutputFormat | undefined;
  readonly include: boolean;
  readonly verbose: boolean;
  readonly dryRun: boolean;
  /** The snippet format to print instead of sending. */
  readonly as: string | undefined;
  readonly multiline: boolean;
  readonly timeoutMs: number | undefined;
  readonly retries: number | undefined;
  readonly account: AccountFlags;
}

/**
 * Reads the arguments; `help` where they ask for it.
 *
 * @throws Error with a sentence for the user where they cannot be
 */
export function readApiOptions(argv: readonly string[]): ApiOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      input: { type: 'string' },
      all: { type: 'boolean', default: false },
      slurp: { type: 'boolean', default: false },
      timeout: { type: 'string' },
      retries: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      as: { type: 'string' },
      multiline: { type: 'boolean', default: false },
      jq: { type: 'string' },
      fields: { type: 'string' },
      output: { type: 'string' },
      raw: { type: 'boolean', default: false },
      include: { type: 'boolean', short: 'i', default: false },
      verbose: { type: 'boolean', short: 'v', default: false },
      ...accountOptions,
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (positionals.length === 0) {
    throw new Error('a request is missing, such as GET /zones; flarescope api --help tells more');
  }
  const output = values.raw ? 'raw' : formatOf(values.output);
  const fields = fieldsOf(values.fields);
  if (values.raw && values.output !== undefined && values.output !== 'raw') {
    throw new Error('--raw and --output name two formats: take one');
  }
  if (fields && output === 'raw') throw new Error('--fields chooses from what --output raw leaves as it is: take one');
  if (values.slurp && !values.all) throw new Error('--slurp gathers the pages of --all: write both');
  if (values.slurp && output !== undefined && output !== 'json') {
    throw new Error(`--slurp makes one JSON array, which --output ${output} is not: take one`);
  }
  if (values.as === undefined && values.multiline) throw new Error('--multiline is about --as: write both');
  const other = values.all ? '--all' : values.input === undefined ? undefined : '--input';
  if (values.as !== undefined && other !== undefined) {
    throw new Error(
      `--as writes one request as it stands in the line, without ${other}${other === '--input' ? ': write @FILE' : ''}`,
    );
  }
  if (values.all && values.include)
    throw new Error('--include shows the head of one response, and --all has many: take one');
  return {
    words: positionals,
    input: values.input,
    all: values.all,
    slurp: values.slurp,
    filter: filterOf(values.jq),
    fields,
    output,
    include: values.include,
    verbose: values.verbose,
    dryRun: values['dry-run'],
    as: values.as,
    multiline: values.multiline,
    timeoutMs: numberOf('--timeout', values.timeout, 0.1, 86_400, 'seconds', 1000),
    retries: numberOf('--retries', values.retries, 0, 20, 'times', 1),
    account: values,
  };
}

function formatOf(text: string | undefined): OutputFormat | undefined {
  const format = outputFormats.find((known) => known === text);
  if (text === undefined || format !== undefined) return format;
  throw new Error(`--output ${text} is no format: use ${outputFormats.slice(0, -1).join(', ')} or raw`);
}

function fieldsOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const fields = text.split(',').map((field) => field.trim());
  if (fields.some((field) => field === ''))
    throw new Error('--fields takes names with commas between: id,name,meta.step');
  return fields;
}

function filterOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '') throw new Error('--jq takes a filter, such as .result[].name');
  return text.trim();
}

function numberOf(
  option: string,
  text: string | undefined,
  least: number,
  most: number,
  unit: string,
  factor: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() !== '' && number >= least && number <= most && (factor > 1 || Number.isInteger(number))) {
    return Math.round(number * factor);
  }
  throw new Error(`${option} takes ${least} to ${most} ${unit}`);
}
