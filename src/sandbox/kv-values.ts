// The bytes of KV values: made up ones, by the kind of their key (JSON, text, binary), and the ones that clients write.
import { randomFor } from './random.ts';
import { mediaType } from './request-body.ts';

export type KvEntry = {
  /** Undefined until a client writes: then `madeValue` says what the bytes are. */
  readonly value: Uint8Array | undefined;
  readonly metadata?: unknown;
  /** Seconds since the epoch. */
  readonly expiration?: number;
};

/** The same bytes for the same key, whenever they are asked for. */
export function madeValue(seed: number, namespaceId: string, key: string): Uint8Array {
  const random = randomFor(seed, 'kv-value', namespaceId, key);
  if (key.startsWith('user:')) {
    const user = {
      id: key.slice(5),
      plan: random.pick(['free', 'pro']),
      visits: random.int(1, 9999),
      beta: random.chance(0.3),
    };
    return Buffer.from(JSON.stringify(user));
  }
  if (key.startsWith('image/')) {
    return Uint8Array.from({ length: random.int(64, 512) }, () => random.int(0, 255));
  }
  return Buffer.from(`<!doctype html>\n<title>${key}</title>\n<p>${random.hex(16)}</p>\n`);
}

/** What a PUT writes; undefined where a form lacks its value or its metadata is no JSON. */
export async function readWrite(contentType: string | undefined, bytes: Uint8Array): Promise<KvEntry | undefined> {
  if (mediaType(contentType) !== 'multipart/form-data') return { value: bytes };
  try {
    // The platform's own parser for RFC 7578 forms.
    const form = await new Response(Buffer.from(bytes), { headers: { 'content-type': contentType ?? '' } }).formData();
    const value = form.get('value');
    if (value === null) return undefined;
    const content = typeof value === 'string' ? Buffer.from(value) : new Uint8Array(await value.arrayBuffer());
    const metadata = form.get('metadata');
    if (metadata === null) return { value: content };
    const parsed: unknown = JSON.parse(typeof metadata === 'string' ? metadata : await metadata.text());
    return { value: content, metadata: parsed };
  } catch {
    return undefined;
  }
}
