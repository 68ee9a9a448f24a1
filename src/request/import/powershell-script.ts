// A text for PowerShell as pipelines of commands. Nothing runs: assignments are remembered, and expressions are worked out as
// far as scripts that make requests need them: strings, tables, lists, `+`, `-f`, ConvertTo-Json. The rest becomes marks.
import type { Marks } from './marks.ts';
import {
  ADDING,
  ASSIGNMENT,
  afterBlanks,
  afterBlockHead,
  asNewVersion,
  BLOCK_WORDS,
  CONTINUED,
  closingParenthesis,
  expandString,
  isQuote,
  NUMBER,
  OPERATOR,
  type PsString,
  readBareWord,
  readPsString,
  TYPE,
  VARIABLE,
} from './powershell-strings.ts';
import {
  castTo,
  memberOf,
  numberText,
  oneOrList,
  operated,
  outputOf,
  type PsCommand,
  type PsPipeline,
  type PsScript,
  type PsValue,
  type PsWord,
  psAdd,
  psNull,
  psString,
  psTable,
  psText,
  psUnknown,
  putEntry,
  staticOf,
  wordsOfTable,
} from './powershell-values.ts';
import { isRequestProgram, isWebCmdlet, JOINED, programOf } from './recognise.ts';

/** Expressions within expressions that are read; deeper ones become marks. */
const MAX_DEPTH = 40;

const ENDED_EARLY =
  'A quote behind a backslash was read as a part of the text; PowerShell ends the text there and wants `" instead.';

