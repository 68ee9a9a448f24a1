// A WebSocket that text comes over, through undici's. A chunk of its own: only who follows a stream loads it. It is handed a whole
// address and sends no credential, follows no redirect, and notices a server that has gone without a word.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EnvHttpProxyAgent, ping, WebSocket } from 'undici';
import { isLoopbackHost } from '../api/address.ts';
import type { Ticker } from './clock.ts';
import { readProxy } from './proxy.ts';

interface SocketOptions {
  readonly url: URL;
  readonly protocol: string;
  readonly userAgent: string;
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Ticker;
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** Once, when it is over; code 1000 is an end that was meant. */
  readonly onClose: (end: { readonly code: number; readonly reason: string }) => void;
}

export interface OpenSocket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/** Milliseconds between pings; one that is not answered before the next means that nobody is there any more. */
const pingEvery = 10_000;

/** As RFC 6455 has it for a connection that was lost. */
const lost = 1006;

export function openSocket({
  url,
  protocol,
  userAgent,
  env,
  clock,
  onOpen,
  onText,
  onClose,
}: SocketOptions): OpenSocket {
  const proxy = isLoopbackHost(url.hostname) ? undefined : readProxy(url.protocol === 'wss:' ? 'https:' : 'http:', env);
  const dispatcher =
    proxy?.type === 'proxy'
      ? new EnvHttpProxyAgent({ httpProxy: proxy.url, httpsProxy: proxy.url, noProxy: proxy.noProxy })
      : undefined;
  const socket = new WebSocket(url, {
    protocols: [protocol],
    headers: { 'user-agent': userAgent },
    ...(dispatcher && { dispatcher }),
  });
  socket.binaryType = 'arraybuffer';
  let isOver = false;
  let isAnswered = true;
  let stopPinging = (): void => undefined;
  const hearPong = (message: unknown): void => {
    if (typeof message === 'object' && message !== null && 'websocket' in message && message.websocket === socket) {
      isAnswered = true;
    }
  };
  const finish = (code: number, reason: string): void => {
    if (isOver) return;
    isOver = true;
    stopPinging();
    unsubscribe('undici:websocket:pong', hearPong);
    void dispatcher?.destroy();
    onClose({ code, reason });
  };
  subscribe('undici:websocket:pong', hearPong);
  socket.addEventListener('open', () => {
    stopPinging = clock.every(pingEvery, () => {
      if (!isAnswered) {
        socket.close();
        finish(lost, 'it stopped answering');
        return;
      }
      isAnswered = false;
      ping(socket);
    });
    onOpen();
  });
  const decoder = new TextDecoder();
  socket.addEventListener('message', ({ data }) => {
    if (!isOver) onText(typeof data === 'string' ? data : decoder.decode(data));
  });
  let failure = '';
  socket.addEventListener('error', ({ message }) => {
    failure = message;
  });
  socket.addEventListener('close', ({ code, reason }) => finish(code, reason === '' ? failure : reason));
  return {
    send: (text) => socket.send(text),
    close: () => {
      // A connection that is still being made is given up by this too.
      socket.close(1000);
      finish(1000, '');
    },
  };
}
