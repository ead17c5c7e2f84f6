import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import type { KeyStore } from "../../../api/store/key-store.ts";
import { KEY_BYTES } from "../../../api/vault/aead.ts";
import { KeyCache } from "../../../api/vault/key-cache.ts";
import {
  type KeyProvider,
  newRootKey,
  parseRootKey,
  rootKeyProvider,
} from "../../../api/vault/key-provider.ts";
import { identifierOf, type SubjectKeys, subjectKeys } from "../../../api/vault/keys.ts";
import { loadMacs, MAC_PURPOSES } from "../../../api/vault/macs.ts";
import { secretOf } from "../../../api/vault/secrets.ts";
import { asStreamSecret } from "../../../portal/verify/brands.ts";
import { RETENTION_CLASSES, secretHash, subjectId } from "../../../portal/verify/subject.ts";
import { flipped, rejection, seededRandom } from "../../helpers/ledger.ts";
import { faultyKeyStore } from "../../helpers/store/faulty-store.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";

const random = seededRandom("keys");
const provider = rootKeyProvider(random.bytes(8), random.bytes(32), random);
const DAMAGED_KEY = { code: "damaged", details: { what: "key" } };

interface Setting {
  readonly store: KeyStore;
  readonly keys: SubjectKeys;
  /** The same keys after a restart. */
  again(cached?: number): SubjectKeys;
}

function setting(cached?: number, store: KeyStore = memoryKeyStore()): Setting {
  const again = (most?: number): SubjectKeys => subjectKeys(store, provider, random, most);
  return { store, keys: again(cached), again };
}

const sealing = (subject: string, expiry = "open") =>
  ({ subject, retentionClass: "personal", expiry }) as const;

/** A key store whose answers somebody has changed. */
function tampered(store: KeyStore, change: Partial<KeyStore>): KeyStore {
  return { ...store, ...change };
}

describe("a subject", () => {
  it("is named by the hashes of its four secrets, which a restart finds again", async () => {
    const { keys, again } = setting();
    const subjects = await keys.create(3);
    expect(new Set(subjects).size).toBe(3);
    for (const found of [await keys.secrets(subjects), await again().secrets(subjects)]) {
      found.forEach((secrets, i) => {
        const hashes = Object.fromEntries(
          RETENTION_CLASSES.map((c) => [c, secretHash(secretOf(secrets, c))]),
        );
        expect(subjectId(hashes as never)).toBe(subjects[i]);
      });
      const all = found.flatMap((s) =>
        RETENTION_CLASSES.map((c) => Buffer.from(secretOf(s, c)).toString("hex")),
      );
      expect(new Set(all).size).toBe(12);
    }
  });

  it("that nobody made is unknown", async () => {
    const { keys } = setting();
    const [known] = await keys.create(1);
    const asked = keys.secrets([known!, "x".repeat(43)]);
    await expect(asked).rejects.toMatchObject({ code: "unknown_subject" });
  });

  it("is not made where its secrets could not be stored", async () => {
    const { store, faults } = faultyKeyStore(memoryKeyStore());
    const { keys } = setting(10, store);
    faults.failNext("addSecrets", "failed");
    await expect(keys.create(2)).rejects.toThrow("injected");
    expect(await keys.create(2)).toHaveLength(2);
  });
});