export function readPowerShellScript(script: string, marks: Marks): PsScript {
  const text = asNewVersion(script.replace(/\r\n?/g, '\n'));
  const scope = createScope(marks);
  const pipelines: PsPipeline[] = [];
  /** What stands for the output of the last pipeline. */
  let lastOutput: PsValue | undefined;
  let problem: string | undefined;
  const notes = new Set<string>();
  createReader(text, 0, 0).statements();
  return problem === undefined ? { ok: true, pipelines, notes: [...notes] } : { ok: false, message: problem };

  function createReader(source: string, from: number, depth: number) {
    let at = from;

    const matches = (pattern: RegExp): RegExpExecArray | null => {
      pattern.lastIndex = at;
      return pattern.exec(source);
    };
    const skip = (overLines: boolean): void => {
      at = afterBlanks(source, at, overLines);
    };

    function unclosed(what: string): void {
      problem ??= `The ${what} opened on line ${source.slice(0, at).split('\n').length} of the command is not closed.`;
      at = source.length;
    }

    function statements(): void {
      while (at < source.length && problem === undefined) {
        skip(true);
        const before = at;
        const block = matches(BLOCK_WORDS);
        if (/[;{}]/.test(source[at] ?? '')) at++;
        else if (block !== null) at = afterBlockHead(source, at + block[0].length);
        else statement();
        if (at === before) at++;
      }
    }

    function statement(): void {
      const assignment = matches(ASSIGNMENT);
      const adding = matches(ADDING);
      if (assignment !== null) {
        at += assignment[0].length;
        skip(true);
        scope.set(assignment[1] ?? '', assignment[2] ?? '', assignment[3] === '+=', pipelineValue());
      } else if (adding !== null) {
        at += adding[0].length;
        scope.add(adding[1] ?? '', listUntil(')'));
      } else pipelineValue();
      skip(false);
    }

    /** A pipeline as a value; one with programs or cmdlets in it is kept, and its value is not known. */
    function pipelineValue(): PsValue {
      const start = at;
      let value: PsValue | undefined;
      const commands: PsCommand[] = [];
      for (;;) {
        skip(false);
        if (startsExpression()) value = expression();
        else {
          const command = readCommand();
          if (command === undefined) break;
          const result = commands.length === 0 ? outputOf(command, value, marks, notes) : undefined;
          if (result === undefined) commands.push(command);
          else value = result;
        }
        skip(false);
        // PowerShell 7 lets a line begin with the pipe.
        if (/^\n\s*\|/.test(source.slice(at, at + 200))) skip(true);
        if (source[at] !== '|') break;
        at += source[at + 1] === '|' ? 2 : 1;
        skip(true);
      }
      if (commands.length === 0) return value ?? psNull;
      pipelines.push({ input: value, commands, members: [] });
      lastOutput = psUnknown(marks, 'output', source.slice(start, at).trim());
      return lastOutput;
    }

    function startsExpression(): boolean {
      const character = source[at];
      if (isQuote(character) || (character !== undefined && '$([,'.includes(character))) return true;
      if (character === '@') return /[({'"\u2018-\u201e]/.test(source[at + 1] ?? '');
      return matches(NUMBER) !== null;
    }

    function readCommand(): PsCommand | undefined {
      if (/[&.]/.test(source[at] ?? '') && /\s/.test(source[at + 1] ?? '')) {
        at++;
        skip(false);
      }
      const name = isQuote(source[at]) ? psString(string(false)) : psString(bareWord());
      if (name === '') return undefined;
      const isNative = isRequestProgram(name) || programOf(name) === 'jq';
      const isRequest = isWebCmdlet(name) || isRequestProgram(name);
      return { name, words: readWords(isNative, isRequest) };
    }

    function readWords(isNative: boolean, isRequest: boolean): readonly PsWord[] {
      const words: PsWord[] = [];
      for (;;) {
        skip(false);
        const character = source[at];
        // No command begins with a hyphen: such a line is the rest of the one before it.
        const continued = isRequest && character === '\n' ? matches(CONTINUED) : null;
        if (continued !== null) {
          at += continued[0].length;
          notes.add(JOINED);
          continue;
        }
        if (character === undefined || /[\n;|)}]/.test(character)) return words;
        const parameter = isNative ? null : /^-([A-Za-z]\w*)(:?)/.exec(source.slice(at, at + 80));
        if (parameter !== null) {
          at += parameter[0].length;
          skip(false);
          words.push({ parameter: parameter[1], value: parameter[2] === ':' ? argument(isNative) : undefined });
          continue;
        }
        const splatted = /^@(\w+)/.exec(source.slice(at, at + 80));
        if (splatted !== null) {
          at += splatted[0].length;
          words.push(...wordsOfTable(scope.get(splatted[1] ?? '', splatted[0])));
          continue;
        }
        const before = at;
        const value = argument(isNative);
        if (at === before) at++;
        else words.push({ parameter: undefined, value });
      }
    }

    /** One argument; parts without white space between them are one for a program. */
    function argument(isNative: boolean): PsValue {
      const values: PsValue[] = [];
      for (;;) {
        const before = at;
        let value = operand(isNative);
        while (isNative && at > before && source[at] !== undefined && !/[\s;|)}]/.test(source[at] ?? '')) {
          const middle = at;
          value = psText(psString(value) + psString(operand(isNative)));
          if (at === middle) at++;
        }
        values.push(value);
        if (isNative || source[at] !== ',') break;
        at++;
        skip(true);
      }
      return oneOrList(values);
    }

    function operand(isNative: boolean): PsValue {
      return startsExpression() && !(isNative && matches(NUMBER)) ? primary(isNative) : bareWord();
    }

    function bareWord(): PsValue {
      const { raw, end } = readBareWord(source, at);
      at = end;
      return psText(joined(expandString(raw)));
    }

    function expression(): PsValue {
      const start = at;
      let left = commaList();
      for (;;) {
        skip(false);
        const operator = matches(OPERATOR)?.[0].toLowerCase();
        if (operator === undefined) return left;
        at += operator.length;
        skip(true);
        const right = commaList();
        left = operated(left, operator, right) ?? psUnknown(marks, 'value', source.slice(start, at).trim());
      }
    }

    function commaList(): PsValue {
      // A comma alone makes a list of one.
      if (source[at] === ',') {
        at++;
        skip(true);
        return { kind: 'list', items: [primary(false)] };
      }
      const values = [primary(false)];
      for (;;) {
        skip(false);
        if (source[at] !== ',') break;
        at++;
        skip(true);
        values.push(primary(false));
      }
      return oneOrList(values);
    }

    function primary(isNative: boolean): PsValue {
      const start = at;
      if (depth > MAX_DEPTH) {
        at = source.length;
        return psUnknown(marks, 'value', source.slice(start));
      }
      const value = atom(isNative);
      return isNative ? value : withMembers(value, start);
    }

    function atom(isNative: boolean): PsValue {
      const rest = source.slice(at, at + 2);
      if (isQuote(source[at]) || (rest[0] === '@' && isQuote(rest[1]))) return string(isNative);
      if (rest === '$(' || rest === '@(') return group(at + 1, rest === '@(');
      if (rest[0] === '(') return group(at, false);
      if (rest === '@{') return table();
      const type = matches(TYPE);
      if (type !== null) return typed(type[0]);
      const variable = matches(VARIABLE);
      if (variable !== null) {
        at += variable[0].length;
        return scope.get(variable[1] ?? variable[2] ?? '', variable[0]);
      }
      const number = matches(NUMBER);
      if (number !== null) {
        at += number[0].length;
        return { kind: 'number', text: numberText(number[0]) };
      }
      return bareWord();
    }

    /** `.Member`, `.Method(…)`, `[index]` behind a value. */
    function withMembers(first: PsValue, start: number): PsValue {
      let value = first;
      for (;;) {
        const member = /^\.([A-Za-z_]\w*)(\(?)/.exec(source.slice(at, at + 80));
        const index = /^\[\s*(?:'([^']*)'|"([^"$]*)"|(-?\d+))\s*\]/.exec(source.slice(at, at + 200));
        if (member !== null) {
          at += member[0].length;
          const args = member[2] === '(' ? listUntil(')') : undefined;
          const name = member[1] ?? '';
          if (args === undefined && keepMember(value, name, start)) continue;
          value = memberOf(value, name, args) ?? psUnknown(marks, name, source.slice(start, at));
        } else if (index !== null) {
          at += index[0].length;
          const key = index[1] ?? index[2];
          const found =
            key === undefined
              ? value.kind === 'list'
                ? value.items.at(Number(index[3]))
                : undefined
              : memberOf(value, key, undefined);
          value = found ?? psUnknown(marks, 'value', source.slice(start, at));
        } else return value;
      }
    }

    /** `(irm …).result`: a member of what the request in the parentheses answers is kept with it. */
    function keepMember(value: PsValue, name: string, start: number): boolean {
      const last = pipelines.at(-1);
      if (last === undefined || source[start] !== '(' || value !== lastOutput) return false;
      pipelines[pipelines.length - 1] = { ...last, members: [...last.members, name] };
      return true;
    }

    /** `[cast]value`, `[Type]::Member`, `[Type]::Method(…)`. */
    function typed(type: string): PsValue {
      const start = at;
      at += type.length;
      const path = /^::(\w+(?:\.\w+)*)(\(?)/.exec(source.slice(at, at + 200));
      if (path === null) {
        skip(false);
        return castTo(type, primary(false));
      }
      at += path[0].length;
      const args = path[2] === '(' ? listUntil(')') : [];
      const [given] = args;
      return staticOf(path[1] ?? '', given) ?? psUnknown(marks, 'value', source.slice(start, at));
    }

    function string(isNative: boolean): PsValue {
      const read = readPsString(source, at, isNative);
      if (read === undefined) {
        const character = source[at] ?? '';
        unclosed(character === '@' ? `@${source[at + 1]}` : character);
        return psText('');
      }
      at = read.end;
      if (read.hasBackslashes) notes.add(ENDED_EARLY);
      return psText(joined(read.parts));
    }

    function joined(parts: PsString['parts']): string {
      return parts
        .map((part) => {
          if (part.kind === 'text') return part.text;
          const inner = part.text.startsWith('$(') ? part.text.slice(2, -1) : undefined;
          if (inner !== undefined) return psString(createReader(inner, 0, depth + 1).value());
          const [written = '', braced, name = ''] = /^\$(?:\{([^}]+)\}|(.+))$/s.exec(part.text) ?? [];
          return psString(scope.get(braced ?? name, written));
        })
        .join('');
    }

    function group(open: number, isList: boolean): PsValue {
      const close = closingParenthesis(source, open);
      if (close === undefined) {
        unclosed('(');
        return psNull;
      }
      at = close + 1;
      const inner = source.slice(open + 1, close);
      const value = createReader(inner, 0, depth + 1).value();
      if (!isList || value.kind === 'list') return value;
      return { kind: 'list', items: inner.trim() === '' ? [] : [value] };
    }

    /** The value of the whole text. */
    function value(): PsValue {
      if (depth > MAX_DEPTH) return psUnknown(marks, 'value', source);
      skip(true);
      if (matches(ASSIGNMENT) !== null || source.trim() === '') {
        statements();
        return psNull;
      }
      return pipelineValue();
    }

    function listUntil(close: string): readonly PsValue[] {
      const values: PsValue[] = [];
      for (;;) {
        skip(true);
        if (source[at] === close || source[at] === undefined) {
          at++;
          return values;
        }
        const before = at;
        const value = expression();
        values.push(...(value.kind === 'list' ? value.items : [value]));
        skip(true);
        if (source[at] === ',' || at === before) at++;
      }
    }

    function table(): PsValue {
      const open = at + 1;
      const close = closingParenthesis(source, open);
      if (close === undefined) {
        unclosed('@{');
        return psNull;
      }
      const reader = createReader(source.slice(0, close), open + 1, depth + 1);
      at = close + 1;
      return reader.entries();
    }

    function entries(): PsValue {
      const found = psTable();
      for (;;) {
        skip(true);
        if (at >= source.length) return found;
        if (/[;,]/.test(source[at] ?? '')) {
          at++;
          continue;
        }
        const before = at;
        const bare = /^[\w-]+/.exec(source.slice(at, at + 200))?.[0];
        const name = bare ?? psString(primary(false));
        if (bare !== undefined) at += bare.length;
        skip(false);
        if (source[at] === '=') {
          at++;
          skip(true);
          putEntry(found.entries, name, pipelineValue());
        }
        if (at === before) at++;
      }
    }

    return { statements, value, entries };
  }
}

