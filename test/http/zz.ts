import { startScripted, startHttp, closeServers, get, watch } from './servers.ts';
import { createClient } from '../../src/http/client.ts';
for (const [b] of [['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello'],['HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello']]) {
  const s = await startScripted(b!);
  const c = createClient({baseUrl: s.origin, credential: undefined, userAgent: 'x', retries: 0});
  try { await c.send(get(s.origin + '/'), watch()); } catch (e) { console.log((e as Error).message, (e as Error).cause); }
  await c.close();
}
const ports: unknown[] = [];
const s = await startHttp((q, r) => { ports.push(q.socket.remotePort); r.end('{}'); });
const c = createClient({baseUrl: s.origin, credential: undefined, userAgent: 'x', retries: 0});
for (let i=0;i<8;i++) await c.send(get(s.origin + '/'), watch());
await new Promise(r=>setTimeout(r,20));
for (let i=0;i<3;i++) {await c.send(get(s.origin + '/'), watch());await new Promise(r=>setTimeout(r,20));}
console.log(ports);
await c.close();
await closeServers();
