// Images: a list by a token that continues it, uploads in parts, and one image.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { readForm } from './forms.ts';
import { cutByCursor, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt, randomFor } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import { isObject, type JsonObject } from './request-body.ts';
import type { Call } from './router.ts';
import { perOwner } from './world.ts';

type Image = {
  readonly id: string;
  readonly filename: string;
  readonly uploaded: string;
  readonly requireSignedURLs: boolean;
  readonly variants: readonly string[];
  readonly meta: JsonObject;
  readonly creator?: string;
};

const imagePages: PageSizes = { initial: 1000, min: 10, max: 10_000, outOfRange: 'refuse' };

/** The newest first; a box, because every upload makes a new list. */
const imagesOf = perOwner('images', (random, account: SandboxAccount): { images: readonly Image[] } => {
  const count = account.type === 'enterprise' ? 240 : 12;
  const step = Math.floor((LAST_DAY - FIRST_DAY) / count);
  const images = Array.from({ length: count }, (_, index) => {
    const id = random.uuid();
    return {
      id,
      filename: `${nameAt(index * 7)}.jpg`,
      uploaded: new Date(LAST_DAY - index * step).toISOString(),
      requireSignedURLs: random.chance(0.2),
      variants: variantsOf(account, id),
      meta: {},
    };
  });
  return { images };
});

/** What was uploaded, by account and id; the made-up images have no bytes. */
const bytesOf = perOwner('image-bytes', (): Map<string, Uint8Array> => new Map());

function variantsOf(account: SandboxAccount, id: string): readonly string[] {
  return [`https://imagedelivery.example/${account.id}/${id}/public`];
}

export const listImages = inAccount((call, account) => {
  const isDescending = call.query.get('sort_order') !== 'asc';
  const { images } = imagesOf(call.world, account);
  const query = new URLSearchParams(call.query);
  query.set('cursor', call.query.get('continuation_token') ?? '');
  const page = cutByCursor(isDescending ? images : images.toReversed(), query, {
    sizes: imagePages,
    sizeParameter: 'per_page',
    keyOf: ({ uploaded }) => uploaded,
    isDescending,
  });
  if (page.kind === 'refused') return page.reply;
  return success({ images: page.items, continuation_token: page.next ?? null });
});

/** Codes 5404, 5409 and 5415 are the real ones, their texts our reading. */
const noImage = failWith(404, 5404, 'The image was not found.');
const noForm = failWith(415, 5415, 'The Content-Type must be multipart/form-data.');

type Wanted = {
  readonly kind: 'wanted';
  readonly id: string;
  readonly fields: Pick<Image, 'requireSignedURLs' | 'meta' | 'creator'>;
};

/** What a client decides about a new image. */
function wantedIn(
  call: Call,
  account: SandboxAccount,
  textOf: (field: string) => string | undefined,
): Wanted | { readonly kind: 'refused'; readonly reply: Reply } {
  const refused = (reply: Reply) => ({ kind: 'refused' as const, reply });
  const id = textOf('id') ?? randomFor(call.world.seed, 'image', call.world.nextId()).uuid();
  if (imagesOf(call.world, account).images.some((image) => image.id === id))
    return refused(failWith(409, 5409, 'An image with that id exists already.'));
  const signed = textOf('requireSignedURLs');
  if (signed !== undefined && signed !== 'true' && signed !== 'false')
    return refused(failWith(400, 5400, 'requireSignedURLs must be true or false.'));
  const meta = objectIn(textOf('metadata') ?? '{}');
  if (meta === undefined) return refused(failWith(400, 5400, 'metadata must be a JSON object.'));
  const creator = textOf('creator');
  return {
    kind: 'wanted',
    id,
    fields: { requireSignedURLs: signed === 'true', meta, ...(creator === undefined ? {} : { creator }) },
  };
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The part `file`, or `url` for one that is fetched, which nobody does here. */
export const uploadImage = inAccount(async (call, account) => {
  const form = await readForm(call);
  if (form === undefined) return noForm;
  const file = form.files.find(({ field }) => field === 'file');
  const url = form.textOf('url');
  if ((file === undefined) === (url === undefined)) return failWith(400, 5400, 'Give either a file or a url.');
  const wanted = wantedIn(call, account, form.textOf);
  if (wanted.kind === 'refused') return wanted.reply;
  const box = imagesOf(call.world, account);
  // Times are the list's cursor, so no two may be the same.
  const newest = Date.parse(box.images[0]?.uploaded ?? '');
  const at = Math.max(call.now, Number.isNaN(newest) ? 0 : newest + 1);
  const image: Image = {
    id: wanted.id,
    filename: file?.name ?? url?.split('/').at(-1) ?? '',
    uploaded: new Date(at).toISOString(),
    variants: variantsOf(account, wanted.id),
    ...wanted.fields,
  };
  box.images = [image, ...box.images];
  bytesOf(call.world, account).set(image.id, file?.bytes ?? new Uint8Array());
  return success(image);
});

/** A form without a file: the file goes to `uploadURL`, which leads nowhere here. */
export const uploadDirectly = inAccount(async (call, account) => {
  const form = await readForm(call);
  if (form === undefined) return noForm;
  const wanted = wantedIn(call, account, form.textOf);
  if (wanted.kind === 'refused') return wanted.reply;
  return success({ id: wanted.id, uploadURL: `https://upload.imagedelivery.example/${account.id}/${wanted.id}` });
});

export const getImage = inAccount((call, account) => {
  const image = imagesOf(call.world, account).images.find(({ id }) => id === call.params.image_id);
  return image === undefined ? noImage : success(image);
});

export const getImageBlob = inAccount((call, account) => {
  const bytes = bytesOf(call.world, account).get(call.params.image_id ?? '');
  return bytes === undefined ? noImage : { kind: 'bytes', status: 200, contentType: 'image/*', bytes };
});

export const deleteImage = inAccount((call, account) => {
  const box = imagesOf(call.world, account);
  const left = box.images.filter(({ id }) => id !== call.params.image_id);
  if (left.length === box.images.length) return noImage;
  box.images = left;
  bytesOf(call.world, account).delete(call.params.image_id ?? '');
  return success({});
});
