/** What an erasure does to keys: in the key store, in memory, and while others are under way. */
import { beforeEach, describe, expect, it } from "vitest";
import type { KeyStore } from "../../../api/store/key-store.ts";
import { type Erasing, erasingWith, type PlainErasure } from "../../../api/vault/erasing.ts";
import { keyRing } from "../../../api/vault/key-provider.ts";
import { type SubjectKeys, subjectKeys } from "../../../api/vault/keys.ts";
import { GoneSecret, secretHashOf, secretOf } from "../../../api/vault/secrets.ts";
import { erasureCodeId, erasureCodeKeys } from "../../../portal/verify/erasure-code.ts";
import { RETENTION_CLASSES, secretHash, subjectId } from "../../../portal/verify/subject.ts";
import { seededRandom } from "../../helpers/ledger.ts";
import { FAULT_MODES, faultyKeyStore } from "../../helpers/store/faulty-store.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";

const random = seededRandom("erasing");
const ROOT = { id: "0123456789abcdef", key: random.bytes(32) };
const { provider } = keyRing([ROOT], random);
const ID = "11111111-1111-4111-8111-111111111111";
const boxKeys = () => erasureCodeKeys(random.bytes(32).toString("base64url"));
const KEYS = boxKeys();
const CODE = { id: erasureCodeId(KEYS.publicKey), key: KEYS.publicKey };
const LIST = Buffer.from("the salted list");
const ERASED = { name: "Refusal", code: "subject_erased" };

let store: KeyStore;
let keys: SubjectKeys;
let erasing: Erasing;
let subject: string;
let other: string;
beforeEach(async () => {
  store = memoryKeyStore();
  use(store);
  [subject, other] = (await keys.create(2)) as [string, string];
  await keys.sealingKeys([personal(), personal(other), tax()]);
});

/** Keys and what erases them, as one process has them. */
function use(inner: KeyStore): void {
  keys = subjectKeys(inner, provider, random);
  erasing = erasingWith({ store: inner, provider, random, keys });
}
const personal = (of = subject) =>
  ({ subject: of, retentionClass: "personal", expiry: "open" }) as const;
const tax = () => ({ subject, retentionClass: "statutory", expiry: "2031" }) as const;

const plan = (change: Partial<PlainErasure> = {}): PlainErasure => ({
  ...{ id: ID, cause: "request", begunAt: 1, kept: [], list: LIST, certificate: CODE },
  scopes: [
    { subject, keys: [{ retentionClass: "personal", expiry: "open" }], secrets: ["personal"] },
  ],
  ...change,
});
async function rowsGone(id = ID): Promise<void> {
  await store.moveErasure(id, "begun", "declared", 1);
  await store.moveErasure(id, "declared", "rows-gone", 1);
}
const found = async (id = ID) => (await store.erasure(id))!;

describe("the list of an erasure", () => {
  it("can be read until its keys are gone, then by whoever has the code alone", async () => {
    expect(await erasing.begin(plan())).toBe("begun");
    expect(await erasing.list(await found())).toEqual(LIST);
    const { list, certificate } = await found();
    for (const bytes of [list!.box, list!.key, certificate!.wrapped!])
      expect(Buffer.from(bytes).includes(LIST)).toBe(false);
    expect(erasing.sealedList(await found(), KEYS)).toBeNull();
    await rowsGone();
    expect(await erasing.destroy(ID, false)).toBe(true);
    expect(await erasing.list(await found())).toBeNull();
    expect(erasing.sealedList(await found(), KEYS)).toEqual(LIST);
    expect(erasing.sealedList(await found(), boxKeys())).toBeNull();
  });

  it("sealed to bytes that are no key is lost, and the keys go all the same", async () => {
    const none = new Uint8Array(32);
    await erasing.begin(plan({ certificate: { id: erasureCodeId(none), key: none } }));
    await rowsGone();
    expect(await erasing.destroy(ID, false)).toBe(true);
    expect((await found()).sealedList).toBeNull();
    expect(await store.sealingKeysOf([subject])).toEqual([tax()]);
  });

  it("of the person's last class only whoever has the code can read", async () => {
    await erasing.begin(plan());
    await rowsGone();
    await erasing.destroy(ID, true);
    expect((await found()).certificate?.wrapped).toBeNull();
    expect(erasing.sealedList(await found(), KEYS)).toEqual(LIST);
  });

  it("goes with the keys where nobody has a code", async () => {
    await erasing.begin(plan({ certificate: null }));
    await rowsGone();
    await erasing.destroy(ID, false);
    expect(await found()).toMatchObject({ list: null, sealedList: null });
  });

  it("of a later erasure of the same person lies under the key that is there", async () => {
    await erasing.begin(plan());
    const later = plan({
      id: "22222222-2222-4222-8222-222222222222",
      scopes: [{ subject, keys: [tax()], secrets: ["statutory"] }],
      certificate: { id: CODE.id, key: null },
      list: Buffer.from("another list"),
    });
    await erasing.begin(later);
    await rowsGone(later.id);
    await erasing.destroy(later.id, false);
    const sealed = erasing.sealedList(await found(later.id), KEYS);
    expect(sealed?.toString()).toBe("another list");
  });

  it("that cannot be opened any more keeps no key from going", async () => {
    await erasing.begin(plan());
    await rowsGone();
    const own = await found();
    const spoilt = { ...own, list: { ...own.list!, box: random.bytes(80) } };
    await expect(erasing.list(spoilt)).rejects.toMatchObject({ code: "damaged" });
    use({ ...store, erasure: async () => spoilt });
    expect(await erasing.destroy(ID, false)).toBe(true);
    expect(await found()).toMatchObject({ state: "keys-gone", sealedList: null });
  });
});

