// Hides one's own credential in what a server sends back: some echo a request's header fields, and what is shown, piped,
// kept in a history or saved must not hold them. Knows the usual disguises: hex, base64 and percent-encoding.

import type { Failure } from '../api/failures.ts';
import { secretForms } from '../api/known-secrets.ts';
import type { WireResponse } from '../api/messages.ts';
import type { BodySink } from './send.ts';

/** Bytes to look for, in every form of one secret. */
export type EchoForms = readonly Buffer[];

/** The forms of a secret; none where it is too short to be told from other text. */
export function echoForms(secret: string): EchoForms {
  return secretForms(secret).map((text) => Buffer.from(text));
}

/**
 * The response with `*` in the place of each character of the secrets, so that everything else stays where it is.
 *
 * @param isBodyDone true where a concealing sink has taken the body in
 */
export function withoutEcho(response: WireResponse, forms: EchoForms, isBodyDone = false): WireResponse {
  if (forms.length === 0) return response;
  return {
    ...concealedHead(response, forms),
    body: isBodyDone ? response.body : maskBytes(response.body, forms),
  };
}

/**
 * A sink for a body that is taken in while it comes: it gets the bytes without the echo. What may be the beginning of a
 * secret waits for the bytes after it.
 */
export function concealingSink(sink: BodySink, forms: EchoForms): BodySink {
  if (forms.length === 0) return sink;
  let held = Buffer.alloc(0);
  return {
    write: (chunk) => {
      const joined = Buffer.concat([held, chunk]);
      fillForms(joined, forms);
      const cut = joined.length - begunAtEnd(joined, forms);
      held = joined.subarray(cut);
      return cut === 0 || sink.write(joined.subarray(0, cut));
    },
    end: () => {
      if (held.length > 0) void sink.write(held);
      sink.end();
    },
    bytes: sink.bytes,
  };
}

/** Length of the longest end of the bytes that a form begins with: what comes slowly must not wait for more than it has to. */
function begunAtEnd(bytes: Buffer, forms: EchoForms): number {
  let longest = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, bytes.length); length > longest; length--) {
      if (bytes.compare(form, 0, length, bytes.length - length) === 0) longest = length;
    }
  }
  return longest;
}

/** Status line and header fields without the echo. */
export function concealedHead<Head extends Pick<WireResponse, 'statusText' | 'headers'>>(
  head: Head,
  forms: EchoForms,
): Head {
  const headers = head.headers.map(([name, value]) => [maskText(name, forms), maskText(value, forms)] as const);
  return { ...head, statusText: maskText(head.statusText, forms), headers };
}

/** The bytes without the echo: of the beginning of a body, by which it is decided what to do with it. */
export function concealed(bytes: Uint8Array, forms: EchoForms): Uint8Array {
  return maskBytes(bytes, forms);
}

function fillForms(bytes: Buffer, forms: EchoForms): void {
  for (const form of forms) {
    for (let at = bytes.indexOf(form); at !== -1; at = bytes.indexOf(form, at + form.length)) {
      bytes.fill('*', at, at + form.length);
    }
  }
}

/** A failure that quotes the server, likewise. */
export function withoutEchoInFailure(failure: Failure, forms: EchoForms): Failure {
  return { ...failure, happened: maskText(failure.happened, forms) };
}

function maskText(text: string, forms: EchoForms): string {
  return forms.reduce((masked, form) => {
    const secret = form.toString();
    return masked.includes(secret) ? masked.replaceAll(secret, '*'.repeat(secret.length)) : masked;
  }, text);
}

/** The bytes are copied only where there is something to hide, and own their buffer then too. */
function maskBytes(bytes: Uint8Array, forms: EchoForms): Uint8Array {
  let masked: Buffer | undefined;
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const form of forms) {
    for (let at = source.indexOf(form); at !== -1; at = source.indexOf(form, at + form.length)) {
      masked ??= Buffer.from(new Uint8Array(bytes).buffer);
      masked.fill('*', at, at + form.length);
    }
  }
  return masked ? new Uint8Array(masked.buffer) : bytes;
}
