// The hunt is worth what it finds.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { start, temporaryFolder } from './command.ts';
import { findSecrets, findSecretsBelow, secretsOf } from './leaks.ts';
import { openTerminal } from './terminal.ts';

const secret = 'cfut_/+Mark-0123456789?=abcdef';
const wrap = (text: string): string => `some text before ${text} and after`;

describe('a secret is found', () => {
  test.each<[string, Buffer]>([
    ['in clear', Buffer.from(wrap(secret))],
    ['as hex', Buffer.from(wrap(Buffer.from(secret).toString('hex')))],
    ['as HEX', Buffer.from(wrap(Buffer.from(secret).toString('hex').toUpperCase()))],
    ['URL-encoded', Buffer.from(wrap(encodeURIComponent(secret)))],
    ['as UTF-16', Buffer.from(wrap(secret), 'utf16le')],
    ...['', 'x', 'xy', 'xyz'].flatMap((before): [string, Buffer][] => [
      [`in base64 behind ${before.length}`, Buffer.from(wrap(Buffer.from(`${before}${secret}z`).toString('base64')))],
      [`in base64url behind ${before.length}`, Buffer.from(wrap(Buffer.from(before + secret).toString('base64url')))],
    ]),
    ['in gzip', gzipSync(wrap(secret))],
    ['in gzip inside of noise', Buffer.concat([Buffer.alloc(99, 7), gzipSync(wrap(secret)), Buffer.alloc(99, 9)])],
    ['in deflate', Buffer.concat([Buffer.from('x'), deflateSync(wrap(secret))])],
    ['in raw deflate', deflateRawSync(wrap(secret))],
    ['in zstd', Buffer.concat([Buffer.from('frame'), zstdCompressSync(wrap(secret))])],
    ['in gzip in zstd', zstdCompressSync(gzipSync(wrap(secret)))],
    ['in base64 in gzip', gzipSync(Buffer.from(wrap(secret)).toString('base64'))],
  ])('%s', (_, bytes) => {
    expect(findSecrets('here', bytes, [secret])).not.toEqual([]);
  });

  test('in files and in their names', async () => {
    const folder = await temporaryFolder();
    mkdirSync(path.join(folder, 'deep', 'deeper'), { recursive: true });
    writeFileSync(path.join(folder, 'deep', 'deeper', 'file'), gzipSync(secret));
    writeFileSync(path.join(folder, encodeURIComponent(secret)), '');
    const found = findSecretsBelow(folder, [secret]).map((leak) => leak.replace(/^.*flarescope[^/]*/, ''));
    expect(found.toSorted()).toEqual(['/deep/deeper/file: cfut… in clear in gzip', 'file name: cfut… URL-encoded']);
  });

  test('on a terminal, by the terminal itself', async () => {
    const terminal = await openTerminal({
      command: 'sh',
      args: ['-c', 'printf "%s" "$CLOUDFLARE_API_TOKEN"'],
      env: { CLOUDFLARE_API_TOKEN: secret },
      mayLeak: true,
    });
    await terminal.exited;
    expect(terminal.leaks()).toEqual([expect.stringMatching(/^the terminal: cfut… in clear/)]);
  });

  test('in the command line of a child, and in a file, by whoever runs a command', async () => {
    const running = await start(
      'sh',
      ['-c', 'echo "$CLOUDFLARE_API_KEY" > left; sh -c "read line" sh "$CLOUDFLARE_API_KEY"'],
      {
        env: { CLOUDFLARE_API_KEY: secret },
        mayLeak: true,
      },
    );
    await expect
      .poll(() => running.leaks().map((leak) => leak.replace(/:.*/s, '')))
      .toEqual(expect.arrayContaining(['the command lines', expect.stringMatching(/left$/)]));
    running.child.stdin?.end('\n');
    await running.ended;
  });
});

test('what is no secret is not found', () => {
  expect(findSecrets('here', Buffer.from(wrap('cfut_/+Mark')), [secret])).toEqual([]);
  expect(secretsOf({ CLOUDFLARE_API_TOKEN: 'short', HOME: '/a/long/path/that/is/none' })).toEqual([]);
});