describe("what is destroyed", () => {
  it("is gone in the store and in memory; the rest of the person stays", async () => {
    const [before] = await keys.secrets([subject]);
    await erasing.begin(plan());
    await rowsGone();
    await erasing.destroy(ID, false);
    expect(await keys.existingSealingKeys([personal(), personal(other), tax()])).toEqual([
      null,
      expect.any(Buffer),
      expect.any(Buffer),
    ]);
    const [left] = await keys.secrets([subject]);
    expect(left!.personal).toBeInstanceOf(GoneSecret);
    expect(() => secretOf(left!, "personal")).toThrow("subject_erased");
    expect(left!.statutory).toEqual(before!.statutory);
    const hashes = Object.fromEntries(RETENTION_CLASSES.map((c) => [c, secretHashOf(left!, c)]));
    expect(subjectId(hashes as never)).toBe(subject);
    expect(secretHashOf(left!, "personal")).toEqual(secretHash(secretOf(before!, "personal")));
  });

  it("is never made again", async () => {
    await erasing.begin(plan());
    await rowsGone();
    await erasing.destroy(ID, false);
    await expect(keys.sealingKeys([personal(other), personal()])).rejects.toMatchObject(ERASED);
    await expect(keys.sealingKeys([{ ...personal(), expiry: "2040" }])).rejects.toMatchObject(
      ERASED,
    );
  });

  it("with the last class leaves a subject that is erased, not one that is unknown", async () => {
    await erasing.begin(
      plan({ scopes: [{ subject, keys: [personal(), tax()], secrets: [...RETENTION_CLASSES] }] }),
    );
    await rowsGone();
    await erasing.destroy(ID, true);
    await expect(keys.secrets([subject])).rejects.toMatchObject(ERASED);
    await expect(keys.secrets(["x".repeat(43)])).rejects.toMatchObject({ code: "unknown_subject" });
  });

  it("goes also where its secret cannot be opened any more", async () => {
    await erasing.begin(plan());
    await rowsGone();
    use({
      ...store,
      secrets: async (subjects) =>
        (await store.secrets(subjects)).map(
          (row) => row && { ...row, secrets: { ...row.secrets, personal: random.bytes(81) } },
        ),
    });
    expect(await erasing.destroy(ID, false)).toBe(true);
    expect((await found()).state).toBe("keys-gone");
  });

  it.each(FAULT_MODES)("is out of memory when the store says that it %s", async (mode) => {
    const { store: faulty, faults } = faultyKeyStore(store);
    use(faulty);
    await keys.sealingKeys([personal()]);
    await erasing.begin(plan());
    await rowsGone();
    faults.failNext("destroyKeys", mode);
    await expect(erasing.destroy(ID, false)).rejects.toThrow("injected");
    const there = await keys.existingSealingKeys([personal()]);
    expect(there[0] === null).toBe(mode === "persisted");
    expect(await erasing.destroy(ID, false)).toBe(mode === "failed");
    expect(await keys.existingSealingKeys([personal()])).toEqual([null]);
  });
});

describe("what is under way while keys are destroyed", () => {
  /** Stops at the moment when something was read from the store, and is not in memory yet. */
  function halting(method: "sealingKeys" | "secrets") {
    let go = (): void => {};
    let reached = (): void => {};
    const halt = new Promise<void>((resolve) => {
      go = resolve;
    });
    const there = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let first = true;
    const halted = {
      ...store,
      [method]: async (names: never) => {
        const rows = await (store[method] as (all: never) => Promise<unknown>)(names);
        if (first) {
          first = false;
          reached();
          await halt;
        }
        return rows;
      },
    } as KeyStore;
    return { store: halted, there, go: () => go() };
  }

  it.each(["sealingKeys", "existingSealingKeys"] as const)(
    "brings no sealing key back into memory: %s",
    async (method) => {
      const halt = halting("sealingKeys");
      use(halt.store);
      const late = keys[method]([personal()]);
      await halt.there;
      await erasing.begin(plan());
      await rowsGone();
      await erasing.destroy(ID, false);
      halt.go();
      await late;
      expect(await keys.existingSealingKeys([personal()])).toEqual([null]);
      await expect(keys.sealingKeys([personal()])).rejects.toMatchObject(ERASED);
    },
  );

  it("brings no stream secret back into memory", async () => {
    const halt = halting("secrets");
    use(halt.store);
    const late = keys.secrets([subject]);
    await halt.there;
    await erasing.begin(plan());
    await rowsGone();
    await erasing.destroy(ID, false);
    halt.go();
    await late;
    const [left] = await keys.secrets([subject]);
    expect(left!.personal).toBeInstanceOf(GoneSecret);
  });
});
