/** Rolling the root key: every step, cut off anywhere, taken again; and what is left behind. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeyStore } from "../../../api/store/key-store.ts";
import type { FormCursor, WrappedForm } from "../../../api/store/root-keys.ts";
import { openSqliteKeyStore } from "../../../api/store/sqlite/sqlite-key-store.ts";
import { erasingWith } from "../../../api/vault/erasing.ts";
import { type KeyRing, newRootKey } from "../../../api/vault/key-provider.ts";
import { subjectKeys } from "../../../api/vault/keys.ts";
import { labelOf } from "../../../api/vault/labels.ts";
import { loadMacs } from "../../../api/vault/macs.ts";
import { readRootFiles, ringOf } from "../../../api/vault/root-files.ts";
import { openRootKeys } from "../../../api/vault/root-keys.ts";
import { GoneSecret, secretOf } from "../../../api/vault/secrets.ts";
import { seededRandom } from "../../helpers/ledger.ts";
import { FAULT_MODES, faultyKeyStore } from "../../helpers/store/faulty-store.ts";
import { newPlace } from "../../helpers/store/places.ts";

const random = seededRandom("root keys");
const clock = { now: () => 1_000 };
let directory: string;
let remove: () => void;
let store: KeyStore;
beforeEach(async () => {
  ({ directory, remove } = newPlace());
  writeFileSync(join(directory, "root.key"), newRootKey(random), { mode: 0o600 });
  store = await openSqliteKeyStore({ file: join(directory, "keys.db") });
});
afterEach(async () => {
  await store.close();
  remove();
});

const rootText = () => readFileSync(join(directory, "root.key"), "utf8");
const keysOf = (ring: KeyRing, inner = store) => subjectKeys(inner, ring.provider, random, 2);
const opened = (inner = store, ring = ringOf(directory, random)) =>
  openRootKeys({ directory, store: inner, ring, clock, random, patienceMs: 1 }).then((roots) => ({
    roots,
    ring,
  }));

async function allForms(inner = store): Promise<WrappedForm[]> {
  const all: WrappedForm[] = [];
  let after: FormCursor | null = null;
  do {
    const page = await inner.forms(after, 3);
    all.push(...page.forms);
    after = page.next;
  } while (after !== null);
  return all;
}

/** Something of everything that is wrapped; answers all keys in plain, in order. */
async function fill(ring: KeyRing, inner = store): Promise<void> {
  const keys = keysOf(ring, inner);
  await loadMacs(inner, ring.provider, random);
  const subjects = await keys.create(5);
  await keys.sealingKeys(
    subjects.map((subject) => ({ subject, retentionClass: "personal", expiry: "open" })),
  );
  const erasing = erasingWith({ store: inner, provider: ring.provider, random, keys });
  await erasing.begin({
    ...{ id: "11111111-1111-4111-8111-111111111111", cause: "request", begunAt: 1, kept: [] },
    scopes: [{ subject: subjects[0]!, keys: [], secrets: ["personal"] }],
    list: Buffer.from("the list"),
    certificate: { id: random.bytes(32), key: random.bytes(32) },
  });
}

async function plainOf(ring: KeyRing, inner = store): Promise<(string | null)[]> {
  const forms = await allForms(inner);
  const keys = await ring.provider.unwrap(
    forms.map(({ place, bytes }) => ({ label: labelOf(place), bytes })),
  );
  return keys.map((key) => (key === null ? null : key.toString("hex")));
}

