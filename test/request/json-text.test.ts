import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson, trimJson } from '../../src/request/json-text.ts';
import { runs } from '../helpers/runs.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('scanJson', () => {
  it('ends every JSON text at its last character, whatever follows', () => {
    const follow = fc.constantFrom('', ' x', '|', ']', '}', ',', ' 1');
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), follow, (value, space, after) => {
        // Behind a number, a letter or digit would be part of it: all of `follow` ends one.
        const text = JSON.stringify(value, undefined, space);
        expect(scanJson(text + after, 0)).toEqual({ ok: true, end: text.length });
        expect(scanJson(`ab${text}${after}`, 2)).toEqual({ ok: true, end: text.length + 2 });
      }),
    );
  });

  it('agrees with JSON.parse on damaged texts', () => {
    const damage = fc.constantFrom(
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '0',
      '-',
      '.',
      'e',
      '\n',
      ' ',
      'n',
      '\u0000',
      '/',
    );
    const damaged = fc.tuple(fc.jsonValue(), fc.nat(), fc.nat(2), damage).map(([value, at, removed, piece]) => {
      const text = JSON.stringify(value);
      const from = at % (text.length + 1);
      return text.slice(0, from) + piece + text.slice(from + removed);
    });
    fc.assert(
      fc.property(damaged, (text) => {
        const trimmed = trimJson(text);
        const scan = scanJson(trimmed, 0);
        expect(scan.ok && scan.end === trimmed.length).toBe(isJson(text));
        if (!scan.ok) expect(scan.position).toBeLessThanOrEqual(trimmed.length);
      }),
      runs(250),
    );
  });

  it('says the place of the first character that cannot be: everything before it can be continued', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
        const text = JSON.stringify([value]);
        const cut = text.slice(0, at % text.length);
        const scan = scanJson(cut, 0);
        // A cut literal, escape or number is reported where it begins.
        expect(scan.ok).toBe(false);
        if (!scan.ok)
          expect(text.slice(scan.position, cut.length)).toMatch(/^(?:|-|\.|[eE][+-]?|[tfn][a-z]*|\\(?:u[0-9a-f]*)?)$/);
      }),
    );
  });
});
