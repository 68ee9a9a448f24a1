// `$'…'` of bash and zsh (Bash Reference Manual, ANSI-C Quoting), which browsers write when they copy a request as curl.

const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([\dA-Fa-f]{1,2})|u([\dA-Fa-f]{1,4})|U([\dA-Fa-f]{1,8})|c([\s\S])|([\s\S]))/g;

/** What the text between the quotes stands for. Bytes that \x and octal escapes write are UTF-8 where they can be. */
export function unescapeAnsiC(text: string): string {
  const bytes: number[] = [];
  const parts: string[] = [];
  const flush = (): void => {
    if (bytes.length > 0) parts.push(decode(Uint8Array.from(bytes.splice(0))));
  };
  let last = 0;
  for (const match of text.matchAll(ESCAPE)) {
    if (match.index > last) {
      flush();
      parts.push(text.slice(last, match.index));
    }
    last = match.index + match[0].length;
    const [, octal, hex, short, long, control, other] = match;
    const byte = octal === undefined ? hex && Number.parseInt(hex, 16) : Number.parseInt(octal, 8) & 0xff;
    if (typeof byte === 'number') {
      bytes.push(byte);
      continue;
    }
    flush();
    const code = short ?? long;
    if (code !== undefined) parts.push(codePoint(Number.parseInt(code, 16)));
    else if (control !== undefined) parts.push(String.fromCharCode(control.charCodeAt(0) & 0x1f));
    else parts.push(LETTERS[other ?? ''] ?? (/['"\\?]/.test(other ?? '') ? (other ?? '') : match[0]));
  }
  flush();
  parts.push(text.slice(last));
  return parts.join('');
}

/** Bytes that are no UTF-8 are a character each, as in header fields. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return String.fromCharCode(...bytes);
  }
}

function codePoint(code: number): string {
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}
