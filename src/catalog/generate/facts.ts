// What a source says of one operation, before the two are put together.
import type { PagingKind } from '../../api/recognise.ts';
import type { Method } from '../../request/types.ts';
import type { BodyFacts, Field, Kind, Parameter, SdkMethod, Shape } from '../operation.ts';

export interface Facts {
  readonly source: 'sdk' | 'cf' | 'docs';
  readonly method: Method;
  /** With the source's own placeholders, but `{account_id}` and `{zone_id}` always by these names. */
  readonly path: string;
  /** Where the source's client or command line has it: `dns records list`. The last word is what it does. */
  readonly words: readonly string[];
  /** The name that the API's own description gives it, in words; empty where only the other source has it. */
  readonly operationId: string;
  readonly description: string;
  /** Undefined where it is not deprecated; empty where nothing says why. */
  readonly deprecation: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: BodyFacts | undefined;
  readonly accept: string | undefined;
  readonly call: SdkMethod | undefined;
  readonly paging: PagingKind | undefined;
  readonly response: ResponseShape | undefined;
}

/** A list in the response; or, without `items`, one resource. */
export interface ResponseShape {
  /** Members from `result` to the list. */
  readonly at: readonly string[];
  readonly isList: boolean;
  /** Members of the items, or of the resource; empty for items that are plain values, undefined for items of which nothing is told. */
  readonly fields: readonly Field[] | undefined;
  /** What is said of each resource whose id is one of a few, by that id. */
  readonly notes?: ReadonlyMap<string, string>;
}

export interface Problems {
  readonly report: (where: string, what: string) => void;
  /** @throws Error that lists what was reported, where anything was */
  readonly throwIfAny: () => void;
}

/** Problems told in full; the others are counted. */
const told = 20;

export function createProblems(): Problems {
  const found: string[] = [];
  return {
    report: (where, what) => {
      found.push(`${where}: ${what}`);
    },
    throwIfAny: () => {
      if (found.length === 0) return;
      const more = found.length > told ? [`and ${found.length - told} more`] : [];
      throw new Error(
        ['the catalog was not built, because these were not understood:', ...found.slice(0, told), ...more].join(
          '\n  ',
        ),
      );
    },
  };
}

const INITIAL = /\b[Dd]efault(?:s to| value is| is|:)\s+(?:"([^"\s]+)"|'([^'\s]+)'|(\w[\w.-]*\w|\w))(?=[.,;)\s]|$)/;

/** The default value of a field as its description tells it. */
export function initialValue(description: string, shape: Shape): string | undefined {
  const match = INITIAL.exec(description);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  if (value === undefined) return undefined;
  if (shape.choices) return shape.choices.some((choice) => String(choice) === value) ? value : undefined;
  const [kind] = shape.kinds;
  if (kind === 'boolean') return value === 'true' || value === 'false' ? value : undefined;
  if (kind === 'number') return /^\d+$/.test(value) ? value : undefined;
  // A word without quotes is a value only where it is one of the choices.
  return kind === 'string' && match?.[3] === undefined ? value : undefined;
}

const NUMBER = String.raw`(-?\d[\d,_]*(?:\.\d+)?)`;

/** What is counted, by what the value is; a number of days or kilobytes is counted in other units than the value may be. */
const COUNTED: Readonly<Partial<Record<Kind, string>>> = {
  number: String.raw`(?:\s*(?:seconds\b|percent\b|(?=[\s)\].,;–-]|$))(?!\s*(?:%|\/|\w*bytes?\b|[KMG]i?B\b|ms\b|milli|minute|hour|day|week|month|year|decimal|character)))`,
  string: String.raw`\s*(?:Unicode |UTF-8 |ASCII )?characters?\b`,
  array: String.raw`\s*(?:items|entries|elements|keys|names|values|codes|domains|tags|files|addresses|records|rules|ids|IDs|URLs)?(?=[\s).,;]|$)`,
};

/** Values outside the bounds that are accepted all the same, or bounds that depend on something. */
const LOOSE =
  /\bor 0\b|\b0 (?:to|=|\(|disables|means)|-1\b|\bunless\b|\bdepend|\bplans?\b|\bEnterprise\b|\bset to 0\b|\bmultiples? of \d+ up\b/i;

/** What a description says of the least and the most that is accepted; nothing where that is not plain. */
export function boundsOf(description: string, { kinds, choices }: Shape): Pick<Shape, 'least' | 'most'> {
  const [kind] = kinds.filter((one) => one !== 'null');
  const counted = kind && kinds.filter((one) => one !== 'null').length === 1 ? COUNTED[kind] : undefined;
  if (!counted || choices || LOOSE.test(description)) return {};
  const find = (pattern: string): readonly (number | undefined)[] =>
    (new RegExp(pattern, 'i').exec(description) ?? []).slice(1).map((text) => Number(text.replace(/[,_]/g, '')));
  const [from, to] = find(
    String.raw`(?:\bbetween|\brange(?: of values)? is(?: between)?|\(|\bfrom|^must be|\brange:?)\s*\[?${NUMBER}\s*(?:and|to|[-–,])\s*${NUMBER}${counted}`,
  );
  const [least] = find(String.raw`\b(?:minimum(?: value)?(?: is| of|:)?|min\.?:?|at least)\s${NUMBER}${counted}`);
  const [most] = find(
    String.raw`\b(?:maximum(?: value| length)?(?: is| of|:)?|max\.?(?: length| of)?:?|at most|up to|no more than)\s${NUMBER}${counted}`,
  );
  const bounds = from !== undefined && to !== undefined && from < to ? { least: from, most: to } : { least, most };
  if (bounds.least !== undefined && bounds.most !== undefined && bounds.least > bounds.most) return {};
  return {
    ...(bounds.least !== undefined && { least: bounds.least }),
    ...(bounds.most !== undefined && { most: bounds.most }),
  };
}

/** How the pages of a list are asked for, as its query tells it; undefined where it takes no page and no cursor. */
export function pagingOf(query: readonly Pick<Field, 'name'>[]): PagingKind | undefined {
  const has = (name: string): boolean => query.some((parameter) => parameter.name === name);
  if (has('cursor')) return 'cursor';
  if (has('page_token')) return 'token';
  return has('page') && (has('per_page') || has('limit')) ? 'page' : undefined;
}

/** The name as all spellings have it in common: `tag-match`, `tag_match` and `tagMatch` are one. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
