// Bodies in parts as other tools are given them: each tool's own options for a part, or a sentence that says which part it cannot say.
// They read the files themselves. Trap: every tool adds to a part what it likes (a type, a file name), so both are written out
// wherever the tool would choose another.
import { contentTypeOf } from '../header.ts';
import { baseName, type Part } from '../parts.ts';
import type { Item } from '../types.ts';
import { quotePowerShell } from './powershell.ts';

type Refused = { readonly refusal: string };

/** An option of curl's and its value: `-F`, or `--form-string` for a text that `-F` would take for something else. */
export type CurlFormOption = readonly [option: string, value: string];

export function curlForm(parts: readonly Part[]): readonly CurlFormOption[] | Refused {
  const options: CurlFormOption[] = [];
  for (const { name, type, filename, content } of parts) {
    if (/[=\0\r\n]/.test(name)) return { refusal: `curl cannot write a part that is called ${JSON.stringify(name)}.` };
    const said = [
      ...(type === undefined ? [] : [`;type=${type}`]),
      ...(filename === undefined || (content.kind === 'file' && filename === baseName(content.path))
        ? []
        : [`;filename=${curlQuoted(filename)}`]),
    ].join('');
    if (content.kind === 'file') {
      if (content.path.includes('\0'))
        return { refusal: 'A NUL character in a file name cannot be passed to a program.' };
      options.push(['-F', `${name}=@${curlWord(content.path === '-' ? './-' : content.path)}${said}`]);
      continue;
    }
    const { text } = content;
    if (text.includes('\0'))
      return { refusal: `curl cannot pass the NUL character in the part ${name}: save it in a file.` };
    if (filename !== undefined) return { refusal: `curl cannot give the text ${name} a file name: save it in a file.` };
    if (said !== '') options.push(['-F', `${name}=${curlQuoted(text)}${said}`]);
    else options.push([/^[@<"(]|;/.test(text) ? '--form-string' : '-F', `${name}=${text}`]);
  }
  return options;
}

/** A word of `-F` ends at a semicolon or a comma. */
function curlWord(text: string): string {
  return /[;,"\\]|^\s|\s$/.test(text) ? curlQuoted(text) : text;
}

function curlQuoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** HTTPie's items, before the shell's quotes. */
export function httpieForm(parts: readonly Part[]): readonly string[] | Refused {
  const items: string[] = [];
  for (const { name, type, filename, content } of parts) {
    if (name === '' || /\\|\0|^-/.test(name))
      return { refusal: `HTTPie cannot write a part that is called ${JSON.stringify(name)}: use curl.` };
    const written = name.replace(/[:=@;]/g, '\\$&');
    if (content.kind === 'file') {
      const { path } = content;
      if (filename !== baseName(path)) return { refusal: `HTTPie cannot call the file ${path} ${filename}: use curl.` };
      if (/;type=|\0|\\[:=@;]|^=/.test(path)) return { refusal: `HTTPie cannot read the file ${path}: use curl.` };
      items.push(`${written}@${path === '-' ? './-' : path};type=${type}`);
      continue;
    }
    if (type !== undefined || filename !== undefined)
      return { refusal: `HTTPie cannot give the text ${name} a type or a file name: use curl.` };
    if (/\\[:=@;]|\0/.test(content.text))
      return { refusal: `HTTPie cannot write the backslash in the part ${name}: use curl.` };
    items.push(`${written}=${content.text.replace(/^[=@]/, '\\$&')}`);
  }
  return items;
}

interface PowerShellForm {
  /** Members of the dictionary that `-Form` takes, in order. */
  readonly members: readonly string[];
  readonly notes: readonly string[];
}

/** `-Form` reads names and values, and files as `application/octet-stream`. */
export function powerShellForm(parts: readonly Part[], items: readonly Item[]): PowerShellForm | Refused {
  const values = new Map<string, string[]>();
  for (const { name, type, filename, content } of parts) {
    if (/[\0\r\n"]/.test(name))
      return { refusal: `PowerShell cannot write a part that is called ${JSON.stringify(name)}: use curl.` };
    const value = values.get(name) ?? [];
    values.set(name, value);
    if (content.kind === 'text') {
      if (type !== undefined || filename !== undefined)
        return { refusal: `PowerShell cannot give the text ${name} a type or a file name: use curl.` };
      value.push(quotePowerShell(content.text));
      continue;
    }
    const isSaid = items.some((item) => item.kind === 'partFile' && item.name === name && item.type !== undefined);
    if (isSaid) return { refusal: `PowerShell cannot send the file ${content.path} as ${type}: use curl.` };
    if (filename !== baseName(content.path))
      return { refusal: `PowerShell cannot call the file ${content.path} ${filename}: use curl.` };
    value.push(`(Get-Item -LiteralPath ${quotePowerShell(content.path)})`);
  }
  const notes = ['-Form needs PowerShell 7; it calls texts text/plain, and files application/octet-stream.'];
  return { members: [...values].map(([name, value]) => `${quotePowerShell(name)} = ${value.join(', ')}`), notes };
}

interface FormStatements {
  readonly imports: readonly string[];
  /** Fill a `FormData` that is called `form`. */
  readonly statements: readonly string[];
  readonly notes: readonly string[];
}

/** For `fetch` and the SDK. Files are read while they are sent. */
export function formDataStatements(parts: readonly Part[], quote: (text: string) => string): FormStatements | Refused {
  const statements: string[] = ['const form = new FormData();'];
  let hasLineBreaks = false;
  for (const { name, type, filename, content } of parts) {
    if (content.kind === 'file') {
      if (content.path.includes('\0')) return { refusal: 'A file name cannot hold a NUL character.' };
      const blob = `await openAsBlob(${quote(content.path)}, { type: ${quote(type ?? contentTypeOf(content.path))} })`;
      statements.push(`form.append(${quote(name)}, ${blob}, ${quote(filename ?? baseName(content.path))});`);
    } else if (type !== undefined || filename !== undefined) {
      if (type === undefined || filename === undefined)
        return {
          refusal: `FormData cannot give the text ${name} ${type === undefined ? 'a file name without a type' : 'a type without a file name'}: use curl.`,
        };
      const blob = `new Blob([${quote(content.text)}], { type: ${quote(type)} })`;
      statements.push(`form.append(${quote(name)}, ${blob}, ${quote(filename)});`);
    } else {
      hasLineBreaks ||= /\r(?!\n)|(?<!\r)\n/.test(content.text);
      statements.push(`form.append(${quote(name)}, ${quote(content.text)});`);
    }
  }
  const hasFile = parts.some(({ content }) => content.kind === 'file');
  return {
    imports: hasFile ? ["import { openAsBlob } from 'node:fs';"] : [],
    statements,
    notes: hasLineBreaks ? ['FormData sends line breaks in a text as CR LF.'] : [],
  };
}
