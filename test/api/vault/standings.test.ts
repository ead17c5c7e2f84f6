import { beforeEach, describe, expect, it } from "vitest";
import type { KeyStore } from "../../../api/store/key-store.ts";
import { rootKeyProvider } from "../../../api/vault/key-provider.ts";
import { openVault, type Vault } from "../../../api/vault/vault.ts";
import { flipped, seededRandom } from "../../helpers/ledger.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";
import { bytesOf } from "../../helpers/store/units.ts";

const random = seededRandom("standings");
const provider = rootKeyProvider(random.bytes(8), random.bytes(32), random);
let store: KeyStore;
let vault: Vault;
let subjects: readonly string[];

const open = (keys = store, origin = "ledger.example/test") =>
  openVault({ store: keys, provider, random, origin });

beforeEach(async () => {
  store = memoryKeyStore();
  vault = await open();
  subjects = await vault.createSubjects(2);
});

const plain = (label: string, at = 0) => ({
  key: bytesOf(label),
  subject: subjects[at]!,
  plain: Buffer.from(`standing of ${label}`),
});

async function sealed(...all: ReturnType<typeof plain>[]) {
  const boxes = await vault.sealStandings(all);
  return all.map(({ key, subject }, i) => ({ key, subject, sealed: boxes[i]! }));
}

describe("standings", () => {
  it("come back as they went in, in order, also after a restart", async () => {
    const all = [
      plain("a"),
      plain("b", 1),
      plain("c"),
      { ...plain("d", 1), plain: Buffer.alloc(0) },
    ];
    const rows = await sealed(...all);
    for (const by of [vault, await open()]) {
      const opened = await by.openStandings(rows);
      expect(opened.map(String)).toEqual(all.map((one) => one.plain.toString()));
    }
    expect(await vault.openStandings([])).toEqual([]);
  });

  it("show nothing of what is in them, and never look the same twice", async () => {
    const [one] = await sealed(plain("a"));
    const [two] = await sealed(plain("a"));
    expect(one!.sealed.includes("standing of a")).toBe(false);
    expect(one!.sealed.equals(two!.sealed)).toBe(false);
  });

  it("open under their own key, subject and origin alone, and with every bit as it was", async () => {
    const [row] = await sealed(plain("a"));
    await sealed(plain("x", 1));
    const wrong = [
      { ...row!, key: bytesOf("b") },
      { ...row!, subject: subjects[1]! },
      { ...row!, sealed: Buffer.alloc(0) },
      ...Array.from({ length: row!.sealed.length }, (_, at) => ({
        ...row!,
        sealed: flipped(row!.sealed, at),
      })),
    ];
    expect(new Set(await vault.openStandings(wrong))).toEqual(new Set([null]));
    expect(await (await open(store, "other.example/test")).openStandings([row!])).toEqual([null]);
  });

  it("are gone when the subject's consent key is", async () => {
    const rows = await sealed(plain("a"), plain("b", 1));
    const shredded: KeyStore = {
      ...store,
      sealingKeys: async (names) =>
        (await store.sealingKeys(names)).map((row) => (row?.subject === subjects[0] ? null : row)),
    };
    const [gone, kept] = await (await open(shredded)).openStandings(rows);
    expect(gone).toBeNull();
    expect(String(kept)).toBe("standing of b");
  });

  it("spoil no other where a key is damaged", async () => {
    const rows = await sealed(plain("a"), plain("b", 1), plain("c"));
    const damaged: KeyStore = {
      ...store,
      sealingKeys: async (names) =>
        (await store.sealingKeys(names)).map((row) =>
          row !== null && row.subject === subjects[0]
            ? { ...row, wrapped: flipped(row.wrapped, 30) }
            : row,
        ),
    };
    const opened = await (await open(damaged)).openStandings(rows);
    expect(opened.map((one) => one && String(one))).toEqual([null, "standing of b", null]);
  });

  it("lie under the key of the subject's consent records", async () => {
    await sealed(plain("a"));
    const name = { subject: subjects[0]!, retentionClass: "consent", expiry: "open" } as const;
    expect(await store.sealingKeys([name])).toMatchObject([name]);
  });
});
