// `flarescope analytics`: finds the question that the words mean, and sends it as `flarescope api` does.
import { questionRequest, type ReadyQuestion, readyQuestions } from '../catalog/ready-questions.ts';
import { formatWords } from '../request/format.ts';
import { narrow } from '../text/matching.ts';
import { padEnd } from '../text/width.ts';
import { runApi } from './api.ts';
import type { AnalyticsValues } from './commands/analytics.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';
import type { Given } from './spec.ts';

export async function runAnalytics({ words, values }: Given<AnalyticsValues>, io: Io): Promise<number> {
  const typed = words.join(' ').trim();
  if (typed === '') return list(io, values.json);
  const question = find(typed);
  const { zone, account, since, until, json: _, ...rest } = values;
  const name = question.owner === 'zone' ? zone : account;
  const [other, wanted] = question.owner === 'zone' ? [account, '--zone'] : [zone, '--account'];
  if (name === undefined)
    throw new Refusal(
      `"${question.name}" is about ${question.owner === 'zone' ? 'a zone: name it with --zone' : 'an account: name it with --account'}`,
    );
  if (other !== undefined) throw new Refusal(`"${question.name}" takes ${wanted} alone`);
  const request = questionRequest(question, name, { since, until });
  const isTable = ['csv', 'tsv', 'table'].includes(values.output ?? '');
  return runApi(formatWords(request), { ...rest, ...(isTable && { fields: question.fields }) }, io);
}

/** Throws Refusal where no question, or more than one, is meant. */
function find(typed: string): ReadyQuestion {
  const exact = readyQuestions.find(({ name }) => wordsOf(name) === wordsOf(typed));
  if (exact) return exact;
  const names = readyQuestions.map(({ name }) => name);
  const fitting = narrow(names, typed).map(({ index }) => readyQuestions[index]!);
  const [first] = fitting;
  if (!first) throw new Refusal(`no question matches ${typed}. flarescope analytics lists them`);
  if (fitting.length > 1) {
    const told = fitting.slice(0, 5).map(({ name }) => `"${name}"`);
    throw new Refusal(
      `${typed} may mean ${told.join(', ')}${fitting.length > told.length ? ' and others' : ''}. Write more of it`,
    );
  }
  return first;
}

/** What tells a name from others, in whatever order it was typed. */
function wordsOf(name: string): string {
  const words = name.toLowerCase().split(/[\s,]+/);
  return words
    .filter((word) => word !== '' && word !== 'by' && word !== 'and')
    .toSorted()
    .join(' ');
}

async function list(io: Io, isJson: boolean): Promise<number> {
  if (isJson) {
    const rows = readyQuestions.map(({ name, owner, dataset, since, query }) => ({
      name,
      owner,
      dataset,
      since,
      query,
    }));
    await print(io, `${JSON.stringify(rows, undefined, 2)}\n`);
    return exitCodes.success;
  }
  const width = Math.max(...readyQuestions.map(({ name }) => name.length));
  for (const { name, owner, since } of readyQuestions)
    await print(io, `${padEnd(name, width)}  ${padEnd(owner, 7)}  ${since}\n`);
  return exitCodes.success;
}
