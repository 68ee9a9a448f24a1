import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formPieces, isForm, type Part, partsOf } from '../../src/request/parts.ts';
import { toWire } from '../../src/request/wire.ts';
import { runs } from '../helpers/runs.ts';
import { BASE_URL, body, field, file, header, json, part, partFile, request } from './accepted.ts';

const text = (name: string, value: string): Part => {
  return { name, type: undefined, filename: undefined, content: { kind: 'text', text: value } };
};

describe('the parts of a body', () => {
  it.each([
    ['a text', [field('a', 'b'), part('c', 'd')], [text('a', 'b'), text('c', 'd')]],
    [
      'JSON as its text, as it was typed',
      [json('a', '{"b":  12345678901234567890}'), part('x', '')],
      [text('a', '{"b":  12345678901234567890}'), text('x', '')],
    ],
    [
      'one for what goes into one member',
      [field('m[a]', 'b'), json('m[c][]', '1'), field('n', 'x'), part('x', '')],
      [text('m', '{"a":"b","c":[1]}'), text('n', 'x'), text('x', '')],
    ],
    [
      'JSON that is added to',
      [json('m', '{"a":1}'), field('m[b]', 'c'), part('x', '')],
      [text('m', '{"a":1,"b":"c"}'), text('x', '')],
    ],
    ['names that come again', [part('a', '1'), part('a', '2')], [text('a', '1'), text('a', '2')]],
    [
      'brackets that a backslash makes part of a name',
      [field('m\\[a\\]', '1'), part('x', '')],
      [text('m[a]', '1'), text('x', '')],
    ],
    ['brackets in the name of a part', [part('m[a]', '1')], [text('m[a]', '1')]],
  ])('are %s', (_what, items, parts) => {
    expect(partsOf(items)).toEqual(parts);
  });

  it.each([
    ['src/index.mjs', 'application/javascript+module', 'index.mjs'],
    ['C:\\a\\logo.PNG', 'image/png', 'logo.PNG'],
    ['zone', 'application/octet-stream', 'zone'],
  ])('call the file %s %s and %s unless it is said', (path, type, filename) => {
    expect(partsOf([partFile('f', path)])).toEqual([{ name: 'f', type, filename, content: { kind: 'file', path } }]);
    const said = partsOf([partFile('f', path, { type: 'a/b', filename: 'c' })]);
    expect(said).toMatchObject([{ type: 'a/b', filename: 'c' }]);
  });
});

describe('which bodies go out in parts', () => {
  it.each([
    [[field('a', 'b')], false],
    [[header('Content-Type', 'multipart/form-data'), field('a', 'b')], true],
    [[header('content-type', 'Multipart/Form-Data; boundary=x'), json('a', '1')], true],
    [[header('Content-Type', 'multipart/form-data; boundary=x'), file('ready.bin')], false],
    [[header('Content-Type', 'application/json'), field('a', 'b')], false],
    [[body('{}')], false],
    [[part('a', 'b'), field('c', 'd')], true],
  ])('%j: %s', (items, is) => {
    expect(isForm(items)).toBe(is);
  });

  it.each([
    [
      [header('Content-Type', 'application/json'), part('a', 'b')],
      'A body in parts is multipart/form-data, not "application/json". Remove the Content-Type.',
    ],
    [[part('a', 'b'), field('[]', 'c')], 'The parts of a form have names: write name=text.'],
    [[part('a', 'b'), body('{}')], 'A request has one body: :=json cannot be combined with a part.'],
    [[file('x'), partFile('a', 'b')], 'A request has one body: a part cannot be combined with @file.'],
  ])('%j is refused', (items, message) => {
    const wire = toWire(request('POST', '/x', items), { baseUrl: BASE_URL });
    expect(wire).toMatchObject({ ok: false, error: { message } });
  });

  it('a form takes the place of its Content-Type, whose boundary is chosen when it is sent', () => {
    const items = [header('Content-Type', 'multipart/form-data; boundary=mine'), field('a', 'b')];
    const wire = toWire(request('POST', '/x', items), { baseUrl: BASE_URL });
    expect(wire).toMatchObject({ ok: true, body: undefined, parts: [text('a', 'b')] });
    expect(wire.ok && wire.headers).toEqual([
      ['accept', 'application/json'],
      ['content-type', 'multipart/form-data'],
    ]);
  });
});

/** What the platform's own parser reads, contents of files as their paths. */
async function parsed(parts: readonly Part[]): Promise<readonly unknown[]> {
  const boundary = 'boundary-of-the-test';
  const bytes = formPieces(parts, boundary).map((piece) => ('path' in piece ? Buffer.from(piece.path) : piece));
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const form = await new Response(Buffer.concat(bytes), { headers }).formData();
  const read: unknown[] = [];
  for (const [name, value] of form)
    read.push(typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()]);
  return read;
}

describe('the bytes of a form', () => {
  it("are what the platform's own FormData makes of the same", async () => {
    const form = new FormData();
    form.append('a"b\nc', 'text "with\tall"');
    form.append('f', new File(['content'], 'na"me\r\n.png', { type: 'image/png' }));
    form.append('ü🔥', '');
    const response = new Response(form);
    const type = response.headers.get('content-type') ?? '';
    const boundary = type.slice(type.indexOf('=') + 1);
    const parts: Part[] = [
      text('a"b\nc', 'text "with\tall"'),
      { name: 'f', type: 'image/png', filename: 'na"me\r\n.png', content: { kind: 'file', path: 'content' } },
      text('ü🔥', ''),
    ];
    const own = formPieces(parts, boundary).map((piece) => ('path' in piece ? Buffer.from(piece.path) : piece));
    expect(Buffer.concat(own).toString()).toBe(await response.text());
  });

  it('keep every text as it is, line breaks too, whatever it holds', async () => {
    const name = fc.stringMatching(/^[ -~äé🔥]{1,8}$/u).filter((value) => !/["\r\n]|%(?:22|0A|0D)/i.test(value));
    const part = fc.oneof(
      fc.record({ name, value: fc.string({ unit: 'grapheme' }) }).map(({ name, value }) => text(name, value)),
      fc
        .record({ name, value: fc.constantFrom('\n', '\r\n', '--boundary-of', 'a\r\nb\n') })
        .map(({ name, value }) => text(name, value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
        expect(await parsed(parts)).toEqual(
          parts.map((one) => [one.name, one.content.kind === 'text' ? one.content.text.toWellFormed() : '']),
        );
      }),
      runs(60),
    );
  });
});
