// Shortens what Ink writes without changing what it means: over a slow line every byte of a held-down key is felt.
// It must not know what is painted; the trap is that blanks may be jumped over only where the cells are known to be blank.

const csi = '\u001b[';

const pieces = /\u001b\[([\d;]*)m(?:\u001b\[[\d;]*m)*|(?:\u001b\[E){2,}|\u001b\[K|\n| {6,}/g;

/**
 * - Several "next line" (CNL) in a row become one with a count.
 * - Several SGR in a row become one with all their parameters (ECMA-48 8.3.117: they apply in order).
 * - Blanks after "erase to the end of the line" (EL) become "cursor forward" (CUF), except where a style would show on them.
 */
export function shorten(data: string): string {
  let erased = false;
  let painted = false;
  return data.replace(pieces, (piece) => {
    if (piece === '\n') {
      erased = false;
      return piece;
    }
    if (piece === `${csi}K`) {
      erased = true;
      return piece;
    }
    if (piece.startsWith(' ')) return erased && !painted ? `${csi}${piece.length}C` : piece;
    if (piece.startsWith(`${csi}E`)) return `${csi}${piece.length / 3}E`;
    const parameters = [...piece.matchAll(/\[([\d;]*)m/g)].map((match) => match[1] || '0').join(';');
    for (const parameter of parameters.split(';').map(Number)) painted = isPaintedAfter(painted, parameter);
    return `${csi}${parameters}m`;
  });
}

/** Whether blanks would show after an SGR parameter: inverse, underline, strike-out and backgrounds do. */
function isPaintedAfter(painted: boolean, parameter: number): boolean {
  if ([4, 7, 9].includes(parameter) || (parameter >= 40 && parameter <= 48) || (parameter >= 100 && parameter <= 107))
    return true;
  return [0, 24, 27, 29, 49].includes(parameter) ? false : painted;
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
