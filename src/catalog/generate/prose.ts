// Texts of the sources as the terminal shows them: plain paragraphs, without markup, examples and tags. Build time only.

/** A documentation comment, or a description, split into what it says and what its tags say. */
interface Prose {
  readonly text: string;
  /** Why not to use it any more, perhaps empty; undefined for what is not deprecated. */
  readonly deprecated: string | undefined;
}

const TAG = /^@(\w+)[ \t]*/m;

/** Splits off `@example`, `@deprecated` and other tags, joins the lines of each paragraph, takes Markdown and HTML away. */
export function readProse(comment: string | undefined): Prose {
  if (comment === undefined) return { text: '', deprecated: undefined };
  const [body = '', ...tagged] = comment.split(/^(?=@\w+)/m);
  const isTag = TAG.test(body.slice(0, 20)) && body.startsWith('@');
  const parts = isTag ? [body, ...tagged] : tagged;
  const note = parts.find((part) => part.startsWith('@deprecated'));
  return {
    text: isTag ? '' : plain(body),
    deprecated: note === undefined ? undefined : plain(note.replace(TAG, '')),
  };
}

/** Text of either source without markup; paragraphs and list entries are lines. */
export function plain(markdown: string): string {
  return withoutMarkup(markdown)
    .split(/\n[ \t]*\n/)
    .flatMap((paragraph) => paragraph.split(/\n(?=\s*(?:[-*•]|\d+\.)\s)/))
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n');
}

function withoutMarkup(text: string): string {
  return text
    .replace(/^```.*$/gm, '')
    .replace(/!?\[([^\]]*)\]\((?:<[^>]*>|[^)\s]*)(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/<\/?(?:a|b|br|code|em|i|li|ol|p|span|strong|sub|sup|table|tbody|td|th|thead|tr|ul)\b[^>]*>/gi, ' ')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|[\s(])__([^_]+)__(?=$|[\s).,])/g, '$1$2')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/^#+\s+/gm, '');
}

/** The first sentence: what a list of operations has room for. */
export function firstSentence(text: string): string {
  const [paragraph = ''] = text.split('\n');
  return /^.*?[.!?](?=\s|$)(?<!\b(?:e\.g|i\.e|etc|vs)\.)/.exec(paragraph)?.[0] ?? paragraph;
}