interface PsScope {
  /** The value of a variable; a mark that is written like it where the script does not set it. */
  readonly get: (name: string, written: string) => PsValue;
  /** `$name = value`, `$name += value`, `$name.member = value` and `$name['member'] = value`. */
  readonly set: (name: string, member: string, adds: boolean, value: PsValue) => void;
  /** `$name.Add(member, value)`. */
  readonly add: (name: string, args: readonly PsValue[]) => void;
}

function createScope(marks: Marks): PsScope {
  const variables = new Map<string, PsValue>([
    ['true', { kind: 'boolean', value: true }],
    ['false', { kind: 'boolean', value: false }],
    ['null', psNull],
  ]);
  const keyOf = (name: string): string => name.toLowerCase().replace(/^(?:script|global|local):/, '');
  return {
    get: (name, written) => variables.get(keyOf(name)) ?? psUnknown(marks, name.replace(/^env:/i, ''), written),
    set: (name, member, adds, value) => {
      const old = variables.get(keyOf(name));
      const sum = adds && old !== undefined ? psAdd(old, value) : undefined;
      if (member === '') variables.set(keyOf(name), sum ?? value);
      else if (old?.kind === 'table')
        putEntry(old.entries, member.replace(/^\.['"]?|^\[\s*['"]|['"]\s*\]?$/g, ''), value);
    },
    add: (name, [member, value]) => {
      const table = variables.get(keyOf(name));
      if (table?.kind === 'table' && member !== undefined) putEntry(table.entries, psString(member), value ?? psNull);
    },
  };
}