describe("wrapped keys", () => {
  it("are bound to subject and class: two rows swapped are damaged", async () => {
    const { keys, store } = setting();
    const [a, b] = (await keys.create(2)) as [string, string];
    const swap = tampered(store, {
      secrets: async (names) => {
        const rows = await store.secrets(names.map((n) => (n === a ? b : a)));
        return rows.map((row, i) => row && { ...row, subject: names[i]! });
      },
    });
    const error = subjectKeys(swap, provider, random).secrets([a]);
    await expect(error).rejects.toMatchObject(DAMAGED_KEY);
    const mixed = tampered(store, {
      secrets: async (names) =>
        (await store.secrets(names)).map(
          (row) => row && { ...row, secrets: { ...row.secrets, personal: row.secrets.statutory } },
        ),
    });
    const other = subjectKeys(mixed, provider, random).secrets([a]);
    await expect(other).rejects.toMatchObject(DAMAGED_KEY);
  });

  it("of sealing are bound to subject, class and expiry", async () => {
    const { keys, store } = setting();
    await keys.sealingKeys([sealing("a"), sealing("b"), sealing("a", "2036")]);
    for (const other of [sealing("b"), sealing("a", "2036")]) {
      const swap = tampered(store, {
        sealingKeys: async (names) => {
          const [row] = await store.sealingKeys([other]);
          return names.map((n) => (row ? { ...n, wrapped: row.wrapped } : null));
        },
      });
      const fresh = subjectKeys(swap, provider, random);
      await expect(fresh.existingSealingKey(sealing("a"))).rejects.toMatchObject(DAMAGED_KEY);
      await expect(fresh.sealingKeys([sealing("a")])).rejects.toMatchObject(DAMAGED_KEY);
    }
  });

  it("do not open with any byte changed, nor under another root key", async () => {
    const label = "stream\0a";
    const [wrapped] = await provider.wrap([{ label, bytes: random.bytes(KEY_BYTES) }]);
    for (let at = 0; at < wrapped!.length; at++) {
      expect(await provider.unwrap([{ label, bytes: flipped(wrapped!, at) }])).toEqual([null]);
    }
    const id = Buffer.from(wrapped!).subarray(1, 9);
    const other = rootKeyProvider(id, random.bytes(32), random);
    expect(await other.unwrap([{ label, bytes: wrapped! }])).toEqual([null]);
    expect(await provider.unwrap([{ label: `${label}x`, bytes: wrapped! }])).toEqual([null]);
    expect(await provider.unwrap([{ label, bytes: new Uint8Array(0) }])).toEqual([null]);
  });

  it("that open to no key of 32 bytes are none", async () => {
    const [short] = await provider.wrap([{ label: "x", bytes: Buffer.alloc(16) }]);
    expect(await provider.unwrap([{ label: "x", bytes: short! }])).toEqual([null]);
  });
});

describe("sealing keys", () => {
  it("are made once, found again, and each another one", async () => {
    const { keys, again } = setting();
    const names = [sealing("a"), sealing("b"), sealing("a", "2036"), sealing("a")];
    const made = await keys.sealingKeys(names);
    expect(made[0]).toEqual(made[3]);
    expect(new Set(made.map((k) => k.toString("hex"))).size).toBe(3);
    expect(await keys.sealingKeys(names)).toEqual(made);
    expect(await again().sealingKeys(names)).toEqual(made);
    expect(await again().existingSealingKey(names[2]!)).toEqual(made[2]);
    expect(await again().existingSealingKey(sealing("c"))).toBeNull();
  });

  it("are one where many make it at the same time, also from two processes", async () => {
    const { keys, again } = setting();
    const other = again();
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 === 0 ? keys : other).sealingKeys([sealing("a")]),
      ),
    );
    expect(new Set(made.map(([key]) => key!.toString("hex"))).size).toBe(1);
    expect((await again().sealingKeys([sealing("a")]))[0]).toEqual(made[0]![0]);
  });

  it.each(["failed", "persisted"] as const)(
    "are the durable ones after a write that %s",
    async (mode) => {
      const { store, faults } = faultyKeyStore(memoryKeyStore());
      const { keys, again } = setting(10, store);
      faults.failNext("addSealingKeys", mode);
      await expect(keys.sealingKeys([sealing("a")])).rejects.toThrow("injected");
      const [key] = await keys.sealingKeys([sealing("a")]);
      expect((await again().sealingKeys([sealing("a")]))[0]).toEqual(key);
    },
  );
});

describe("a cache smaller than what is asked for at once", () => {
  it("costs no key: secrets and sealing keys of a batch are all there", async () => {
    const { keys, again } = setting(3);
    const subjects = await keys.create(10);
    const wanted = await again(100).secrets(subjects);
    for (const small of [keys, again(3), again(1)]) {
      expect(await small.secrets(subjects)).toEqual(wanted);
      expect(await small.secrets([...subjects, ...subjects].reverse())).toHaveLength(20);
      const names = subjects.map((s) => sealing(s));
      const made = await small.sealingKeys(names);
      expect(made.every((key) => key?.length === KEY_BYTES)).toBe(true);
      expect(await small.sealingKeys([...names].reverse())).toEqual([...made].reverse());
    }
  });

  it("keeps what was in it and what is new apart, in one call", async () => {
    const { keys } = setting(2);
    const subjects = await keys.create(6);
    const first = await keys.secrets(subjects.slice(0, 2));
    const mixed = await keys.secrets(subjects);
    expect(mixed.slice(0, 2)).toEqual(first);
  });

  it("is right for many callers at a time", async () => {
    const { keys, again } = setting(2);
    const subjects = await keys.create(8);
    const wanted = await again(100).secrets(subjects);
    const found = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        keys.secrets([subjects[i % 8]!, subjects[(i + 3) % 8]!]),
      ),
    );
    found.forEach((pair, i) => {
      expect(pair).toEqual([wanted[i % 8], wanted[(i + 3) % 8]]);
    });
  });
});

