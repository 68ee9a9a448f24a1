// Values of PowerShell, as far as a script that makes a request has them. Numbers keep their digits.
import type { Marks } from './marks.ts';

export type PsValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly items: readonly PsValue[] }
  | { readonly kind: 'table'; readonly entries: Map<string, { readonly name: string; readonly value: PsValue }> };

type PsTable = Extract<PsValue, { kind: 'table' }>;

/** A word of a command: `-Name`, `-Name:value`, or a value. */
export interface PsWord {
  readonly parameter: string | undefined;
  readonly value: PsValue | undefined;
}

export interface PsCommand {
  readonly name: string;
  readonly words: readonly PsWord[];
}

export interface PsPipeline {
  /** The value that the first command is fed. */
  readonly input: PsValue | undefined;
  readonly commands: readonly PsCommand[];
  /** Members that are taken of what the pipeline puts out: `result` in `(irm …).result`. */
  readonly members: readonly string[];
}

export type PsScript =
  | { readonly ok: true; readonly pipelines: readonly PsPipeline[] }
  | { readonly ok: false; readonly message: string };

export const psText = (text: string): PsValue => ({ kind: 'text', text });
export const psNull: PsValue = { kind: 'null' };

export function psTable(entries: readonly (readonly [string, PsValue])[] = []): PsTable {
  return { kind: 'table', entries: new Map(entries.map(([name, value]) => [name.toLowerCase(), { name, value }])) };
}

/** What the value is in a string. */
export function psString(value: PsValue): string {
  switch (value.kind) {
    case 'text':
    case 'number':
      return value.text;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'null':
      return '';
    case 'list':
      return value.items.map(psString).join(' ');
    case 'table':
      return 'System.Collections.Hashtable';
  }
}

/** What `ConvertTo-Json -Compress` makes of it. Marks stay in its strings. */
export function psJson(value: PsValue, depth = 0): string {
  if (depth > 100) return 'null';
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'list':
      return `[${value.items.map((item) => psJson(item, depth + 1)).join(',')}]`;
    case 'table': {
      const members = [...value.entries.values()].map(
        (entry) => `${JSON.stringify(entry.name)}:${psJson(entry.value, depth + 1)}`,
      );
      return `{${members.join(',')}}`;
    }
  }
}

/** A value alone, or several as a list, as commas make one. */
export function oneOrList(values: readonly PsValue[]): PsValue {
  const [first = psNull] = values;
  return values.length === 1 ? first : { kind: 'list', items: values };
}

/** Left + right: text, lists and tables are put together; anything else is unknown. */
export function psAdd(left: PsValue, right: PsValue): PsValue | undefined {
  if (left.kind === 'text') return psText(left.text + psString(right));
  if (left.kind === 'list')
    return { kind: 'list', items: [...left.items, ...(right.kind === 'list' ? right.items : [right])] };
  if (left.kind === 'table' && right.kind === 'table')
    return { kind: 'table', entries: new Map([...left.entries, ...right.entries]) };
  return undefined;
}

/** `'{0} …' -f values`. */
function psFormat(format: string, values: readonly PsValue[]): string {
  return format.replace(/\{(\d+)[^{}]*\}|\{\{|\}\}/g, (found, index?: string) => {
    if (index === undefined) return found[0] ?? '';
    const value = values[Number(index)];
    return value === undefined ? found : psString(value);
  });
}

/** A value that only running the script would tell. */
export function psUnknown(marks: Marks, name: string, written: string): PsValue {
  return psText(marks.put({ name, written }));
}

/** Sets a member of a table; names are the same in any case. */
export function putEntry(
  entries: Map<string, { readonly name: string; readonly value: PsValue }>,
  name: string,
  value: PsValue,
): void {
  entries.set(name.toLowerCase(), { name, value });
}

/** A table that is splatted: its members are parameters. */
export function wordsOfTable(value: PsValue | undefined): readonly PsWord[] {
  if (value?.kind !== 'table') return [];
  return [...value.entries.values()].map((entry) => ({ parameter: entry.name, value: entry.value }));
}

