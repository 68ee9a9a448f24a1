// `flarescope api REQUEST...`: one request, its answer on standard output.
import { parseArgs } from 'node:util';
import type { Received } from '../core/action.ts';
import { HttpFailure, sentence } from '../http/failures.ts';
import { indexDocument } from '../json/parse.ts';
import { parseWords } from '../request/parse.ts';
import { placeholders } from '../request/placeholders.ts';
import { accountOf, type Connection, connect } from '../runtime/connection.ts';
import { exchange } from '../runtime/exchange.ts';
import { readUserFile } from '../store/user-files.ts';
import { visible } from '../text/untrusted.ts';
import { exitCodes } from './exit-codes.ts';
import { printPretty } from './pretty.ts';
import { complain, messageOf, print } from './terminal-text.ts';
import { version } from './version.ts';

const help = `Usage: flarescope api [--raw] [--include] [METHOD] PATH [ITEM...] ['| jq-filter']

Sends one request and prints the body of its answer: pretty and coloured on a terminal, exactly as received elsewhere.

  --raw          the bytes as received on a terminal too
  -i, --include  the status and the header fields first
  -h, --help     this text

Exit status: 0 success, 1 the API said no, 2 usage, 3 no answer, 130 cancelled.
`;

interface Options {
  readonly raw: boolean;
  readonly include: boolean;
  readonly words: readonly string[];
}

export async function api(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'number') return options;
  let connection: Connection;
  try {
    const account = accountOf(process.env);
    if (account.kind === 'sandbox') complain('no credential was found, so the sandbox answers, with made-up data');
    connection = await connect(account, process.env, version);
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  try {
    return await send(connection, options);
  } finally {
    await connection.close();
  }
}

function readOptions(argv: readonly string[]): Options | number {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        raw: { type: 'boolean', default: false },
        include: { type: 'boolean', short: 'i', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      return exitCodes.success;
    }
    if (positionals.length > 0) return { raw: values.raw, include: values.include, words: positionals };
    complain('a request is missing, such as GET /zones; flarescope api --help tells more');
  } catch (error) {
    complain(messageOf(error));
  }
  return exitCodes.usage;
}

async function send(connection: Connection, options: Options): Promise<number> {
  const parsed = parseWords(options.words, { baseUrl: connection.baseUrl });
  if (!parsed.ok) {
    complain(parsed.error.message);
    return exitCodes.usage;
  }
  const unfilled = placeholders(parsed.request);
  if (unfilled.length > 0) {
    complain(`put values in place of ${unfilled.map((name) => `{${name}}`).join(' and ')}`);
    return exitCodes.usage;
  }
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  process.once('SIGINT', cancel);
  try {
    const received = await exchange(
      connection,
      parsed.request,
      { read: readUserFile },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'retrying')
            complain(`${event.because}: try ${event.attempt} of ${event.of} in ${Math.ceil(event.waitMs / 1000)} s`);
        },
      },
    );
    if (parsed.request.filter !== undefined && !received.failure) {
      return await printFiltered(received, parsed.request.filter, options, controller.signal);
    }
    await printAnswer(received, options);
    if (!received.failure) return exitCodes.success;
    complain(sentence(received.failure));
    return exitCodes.refused;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    complain(error.message);
    const { kind } = error.failure;
    return kind === 'cancelled' ? exitCodes.cancelled : kind === 'unusable' ? exitCodes.usage : exitCodes.noAnswer;
  } finally {
    process.off('SIGINT', cancel);
  }
}

/** What jq puts out, a line for each output as jq prints them; pretty on a terminal. */
async function printFiltered(
  received: Received,
  filter: string,
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  const { body } = received;
  if (body.kind !== 'json') {
    complain('the answer is not JSON, so it cannot be filtered');
    return exitCodes.usage;
  }
  const { filterJson } = await import('../runtime/filter.ts');
  const outcome = await filterJson({ text: new TextDecoder().decode(body.document.bytes), filter }, signal).catch(
    (error: unknown) => {
      if (!signal.aborted) throw error;
      return undefined;
    },
  );
  if (!outcome) return exitCodes.cancelled;
  if (!outcome.ok) {
    complain(`the filter was not applied: ${outcome.error}`);
    return exitCodes.usage;
  }
  if (options.include) await printHead(received);
  for (const line of outcome.lines === '' ? [] : outcome.lines.split('\n')) {
    const indexed = process.stdout.isTTY && !options.raw ? indexDocument(new TextEncoder().encode(line)) : undefined;
    await (indexed?.ok ? printPretty(indexed.document) : print(`${line}\n`));
  }
  return exitCodes.success;
}

async function printHead({ response }: Received): Promise<void> {
  if (!response) return;
  const lines = [
    `HTTP ${response.status} ${response.statusText}`.trim(),
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  await print(`${lines.map(visible).join('\n')}\n\n`);
}

async function printAnswer(received: Received, options: Options): Promise<void> {
  const { body } = received;
  if (options.include) await printHead(received);
  if (body.kind === 'empty') return;
  const pretty = process.stdout.isTTY && !options.raw;
  if (!pretty) {
    await print(body.kind === 'json' ? body.document.bytes : body.bytes);
    return;
  }
  if (body.kind === 'json') {
    await printPretty(body.document);
  } else if (body.kind === 'text') {
    for (const line of new TextDecoder().decode(body.bytes).split('\n'))
      await print(`${visible(line.replace(/\r$/, ''))}\n`);
  } else {
    complain(
      `the answer is ${body.bytes.length} bytes of binary data, which would garble the terminal; --raw prints them, or write them to a file with >`,
    );
  }
}
