// How long the connections of a wire took to make, part by part, and which request had to wait for one. Only wire.ts uses it.
// The trap: connections belong to a pool, so which request a new one was made for is told by the time alone.

import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { ConnectionTiming } from '../api/types.ts';
import type { Clock } from './clock.ts';

type Connector = ReturnType<typeof buildConnector>;

interface Made {
  readonly startedAt: number;
  readonly readyAt: number;
  readonly timing: ConnectionTiming;
}

export interface ConnectionTimer {
  readonly connect: Connector;
  /** The connection that was begun after a moment of `clock.elapsed`, and when it stood; undefined where none was. */
  readonly madeSince: (
    startedAt: number,
  ) => { readonly timing: ConnectionTiming; readonly readyAt: number } | undefined;
}

/** Times what a connector does, and changes nothing of it. */
export function timeConnections(connector: Connector, clock: Clock): ConnectionTimer {
  let last: Made | undefined;
  const connect: Connector = (options, callback) => {
    const startedAt = clock.elapsed();
    let lookedUpAt: number | undefined;
    let connectedAt: number | undefined;
    // What undici's connectors give back is the socket, though their type does not say so.
    const socket: unknown = connector(options, (...result) => {
      const readyAt = clock.elapsed();
      if (result[0] === null) {
        const tcpAt = connectedAt ?? readyAt;
        const timing = {
          dnsMs: lookedUpAt === undefined ? undefined : lookedUpAt - startedAt,
          tcpMs: tcpAt - (lookedUpAt ?? startedAt),
          tlsMs: options.protocol === 'https:' ? readyAt - tcpAt : undefined,
        };
        last = { startedAt, readyAt, timing };
      }
      callback(...result);
    });
    if (isSocket(socket)) {
      // A numeric address is looked up by nobody.
      socket.once('lookup', () => {
        lookedUpAt = clock.elapsed();
      });
      socket.once('connect', () => {
        connectedAt = clock.elapsed();
      });
    }
  };
  return { connect, madeSince: (startedAt) => (last && last.startedAt >= startedAt ? last : undefined) };
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'once' in value && typeof value.once === 'function';
}
