// Values as JavaScript, the way this project would write them. Nothing is evaluated.
import { replaceHostile } from '../../text/untrusted.ts';

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text as a string in single quotes; control and invisible characters as escapes. */
export function quoteJavaScript(text: string): string {
  return `'${replaceHostile(text.replace(/[\\']/g, '\\$&'), escapeCharacter)}'`;
}

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES[character] ?? character.replace(/[\s\S]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** An environment variable, as Node and Workers with `nodejs_compat` have it. */
export function writeVariable(name: string): string {
  return 'process.env.'.concat(name);
}

/** A member of an object literal. `__proto__` would set the prototype, except as a computed name. */
export function writeKey(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoteJavaScript(name);
}

/** Members (`name: value`) as an object literal, on one line or one a line, each `indent` deep. */
export function writeObject(members: readonly string[], indent: string | undefined): string {
  if (members.length === 0) return '{}';
  if (indent === undefined) return `{ ${members.join(', ')} }`;
  return `{\n${members.map((member) => `${indent}  ${member},\n`).join('')}${indent}}`;
}

/**
 * The JSON text as a literal that `JSON.stringify` turns into the very same text again; undefined where no literal does, as
 * with numbers that JavaScript cannot hold, doubled names and white space. `indent` as in `writeObject`.
 */
export function jsonLiteral(text: string, indent: string | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? writeValue(value, indent) : undefined;
  } catch {
    // Not JSON, or nested deeper than the stack allows.
    return undefined;
  }
}

function writeValue(value: unknown, indent: string | undefined): string {
  if (typeof value === 'string') return quoteJavaScript(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = indent === undefined ? undefined : `${indent}  `;
  if (!Array.isArray(value)) {
    const members = Object.entries(value).map(([name, member]) => `${writeKey(name)}: ${writeValue(member, inner)}`);
    return writeObject(members, indent);
  }
  const entries = value.map((entry) => writeValue(entry, inner));
  if (indent === undefined || entries.length === 0) return `[${entries.join(', ')}]`;
  return `[\n${entries.map((entry) => `${indent}  ${entry},\n`).join('')}${indent}]`;
}
