// Shortens what Ink writes without changing what it means: over a slow line every byte of a held-down key is felt.
// It must not know what is painted; the trap is that blanks may be jumped over only where the cells are known to be blank.

const csi = '\u001b[';

/** Runs of SGR, runs of "next line", any other control sequence, line feeds, and runs of blanks that a jump would shorten. */
const pieces = /(?:\u001b\[[\d;]*m)+|(?:\u001b\[E)+|\u001b\[[\d;?]*[@-~]|\n| {6,}/g;

/**
 * - Several "next line" (CNL) in a row become one with a count.
 * - Several SGR in a row become one with what they come to (ECMA-48 8.3.117: they apply in order).
 * - Blanks after "erase to the end of the line" (EL) become "cursor forward" (CUF), except where an attribute would show on them.
 */
export function shorten(data: string): string {
  let erased = false;
  let painted: ReadonlySet<Attribute> = new Set();
  return data.replace(pieces, (piece) => {
    if (piece.startsWith(' ')) return erased && painted.size === 0 ? `${csi}${piece.length}C` : piece;
    if (!piece.endsWith('m')) {
      // Wherever else the cursor goes, what stands there is unknown. What is erased takes on the background in force.
      erased = piece === `${csi}K` && painted.size === 0;
      return piece.startsWith(`${csi}E`) && piece.length > 3 ? `${csi}${piece.length / 3}E` : piece;
    }
    const run = [...piece.matchAll(/\[([\d;]*)m/g)].flatMap(([, list]) => (list || '0').split(';').map(Number));
    painted = paintedAfter(painted, run);
    return `${csi}${netOf(run).join(';')}m`;
  });
}

type Attribute = 'weight' | 'italic' | 'underline' | 'inverse' | 'strike' | 'foreground' | 'background' | 'unknown';

/** Which of the attributes that show on blanks are on after a run of SGR parameters. */
function paintedAfter(painted: ReadonlySet<Attribute>, run: readonly number[]): ReadonlySet<Attribute> {
  const after = new Set(painted);
  for (const parameter of run) {
    const attribute = attributeOf(parameter);
    if (parameter === 0) after.clear();
    else if ([24, 27, 29, 49].includes(parameter)) after.delete(attribute);
    else if (['underline', 'inverse', 'strike', 'background'].includes(attribute)) after.add(attribute);
  }
  return after;
}

/** What a run of SGR parameters comes to: of each attribute the last word counts. Runs with what is not known here stay whole. */
function netOf(run: readonly number[]): readonly number[] {
  if (
    run.some(
      (parameter) => severalFollow.includes(parameter) || (parameter !== 0 && attributeOf(parameter) === 'unknown'),
    )
  )
    return run;
  let net: number[] = [];
  for (const parameter of run) {
    const attribute = attributeOf(parameter);
    // Bold and dim add up; every other word on an attribute replaces the one before.
    const adds = parameter === 1 || parameter === 2;
    net = parameter === 0 ? [] : net.filter((one) => attributeOf(one) !== attribute || (adds && one !== parameter));
    net.push(parameter);
  }
  return net;
}

/** Colours whose own parameters follow, which would mean other things alone. */
const severalFollow = [38, 48, 58];

function attributeOf(parameter: number): Attribute {
  if ([1, 2, 22].includes(parameter)) return 'weight';
  if ([3, 23].includes(parameter)) return 'italic';
  if ([4, 24].includes(parameter)) return 'underline';
  if ([7, 27].includes(parameter)) return 'inverse';
  if ([9, 29].includes(parameter)) return 'strike';
  if (isColour(parameter, 30) || isColour(parameter, 90)) return 'foreground';
  if (isColour(parameter, 40) || isColour(parameter, 100)) return 'background';
  return 'unknown';
}

function isColour(parameter: number, first: number): boolean {
  return parameter >= first && parameter <= first + 9;
}

/** The same stream, with what is written to it shortened. */
export function terse<Stream extends NodeJS.WriteStream>(stream: Stream): Stream {
  const write = (data: string | Uint8Array, ...rest: readonly unknown[]): boolean =>
    Reflect.apply(stream.write, stream, [typeof data === 'string' ? shorten(data) : data, ...rest]);
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