/** The output of a cmdlet that follows from what it is fed; undefined where running it would tell. */
export function outputOf(command: PsCommand, input: PsValue | undefined, marks: Marks): PsValue | undefined {
  const given = input ?? command.words.find((word) => word.value !== undefined)?.value;
  if (given === undefined) return newObject(command);
  if (/^convertto-json$/i.test(command.name)) {
    const own = command.words.find((word) => /^inputobject$/i.test(word.parameter ?? ''))?.value;
    return psText(psJson(own ?? input ?? positional(command) ?? psNull));
  }
  if (/^out-string$/i.test(command.name) && input !== undefined) return input;
  if (/^get-content$/i.test(command.name)) return fileContent(command, marks);
  if (/^(?:get-item|gi|get-childitem|gci)$/i.test(command.name)) return fileItself(command, marks);
  if (/^convertto-securestring$/i.test(command.name)) return positional(command) ?? given;
  return newObject(command);
}

function newObject(command: PsCommand): PsValue | undefined {
  const isTable = command.words.some(
    ({ value }) => value !== undefined && /dictionary|hashtable/i.test(psString(value)),
  );
  return /^new-object$/i.test(command.name) && isTable ? psTable() : undefined;
}

function fileItself(command: PsCommand, marks: Marks): PsValue | undefined {
  const name = pathOf(command);
  return name === undefined
    ? undefined
    : psText(marks.put({ name: 'file', written: 'Get-Item', item: psString(name) }));
}

function pathOf(command: PsCommand): PsValue | undefined {
  return positional(command) ?? command.words.find((word) => /^(?:literal)?path$/i.test(word.parameter ?? ''))?.value;
}

function fileContent(command: PsCommand, marks: Marks): PsValue | undefined {
  const name = pathOf(command);
  return name === undefined
    ? undefined
    : psText(marks.put({ name: 'file', written: 'Get-Content', file: psString(name) }));
}

function positional(command: PsCommand): PsValue | undefined {
  return command.words.find(
    (word, index) =>
      word.parameter === undefined && !/^(?:encoding|depth)$/i.test(command.words[index - 1]?.parameter ?? ''),
  )?.value;
}

/** The value of `left operator right`; undefined where running it would tell. */
export function operated(left: PsValue, operator: string, right: PsValue): PsValue | undefined {
  if (operator === '+') return psAdd(left, right);
  if (operator === '-f') return psText(psFormat(psString(left), right.kind === 'list' ? right.items : [right]));
  if (operator === '-join' && left.kind === 'list') return psText(left.items.map(psString).join(psString(right)));
  return undefined;
}

/** A member of a value, or what its method gives; undefined where running it would tell. */
export function memberOf(value: PsValue, name: string, args: readonly PsValue[] | undefined): PsValue | undefined {
  if (value.kind === 'table' && args === undefined) return value.entries.get(name.toLowerCase())?.value;
  if (value.kind === 'text' && args !== undefined) {
    if (/^(?:trim|tostring)$/i.test(name)) return value;
    if (/^replace$/i.test(name) && args.length === 2)
      return psText(value.text.replaceAll(psString(args[0] ?? psNull), psString(args[1] ?? psNull)));
  }
  return undefined;
}

/** What `[Type]::Method(argument)` gives; undefined where running it would tell. */
export function staticOf(path: string, argument: PsValue | undefined): PsValue | undefined {
  if (argument === undefined) return undefined;
  // Bytes are sent as the text that they encode.
  if (/^(?:UTF8|ASCII|Unicode|Default)\.GetBytes$/i.test(path)) return argument;
  if (/^(?:EscapeDataString|UrlEncode)$/i.test(path))
    return psText(encodeURIComponent(psString(argument).toWellFormed()));
  return undefined;
}

/** `[type]value`; only a number as a character is another value than it was. */
export function castTo(type: string, value: PsValue): PsValue {
  const code = value.kind === 'number' && /^\[char\]$/i.test(type) ? Number(value.text) : undefined;
  return code === undefined ? value : psText(String.fromCharCode(code));
}
