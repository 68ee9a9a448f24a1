// Server-sent events (the EventSource part of the HTML standard) as rows for a live list: an object with the fields that came, its data
// as JSON where that is what it is.

import { createParser } from 'eventsource-parser';
import type { RowReader } from './row-lines.ts';

/** Characters of one event beyond which it is given up: a server that never ends one must not fill the memory. */
const longestEvent = 8 * 1024 * 1024;

export function createEventRows(): RowReader {
  const decoder = new TextDecoder();
  let rows: string[] = [];
  let count = 0;
  let isHeld = 0;
  const parser = createParser({
    onEvent: ({ event, id, data }) => {
      isHeld = 0;
      rows.push(eventRow(event, id, data));
    },
  });
  const taken = (): Uint8Array => {
    const text = rows.map((row) => `${row}\n`).join('');
    count += rows.length;
    rows = [];
    return new Uint8Array(Buffer.from(text));
  };
  return {
    write: (chunk) => {
      isHeld += chunk.length;
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (isHeld > longestEvent) {
        isHeld = 0;
        parser.reset();
      }
      return taken();
    },
    // An event that the end cuts off is none, by the standard.
    end: taken,
    count: () => count,
  };
}

function eventRow(event: string | undefined, id: string | undefined, data: string): string {
  const members = [
    ...(event === undefined ? [] : [`"event":${JSON.stringify(event)}`]),
    ...(id === undefined ? [] : [`"id":${JSON.stringify(id)}`]),
    `"data":${asJson(data)}`,
  ];
  return `{${members.join(',')}}`;
}

/** As it stands, so that no digit of a number is lost. */
function asJson(data: string): string {
  try {
    JSON.parse(data);
    return data.replace(/[\r\n]+/g, ' ');
  } catch {
    return JSON.stringify(data);
  }
}
