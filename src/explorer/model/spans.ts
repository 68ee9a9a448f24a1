// A row as pieces of text with roles; the UI gives roles their colours.
import type { Role as JsonRole } from '../../json/lines.ts';

export type Role =
  | JsonRole
  | 'text'
  | 'title'
  | 'brand'
  | 'dim'
  | 'accent'
  | 'good'
  | 'warn'
  | 'bad'
  | 'border'
  | 'focusedBorder'
  | 'badge'
  | 'method'
  | 'keyName'
  | 'wrong'
  | 'match';

export interface Span {
  readonly text: string;
  readonly role: Role;
}

export type Row = readonly Span[];

export function span(text: string, role: Role = 'text'): Span {
  return { text, role };
}
