// Is a text a command, where does it begin, and which shell is it for? People paste whole code blocks, with prompts, fences and
// the sentence before.

export type Dialect = 'posix' | 'cmd' | 'powershell';

const WEB_CMDLET = /(?:^|[\s;|(={&])(?:invoke-(?:restmethod|webrequest)|irm|iwr)(?=[\s@]|$)/im;
const CURL = /(?:^|[\s;|(`{&@"'/\\=>])curl(?:\.exe|:[\w.-]+)?["']?(?=[\s^`]|$)/im;
const METHODS = '(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)';
/** HTTPie and xh: names that are words elsewhere too, and so only before what a command goes on with. */
const HTTPIE = new RegExp(
  `(?:^|[;|(&\`=]|[$%>#][ \\t])[ \\t]*(?:https?|xhs?)(?:\\.exe)?[ \\t]+(?:-|["']?https?:|["']?:[/\\d]|${METHODS}[ \\t]|api\\.|["']?[$%{]|\\\\\\r?\\n)`,
  'm',
);
const WGET = /(?:^|[\s;|(&`=])wget(?:\.exe)?[ \t]+(?:-|["']?https?:|["']?[$%{]|api\.|[\\^`]\r?\n)/m;
const FENCE = /^[ \t]*(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n([\s\S]*?)(?:^[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm;

/** `$ `, `> `, `% `, `# `, `PS C:\> `, `C:\>`, `user@host:~$ `, `❯ ` before a command. */
const PROMPT =
  /^[ \t]*(?:PS(?: [^>\n]*)?>|[A-Za-z]:\\[^>\n]*>|[\w.-]+@[\w.-]+[^$#%\n]*[$#%]|[$%#>❯➜λ]+)[ \t]+(?=\S)|^[A-Za-z]:\\[^>\n]*>/;

/** True where a text begins with a command, or is a script or a code block that does. */
export function recogniseCommand(text: string): boolean {
  const unified = withoutCarriageReturns(text);
  const start = withoutPrompts(blockIn(unified) ?? unified).trimStart();
  const isCommand =
    /^(?:[A-Za-z_]\w*=(?:["']?\$\(\s*|\S*\s+))*(?:sudo\s+|time\s+|&\s*|(?:docker|podman)\s[^\n]*\s(?=\S*curl))?(?:[./\\~\w:]*[/\\])?(?:curl(?:\.exe|:[\w.-]+)?|irm|iwr|invoke-(?:restmethod|webrequest))\s+\S/i;
  if (isCommand.test(start)) return true;
  const [first = ''] = start.split('\n', 1);
  if (/^(?:wget|https?|xhs?)\s/.test(first) && (WGET.test(start) || HTTPIE.test(start))) return true;
  return (
    /^(?:\$\w+\s*=|export\s|set\s|[A-Za-z_]\w*=|#|['"@(])/.test(start) && start.includes('\n') && hasCommand(start)
  );
}

/** The part of a text that has the command: a code block, or all of it, without prompts; undefined where there is none. */
export function commandIn(text: string): string | undefined {
  const unified = uncommented(withoutCarriageReturns(text));
  const found = blockIn(unified) ?? (hasCommand(unified) ? withoutProse(unified) : undefined);
  return found === undefined ? undefined : withoutPrompts(found);
}

/** A text from Windows has CRLF at the end of every line; a carriage return elsewhere is one that somebody wrote. */
export function withoutCarriageReturns(text: string): string {
  const bare = text.replace(/^\ufeff/, '');
  const isWindows = bare.includes('\r') && !/(?<!\r)\n/.test(bare);
  return isWindows ? bare.replace(/\r\n/g, '\n') : bare;
}

/** What begins the lines of a command that somebody made a comment, a quotation or a numbered listing of. */
const LINE_STARTS = [
  /^[ \t]*#+ ?/,
  /^[ \t]*\/\/+ ?/,
  /^[ \t]*\* ?/,
  /^[ \t]*(?:rem |:: ?)/i,
  /^[ \t]*\| /,
  /^[ \t]*\d+[.:)|]?[ \t]/,
];

/** The text with a command out of comments where there is none outside of them. */
function uncommented(text: string): string {
  const lines = text.split('\n');
  for (const start of LINE_STARTS) {
    const isMarked = lines.map((line) => start.test(line));
    const plain = lines.filter((_, index) => isMarked[index] !== true).join('\n');
    if (!isMarked.includes(true) || hasCommand(plain)) continue;
    const bare = lines.map((line) => line.replace(start, ''));
    const first = bare.findIndex((line, index) => isMarked[index] && isCommandLine(line));
    if (first < 0) continue;
    const end = isMarked.indexOf(false, first);
    return [
      ...lines.slice(0, first),
      ...bare.slice(first, end < 0 ? undefined : end),
      ...lines.slice(end < 0 ? lines.length : end),
    ].join('\n');
  }
  return text;
}

function isCommandLine(line: string): boolean {
  return /^\s*(?:[$>%]\s+)?(?:sudo\s+)?(?:\S*[/\\])?(?:curl(?:\.exe)?|irm|iwr|invoke-(?:restmethod|webrequest))\s/i.test(
    line,
  );
}

/** The first code block of Markdown that has a command. */
export function blockIn(text: string, has: (block: string) => boolean = hasCommand): string | undefined {
  return Array.from(text.matchAll(FENCE), (match) => match[2] ?? '').find(has);
}

function hasCommand(text: string): boolean {
  return CURL.test(text) || WEB_CMDLET.test(text) || WGET.test(text) || HTTPIE.test(text);
}

/** Leaves off sentences before the command: lines before the first that a command or an assignment begins in. */
function withoutProse(text: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => {
    const bare = line
      .replace(PROMPT, '')
      .trim()
      .replace(/^`+(?=\w)/, '');
    return (
      /^(?:[A-Za-z_]\w*=|\$[\w:]+\s*=|\[|set\s|export\s|<?#|cat\s|echo\s|printf\s|sudo\s|time\s|for\s|while\s|if\s|jq\s|(?:docker|podman|kubectl)\s|@|&|\(|['"{])/i.test(
        bare,
      ) || /^(?:\S*[/\\])?(?:curl|wget|https?\s|xhs?\s|irm|iwr|invoke-)/i.test(bare)
    );
  });
  const first = lines[start]?.trim() ?? '';
  if (start > 0 && /^['"{(]/.test(first)) return text;
  if (start < 0) {
    const inline = /`([^`\n]*\b(?:curl|irm|Invoke-RestMethod)\b[^`\n]*)`/.exec(text)?.[1];
    // `ssh host "curl …"`: the quotes belong to the command around it.
    const quoted = /(["'])(curl\s[\s\S]*)\1/i.exec(text)?.[2];
    const at = text.search(/\bcurl\b|\b(?:irm|iwr|Invoke-RestMethod|Invoke-WebRequest)\b/i);
    return inline ?? quoted ?? text.slice(Math.max(0, at));
  }
  return lines.slice(start).join('\n');
}

/** Prompts go; so do `> ` before continued lines, where the first line has a prompt. */
function withoutPrompts(text: string): string {
  const lines = text.split('\n');
  const firstAt = lines.findIndex((line) => line.trim() !== '');
  const first = lines[firstAt] ?? '';
  const isComment = /^\s*#/.test(first) && !/^\s*#\s*(?:curl|irm|invoke-)/i.test(first);
  const hasPrompt = PROMPT.test(first) && !isComment;
  return lines
    .map((line, index) => {
      if (index === firstAt) return hasPrompt ? line.replace(PROMPT, '') : line;
      if (/^[ \t]*(?:>>?|More\?)[ \t]/.test(line) && hasPrompt) return line.replace(/^[ \t]*(?:>>?|More\?)[ \t]/, '');
      return /^[ \t]*(?:[$❯➜]|PS [^>\n]*>)[ \t]+(?=curl|wget|https?\s|xhs?\s|irm|Invoke-|export )/i.test(line)
        ? line.replace(PROMPT, '')
        : line;
    })
    .join('\n');
}

/** The shells that a text may be for, the likeliest first, by what only one of them writes. */
export function dialectsOf(text: string): readonly Dialect[] {
  if (WEB_CMDLET.test(skeleton(withoutHereStrings(text), STRINGS.powershell))) return ['powershell'];
  const score = (dialect: Dialect): number => {
    const bare = skeleton(dialect === 'powershell' ? withoutHereStrings(text) : text, STRINGS[dialect]);
    return SIGNS[dialect].reduce((sum, [weight, sign]) => sum + weight * Array.from(bare.matchAll(sign)).length, 0);
  };
  const dialects: readonly Dialect[] = ['posix', 'powershell', 'cmd'];
  const ranked = dialects
    .map((dialect) => ({ dialect, score: score(dialect) }))
    .toSorted((one, other) => other.score - one.score);
  return ranked.filter(({ score: sum }, index) => index === 0 || sum > 1).map(({ dialect }) => dialect);
}

type Sign = readonly [weight: number, pattern: RegExp];

const SIGNS: Readonly<Record<Dialect, readonly Sign[]>> = {
  posix: [
    [3, /\\[ \t]*\n/g],
    [3, /\$'|\\'/g],
    [2, /<<-?\s*['"\\]?\w|\$\(|\|\s*(?:grep|sed|awk|head|tail)\b/g],
    [2, /(?:^|\n)[ \t]*(?:export )?[A-Za-z_]\w*=\S/g],
    [2, /\$\{?[A-Z_]{2,}(?!:)/g],
    [6, /Bearer \$(?!env:)/gi],
    [0.1, /'/g],
  ],
  cmd: [
    [3, /\^[ \t]*\n/g],
    [3, /\^["%&|<>]/g],
    [3, /%(?![0-9A-Fa-f]{2}%)[A-Za-z_]\w*%/g],
    [-8, /(?<=\s)'[^'\n]*'(?=\s|$)/g],
    [12, /Bearer %/gi],
    [2, /\{""/g],
    [2, /(?:^|\n)[ \t]*@?set\s+"?\w+=/gi],
    [1, /curl\.exe/gi],
  ],
  powershell: [
    [3, /`[ \t]*\n/g],
    [3, /\$env:\w/gi],
    [6, /Bearer \$(?:env:|[a-z])/g],
    [3, /(?:^|\n)[ \t]*\$\w+(?:\.\w+)?\s*\+?=\s/g],
    [3, /''\n''@|(?:^|[\n{;][ \t]*)'{2}\s*\|\s*curl/g],
    [4, /\$PSNative|\bConvertTo-Json\b|&\s*\{|\$OutputEncoding/gi],
    [1.5, /curl\.exe/gi],
  ],
};

/** How each shell writes strings, and what outside of them is no quote. */
const STRINGS: Readonly<Record<Dialect, RegExp>> = {
  posix: /\\['"]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"/g,
  cmd: /\\"|"(?:\\"|""|[^"])*"/g,
  powershell: /`[\s\S]|'(?:''|[^'])*'|"(?:`[\s\S]|""|[^"`])*"/g,
};

/** The text without what PowerShell's here-strings say, in which quotes mean nothing. */
function withoutHereStrings(text: string): string {
  const parts: string[] = [];
  let last = 0;
  for (const { index, 0: opened } of text.matchAll(/@['"][ \t]*\n/g)) {
    if (index < last) continue;
    const end = text.indexOf(`\n${opened[1]}@`, index + opened.length - 1);
    if (end < 0) break;
    parts.push(text.slice(last, index), "@(''\n''@)");
    last = end + 3;
  }
  return parts.join('') + text.slice(last);
}

/** The text without what its strings say, except for references outside of JSON: those tell the shell. */
function skeleton(text: string, strings: RegExp): string {
  return text.replace(strings, (string) => {
    if (/^[\\`]/.test(string)) return string;
    if (string.startsWith("'")) return "''";
    if (/^"\s*[{[]/.test(string)) return string.startsWith('"{""') ? '{""' : '"_"';
    const references = string.match(/(?:Bearer )?(?:\$env:\w+|%[A-Za-z_]\w*%|\$\{?[A-Za-z_]\w*)/gi) ?? [];
    return `"_ ${references.filter((reference) => !/^%[0-9a-f]{2}%$/i.test(reference)).join(' ')}"`;
  });
}

export function isWebCmdlet(name: string): boolean {
  return /^(?:(?:microsoft\.powershell\.utility\\)?invoke-(?:restmethod|webrequest)|irm|iwr)$/i.test(name);
}

/** Of lines that a shell would not put together. */
export const JOINED = 'Lines that begin with an option were read as part of the command before them.';

/** Of a line that goes on although it does not for a shell. */
export const BLANKS_BEHIND =
  'Blanks behind a backslash at the end of a line were left out; a shell would end the command there.';

/** Of a query that a shell would cut off. */
export const BARE_AMPERSAND =
  'An & in an address without quotes was read as a part of it; a shell would end the command there.';

/** True for a word that names a program whose command lines are requests. */
export function isRequestProgram(word: string): boolean {
  return !word.includes('://') && /^(?:curl|wget|https?|xhs?)$/.test(programOf(word));
}

/** The name without its folders and `.exe`, in small letters: `curl` for `/usr/bin/curl` and for `curl.exe`. */
export function programOf(word: string): string {
  return (
    word
      .replace(/^.*[/\\]/s, '')
      // `curlimages/curl:8.5.0` is curl too.
      .replace(/\.exe$|:[\w.-]+$/i, '')
      .toLowerCase()
  );
}
