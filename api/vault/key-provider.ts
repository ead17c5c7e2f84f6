import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { RootMoved, rootIdOf } from "../store/root-keys.ts";
import { decrypt, encrypt, KEY_BYTES } from "./aead.ts";

/** One key and the label that binds its wrapped form to its name. */
export interface Wrapping {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Wraps keys under a root key that the provider alone holds: a file here, a KMS elsewhere. */
export interface KeyProvider {
  /** Wrapped forms, in order. */
  wrap(keys: readonly Wrapping[]): Promise<readonly Uint8Array[]>;
  /** The keys, in order; `null` for a form that this root key did not make, or not under this label. */
  unwrap(wrapped: readonly Wrapping[]): Promise<readonly (Buffer | null)[]>;
}

const VERSION = 0x01;
const ROOT_ID_BYTES = 8;

const PREFIX = Buffer.from("counterfoil/key/v1\0", "utf8");
let labelled = Buffer.concat([PREFIX, Buffer.alloc(512)]);

/** What binds a wrapped key to its name. Good until the next call. */
function data(label: string): Buffer {
  // No character takes more than three bytes.
  if (PREFIX.length + 3 * label.length > labelled.length) {
    labelled = Buffer.concat([PREFIX, Buffer.alloc(6 * label.length)]);
  }
  return labelled.subarray(0, PREFIX.length + labelled.write(label, PREFIX.length));
}

/** A root key, and the id by which wrapped forms name it: 16 characters of hex. */
export interface RootKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Root keys that a provider works with: one, or while it is rolled two. */
export interface KeyRing {
  readonly provider: KeyProvider;
  /** The one that wraps. */
  newest(): string;
  /** This one opens from now on; it wraps when `wraps` is done, and until then nothing is wrapped at all, so that no form of the old one is made that is not stored yet. */
  add(root: RootKey, wraps: Promise<unknown>): Promise<void>;
  /** This one opens nothing any more. */
  drop(id: string): void;
}

/** `0x01 ‖ root key id[8] ‖ XChaCha20-Poly1305 box`. The id tells, while the root key is rolled, which one wrapped. @param roots at least one; the last one wraps */
export function keyRing(roots: readonly RootKey[], random: Random): KeyRing {
  const keys = new Map(roots.map(({ id, key }) => [id, key]));
  let newest = roots.at(-1)!.id;
  let turning: Promise<void> | null = null;

  const headOf = (id: string): Buffer =>
    Buffer.concat([Buffer.of(VERSION), Buffer.from(id, "hex")]);
  let head = headOf(newest);

  function unwrapOne({ label, bytes }: Wrapping): Buffer | null {
    const root = keys.get(rootIdOf(bytes) ?? "");
    if (root === undefined) return null;
    const key = decrypt(root, bytes.subarray(head.length), data(label));
    return key?.length === KEY_BYTES ? key : null;
  }
  const provider: KeyProvider = {
    async wrap(wanted) {
      while (turning !== null) await turning;
      const root = keys.get(newest)!;
      return wanted.map(({ label, bytes }) =>
        Buffer.concat([head, encrypt(root, Buffer.from(bytes), data(label), random)]),
      );
    },
    async unwrap(wrapped) {
      return wrapped.map(unwrapOne);
    },
  };
  return {
    provider,
    newest: () => newest,
    async add({ id, key }, wraps) {
      keys.set(id, key);
      const turn = wraps.then(
        () => {
          newest = id;
          head = headOf(id);
        },
        () => {},
      );
      turning = turn;
      await turn;
      turning = null;
      await wraps;
    },
    drop(id) {
      keys.get(id)?.fill(0);
      keys.delete(id);
    },
  };
}

/** The provider of a single root key. */
export const rootKeyProvider = (rootId: Buffer, rootKey: Buffer, random: Random): KeyProvider =>
  keyRing([{ id: rootId.toString("hex"), key: rootKey }], random).provider;

/** The text of a new root key file. */
export function newRootKey(random: Random): string {
  const id = random.bytes(ROOT_ID_BYTES).toString("hex");
  return `counterfoil-root-key-v1 ${id} ${random.bytes(KEY_BYTES).toString("base64")}\n`;
}

/** `null`: it is none, or not whole. */
export function readRootKey(text: string): RootKey | null {
  const match = /^counterfoil-root-key-v1 ([0-9a-f]{16}) ([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  return match === null ? null : { id: match[1]!, key: Buffer.from(match[2]!, "base64") };
}

/**
 * Reads a root key file.
 *
 * @throws Refusal `invalid_setting`; the text is never repeated
 */
export function parseRootKey(text: string, random: Random): KeyProvider {
  const root = readRootKey(text);
  if (root === null) {
    throw new Refusal("invalid_setting", {
      setting: "COUNTERFOIL_KEYS/root.key",
      problem: "bad_key",
    });
  }
  return keyRing([root], random).provider;
}

/** Wraps keys and stores them; once more where another root key wraps since. */
export async function storeWrapped<T>(
  provider: KeyProvider,
  keys: readonly Wrapping[],
  store: (wrapped: readonly Uint8Array[]) => Promise<T>,
): Promise<T> {
  try {
    return await store(await provider.wrap(keys));
  } catch (error) {
    if (!(error instanceof RootMoved)) throw error;
    return store(await provider.wrap(keys));
  }
}
