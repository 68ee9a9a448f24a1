// What must hold for any text: it is read in the end, without an exception, and no credential is anywhere but sealed.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { formatLine } from '../../../src/request/format.ts';
import { importCommand } from '../../../src/request/import/command.ts';
import { recogniseImport } from '../../../src/request/import/languages.ts';
import { importNotes } from '../../../src/request/import/to-line.ts';
import { parseLine } from '../../../src/request/parse.ts';
import { visible } from '../../../src/text/untrusted.ts';
import { runs } from '../../helpers/runs.ts';

// Long texts, in a machine that is shared with every other test.
vi.setConfig({ testTimeout: 120_000 });

const baseUrl = 'https://api.cloudflare.com/client/v4';
const secret = 'cfut_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0';

const commands = readFileSync(path.join(import.meta.dirname, 'commands.txt'), 'utf8')
  .split(/^====\n/m)
  .map((block) => block.replace(/^## .*\n/, '').replace(/^(?:-->|error:)[\s\S]*$/m, ''));

/** With the secret wherever the table has a token, and where it has a variable for one. */
const withSecrets = commands.map((command) =>
  command.replace(/1234567890abcdefghijABCDEFGHIJ1234567890|(?<=Bearer )[^"'`\s]+/g, secret),
);

const scraps = [
  ...[
    '"',
    "'",
    '`',
    '\\',
    '$',
    '^',
    '%',
    '|',
    '&',
    ';',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    '#',
    '@',
    '!',
    '~',
    '*',
  ],
  ...[
    '\n',
    '\r\n',
    '\t',
    ' ',
    '\0',
    '\u2018',
    '\u201d',
    '\ue000',
    '\ue001',
    '\ud800',
    '🔥',
    '-H',
    '-d',
    '--',
    "@'\n",
    '"@',
    '<<EOF\n',
  ],
  ...['$(', '`x`', '${', '$((', '<(', '|jq ', '@{', '$x = ', '-f', '::', '.result', 'curl ', 'irm ', '```\n', '&& '],
  ...['fetch(', 'http POST ', 'wget ', 'await ', '`${', 'JSON.stringify({', 'POST / HTTP/1.1\nHost: x\n\n'],
  ...['https://', ' -u a:b ', '?', '=', ':', '/', '..', 'Authorization: Bearer ', '%41', '{"a":', '"}'],
];

/** A command with parts put in, taken out and repeated; the secret in it stays whole. */
const mangled = fc
  .tuple(
    fc.constantFrom(...withSecrets),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        drop: fc.nat(6),
        put: fc.array(fc.constantFrom(...scraps), { maxLength: 3 }).map((parts) => parts.join('')),
      }),
      { maxLength: 5 },
    ),
  )
  .map(([command, edits]) => {
    let parts = command.split(secret);
    for (const { at, drop, put } of edits) {
      const index = Math.min(parts.length - 1, Math.floor(at * parts.length));
      const part = parts[index] ?? '';
      const start = Math.floor(((at * parts.length) % 1) * part.length);
      parts = parts.with(index, part.slice(0, start) + put + part.slice(start + drop));
    }
    return parts.join(secret);
  });

function read(text: string) {
  return importCommand(text, { baseUrl, seal: () => 'sealed' });
}

describe('any text', () => {
  it('is read without an exception, and a line that comes of it is one that the request language reads', () => {
    const text = fc.oneof(
      mangled,
      fc.array(fc.constantFrom(...scraps, 'zones', secret)).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (command) => {
        recogniseImport(command);
        const result = read(command);
        if (!result.ok) return;
        const line = formatLine(result.request);
        expect(parseLine(line, { baseUrl })).toEqual({ ok: true, request: result.request });
      }),
      runs(300),
    );
  });

  it.each([
    'curl -Hhttps://curl https://api.cloudflare.com/client/v4/ips',
    'curl https://api.cloudflare.com/client/v4/ips |\u0000jq',
    'curl https://api.cloudflare.com/client/v4/{\u001b}',
  ])('%j was once read to what could not be read again or painted', (command) => {
    const result = read(command);
    for (const note of importNotes(result)) expect(visible(note)).toBe(note);
    if (result.ok) {
      expect(parseLine(formatLine(result.request), { baseUrl })).toEqual({ ok: true, request: result.request });
    }
  });

  it('never leaves a credential in the line, the notes, or the sentence that says why not', () => {
    fc.assert(
      fc.property(mangled, (command) => {
        expect(JSON.stringify(read(command))).not.toContain(secret);
      }),
      runs(300),
    );
  });

  it('gives notes and sentences that are safe to paint', () => {
    fc.assert(
      fc.property(mangled, (command) => {
        const result = read(command);
        for (const text of importNotes(result)) expect(visible(text)).toBe(text);
      }),
      runs(200),
    );
  });

  it.each([
    '"',
    "'",
    '`',
    '\\',
    '$(',
    '${',
    '(',
    '@{',
    '[',
    '"$(',
    '<<E\n',
    'if (',
    '^\n',
    '\\\n',
    '%',
    '$x',
    '|',
    '{"a":',
    '``',
    '. ',
    "$'",
    "@'\n",
    '-d a ',
    '#',
    '<',
    '\n\n',
    '\n# -H a \n',
    '\\ -X a ',
    '${x:-',
    '${x//*a*/',
    '{a,',
    '[1-9]',
    '<(',
    '<A B',
    '$(jq -n 1)',
    '<#',
    '\n -A b ',
    ',',
    '^\\^"',
  ])('is read to its end where %j comes 10,000 times', (part) => {
    for (const before of [
      'curl ',
      'x=aaaaaaaaaaaaaaaaaaaa\ncurl ',
      'irm ',
      'curl.exe "$env:X" ',
      'curl "%X%" ^\n',
      'curl -d "',
      "curl -d '",
    ]) {
      read(`${before}${part.repeat(10_000)} https://api.cloudflare.com/client/v4/zones`);
    }
  });
});

describe('a paste', () => {
  it.each([
    'curl https://api.cloudflare.com/client/v4/zones',
    '  $ curl -s https://api.cloudflare.com/client/v4/zones',
    'curl.exe -H "a: b" x',
    "TOKEN=x curl '/zones'",
    '```\ncurl /zones\n```',
    'Invoke-RestMethod -Uri x',
    'irm /zones',
    '$h = @{}\nirm /zones -Headers $h',
  ])('is recognised as a command: %s', (text) => {
    expect(recogniseImport(text)).toBe(true);
  });

  it.each([
    'http PATCH https://api.cloudflare.com/client/v4/zones/a paused:=true',
    'xh :/zones',
    'wget -qO- https://api.cloudflare.com/client/v4/ips',
    'await fetch("https://api.cloudflare.com/client/v4/ips")',
    'GET /client/v4/ips HTTP/1.1\nHost: api.cloudflare.com',
    'RESP=$(curl -s https://api.cloudflare.com/client/v4/ips)',
    'docker run --rm curlimages/curl:8.5.0 https://api.cloudflare.com/client/v4/ips',
  ])('is recognised in other languages: %s', (text) => {
    expect(recogniseImport(text)).toBe(true);
  });

  it.each([
    'GET /zones',
    '/zones name==curl',
    'curl',
    'POST /x text="curl it"',
    '',
    'irma',
    'what is curl?',
    'http request failed',
    'fetch it',
  ])('is not: %s', (text) => {
    expect(recogniseImport(text)).toBe(false);
  });
});
