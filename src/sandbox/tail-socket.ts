// The socket of a tail, as a real WebSocket. Loaded with the first that somebody opens.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { eventsOf, tailPath, tailsOf } from './tails.ts';
import type { World } from './world.ts';

const protocol = 'trace-v1';

/** Milliseconds between two bundles of events, where there are many. */
const beat = 20;

const server = new WebSocketServer({
  noServer: true,
  handleProtocols: (wanted) => (wanted.has(protocol) ? protocol : false),
});

export function openTailSocket(world: World, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const tail = tailsOf(world).kept.get((request.url ?? '').slice(tailPath.length));
  const isWanted = tail !== undefined && request.headers['sec-websocket-protocol']?.split(/,\s*/).includes(protocol);
  if (!isWanted) {
    socket.end(
      `HTTP/1.1 ${tail ? '400 Bad Request' : '404 Not Found'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
    return;
  }
  server.handleUpgrade(request, socket, head, (viewer) => {
    const next = eventsOf(world, tail);
    const { eventsPerSecond } = tailsOf(world).pace;
    const startedAt = performance.now();
    let made = 0;
    const timer = setInterval(
      () => {
        const now = Date.now();
        // An expired tail says nothing, and its socket stays.
        if (now > tail.expiresAt) return;
        const due = Math.floor(((performance.now() - startedAt) / 1000) * eventsPerSecond);
        for (; made < due; made++) {
          const event = next(now);
          if (event !== undefined) viewer.send(event);
        }
      },
      Math.max(beat, Math.min(1000, 500 / eventsPerSecond)),
    );
    timer.unref();
    tail.hangUp = () => viewer.close(1000);
    viewer.on('close', () => {
      clearInterval(timer);
      tail.hangUp = undefined;
    });
    viewer.on('error', () => viewer.terminate());
  });
}