describe("a roll", () => {
  it("leaves every key as it was, and nothing that the old root key opens", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    const before = await plainOf(ring);
    expect(before).toHaveLength(new Set(before).size);
    expect(before).not.toContain(null);
    const old = ringOf(directory, random);
    const oldText = rootText();
    const seen: number[] = [];
    await roots.roll((forms) => seen.push(forms));
    expect(roots.isRolling()).toBe(false);
    expect(seen[0]).toBeGreaterThan(0);
    expect(await plainOf(ring)).toEqual(before);
    expect(await plainOf(ringOf(directory, random))).toEqual(before);
    expect(new Set(await plainOf(old))).toEqual(new Set([null]));
    expect(rootText()).not.toBe(oldText);
    expect(existsSync(join(directory, "root.next.key"))).toBe(false);
    expect(await store.roots()).toMatchObject([
      { number: 1, retiredAt: 1_000, goneAt: 1_000 },
      { number: 2, retiredAt: null, goneAt: null },
    ]);
  });

  it("leaves no old form in the bytes of the files", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    const forms = (await allForms()).map(({ bytes }) => Buffer.from(bytes));
    await roots.roll();
    for (const name of ["keys.db", "keys.db-wal"]) {
      const bytes = readFileSync(join(directory, name));
      expect(forms.filter((form) => bytes.includes(form))).toEqual([]);
    }
  });

  it("goes on under writers, who never notice", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    const keys = keysOf(ring);
    let rolled = false;
    const made: [string, string][] = [];
    const rolling = roots.roll().finally(() => {
      rolled = true;
    });
    do {
      const [subject] = await keys.create(1);
      const [secrets] = await keys.secrets([subject!]);
      const [key] = await keys.sealingKeys([
        { subject: subject!, retentionClass: "access", expiry: "open" },
      ]);
      expect(key).toHaveLength(32);
      made.push([subject!, Buffer.from(secretOf(secrets!, "consent")).toString("hex")]);
      await new Promise((resolve) => setImmediate(resolve));
    } while (!rolled);
    await rolling;
    expect(await plainOf(ringOf(directory, random))).not.toContain(null);
    const later = keysOf(ringOf(directory, random));
    for (const [subject, consent] of made) {
      const [secrets] = await later.secrets([subject]);
      expect(Buffer.from(secretOf(secrets!, "consent")).toString("hex")).toBe(consent);
    }
  });

  it("brings no key back that is destroyed meanwhile", async () => {
    const { ring } = await opened();
    await fill(ring);
    const id = "11111111-1111-4111-8111-111111111111";
    const [gone] = (await store.erasure(id))!.scopes;
    const name = { subject: gone!.subject, retentionClass: "personal", expiry: "open" } as const;
    let destroyed = false;
    const racing = {
      ...store,
      async replaceForms(forms: Parameters<KeyStore["replaceForms"]>[0]) {
        if (!destroyed) {
          destroyed = true;
          await store.moveErasure(id, "begun", "declared", 1);
          await store.moveErasure(id, "declared", "rows-gone", 1);
          const keys = keysOf(ring);
          const erasing = erasingWith({ store, provider: ring.provider, random, keys });
          expect(await erasing.destroy(id, true)).toBe(true);
        }
        await store.replaceForms(forms);
      },
    };
    await (await opened(racing, ring)).roots.roll();
    expect(destroyed).toBe(true);
    expect(await store.sealingKeys([name])).toEqual([null]);
    expect((await store.erasure(id))!.certificate!.wrapped).toBeNull();
    const [secrets] = await keysOf(ringOf(directory, random)).secrets([gone!.subject]);
    expect(secrets!.personal).toBeInstanceOf(GoneSecret);
    expect((await plainOf(ringOf(directory, random))).includes(null)).toBe(false);
  });

  it("waits while somebody reads the file, and ends when nobody does", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    let busy = 3;
    const reading = {
      ...store,
      retireRoots: async (at: number) => (busy-- > 0 ? false : store.retireRoots(at)),
    };
    const again = await opened(reading, ring);
    await again.roots.roll();
    expect(busy).toBe(-1);
    expect(roots.isRolling()).toBe(false);
  });

  it("can be stopped at a step and gone on with", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    const before = await plainOf(ring);
    const rolling = roots.roll(() => void roots.stop());
    await expect(rolling).rejects.toThrow();
    expect(roots.isRolling()).toBe(true);
    expect(await plainOf(ringOf(directory, random))).toEqual(before);
    await roots.roll();
    expect(roots.isRolling()).toBe(false);
    expect(await plainOf(ringOf(directory, random))).toEqual(before);
  });

  it("leaves a form that no root key opens as it is", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    const stranger = Buffer.concat([Buffer.of(1), random.bytes(80)]);
    const [form] = await allForms();
    await store.replaceForms([{ ...form!, next: stranger }]);
    await roots.roll();
    const [left] = await allForms();
    expect(Buffer.from(left!.bytes)).toEqual(stranger);
  });
});

