// The path of a call: a string, or a template whose gaps are arguments. Knows how the SDK names its gaps on the wire.
import type { Expression } from 'oxc-parser';
import type { Local } from './sdk-locals.ts';
import { bare, nameOf } from './syntax.ts';

/** A path in pieces. A path that serves accounts and zones has its gap at the start: see `expand`. */
export interface PathTemplate {
  readonly pieces: readonly Piece[];
  /** `/{accounts or zones}/{id}` stands before the pieces. */
  readonly isScoped: boolean;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** `wire` is the name in braces; `source` the positional argument or the member of `params` that fills it. */
  | { readonly kind: 'gap'; readonly wire: string; readonly source: string };

/** Undefined where a gap is filled by anything but an argument. */
export function readTemplate(
  node: Expression | undefined,
  locals: ReadonlyMap<string, Local>,
): PathTemplate | undefined {
  const expression = bare(node);
  if (expression?.type === 'Literal' && typeof expression.value === 'string') {
    return { pieces: [{ kind: 'text', text: expression.value }], isScoped: false };
  }
  if (expression?.type !== 'TaggedTemplateExpression' || nameOf(expression.tag) !== 'path') return undefined;
  const { quasis, expressions } = expression.quasi;
  const pieces: Piece[] = [];
  let isScoped = false;
  for (const [index, quasi] of quasis.entries()) {
    pieces.push({ kind: 'text', text: quasi.value.cooked ?? quasi.value.raw });
    const gap = expressions[index];
    if (!gap) continue;
    const local = locals.get(nameOf(gap));
    if (local?.kind === 'argument') pieces.push({ kind: 'gap', wire: snakeCase(local.name), source: local.name });
    else if (local?.kind === 'member') pieces.push({ kind: 'gap', wire: local.name, source: local.name });
    else if (local?.kind === 'scope') isScoped = true;
    else if (local?.kind !== 'scope-id') return undefined;
  }
  if (!isScoped) return { pieces: joined(pieces), isScoped };
  const [path = { kind: 'text', text: '' }, ...rest] = joined(pieces);
  // What is left of `/${accountOrZone}/${accountOrZoneId}/rest` without its gaps.
  if (path.kind !== 'text' || !path.text.startsWith('//')) return undefined;
  return { pieces: [{ kind: 'text', text: path.text.slice(2) }, ...rest], isScoped };
}

/** The paths that a template stands for: two where it serves accounts and zones. */
export function expand({ pieces, isScoped }: PathTemplate): readonly string[] {
  const path = pieces.map((piece) => (piece.kind === 'text' ? piece.text : `{${piece.wire}}`)).join('');
  return isScoped ? [`/accounts/{account_id}${path}`, `/zones/{zone_id}${path}`] : [path];
}

/** `dnsRecordID` -> `dns_record_id`, `cf1SiteID` -> `cf1_site_id`: what the API's own documentation writes in the path. */
export function snakeCase(name: string): string {
  return (
    name
      .replace(/(?:^d|D)DoS/g, 'Ddos')
      .replace(/E2E/g, 'E2e')
      .replace(/IdP/g, 'Idp')
      // A plural of an acronym is one word: `deleteByIDs`.
      .replace(/([A-Z])([A-Z]+)s(?=[A-Z]|$)/g, (_, first: string, rest: string) => `${first}${rest.toLowerCase()}s`)
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
      .toLowerCase()
  );
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
