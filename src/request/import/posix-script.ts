// A text for bash, zsh or sh as pipelines of commands. Nothing runs: assignments are remembered, so that variables that the
// text itself sets have their values, and commands that only print text or a file are read for what they print.
import type { RunJq } from './jq-arguments.ts';
import type { Marks } from './marks.ts';
import { pipelineOutput } from './posix-output.ts';
import { createPosixReader, type Heredoc, type PosixScope, type PosixToken } from './posix-words.ts';
import { isRequestProgram } from './recognise.ts';
import type { Command, Pipeline, Script } from './types.ts';

/** Words that stand before a command and change nothing about it here. */
const PREFIXES: ReadonlySet<string> = new Set(
  'if while until then do else elif ! { time sudo doas command exec nohup env builtin export local declare readonly'.split(
    ' ',
  ),
);

/** Substitutions within substitutions that are read; deeper ones stay marks. */
const MAX_DEPTH = 6;

export function readPosixScript(text: string, marks: Marks, runJq: RunJq = () => undefined): Script {
  const memory: Memory = { marks, runJq, variables: new Map(), arrays: new Map(), patience: { steps: 3_000_000 } };
  return readScript(text, memory, 0);
}

interface Memory extends Pick<PosixScope, 'marks' | 'variables' | 'arrays' | 'patience'> {
  readonly runJq: RunJq;
}

function readScript(text: string, memory: Memory, depth: number): Script {
  const pipelines: Pipeline[] = [];
  /** Commands inside substitutions: they matter only where the one that they stand in is no request itself. */
  const inner: Pipeline[] = [];
  const substitute = (script: string, written: string, isFile: boolean): string => {
    const nested = depth < MAX_DEPTH ? readScript(script, memory, depth + 1) : undefined;
    if (nested?.ok) inner.push(...nested.pipelines);
    return substituted(nested?.ok ? nested.pipelines : [], written, isFile, memory);
  };
  const reader = createPosixReader(text, { ...memory, substitute, depth: 0 });

  let pipeline: Draft[] = [];
  let draft: Draft = createDraft();
  const endCommand = (): void => {
    // `$(<file)`.
    if (draft.words.length === 0 && draft.inputFile !== undefined) draft.words.push('cat');
    if (draft.words.length > 0) pipeline.push(draft);
    // What a loop or the user gives a variable is not in the text.
    const [first = '', ...names] = draft.words;
    if (/^(?:for|select|read|mapfile|readarray)$/.test(first))
      for (const name of first === 'read' ? names : names.slice(0, 1)) memory.variables.delete(name);
    draft = createDraft();
  };
  const endPipeline = (): void => {
    endCommand();
    if (pipeline.length > 0) pipelines.push(pipeline.map(finish));
    if (!pipeline.some(({ words: [program = ''] }) => isRequestProgram(program))) pipelines.push(...inner);
    pipeline = [];
    inner.length = 0;
  };

  const isRequest = (): boolean =>
    [...pipeline, draft].some(({ words }) => words.some((word) => isRequestProgram(word)));

  for (let token = reader.next(); token.kind !== 'end'; token = reader.next()) {
    if (token.kind !== 'operator') {
      addWord(token, draft, memory);
      continue;
    }
    const { text: operator } = token;
    if (operator === '|' || operator === '|&') endCommand();
    else if (operator === '<<' || operator === '<<-') draft.heredoc = reader.heredoc(operator === '<<-');
    else if (operator === '<<<') draft.input = `${wordAfter(reader.next())}\n`;
    else if (operator === '<') draft.inputFile = wordAfter(reader.next());
    else if (/^(?:&>>?|>[>&|]?|<[>&])$/.test(operator)) reader.next();
    else if (operator === '\n' && draft.words.length > 0 && isRequest() && reader.joinLine()) continue;
    // A line that ends behind a pipe goes on.
    else if (operator !== '\n' || draft.words.length > 0 || pipeline.length === 0) endPipeline();
  }
  endPipeline();
  const problem = reader.problem();
  return problem === undefined ? { ok: true, pipelines, notes: reader.notes() } : { ok: false, message: problem };
}

interface Draft {
  readonly words: string[];
  heredoc: Heredoc | undefined;
  input: string | undefined;
  inputFile: string | undefined;
}

function createDraft(): Draft {
  return { words: [], heredoc: undefined, input: undefined, inputFile: undefined };
}

/** Here-documents are read when their line has ended, so a command is finished only then. */
function finish({ words, heredoc, input, inputFile }: Draft): Command {
  return {
    words,
    get input() {
      return heredoc?.text ?? input;
    },
    inputFile,
  };
}

function addWord(token: Extract<PosixToken, { kind: 'word' | 'words' }>, draft: Draft, memory: Memory): void {
  const isFirst = draft.words.length === 0;
  if (token.assigns !== undefined && isFirst) {
    if (token.kind === 'words') memory.arrays.set(token.assigns, token.texts);
    else memory.variables.set(token.assigns, token.text);
    return;
  }
  if (token.kind === 'words') draft.words.push(...token.texts);
  else if (token.assigns !== undefined) draft.words.push(`${token.assigns}=${token.text}`);
  else if (!(isFirst && (PREFIXES.has(token.text) || /^-\w$/.test(token.text)))) draft.words.push(token.text);
}

function wordAfter(token: PosixToken): string {
  return token.kind === 'word' ? token.text : '';
}

/** What a substitution stands for: the text that `cat <<EOF` or `echo` prints, a file's content, or something unknown. */
function substituted(
  pipelines: readonly Pipeline[],
  written: string,
  isFile: boolean,
  { marks, runJq }: Memory,
): string {
  const [pipeline, ...others] = pipelines;
  const isAlone = pipeline !== undefined && others.length === 0;
  const output = isAlone ? pipelineOutput(pipeline, marks, runJq) : undefined;
  if (output?.kind === 'file') return marks.put({ name: 'file', written, file: output.path });
  if (output === undefined) return marks.put({ name: 'output', written });
  return isFile ? marks.put({ name: 'file', written, content: output.text }) : output.text.replace(/\n+$/, '');
}
