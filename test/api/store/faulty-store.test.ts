/** The fake fails as it says: each write in both ways, with the state that a caller must expect afterwards. */
import { describe, expect, it } from "vitest";
import type { KeyStore } from "../../../api/store/key-store.ts";
import type { AnchorRow, Store } from "../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { VOID_ENTRY } from "../../../portal/verify/entry.ts";
import { erasure, lead, REMAINS } from "../../helpers/store/erasure-conformance.ts";
import {
  FAULT_MODES,
  faultyKeyStore,
  faultyStore,
  InjectedFault,
  KEY_STORE_WRITES,
  type KeyStoreWrite,
  STORE_WRITES,
  type StoreWrite,
} from "../../helpers/store/faulty-store.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";
import { memoryStore } from "../../helpers/store/memory-store.ts";
import { bytesOf, stateOf, subjectOf, unit } from "../../helpers/store/units.ts";

interface Case<T> {
  readonly prepare?: (store: T) => Promise<unknown>;
  readonly write: (store: T) => Promise<unknown>;
  /** True once the write has happened. */
  readonly happened: (store: T) => Promise<boolean>;
}

const anchor = { size: asTreeSize(1), state: "pending" } as AnchorRow;
const checkpoint = { size: asTreeSize(1), root: asRootHash(bytesOf("r")), note: "", sealedAt: 1 };

const cases: Record<StoreWrite, Case<Store>> = {
  setMeta: {
    write: (store) => store.setMeta("key", "value"),
    happened: async (store) => (await store.meta("key")) === "value",
  },
  swapMeta: {
    write: (store) => store.swapMeta("key", null, "value"),
    happened: async (store) => (await store.meta("key")) === "value",
  },
  commit: {
    write: (store) => store.commit([unit("a"), unit("b")]),
    happened: async (store) => (await store.size()) === 2,
  },
  appendState: {
    write: async (store) => store.appendState(stateOf(await store.size())),
    happened: async (store) => (await store.size()) === 1,
  },
  fillWithVoid: {
    write: (store) => store.fillWithVoid(3, 1),
    happened: async (store) => (await store.size()) === 3,
  },
  restore: {
    write: (store) => store.restore(0, [{ entry: VOID_ENTRY, recordedAt: 0, dueAt: 0 }]),
    happened: async (store) => (await store.size()) === 1,
  },
  erase: {
    prepare: (store) => store.commit([unit("a")]),
    write: (store) => {
      const keys = [{ retentionClass: "statutory", expiry: "2036" }] as const;
      return store.erase([{ subject: subjectOf("somebody"), keys, closes: [] }], []);
    },
    happened: async (store) => (await store.erasedCount()) === 1,
  },
  addSubjects: {
    write: (store) =>
      store.addSubjects([{ subject: subjectOf("a"), referenceMac: null, createdAt: 1 }]),
    happened: async (store) => (await store.knownSubjects([subjectOf("a")])).size === 1,
  },
  seal: {
    prepare: (store) => store.commit([unit("a")]),
    write: (store) => store.seal({ from: asTreeSize(0), tiles: [], checkpoint }),
    happened: async (store) => (await store.newestCheckpoint()) !== null,
  },
  putAnchor: {
    write: (store) => store.putAnchor(anchor),
    happened: async (store) => (await store.openAnchors()).length === 1,
  },
  removeAnchor: {
    prepare: (store) => store.putAnchor(anchor),
    write: (store) => store.removeAnchor(1),
    happened: async (store) => (await store.openAnchors()).length === 0,
  },
  clearAnchors: {
    prepare: (store) => store.putAnchor(anchor),
    write: (store) => store.clearAnchors(),
    happened: async (store) => (await store.openAnchors()).length === 0,
  },
  putCosignatures: {
    write: (store) => store.putCosignatures([{ size: asTreeSize(1), vkey: "v", line: "l" }]),
    happened: async (store) => (await store.cosignatures(1)).length === 1,
  },
};

const secrets = {
  personal: bytesOf("p"),
  consent: bytesOf("c"),
  statutory: bytesOf("s"),
  access: bytesOf("a"),
};
const key = {
  subject: "s",
  retentionClass: "personal",
  expiry: "open",
  wrapped: bytesOf("k"),
} as const;
const begun = erasure();
const begin = (store: KeyStore) => store.beginErasure(begun);
const stateIs = (state: string) => async (store: KeyStore) =>
  (await store.erasure(begun.id))?.state === state;
