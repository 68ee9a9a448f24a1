// What themes come to in bytes, and whether one can read them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedThemes } from '../../src/explorer/features/themes/shipped.ts';
import { span } from '../../src/explorer/model/rows.ts';
import { type Colour, type Painted, roleMeanings, type ThemeDefinition } from '../../src/explorer/model/theme.ts';
import { colourParameters, contrast, degraded, rgbOf } from '../../src/terminal/colours.ts';
import { runsOf } from '../../src/terminal/screen/styles.ts';
import { createTheme } from '../../src/terminal/theme.ts';
import { runs } from '../helpers/runs.ts';

const themes = Object.entries(shippedThemes);
const methods: readonly Painted[] = ['get', 'post', 'put', 'patch', 'delete'];

function coloursOf(theme: ThemeDefinition, role: Painted): readonly [text: Colour, background: Colour] {
  const { color = theme.text?.color, background = theme.text?.background } = theme[role] ?? {};
  return [color!, background!];
}

describe.each(themes)('%s', (name, theme) => {
  test.each([24, 8, 4])('can be read where colours have %i bits', (depth) => {
    // Of sixteen colours, which are the user's own, nothing is known for sure.
    const least = depth === 4 ? 3 : name === 'high-contrast' ? 7 : 4.5;
    const measured = (Object.keys(roleMeanings) as Painted[]).map((role) => {
      const [text, background] = coloursOf(theme, role);
      return [role, contrast(degraded(text, depth, background), degraded(background, depth))] as const;
    });
    // Borders are no text: 3 is asked of what only shows where something is (WCAG 2.2, 1.4.11).
    const isTooLow = ([role, ratio]: readonly [Painted, number]) =>
      ratio < (role === 'border' ? Math.min(3, least) : least);
    expect(measured.filter(isTooLow)).toEqual([]);
  });

  test('tells DELETE from every other method, at every depth', () => {
    for (const depth of [24, 8, 4]) {
      const shown = methods.map((role) =>
        degraded(...([coloursOf(theme, role)[0], depth, theme.text?.background] as const)),
      );
      expect(shown.filter((one) => String(one) === String(shown.at(-1)))).toHaveLength(1);
    }
    expect(new Set(methods.map((role) => String(coloursOf(theme, role)[0]))).size).toBe(5);
  });

  test('paints no cell without its background', () => {
    const painted = createTheme(24, true, theme);
    const line = painted.paint([
      span(' a '),
      span('GET', 'get'),
      span(' READ-ONLY ', 'badge'),
      span(' '),
      span('x', 'match'),
    ]);
    expect(runsOf(line).filter(({ style }) => !style.includes('48;2;'))).toEqual([]);
    expect(line.endsWith('\u001b[0m')).toBe(true);
  });
});

test('without colours a theme is told by attributes', () => {
  const spans = [span('GET', 'get'), span(' READ-ONLY ', 'badge'), span('plain')];
  const bare = createTheme(1, true, shippedThemes.dark);
  expect(bare.paint(spans)).toBe(createTheme(1).paint(spans));
  expect(bare.paint(spans)).toBe('\u001b[1mGET\u001b[22m\u001b[7m READ-ONLY \u001b[27mplain');
  expect(bare.paintSelected([span('x', 'bad')])).toBe('\u001b[7mx\u001b[27m');
});

test('the colours of the terminal are those that it had, and a DELETE is red', () => {
  const theme = createTheme(4);
  expect(theme.paint([span('DELETE', 'delete'), span(' /zones')])).toBe('\u001b[1;31mDELETE\u001b[39;22m /zones');
  expect(theme.paint([span('GET', 'get'), span('x')])).toBe('\u001b[1;36mGET\u001b[39;22mx');
});

describe('a colour that the terminal has not', () => {
  test.each([
    ['#ff0000', [255, 0, 0], 196, 9],
    ['#008800', [0, 136, 0], 28, 2],
    ['#5f87af', [95, 135, 175], 67, 12],
    ['black', [0, 0, 0], 16, 0],
    ['white', [255, 255, 255], 231, 15],
    ['a grey', [118, 118, 118], 243, 7],
  ] as const)('%s becomes the nearest', (_, rgb, of256, of16) => {
    expect(degraded(rgb, 24)).toBe(rgb);
    expect(degraded(rgb, 8)).toBe(of256);
    expect(degraded(rgb, 4, 0)).toBe(of16);
  });

  test('of 256 those that there are stay themselves, and the user’s own sixteen always', () => {
    for (let colour = 16; colour < 256; colour++) {
      expect(rgbOf(degraded(rgbOf(colour), 8))).toEqual(rgbOf(colour));
      expect(degraded(colour, 8)).toBe(colour);
    }
    for (let colour = 0; colour < 16; colour++) expect(degraded(colour, 4, 0)).toBe(colour);
  });

  test('can be read on its background wherever it could before', () => {
    const rgb = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(rgb, rgb, fc.constantFrom(4, 8), (text, background, depth) => {
        fc.pre(contrast(text, background) >= 4.5);
        const behind = degraded(background, depth);
        expect(contrast(degraded(text, depth, background), behind)).toBeGreaterThanOrEqual(depth === 4 ? 3 : 4.5);
      }),
      runs(100),
    );
  });

  test.each([
    [1, '31', '41'],
    [9, '91', '101'],
    [200, '38;5;200', '48;5;200'],
    [[1, 2, 3], '38;2;1;2;3', '48;2;1;2;3'],
  ] as const)('%s is written for text and behind it', (colour, text, behind) => {
    expect(colourParameters(colour, false)).toBe(text);
    expect(colourParameters(colour, true)).toBe(behind);
  });
});

test('contrast is that of WCAG', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  expect(contrast([255, 0, 0], [255, 0, 0])).toBe(1);
});
