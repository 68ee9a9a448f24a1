// JSON Patch (RFC 6902) applied as its text says, by nothing of ours but JavaScript's own JSON: numbers are kept as they are written.

type Value = null | boolean | string | NumberText | Value[] | Map<string, Value>;

class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A document with its numbers as text; throws where it is no JSON. */
export function readExactly(text: string): Value {
  let at = 0;
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    at++;
    return token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`;
  });
  return at === 0 ? revive(JSON.parse(text)) : revive(JSON.parse(marked));
}

function revive(value: unknown): Value {
  if (typeof value === 'string') return value.startsWith('n') ? new NumberText(value.slice(1)) : value.slice(1);
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value as boolean | null;
  return new Map(Object.entries(value).map(([key, inner]) => [key.slice(1), revive(inner)]));
}

function steps(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw new Error(`no pointer: ${path}`);
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: Value;
}

/** The document after the patch; throws where an operation cannot be done. */
export function applyPatch(document: string, patch: string): Value {
  const list = readExactly(patch);
  if (!Array.isArray(list)) throw new Error('no patch');
  let root = readExactly(document);
  const find = (path: readonly string[]): Value => path.reduce((value: Value, step) => member(value, step), root);
  const take = (path: readonly string[]): Value => {
    const [holder, step] = [find(path.slice(0, -1)), path.at(-1) ?? ''];
    const value = member(holder, step);
    if (holder instanceof Map) holder.delete(step);
    else if (Array.isArray(holder)) holder.splice(Number(step), 1);
    return value;
  };
  const put = (path: readonly string[], value: Value): void => {
    const [holder, step] = [find(path.slice(0, -1)), path.at(-1) ?? ''];
    if (path.length === 0) root = value;
    else if (holder instanceof Map) holder.set(step, value);
    else if (Array.isArray(holder) && /^(?:0|[1-9]\d*)$/.test(step) && Number(step) <= holder.length)
      holder.splice(Number(step), 0, value);
    else throw new Error(`cannot put at ${path.join('/')}`);
  };
  for (const one of list) {
    if (!(one instanceof Map)) throw new Error('no operation');
    const { op, path, from = '', value = null } = Object.fromEntries(one) as unknown as Operation;
    if (op === 'remove') take(steps(path));
    else if (op === 'add') put(steps(path), value);
    else if (op === 'move') put(steps(path), take(steps(from)));
    else if (op === 'replace') {
      if (path !== '') take(steps(path));
      put(steps(path), value);
    } else throw new Error(`unknown: ${op}`);
  }
  return root;
}

function member(holder: Value, step: string): Value {
  const value = holder instanceof Map ? holder.get(step) : Array.isArray(holder) ? holder[Number(step)] : undefined;
  if (value === undefined) throw new Error(`nothing at ${step}`);
  return value;
}

/** The same text for the same value: members in order, numbers as they are written. */
export function exactText(value: Value): string {
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(exactText).join()}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  const members = [...value].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${exactText(inner)}`).join()}}`;
}