describe("the cache", () => {
  it("forgets what was not used for the longest time", () => {
    const cache = new KeyCache<number>(2);
    cache.set("a", 1);
    cache.set("b", 2);
    expect(cache.get("a")).toBe(1);
    cache.set("c", 3);
    expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
    cache.set("a", 9);
    expect(cache.get("a")).toBe(9);
  });
});

describe("the root key's file", () => {
  it("is read as it was written", async () => {
    const text = newRootKey(random);
    const [a, b] = [parseRootKey(text, random), parseRootKey(text, random)];
    const bytes = random.bytes(KEY_BYTES);
    const [wrapped] = await a.wrap([{ label: "x", bytes }]);
    expect(await b.unwrap([{ label: "x", bytes: wrapped! }])).toEqual([bytes]);
  });

  it("is refused in any other spelling, and never repeated", async () => {
    const text = newRootKey(random);
    const secret = text.split(" ")[2]!.trim();
    const others = [
      "",
      text.trimEnd(),
      ` ${text}`,
      `${text}\n`,
      text.replace("v1", "v2"),
      text.toUpperCase(),
      text.replace("=", ""),
    ];
    for (const other of others) {
      const error = await rejection((async () => parseRootKey(other, random))());
      expect(isRefusal(error, "invalid_setting")).toBe(true);
      expect(JSON.stringify(error)).not.toContain(secret.slice(0, 10));
    }
  });
});

describe("keyed hashes", () => {
  const load = (store: KeyStore, p: KeyProvider = provider) => loadMacs(store, p, random);

  it("are the same after a restart, and of equal length", async () => {
    const store = memoryKeyStore();
    const [a, b] = [await load(store), await load(store)];
    for (const purpose of MAC_PURPOSES) {
      expect(a(purpose, "x", "y")).toEqual(b(purpose, "x", "y"));
      expect(a(purpose, "x")).toHaveLength(32);
    }
  });

  it("of one input are unrelated between purposes and ledgers", async () => {
    const [a, b] = [await load(memoryKeyStore()), await load(memoryKeyStore())];
    const all = MAC_PURPOSES.flatMap((p) => [a(p, "x").toString("hex"), b(p, "x").toString("hex")]);
    expect(new Set(all).size).toBe(MAC_PURPOSES.length * 2);
  });

  it("tell every list of parts from every other", async () => {
    const mac = await load(memoryKeyStore());
    const lists = [
      [],
      [""],
      ["", ""],
      ["ab"],
      ["a", "b"],
      ["b", "a"],
      ["1:a"],
      ["王"],
      ["\u738b", ""],
    ];
    lists.push(["a:1", "b"], ["a", "1:b"], ["1", ":a"]);
    const made = lists.map((parts) => mac("content", ...parts).toString("hex"));
    expect(new Set(made).size).toBe(lists.length);
  });

  it("are one set where two starts make them at the same time", async () => {
    const store = memoryKeyStore();
    const [a, b] = await Promise.all([load(store), load(store)]);
    expect(a("identity", "x")).toEqual(b("identity", "x"));
  });

  it("are bound to their purpose: two rows swapped are damaged", async () => {
    const store = memoryKeyStore();
    await load(store);
    const swapped = tampered(store, {
      named: (name) => store.named(name === "mac\0content" ? "mac\0identity" : name),
    });
    await expect(load(swapped)).rejects.toMatchObject(DAMAGED_KEY);
  });
});

describe("an identifier", () => {
  it("is the kernel's, of any four secrets in their order", () => {
    for (let i = 0; i < 50; i++) {
      const secrets = RETENTION_CLASSES.map(() => random.bytes(32));
      const hashes = RETENTION_CLASSES.map(
        (c, n) => [c, secretHash(asStreamSecret(secrets[n]!))] as const,
      );
      const known = subjectId(Object.fromEntries(hashes) as Parameters<typeof subjectId>[0]);
      expect(identifierOf(secrets)).toBe(known);
      expect(identifierOf(secrets.toReversed())).not.toBe(known);
    }
    expect(() => identifierOf([random.bytes(32)])).toThrow(RangeError);
    expect(() => identifierOf([1, 2, 3, 4].map(() => random.bytes(31)))).toThrow(RangeError);
  });
});