const twoRoots = async (store: KeyStore) => {
  for (const id of ["a", "b"]) await store.beginRoot(id.repeat(16), 1);
};
const keyCases: Record<KeyStoreWrite, Case<KeyStore>> = {
  addSecrets: {
    write: (store) => store.addSecrets([{ subject: "s", secrets }]),
    happened: async (store) => (await store.secrets(["s"]))[0] !== null,
  },
  addSealingKeys: {
    write: (store) => store.addSealingKeys([key]),
    happened: async (store) => (await store.sealingKeys([key]))[0] !== null,
  },
  addNamed: {
    write: (store) => store.addNamed("mac", bytesOf("m")),
    happened: async (store) => (await store.named("mac")) !== null,
  },
  beginErasure: { write: begin, happened: stateIs("begun") },
  moveErasure: {
    prepare: begin,
    write: (store) => store.moveErasure(begun.id, "begun", "declared", 1),
    happened: stateIs("declared"),
  },
  destroyKeys: {
    prepare: async (store) => {
      await begin(store);
      await lead(store, "rows-gone");
    },
    write: (store) =>
      store.destroyKeys(begun.id, { sealedList: null, remains: REMAINS, endCertificate: false }),
    happened: stateIs("keys-gone"),
  },
  completeErasure: {
    prepare: begin,
    write: (store) => store.completeErasure(begun.id, 1),
    happened: async (store) => (await store.erasure(begun.id))?.completedAt === 1,
  },
  dropSealedList: {
    prepare: async (store) => {
      await begin(store);
      await lead(store, "keys-gone");
    },
    write: (store) => store.dropSealedList(begun.id),
    happened: async (store) => (await store.erasure(begun.id))?.sealedList === null,
  },
  beginRoot: {
    write: (store) => store.beginRoot("a".repeat(16), 1),
    happened: async (store) => (await store.roots()).length === 1,
  },
  replaceForms: {
    prepare: (store) => store.addNamed("mac", bytesOf("m")),
    write: (store) =>
      store.replaceForms([
        { place: { table: "named", name: "mac" }, bytes: bytesOf("m"), next: bytesOf("n") },
      ]),
    happened: async (store) =>
      Buffer.compare((await store.named("mac")) ?? bytesOf("m"), bytesOf("n")) === 0,
  },
  retireRoots: {
    prepare: twoRoots,
    write: (store) => store.retireRoots(1),
    happened: async (store) => (await store.roots())[0]?.retiredAt === 1,
  },
  rootGone: {
    prepare: twoRoots,
    write: (store) => store.rootGone("a".repeat(16), 1),
    happened: async (store) => (await store.roots())[0]?.goneAt === 1,
  },
};

describe.each(FAULT_MODES)("a write that is told: %s", (mode) => {
  it.each(STORE_WRITES)("%s", async (write) => {
    const { store, faults } = faultyStore(memoryStore());
    const { prepare, write: run, happened } = cases[write];
    await prepare?.(store);
    faults.failNext(write, mode);
    await expect(run(store)).rejects.toEqual(new InjectedFault(write, mode));
    expect(await happened(store)).toBe(mode === "persisted");
    await run(store);
    expect(faults.writes.at(-1)).toBe(write);
  });

  it.each(KEY_STORE_WRITES)("%s of the key store", async (write) => {
    const { store, faults } = faultyKeyStore(memoryKeyStore());
    const { prepare, write: run, happened } = keyCases[write];
    await prepare?.(store);
    faults.failNext(write, mode);
    await expect(run(store)).rejects.toEqual(new InjectedFault(write, mode));
    expect(await happened(store)).toBe(mode === "persisted");
    await run(store);
    expect(await happened(store)).toBe(true);
  });
});

describe("faults", () => {
  it("can wait, be numbered, and be taken back", async () => {
    const { store, faults } = faultyStore(memoryStore());
    const outcomes: string[] = [];
    const set = (name: string) =>
      store.setMeta(name, "").then(
        () => outcomes.push("ok"),
        () => outcomes.push("failed"),
      );
    faults.failNext("setMeta", "failed", 1);
    faults.failAt(3, "failed");
    faults.failAt(5, "failed");
    for (const name of ["0", "1", "2", "3", "4"]) await set(name);
    faults.heal();
    await set("5");
    expect(outcomes).toEqual(["ok", "failed", "ok", "failed", "ok", "ok"]);
    expect(faults.writes).toHaveLength(6);
  });

  it("hit one kind of write only", async () => {
    const { store, faults } = faultyStore(memoryStore());
    faults.failNext("commit", "failed");
    await store.setMeta("a", "");
    await expect(store.commit([unit("a")])).rejects.toThrow("injected: commit failed");
    expect(faults.writes).toEqual(["setMeta", "commit"]);
  });
});

describe("the fake's answer to a second attempt after a lost answer", () => {
  it("is a conflict, as a real store's would be", async () => {
    const { store, faults } = faultyStore(memoryStore());
    faults.failNext("commit", "persisted");
    await expect(store.commit([unit("a")])).rejects.toThrow();
    expect(await store.commit([unit("a")])).toEqual([{ ok: false, conflict: "identity_taken" }]);
  });
});
