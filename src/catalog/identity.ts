// Which field of a thing is its id and which its name: for the items of a list, and for any object of a response.

/** Fields that are an id wherever they stand, the surest first. */
const IDS: readonly string[] = ['id', 'uuid', 'uid', 'tag', 'identifier', 'slug'];

/** Fields that are unique among the items of a list where none of `IDS` is there. */
const KEYS: readonly string[] = ['name', 'key', 'hostname', 'domain', 'domain_name', 'email', 'ip', 'network'];

/** Fields that people know a thing by. */
const NAMES: readonly string[] = [
  'name',
  'title',
  'display_name',
  'hostname',
  'domain',
  'domain_name',
  'label',
  'email',
  'address',
  'description',
];

/**
 * The field that fills a placeholder: the one of its name, or of its noun, else an id.
 * `names` are the fields that there are; `placeholder` is undefined where it is not known what the thing fills.
 */
export function idField(names: readonly string[], placeholder: string | undefined): string | undefined {
  const find = finder(names);
  if (placeholder !== undefined) {
    const own = ownField(placeholder, find);
    if (own !== undefined) return own;
  }
  return first([...IDS, ...KEYS], find) ?? names.find((name) => name.endsWith('_name'));
}

/** The field that people know the thing by; undefined where nothing but its id names it. */
export function nameField(names: readonly string[], id: string | undefined): string | undefined {
  const others = names.filter((name) => name !== id);
  return first(NAMES, finder(others)) ?? others.find((name) => /(?:_name|[a-z]Name)$/.test(name));
}

/** 32 hexadecimal digits, or a UUID (RFC 9562 section 4). */
export function looksLikeId(value: string): boolean {
  return /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(value);
}

type Find = (name: string) => string | undefined;

/** A placeholder's own field: `{bucket_name}` is a bucket's `bucket`, else its `name`; `{queue_id}` is `queue_id`, else `id`. */
function ownField(placeholder: string, find: Find): string | undefined {
  const same = find(placeholder);
  if (same !== undefined) return same;
  const [, noun = placeholder, ending = ''] = /^(.*)_(id|identifier|uuid|name|slug|key|tag)$/.exec(placeholder) ?? [];
  if (ending === 'name') return first([noun, 'name', 'id'], find);
  if (ending !== '' && ending !== 'id' && ending !== 'identifier') return find(ending);
  const last = noun.split('_').at(-1) ?? noun;
  if (ending === '') return first([`${last}_name`, ...IDS], find);
  return first([...IDS, `${noun}_id`, `${last}_id`, `${noun}_uuid`, `${last}_tag`], find);
}

function first(wanted: readonly string[], find: Find): string | undefined {
  for (const name of wanted) {
    const found = find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Finds a field whatever its case and signs: `geo_id` is `geoId`. */
function finder(names: readonly string[]): Find {
  const spelled = new Map(names.map((name) => [plain(name), name]));
  return (name) => spelled.get(plain(name));
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
