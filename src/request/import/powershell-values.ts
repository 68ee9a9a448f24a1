// Values of PowerShell, as far as a script that makes a request has them. Numbers keep their digits.
import type { Marks } from './marks.ts';

export type PsValue =
  /** `isLaidOut`: JSON that PowerShell writes over lines, and that is here without white space. */
  | { readonly kind: 'text'; readonly text: string; readonly isLaidOut?: boolean }
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
  | {
      readonly ok: true;
      readonly pipelines: readonly PsPipeline[];
      /** What is to be said of every request in the text. */
      readonly notes: readonly string[];
    }
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
export function outputOf(
  command: PsCommand,
  input: PsValue | undefined,
  marks: Marks,
  notes: Set<string>,
): PsValue | undefined {
  const given = input ?? command.words.find((word) => word.value !== undefined)?.value;
  if (given === undefined) return newObject(command);
  if (/^convertto-json$/i.test(command.name)) {
    const own = command.words.find((word) => /^inputobject$/i.test(word.parameter ?? ''))?.value;
    const depth = command.words.find((word) => /^d(?:e|ep|ept|epth)?$/i.test(word.parameter ?? ''));
    const written =
      depth?.value ?? command.words[command.words.indexOf(depth ?? { parameter: '', value: undefined }) + 1]?.value;
    const levels = depth === undefined ? 2 : Number(psString(written ?? psNull));
    const isArray = command.words.some((word) => /^asarray$/i.test(word.parameter ?? ''));
    const whole = own ?? (input === undefined ? positional(command) : unrolled(input, isArray)) ?? psNull;
    if (levelsOf(whole) > levels)
      notes.add(
        `ConvertTo-Json writes ${levels} levels here and text for what is nested deeper; the body is read whole. Add -Depth to the command.`,
      );
    if (innerValues(whole).some((value) => value.kind === 'text' && value.isLaidOut))
      notes.add(
        'JSON within a text is written without white space here; PowerShell writes it over lines. Add -Compress.',
      );
    const isCompressed = command.words.some((word) => /^c(?:o\w*)?$/i.test(word.parameter ?? ''));
    return { kind: 'text', text: psJson(whole), isLaidOut: !isCompressed && innerValues(whole).length > 0 };
  }
  if (/^out-string$/i.test(command.name) && input !== undefined) return input;
  if (/^get-content$/i.test(command.name)) return fileContent(command, marks);
  if (/^(?:get-item|gi|get-childitem|gci)$/i.test(command.name)) return fileItself(command, marks);
  if (/^convertto-securestring$/i.test(command.name)) return positional(command) ?? given;
  return newObject(command);
}

/** A pipeline hands on the items of a list one by one: one alone is no list any more. */
function unrolled(input: PsValue, isArray: boolean): PsValue {
  const [first, ...others] = input.kind === 'list' ? input.items : [input];
  return others.length === 0 && first !== undefined && !isArray
    ? first
    : { kind: 'list', items: first === undefined ? [] : [first, ...others] };
}

function innerValues(value: PsValue): readonly PsValue[] {
  if (value.kind === 'list') return value.items;
  return value.kind === 'table' ? [...value.entries.values()].map((entry) => entry.value) : [];
}

/** Lists and tables within each other, the outermost not counted. */
function levelsOf(value: PsValue, depth = 0): number {
  if (depth > 100 || (value.kind !== 'list' && value.kind !== 'table')) return depth - 1;
  const inner = innerValues(value);
  return Math.max(depth, ...inner.slice(0, 10_000).map((item) => levelsOf(item, depth + 1)));
}

/** A number as JSON writes it: hexadecimal digits, suffixes of types and of sizes worked out. */
export function numberText(written: string): string {
  const [, sign = '', digits = '', suffix = ''] =
    /^([+-]?)(0x[\da-f]+|[\d.]+(?:e[+-]?\d+)?)([a-z]*)$/i.exec(written) ?? [];
  const power = 'kmgtp'.indexOf(suffix[0]?.toLowerCase() ?? ' ') + 1;
  const isSize = /^[kmgtp]b$/i.test(suffix);
  const minus = sign === '-' ? '-' : '';
  if (!isSize && !/^0x/i.test(digits)) return minus + digits.replace(/^0+(?=\d)/, '');
  return minus + String(Number(digits) * (isSize ? 1024 ** power : 1));
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

/** `[type]value`. */
export function castTo(type: string, value: PsValue): PsValue {
  const name = type.replace(/^\[(?:system\.)?|\]$/gi, '').toLowerCase();
  if (name.endsWith('[]')) {
    const items = value.kind === 'list' ? value.items : [value];
    return { kind: 'list', items: items.map((item) => castTo(`[${name.slice(0, -2)}]`, item)) };
  }
  if (name === 'array') return value.kind === 'list' ? value : { kind: 'list', items: [value] };
  if (name === 'char' && value.kind === 'number') return psText(String.fromCharCode(Number(value.text)));
  if (name === 'string') return value.kind === 'table' ? value : psText(psString(value));
  if (/^u?int(?:16|32|64)?$|^u?long$|^short$|^byte$/.test(name)) return asNumber(value, true);
  if (/^(?:double|float|single|decimal)$/.test(name)) return asNumber(value, false);
  if (/^(?:bool|boolean|switch)$/.test(name) && value.kind === 'number')
    return { kind: 'boolean', value: Number(value.text) !== 0 };
  return value;
}

function asNumber(value: PsValue, isWhole: boolean): PsValue {
  if (value.kind === 'boolean') return { kind: 'number', text: value.value ? '1' : '0' };
  if (value.kind !== 'text' && value.kind !== 'number') return value;
  const text = value.text.trim();
  // A variable will be a number, and is written as one.
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(text)) return { kind: 'number', text };
  const number = numberText(text);
  if (!isWhole || !number.includes('.')) return { kind: 'number', text: number };
  // To the nearest, and to an even one from the middle.
  const [whole, half] = [Math.floor(Number(number)), Number(number) % 1];
  const rounded = Math.abs(half) === 0.5 ? whole + (whole % 2 === 0 ? 0 : 1) : Math.round(Number(number));
  return { kind: 'number', text: String(rounded) };
}
