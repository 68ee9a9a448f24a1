// Clients for the servers of the tests of this room. Each test file closes both with closeClients().
import { type Client, type ClientOptions, createClient } from '../../src/http/client.ts';
import { closeServers } from './servers.ts';

const clients: Client[] = [];

export async function closeClients(): Promise<void> {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
}

/** A client that tries everything once. */
export function clientFor(baseUrl: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ baseUrl, credential: undefined, userAgent: 'flarescope/test', retries: 0, ...options });
  clients.push(client);
  return client;
}
