// What operators, cmdlets, members and static methods of PowerShell give, for the few that scripts with requests use.
import type { Marks } from './marks.ts';
import {
  type PsCommand,
  type PsValue,
  psAdd,
  psFormat,
  psJson,
  psNull,
  psString,
  psTable,
  psText,
} from './powershell-values.ts';

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
  if (/^convertto-securestring$/i.test(command.name)) return positional(command) ?? given;
  return newObject(command);
}

function newObject(command: PsCommand): PsValue | undefined {
  const isTable = command.words.some(
    ({ value }) => value !== undefined && /dictionary|hashtable/i.test(psString(value)),
  );
  return /^new-object$/i.test(command.name) && isTable ? psTable() : undefined;
}

function fileContent(command: PsCommand, marks: Marks): PsValue | undefined {
  const name =
    positional(command) ?? command.words.find((word) => /^(?:literal)?path$/i.test(word.parameter ?? ''))?.value;
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
