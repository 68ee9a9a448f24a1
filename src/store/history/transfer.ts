// Saved requests as a file that people hand to each other: JSON that can be read and edited. What comes in is checked as
// text from a stranger is.
import type { SavedRow } from './entry.ts';
import { type Label, labelProblem } from './saved.ts';

export interface Portable extends Label {
  /** A request line. */
  readonly request: string;
}

export type Imported =
  | { readonly ok: true; readonly requests: readonly Portable[] }
  /** A clause without a full stop. */
  | { readonly ok: false; readonly problem: string };

const version = 1;
const largestFile = 10 * 1024 * 1024;
const mostRequests = 10_000;
const longestLine = 64 * 1024;

/** The text of the file; it ends with a line break. */
export function exportText(saved: readonly SavedRow[]): string {
  const requests = saved.map(({ name, tags, line }) => ({ name, tags, request: line }));
  return `${JSON.stringify({ kind: 'flarescope saved requests', version, requests }, undefined, 2)}\n`;
}

/**
 * Reads such a file. All of it is right, or none of it is taken.
 *
 * @param lineProblem why a text is no request line; undefined where it is one
 */
export function importText(text: string, lineProblem: (line: string) => string | undefined): Imported {
  if (text.length > largestFile) return wrong('it is larger than 10 MiB');
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return wrong(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(value) || value.kind !== 'flarescope saved requests') {
    return wrong('it has no saved requests in it: "kind" should be "flarescope saved requests"');
  }
  if (value.version !== version) {
    return wrong(`its version is ${show(value.version)}, and this program reads version ${version}`);
  }
  if (!Array.isArray(value.requests)) return wrong('"requests" should be a list');
  if (value.requests.length > mostRequests) return wrong(`it has more than ${mostRequests} requests`);
  const requests: Portable[] = [];
  for (const [index, entry] of value.requests.entries()) {
    const read = readEntry(entry, lineProblem);
    if (typeof read === 'string') return wrong(`request ${index + 1}: ${read}`);
    requests.push(read);
  }
  return { ok: true, requests };
}

/** The entry, or what is wrong with it. */
function readEntry(entry: unknown, lineProblem: (line: string) => string | undefined): Portable | string {
  if (!isRecord(entry)) return 'it should be an object';
  const { name, request, tags = [] } = entry;
  if (typeof name !== 'string') return '"name" should be a text';
  if (typeof request !== 'string') return '"request" should be a text';
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) return '"tags" should be a list of texts';
  if (request.length > longestLine) return `its line is longer than ${longestLine} characters`;
  return labelProblem({ name, tags }) ?? lineProblem(request) ?? { name: name.trim(), tags, request: request.trim() };
}

function wrong(problem: string): Imported {
  return { ok: false, problem };
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
