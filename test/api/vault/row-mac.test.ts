import { blake2b } from "@noble/hashes/blake2.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import type { KeyStore } from "../../../api/store/key-store.ts";
import { encodeRow } from "../../../api/store/row-mac.ts";
import { type KeyProvider, newRootKey, parseRootKey } from "../../../api/vault/key-provider.ts";
import {
  hasRowMacs,
  keyedRowMac,
  loadRowMac,
  rememberRowMacs,
} from "../../../api/vault/row-mac.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";

const random = systemRandom();
const ROW = ["key", 7, null, Uint8Array.of(1, 2)] as const;
const damaged = { code: "damaged", details: { what: "key", id: "row" } };

const newProvider = (): KeyProvider => parseRootKey(newRootKey(random), random);
const load = (store: KeyStore, provider: KeyProvider, mayMake: boolean) =>
  loadRowMac({ store, provider, random, mayMake });

describe("the authenticator of a row", () => {
  it("is keyed BLAKE2b of 16 bytes over its encoding, as another library has it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (key, text) => {
        const columns = [text, text.length];
        const encoded = Uint8Array.from(encodeRow("table", columns));
        expect(Uint8Array.from(keyedRowMac(key)("table", columns))).toEqual(
          blake2b(encoded, { key, dkLen: 16 }),
        );
      }),
    );
  });

  it("is for ever this one under this key", () => {
    const mac = keyedRowMac(Uint8Array.from({ length: 32 }, (_, i) => i));
    expect(Buffer.from(mac("meta", ["origin", "ledger.example", 1])).toString("hex")).toBe(
      "5fa8b2a2c6b67c409f21b74e95718788",
    );
  });

  it("does not change with the key's bytes, and is the caller's", () => {
    const key = new Uint8Array(32).fill(1);
    const mac = keyedRowMac(key);
    const first = Uint8Array.from(mac("t", ROW));
    key.fill(2);
    mac("t", ROW).fill(0);
    expect(Uint8Array.from(mac("t", ROW))).toEqual(first);
  });

  it.each([0, 16, 31, 33])("wants no key of %i bytes", (length) => {
    expect(() => keyedRowMac(new Uint8Array(length))).toThrow(RangeError);
  });
});

describe("the key of the rows", () => {
  it("is made once, and found again", async () => {
    const store = memoryKeyStore();
    const provider = newProvider();
    const first = await load(store, provider, true);
    for (const mayMake of [true, false]) {
      const again = await load(store, provider, mayMake);
      expect(again("t", ROW)).toEqual(first("t", ROW));
    }
    const other = await load(memoryKeyStore(), provider, true);
    expect(other("t", ROW)).not.toEqual(first("t", ROW));
  });

  it("is not made anew where it must be there already", async () => {
    const store = memoryKeyStore();
    await expect(load(store, newProvider(), false)).rejects.toMatchObject(damaged);
    expect(await store.named("row")).toBeNull();
  });

  it("is refused under another root key, and where its wrapped form was changed", async () => {
    const store = memoryKeyStore();
    const provider = newProvider();
    await load(store, provider, true);
    await expect(load(store, newProvider(), false)).rejects.toMatchObject(damaged);
    const wrapped = (await store.named("row"))!;
    wrapped[20]! ^= 1;
    const changed = { ...store, named: async () => wrapped };
    await expect(load(changed, provider, false)).rejects.toMatchObject(damaged);
  });

  it("says, once told, that it has been used on all rows", async () => {
    const store = memoryKeyStore();
    const provider = newProvider();
    expect(await hasRowMacs({ store })).toBe(false);
    await load(store, provider, true);
    expect(await hasRowMacs({ store })).toBe(false);
    for (let i = 0; i < 2; i++) await rememberRowMacs({ store, provider, random });
    expect(await hasRowMacs({ store })).toBe(true);
    await expect(rememberRowMacs({ store, provider: newProvider(), random })).rejects.toMatchObject(
      { code: "damaged", details: { what: "key", id: "rows" } },
    );
  });

  it("is not wrapped under a root key that does not open what lies beside it", async () => {
    const store = memoryKeyStore();
    const provider = newProvider();
    await load(store, provider, true);
    const without: KeyStore = {
      ...store,
      named: async (name) => (name === "row" ? null : store.named(name)),
      addNamed: async () => {
        throw new Error("added a key");
      },
    };
    await expect(load(without, newProvider(), true)).rejects.toMatchObject({ code: "damaged" });
  });
});
