// An API that makes tails and serves their sockets as the test lets it, and remembers what it was asked.
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

interface TailServer {
  readonly baseUrl: string;
  /** Sockets that were opened, the last one last. */
  readonly viewers: readonly {
    readonly socket: WebSocket;
    readonly headers: IncomingHttpHeaders;
    readonly first: string[];
  }[];
  /** `POST` and `DELETE ID`, with what came along. */
  readonly asked: readonly { readonly what: string; readonly body: string; readonly headers: IncomingHttpHeaders }[];
  /** Sends to whoever looks on last. */
  readonly say: (event: unknown) => void;
  readonly close: () => Promise<void>;
}

export interface TailServerOptions {
  /** Milliseconds that a tail lives. */
  readonly lifeMs?: number;
  /** What stands in the place of an answer: of the tail with this number, from 1 on. */
  readonly answer?: (number: number) => { readonly url?: string; readonly status?: number } | undefined;
}

export async function startTailServer({ lifeMs = 3_600_000, answer }: TailServerOptions = {}): Promise<TailServer> {
  const viewers: { socket: WebSocket; headers: IncomingHttpHeaders; first: string[] }[] = [];
  const asked: { what: string; body: string; headers: IncomingHttpHeaders }[] = [];
  let made = 0;
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const isMade = method === 'POST';
      asked.push({ what: isMade ? 'POST' : `${method} ${url.split('/').at(-1)}`, body, headers });
      if (isMade) made++;
      const given = isMade ? answer?.(made) : undefined;
      const id = `tail-${made}`;
      const result = {
        id,
        url: given?.url ?? `ws://127.0.0.1:${port}/socket/${id}`,
        expires_at: new Date(Date.now() + lifeMs).toISOString(),
      };
      const status = given?.status ?? 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      const errors = status < 300 ? [] : [{ code: 10013, message: 'unknown' }];
      response.end(JSON.stringify({ success: status < 300, errors, messages: [], result: isMade ? result : null }));
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, { headers }) => {
    const first: string[] = [];
    socket.on('message', (data) => first.push(String(data)));
    viewers.push({ socket, headers, first });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/client/v4`,
    viewers,
    asked,
    say: (event) => viewers.at(-1)?.socket.send(JSON.stringify(event)),
    close: async () => {
      for (const { socket } of viewers) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
