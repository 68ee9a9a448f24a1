// Is a text a command, where does it begin, and which shell is it for? People paste whole code blocks, with prompts, fences and
// the sentence before.

export type Dialect = 'posix' | 'cmd' | 'powershell';

const WEB_CMDLET = /(?:^|[\s;|(={&])(?:invoke-(?:restmethod|webrequest)|irm|iwr)(?=[\s@]|$)/im;
const CURL = /(?:^|[\s;|(`{&@"'/\\=])curl(?:\.exe)?["']?(?=[\s^`]|$)/im;
const FENCE = /^[ \t]*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:^[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm;
/** `$ `, `> `, `% `, `# `, `PS C:\> `, `C:\>`, `user@host:~$ `, `❯ ` before a command. */
const PROMPT =
  /^[ \t]*(?:PS(?: [^>\n]*)?>|[A-Za-z]:\\[^>\n]*>|[\w.-]+@[\w.-]+[^$#%\n]*[$#%]|[$%#>❯➜λ]+)[ \t]+(?=\S)|^[A-Za-z]:\\[^>\n]*>/;

/** True where a pasted text is to be imported rather than typed: it begins with a command, or a code block in it does. */
export function recogniseImport(text: string): boolean {
  const command = commandIn(text);
  if (command === undefined) return false;
  const start = command.trimStart().replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, '');
  const isFirst =
    /^(?:sudo\s+|time\s+|&\s*)?(?:\S*[/\\])?(?:curl(?:\.exe)?|irm|iwr|invoke-(?:restmethod|webrequest))(?:\s|$)/i.test(
      start,
    );
  return (
    isFirst || (command.includes('\n') && /https?:|\/client\/v4|-uri\b/i.test(command)) || /^\$\w+\s*=/.test(start)
  );
}

/** The part of a text that has the command: a code block, or all of it, without prompts; undefined where there is none. */
export function commandIn(text: string): string | undefined {
  const unified = text.replace(/\r\n?/g, '\n').replace(/^\ufeff/, '');
  const blocks = Array.from(unified.matchAll(FENCE), (match) => match[2] ?? '');
  const block = blocks.find(hasCommand);
  const found = block ?? (hasCommand(unified) ? withoutProse(unified) : undefined);
  return found === undefined ? undefined : withoutPrompts(found);
}

function hasCommand(text: string): boolean {
  return CURL.test(text) || WEB_CMDLET.test(text);
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
      /^(?:[A-Za-z_]\w*=|\$[\w:]+\s*=|\[|set\s|export\s|#|cat\s|echo\s|printf\s|sudo\s|time\s|for\s|while\s|if\s|@|&|\(|['"{])/i.test(
        bare,
      ) || /^(?:\S*[/\\])?(?:curl|irm|iwr|invoke-)/i.test(bare)
    );
  });
  const inline = /`([^`\n]*\b(?:curl|irm|Invoke-RestMethod)\b[^`\n]*)`/.exec(text)?.[1];
  const first = lines[start]?.trim() ?? '';
  if (start > 0 && /^['"{(]/.test(first)) return text;
  if (start < 0)
    return (
      inline ?? text.slice(Math.max(0, text.search(/\bcurl\b|\b(?:irm|iwr|Invoke-RestMethod|Invoke-WebRequest)\b/i)))
    );
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
      return /^[ \t]*(?:[$❯➜]|PS [^>\n]*>)[ \t]+(?=curl|irm|Invoke-|export )/i.test(line)
        ? line.replace(PROMPT, '')
        : line;
    })
    .join('\n');
}

/** The shell that a text is for, by what only one of them writes. */
export function dialectOf(text: string): Dialect {
  if (WEB_CMDLET.test(text)) return 'powershell';
  const scores: Record<Dialect, number> = { posix: 0, cmd: 0, powershell: 0 };
  const count = (pattern: RegExp): number => Array.from(text.matchAll(pattern)).length;
  scores.powershell +=
    3 * count(/`[ \t]*\n/g) +
    3 * count(/\$env:\w/gi) +
    3 * count(/(?:^|\n)\s*\$\w+\s*=\s/g) +
    2 * count(/@['"]\n|\n['"]@/g);
  scores.powershell +=
    4 * count(/\$PSNative|\bConvertTo-Json\b|&\s*\{/gi) +
    (/^\s*'[^'\n]*(?:''[^'\n]*)*'\s*\|\s*curl\.exe/.test(text) ? 4 : 0) +
    (/curl\.exe/i.test(text) ? 1 : 0);
  scores.cmd +=
    3 * count(/\^[ \t]*\n/g) +
    3 * count(/\^["%&|<>]/g) +
    2 * count(/(?<![%\w])%[A-Z][A-Z0-9_]*_[A-Z0-9_]*%/gi) +
    2 * count(/[{,:\s]""[\w$]/g);
  scores.cmd +=
    count(/"Bearer %\w+%|Bearer %\w+%/g) * 2 +
    (/^\s*set\s+"?\w+=/im.test(text) ? 2 : 0) +
    (/curl\.exe/i.test(text) && !/'/.test(text) ? 1 : 0);
  scores.posix +=
    3 * count(/\\[ \t]*\n/g) +
    3 * count(/\$'/g) +
    2 * count(/<<-?\s*['"\\]?\w/g) +
    count(/'/g) * 0.2 +
    2 * count(/\$\{?[A-Z_]{2,}/g) +
    2 * count(/'\\''/g);
  if (scores.powershell > scores.cmd && scores.powershell > scores.posix) return 'powershell';
  return scores.cmd > scores.posix ? 'cmd' : 'posix';
}
