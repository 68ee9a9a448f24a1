// A proxy for tests, on loopback.
import http from 'node:http';
import net from 'node:net';

const proxies: http.Server[] = [];

/** Ends every proxy that was started. */
export async function closeProxies(): Promise<void> {
  for (const proxy of proxies.splice(0)) {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  }
}

export interface Proxy {
  readonly url: string;
  /** Request lines as they came, with the proxy credential where there was one. */
  readonly lines: readonly string[];
}

/** A proxy that leads every name to one local port: CONNECT for tunnels, absolute form for plain http (RFC 9112 §3.2). */
export async function startProxy(targetPort: number, refuseWith?: number): Promise<Proxy> {
  const lines: string[] = [];
  const note = (request: http.IncomingMessage): void => {
    lines.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
  };
  const server = http.createServer((request, response) => {
    note(request);
    if (refuseWith !== undefined) return void response.writeHead(refuseWith).end();
    const onward = http.request({ port: targetPort, path: new URL(request.url ?? '').pathname }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket: net.Socket, head) => {
    note(request);
    if (refuseWith !== undefined) return void socket.end(`HTTP/1.1 ${refuseWith} No\r\ncontent-length: 0\r\n\r\n`);
    const onward = net.connect(targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.on('close', () => onward.destroy());
  });
  proxies.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen on a port');
  return { url: `http://127.0.0.1:${address.port}`, lines };
}
