// A text for bash, zsh or sh as pipelines of commands. Nothing runs: assignments are remembered, so that variables that the
// text itself sets have their values, and commands that only print text or a file are read for what they print.
import type { Marks } from './marks.ts';
import { createPosixReader, type Heredoc, type PosixScope, type PosixToken, unescapeAnsiC } from './posix-words.ts';
import { programOf } from './recognise.ts';
import type { Command, Pipeline, Script } from './types.ts';

/** Words that stand before a command and change nothing about it here. */
const PREFIXES: ReadonlySet<string> = new Set(
  'if while until then do else elif ! { time sudo doas command exec nohup env builtin export local declare readonly'.split(
    ' ',
  ),
);

/** Substitutions within substitutions that are read; deeper ones stay marks. */
const MAX_DEPTH = 6;

export function readPosixScript(text: string, marks: Marks): Script {
  return readScript(text.replaceAll('\r\n', '\n'), { marks, variables: new Map(), arrays: new Map() }, 0);
}

type Memory = Pick<PosixScope, 'marks' | 'variables' | 'arrays'>;

function readScript(text: string, memory: Memory, depth: number): Script {
  const pipelines: Pipeline[] = [];
  /** Commands inside substitutions: they matter only where the one that they stand in is no request itself. */
  const inner: Pipeline[] = [];
  const substitute = (script: string, written: string): string => {
    const nested = depth < MAX_DEPTH ? readScript(script, memory, depth + 1) : undefined;
    if (nested?.ok) inner.push(...nested.pipelines);
    return printedBy(script, nested, written, memory.marks);
  };
  const reader = createPosixReader(text, { ...memory, substitute });

  let pipeline: Draft[] = [];
  let draft: Draft = createDraft();
  const endCommand = (): void => {
    if (draft.words.length > 0) pipeline.push(draft);
    draft = createDraft();
  };
  const endPipeline = (): void => {
    endCommand();
    if (pipeline.length > 0) pipelines.push(pipeline.map(finish));
    const isRequest = pipeline.some(({ words: [program = ''] }) => programOf(program) === 'curl');
    if (!isRequest) pipelines.push(...inner);
    pipeline = [];
    inner.length = 0;
  };

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
    // A line that ends behind a pipe goes on.
    else if (operator !== '\n' || draft.words.length > 0 || pipeline.length === 0) endPipeline();
  }
  endPipeline();
  const problem = reader.problem();
  return problem === undefined ? { ok: true, pipelines } : { ok: false, message: problem };
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
function printedBy(script: string, nested: Script | undefined, written: string, marks: Marks): string {
  const file = /^\s*(?:cat\s+|<\s*)(["']?)([^\s"'$`|<>;&]+)\1\s*$/.exec(script)?.[2];
  if (file !== undefined) return marks.put({ name: 'file', written, file });
  const [pipeline, ...others] = nested?.ok ? nested.pipelines : [];
  const [command, ...rest] = pipeline ?? [];
  const text = others.length === 0 && rest.length === 0 && command !== undefined ? printedText(command) : undefined;
  return text?.replace(/\n+$/, '') ?? marks.put({ name: 'output', written });
}

/** The text that a command prints; undefined where that takes running it. */
export function printedText({ words, input }: Command): string | undefined {
  const [program, ...args] = words;
  switch (programOf(program ?? '')) {
    case 'cat':
      return args.every((arg) => arg === '-') ? input : undefined;
    case 'echo':
      if (/^-[neE]+$/.test(args[0] ?? '')) return `${args.slice(1).join(' ')}${args[0]?.includes('n') ? '' : '\n'}`;
      return `${args.join(' ')}\n`;
    case 'printf':
      if (args.length === 2 && /^%s(?:\\n)?$/.test(args[0] ?? '')) return `${args[1]}${args[0] === '%s' ? '' : '\n'}`;
      if (args.length !== 1 || /%(?!%)/.test((args[0] ?? '').replaceAll('%%', ''))) return undefined;
      return unescapeAnsiC(args[0] ?? '').replaceAll('%%', '%');
    default:
      return undefined;
  }
}
