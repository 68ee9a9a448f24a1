// Files that grow, are cut short and are replaced while they are read, and pipes whose lines come one after the other.
import { appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { isBodyArriving, type ReceivedBody } from '../../src/api/received.ts';
import { toValue } from '../../src/json/document.ts';
import { followRows, openFollowed } from '../../src/perform/following.ts';
import { openDocument, openPipe } from '../../src/perform/opening.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { eventually } from '../helpers/eventually.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Reader {
  readonly rows: () => unknown;
  readonly said: () => readonly string[];
}

async function follow(file: string, most = 1_000_000): Promise<Reader & { readonly look: () => Promise<void> }> {
  let text = '';
  const said: string[] = [];
  const { look, stop } = await followRows(file, undefined, most, {
    add: (rows) => {
      text += Buffer.from(rows).toString();
    },
    say: (sentence) => said.push(sentence.replace(file, 'FILE')),
  });
  ends.push(stop);
  const rows = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((row): unknown => JSON.parse(row));
  return { rows, said: () => said, look };
}

const newFile = async (content: string): Promise<string> => {
  const file = path.join(await temporaryFolder(), 'log');
  await writeFile(file, content);
  return file;
};

describe('a file that is followed', () => {
  test('gives what is added to it, and nothing of a line before its end', async () => {
    const file = await newFile('{"n":1}\nplain');
    const reader = await follow(file);
    await reader.look();
    expect(reader.rows()).toEqual([{ n: 1 }]);
    await appendFile(file, ' text\n{"n":');
    await reader.look();
    expect(reader.rows()).toEqual([{ n: 1 }, 'plain text']);
    await appendFile(file, '2}\n');
    await reader.look();
    expect(reader.rows()).toEqual([{ n: 1 }, 'plain text', { n: 2 }]);
    expect(reader.said()).toEqual([]);
  });

  test('is read from its start again where it was truncated, and that is told', async () => {
    const file = await newFile('{"n":1}\n{"n":2}\n');
    const reader = await follow(file);
    await reader.look();
    await truncate(file, 0);
    await reader.look();
    await appendFile(file, '{"n":3}\n');
    await reader.look();
    expect(reader.rows()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(reader.said()).toEqual(['FILE was truncated: reading it from its start']);
  });

  test('goes on as the file that has taken its name, with what the old one still got', async () => {
    const file = await newFile('{"n":1}\n');
    const reader = await follow(file);
    await reader.look();
    await rename(file, `${file}.1`);
    await appendFile(`${file}.1`, '{"n":2}\n');
    await reader.look();
    expect(reader.said()).toEqual(['FILE is gone: waiting for another file of that name']);
    await writeFile(`${file}.new`, '{"n":3}\n');
    await rename(`${file}.new`, file);
    await reader.look();
    expect(reader.rows()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(reader.said().slice(1)).toEqual(['FILE was replaced: reading it from its start']);
    await rm(file);
    await reader.look();
    await reader.look();
    expect(reader.said().length).toBe(3);
  });

  test('is read from so far before its end as is kept', async () => {
    const file = await newFile(Array.from({ length: 1000 }, (_, n) => `{"n":${n}}\n`).join(''));
    const reader = await follow(file, 25);
    await reader.look();
    expect(reader.rows()).toEqual([{ n: 998 }, { n: 999 }]);
    expect(reader.said()[0]).toContain('The first 9.9 kB of FILE are not read');
  });

  test('is a list that arrives until it is stopped', async () => {
    const file = await newFile('{"n":1}\n');
    const { received, arrival } = await openFollowed(file);
    expect(received.body).toMatchObject({ kind: 'json', live: { rows: 0 } });
    let body: ReceivedBody | undefined;
    arrival.listen((given) => {
      body = given;
    });
    ends.push(() => arrival.stop());
    await eventually(() => expect(body).toMatchObject({ live: { rows: 1 } }));
    arrival.stop();
    expect(body && isBodyArriving(body)).toBe(false);
    await expect(openDocument(`${file}.none`, { follow: true })).rejects.toThrow('ENOENT');
  });
});

describe('a pipe', () => {
  async function pipe(): Promise<{
    readonly stream: PassThrough;
    readonly body: () => ReceivedBody | undefined;
    readonly value: () => unknown;
  }> {
    const stream = new PassThrough();
    const { received, arrival } = await openPipe(stream, {});
    let body: ReceivedBody | undefined = received.body;
    arrival?.listen((given) => {
      body = given;
    });
    ends.push(() => {
      arrival?.stop();
      stream.destroy();
    });
    return { stream, body: () => body, value: () => (body?.kind === 'json' ? toValue(body.document, 0) : undefined) };
  }

  test('of a byte at a time is rows as soon as there are two', async () => {
    const { stream, body, value } = await pipe();
    for (const byte of '{"a":1}\n{"a":2}\n') stream.write(byte);
    await eventually(() => expect(body()).toMatchObject({ kind: 'json', live: { rows: 2 } }));
    for (const byte of '{"a":3}\n') stream.write(byte);
    await eventually(() => expect(value()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]));
    stream.end('last');
    await eventually(() => expect(value()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }, 'last']));
    expect(body()).toMatchObject({ arriving: undefined, incomplete: undefined });
  });

  test('of text is rows of text', async () => {
    const { stream, body, value } = await pipe();
    stream.write('GET / 200\nGET /a 404\n');
    await eventually(() => expect(body()).toMatchObject({ kind: 'json', live: { rows: 2 } }));
    expect(value()).toEqual(['GET / 200', 'GET /a 404']);
  });

  test('that brings one document is that document, however long its program takes to end', async () => {
    const { stream, body, value } = await pipe();
    stream.write('{\n  "list": [\n    1,\n');
    await eventually(() => expect(body()).toMatchObject({ kind: 'json' }));
    stream.write('    2\n  ]\n}\n');
    await eventually(() => expect(value()).toEqual({ list: [1, 2] }));
    expect(body()).not.toHaveProperty('live');
    stream.end();
    await eventually(() => expect(body()).toMatchObject({ arriving: undefined }));
    expect(value()).toEqual({ list: [1, 2] });
  });
});
