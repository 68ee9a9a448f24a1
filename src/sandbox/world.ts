// What one running sandbox remembers: its seed, its credentials and, per product, collections that are made on first use.
// It knows no product; each product file declares its own collections. Trap: a collection is made once per owner, so a
// maker must draw only from the Random it is given, or the data would depend on the order of the requests.
import { type Random, randomFor } from './random.ts';

/** The only credentials a sandbox accepts. They are made from the seed and open nothing else. */
export type Identity = {
  readonly token: string;
  readonly tokenId: string;
  readonly email: string;
  readonly apiKey: string;
  readonly userId: string;
};

export type World = {
  readonly seed: number;
  readonly identity: Identity;
  /** The id of the next thing that a write creates: 32 hexadecimal digits. */
  readonly nextId: () => string;
};

export function createWorld(seed: number): World {
  const random = randomFor(seed, 'identity');
  const created = randomFor(seed, 'created');
  return {
    seed,
    // 40 and 37 characters, the lengths of Cloudflare's tokens and keys, with a prefix that no secret scanner knows.
    identity: {
      token: `sandbox-${random.hex(32)}`,
      tokenId: random.hex(32),
      email: 'ada.lovelace@example.com',
      apiKey: `sandbox-${random.hex(29)}`,
      userId: random.hex(32),
    },
    nextId: () => created.hex(32),
  };
}

/** A collection that exists once per world. */
export function oncePerWorld<T>(label: string, make: (random: Random, world: World) => T): (world: World) => T {
  const made = new WeakMap<World, { readonly value: T }>();
  return (world) => {
    const known = made.get(world);
    if (known !== undefined) return known.value;
    const value = make(randomFor(world.seed, label), world);
    made.set(world, { value });
    return value;
  };
}

/** A collection that exists once per owner (a zone, an account, a namespace). */
export function perOwner<O extends { readonly id: string }, T>(
  label: string,
  make: (random: Random, owner: O, world: World) => T,
): (world: World, owner: O) => T {
  const made = new WeakMap<World, Map<string, { readonly value: T }>>();
  return (world, owner) => {
    const owners = made.get(world) ?? new Map<string, { readonly value: T }>();
    made.set(world, owners);
    const known = owners.get(owner.id);
    if (known !== undefined) return known.value;
    const value = make(randomFor(world.seed, label, owner.id), owner, world);
    owners.set(owner.id, { value });
    return value;
  };
}