const WRITES = ["beginRoot", "replaceForms", "retireRoots", "rootGone"] as const;

describe.each(FAULT_MODES)("a roll of which a write is told: %s", (mode) => {
  it.each(WRITES)("ends when it is asked for again: %s", async (write) => {
    const { ring } = await opened();
    await fill(ring);
    const before = await plainOf(ring);
    const faulty = faultyKeyStore(store);
    const { roots } = await opened(faulty.store, ring);
    faulty.faults.failNext(write, mode);
    await roots.roll().catch(() => {});
    // In the same process, while others write …
    await keysOf(ring).create(1);
    expect((await plainOf(ring)).filter((key) => before.includes(key))).toEqual(
      expect.arrayContaining(before),
    );
    // … and after a crash.
    const after = await opened();
    if (after.roots.isRolling()) await after.roots.roll();
    const all = await plainOf(ringOf(directory, random));
    expect(all).toEqual(expect.arrayContaining(before));
    expect(all).not.toContain(null);
    expect(readRootFiles(directory).next).toBeNull();
  });
});

describe("at a start", () => {
  const file = (name: string) => join(directory, name);
  const copy = (name: string) => copyFileSync(file(name), file(`${name}.copy`));

  it("a next root key that nothing was said of yet is taken", async () => {
    const { ring } = await opened();
    await fill(ring);
    const before = await plainOf(ring);
    writeFileSync(file("root.next.key"), newRootKey(random), { mode: 0o600 });
    const { roots } = await opened();
    expect(roots.isRolling()).toBe(true);
    await roots.roll();
    expect(await plainOf(ringOf(directory, random))).toEqual(before);
  });

  it.each([
    ["overwritten", (path: string) => writeFileSync(path, Buffer.alloc(80))],
    ["half overwritten", (path: string) => writeFileSync(path, `${"\0".repeat(30)}abc`)],
  ])("an old root key that is %s already is replaced", async (_, spoil) => {
    const { roots, ring } = await opened();
    await fill(ring);
    const before = await plainOf(ring);
    await roots.roll();
    // As a crash leaves it between overwriting and renaming.
    copyFileSync(file("root.key"), file("root.next.key"));
    spoil(file("root.key"));
    const again = await opened();
    expect(again.roots.isRolling()).toBe(false);
    expect(await plainOf(ringOf(directory, random))).toEqual(before);
    expect(readRootFiles(directory).next).toBeNull();
  });

  it("an old root key that is needed yet must be there", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    await roots.roll(() => void roots.stop()).catch(() => {});
    copy("root.key");
    for (const spoil of [
      () => rmSync(file("root.key")),
      () => writeFileSync(file("root.key"), ""),
    ]) {
      spoil();
      await expect(opened()).rejects.toMatchObject({
        code: "invalid_setting",
        details: { problem: "bad_key" },
      });
    }
    copyFileSync(file("root.key.copy"), file("root.key"));
    const again = await opened();
    await again.roots.roll();
    expect(await plainOf(ringOf(directory, random))).not.toContain(null);
  });

  it("an older key store, or an older root key, is refused after a roll", async () => {
    const { roots, ring } = await opened();
    await fill(ring);
    await store.close();
    mkdirSync(file("older"));
    for (const name of ["keys.db", "root.key"]) copyFileSync(file(name), file(`older/${name}`));
    store = await openSqliteKeyStore({ file: file("keys.db") });
    const again = await opened();
    await again.roots.roll();
    await store.close();
    expect(roots.isRolling()).toBe(false);
    const refusal = { code: "invalid_setting", details: { problem: "other_root_key" } };
    for (const name of ["keys.db", "root.key"] as const) {
      copy(name);
      copyFileSync(file(`older/${name}`), file(name));
      store = await openSqliteKeyStore({ file: file("keys.db") });
      await expect(opened()).rejects.toMatchObject(refusal);
      await store.close();
      copyFileSync(file(`${name}.copy`), file(name));
    }
    store = await openSqliteKeyStore({ file: file("keys.db") });
    await opened();
  });
});
