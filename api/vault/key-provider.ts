import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
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

/** `0x01 ‖ root key id[8] ‖ XChaCha20-Poly1305 box`. The id tells, while the root key is rolled, which one wrapped. */
export function rootKeyProvider(rootId: Buffer, rootKey: Buffer, random: Random): KeyProvider {
  const head = Buffer.concat([Buffer.of(VERSION), rootId]);
  return {
    async wrap(keys) {
      return keys.map(({ label, bytes }) =>
        Buffer.concat([head, encrypt(rootKey, Buffer.from(bytes), data(label), random)]),
      );
    },
    async unwrap(wrapped) {
      return wrapped.map(({ label, bytes }) => {
        const isOurs = head.every((byte, i) => bytes[i] === byte);
        if (!isOurs) return null;
        const key = decrypt(rootKey, bytes.subarray(head.length), data(label));
        return key?.length === KEY_BYTES ? key : null;
      });
    },
  };
}

/** The text of a new root key file. */
export function newRootKey(random: Random): string {
  const id = random.bytes(ROOT_ID_BYTES).toString("hex");
  return `counterfoil-root-key-v1 ${id} ${random.bytes(KEY_BYTES).toString("base64")}\n`;
}

/**
 * Reads a root key file.
 *
 * @throws Refusal `invalid_setting`; the text is never repeated
 */
export function parseRootKey(text: string, random: Random): KeyProvider {
  const match = /^counterfoil-root-key-v1 ([0-9a-f]{16}) ([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  if (!match) {
    throw new Refusal("invalid_setting", {
      setting: "COUNTERFOIL_KEYS/root.key",
      problem: "bad_key",
    });
  }
  return rootKeyProvider(Buffer.from(match[1]!, "hex"), Buffer.from(match[2]!, "base64"), random);
}
