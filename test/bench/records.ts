// The zone whose 2,000 records are walked through, and documents of any size made of such records.
import { startSandbox } from '../../src/sandbox/server.ts';

export interface Records {
  /** Id of example.com. The same seed gives the same ids, so it holds in every sandbox. */
  readonly zoneId: string;
  /** The records as the sandbox sends them. */
  readonly list: readonly Readonly<Record<string, unknown>>[];
}

/** How many records the zone has. */
export const recordCount = 2000;

export async function readRecords(): Promise<Records> {
  const sandbox = await startSandbox();
  try {
    const ask = async (path: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      const response = await fetch(sandbox.baseUrl + path, { headers: { authorization: `Bearer ${sandbox.token}` } });
      const { result } = (await response.json()) as { readonly result: readonly Readonly<Record<string, unknown>>[] };
      return result;
    };
    const [zone] = await ask('/zones?name=example.com');
    const zoneId = String(zone?.id);
    const list = await ask(`/zones/${zoneId}/dns_records?per_page=${recordCount}`);
    if (list.length !== recordCount) throw new Error(`example.com has ${list.length} records, not ${recordCount}`);
    return { zoneId, list };
  } finally {
    await sandbox.close();
  }
}

/** A response of at least `size` bytes: the records over and over, each with an id of its own. */
export function documentOf(list: Records['list'], size: number): Uint8Array {
  const pieces: string[] = [];
  const tail = '],"success":true,"errors":[],"messages":[]}';
  let length = '{"result":['.length + tail.length;
  for (let number = 0; length < size; number++) {
    const record = { ...list[number % list.length], id: number.toString(16).padStart(32, '0') };
    const piece = JSON.stringify(record);
    pieces.push(piece);
    length += Buffer.byteLength(piece) + 1;
  }
  return new TextEncoder().encode(`{"result":[${pieces.join(',')}${tail}`);
}
