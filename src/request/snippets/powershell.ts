// Quoting for PowerShell, Windows PowerShell 5.1 and PowerShell 7 alike (about_Quoting_Rules, about_Special_Characters).
// Traps: typographic quotes are quotes here; and how an argument reaches a program depends on the version: until 7.2, and
// later where $PSNativeCommandArgumentPassing says Legacy, double quotes in it are passed on bare (about_Preference_Variables).
import type { SnippetRequest } from './types.ts';

/** The characters that PowerShell takes for a single quote: ' ‘ ’ ‚ ‛. */
const SINGLE_QUOTES = /['\u2018-\u201b]/g;

/** What means something in a string in double quotes, the characters that PowerShell takes for a double quote among it: " “ ” „. */
const EXPANDABLE = /["\u201c-\u201e`$]/g;

const CONTROL = /[\x00-\x1f]/;

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '`0',
  '\x07': '`a',
  '\b': '`b',
  '\t': '`t',
  '\n': '`n',
  '\v': '`v',
  '\f': '`f',
  '\r': '`r',
};

/** The text as a string: in single quotes, or, where it holds control characters, in double quotes with escapes for them. */
export function quotePowerShell(text: string): string {
  if (!CONTROL.test(text)) return `'${text.replace(SINGLE_QUOTES, '$&$&')}'`;
  const escaped = text
    .replace(EXPANDABLE, '`$&')
    .replace(new RegExp(CONTROL, 'g'), (control) => ESCAPES[control] ?? `$([char]${control.charCodeAt(0)})`);
  return `"${escaped}"`;
}

export function quotePowerShellVariable(before: string, variable: string): string {
  return `"${before}$env:${variable}"`;
}

/**
 * The text as an argument of a program, which gets it as it is in every version. Where it holds a double quote, the snippet
 * asks the version that runs it. It must not be empty (5.1 leaves empty arguments out) and must not end with a backslash where
 * it holds white space (5.1 puts a quote right behind it).
 */
export function quoteNativeArgument(text: string): string {
  if (!text.includes('"')) return quotePowerShell(text);
  const legacy = text.replace(/(\\*)"/g, '$1$1\\"');
  const isLegacy = "$PSNativeCommandArgumentPassing -in $null, 'Legacy'";
  return `$(if (${isLegacy}) { ${quotePowerShell(legacy)} } else { ${quotePowerShell(text)} })`;
}

/** White space at the end of a header is not part of it (RFC 9110 section 5.5), nor of a filter. */
export function withoutBackslashAtEnd(text: string): string {
  return text.endsWith('\\') ? `${text} ` : text;
}

export function windowsNotes({ headers, body }: SnippetRequest): readonly string[] {
  const notes: string[] = [];
  const odd = headers.find(([, value]) => /[\x80-\xff]/.test(value));
  if (odd)
    notes.push(`The header ${odd[0]} contains non-ASCII characters, which Windows may send in another encoding.`);
  if (body !== undefined && /[^\x00-\x7f]/.test(body)) {
    notes.push(
      'The body contains non-ASCII characters: curl.exe sends them as UTF-8 only if curl.exe -V lists Unicode.',
    );
  }
  return notes;
}
