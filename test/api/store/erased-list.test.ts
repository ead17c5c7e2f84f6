/** The list of the erased, beside an older key store, a newer one, and none; and a file that is not what was written. */
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withErasedList } from "../../../api/store/erased-list.ts";
import type { Erasure } from "../../../api/store/erasures.ts";
import type { KeyStore } from "../../../api/store/key-store.ts";
import { erasure, lead } from "../../helpers/store/erasure-conformance.ts";
import { FAULT_MODES, faultyKeyStore } from "../../helpers/store/faulty-store.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { subjectOf } from "../../helpers/store/units.ts";

let directory: string;
let remove: () => void;
let path: string;
beforeEach(() => {
  ({ directory, remove } = newPlace());
  path = join(directory, "erased");
});
afterEach(() => remove());

const ID = (n: number): string => `${String(n).padStart(8, "0")}-1111-4111-8111-111111111111`;
const other = (n: number) =>
  erasure({
    id: ID(n),
    scopes: [{ subject: subjectOf(`person ${n}`), keys: [], secrets: ["personal", "access"] }],
    kept: [],
    certificate: null,
  });
const open = (inner: KeyStore) => withErasedList(inner, path);
const text = () => readFileSync(path, "utf8");

/** What of an erasure the list tells. */
const told = ({ id, cause, begunAt, scopes, kept, certificate }: Erasure) => ({
  ...{ id, cause, begunAt, scopes, kept },
  certificate: certificate && Buffer.from(certificate.id).toString("hex"),
});
const allOf = async (inner: KeyStore) =>
  (await inner.erasures({ which: "all", after: 0, limit: 99 })).map(told);

/** A key store with three erasures, in the list. */
async function three(): Promise<KeyStore> {
  const inner = memoryKeyStore();
  const { store } = await open(inner);
  await store.beginErasure(erasure());
  await lead(store, "done");
  await store.beginErasure(other(1));
  await store.beginErasure(other(2));
  return inner;
}

describe("the list of the erased", () => {
  it("tells a key store that knows of none all that it knows", async () => {
    const inner = await three();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const empty = memoryKeyStore();
    expect((await open(empty)).applied).toBe(3);
    expect(await allOf(empty)).toEqual(await allOf(inner));
    const again = (await empty.erasures({ which: "all", after: 0, limit: 9 }))[0];
    expect(again).toMatchObject({ state: "begun", list: null });
    expect((await open(empty)).applied).toBe(0);
  });

  it("is told what it does not know, and is made where it is missing", async () => {
    const inner = await three();
    const whole = text();
    path = join(directory, "another");
    expect((await open(inner)).applied).toBe(0);
    expect(text()).toBe(whole);
    writeFileSync(path, `${whole.split("\n")[0]}\n`);
    await open(inner);
    expect(text()).toBe(whole);
  });

  it("has each erasure once, however often it is begun and opened", async () => {
    const inner = await three();
    const whole = text();
    const { store } = await open(inner);
    expect(await store.beginErasure(other(2))).toBe("there");
    await open(inner);
    expect(text()).toBe(whole);
  });

  it("is not told of what was not begun", async () => {
    const inner = await three();
    const whole = text();
    const { store } = await open(inner);
    expect(await store.beginErasure({ ...other(1), id: ID(9) })).toBe("overlapping");
    expect(text()).toBe(whole);
  });

  it.each(FAULT_MODES)("fits a key store whose beginning is told: %s", async (mode) => {
    const { store: inner, faults } = faultyKeyStore(memoryKeyStore());
    const { store } = await open(inner);
    faults.failNext("beginErasure", mode);
    await expect(store.beginErasure(other(1))).rejects.toThrow("injected");
    await open(inner);
    expect(text().split("\n")).toHaveLength(mode === "persisted" ? 2 : 1);
    expect(await store.beginErasure(other(1))).toBe(mode === "persisted" ? "there" : "begun");
    const empty = memoryKeyStore();
    await open(empty);
    expect(await allOf(empty)).toEqual(await allOf(inner));
  });

  it("holds names of people and classes, and no key", async () => {
    const inner = await three();
    const [first] = await inner.erasures({ which: "all", after: 0, limit: 1 });
    const secrets = [first!.certificate!.wrapped, first!.sealedList].map((bytes) =>
      Buffer.from(bytes ?? "none"),
    );
    for (const bytes of secrets)
      for (const encoding of ["hex", "base64", "base64url"] as const)
        expect(text()).not.toContain(bytes.toString(encoding));
  });
});

describe("a list that", () => {
  it("was torn at its end, at any byte, is mended, and goes on", async () => {
    const inner = await three();
    const whole = Buffer.from(text());
    const lastLine = whole.lastIndexOf("\n", whole.length - 2) + 1;
    for (let at = lastLine; at < whole.length; at += 7) {
      writeFileSync(path, whole.subarray(0, at));
      const empty = memoryKeyStore();
      expect((await open(empty)).applied).toBe(2);
      expect(readFileSync(path).length).toBe(lastLine);
      await open(inner);
      expect(readFileSync(path)).toEqual(whole);
    }
  });

  it("was changed anywhere before is refused by the line, and nothing is begun", async () => {
    await three();
    const whole = text();
    const lines = whole.split("\n").slice(0, -1);
    const at = { code: "damaged", details: { what: "erased" } };
    const changed = [
      whole.replace('"begunAt":5', '"begunAt":6'),
      whole.replace('"personal"', '"statutory"'),
      `${lines[1]}\n${lines[0]}\n${lines[2]}\n`,
      `${lines[0]}\n${lines[2]}\n`,
      `${lines[0]}\n${lines[0]}\n`,
      `${lines[0]} \n${lines[1]}\n`,
      `\n${whole}`,
      whole.replace("\n", "\r\n"),
      whole.replace('{"begunAt"', '{ "begunAt"'),
    ];
    for (const one of changed) {
      expect(one).not.toBe(whole);
      writeFileSync(path, one);
      const empty = memoryKeyStore();
      await expect(open(empty)).rejects.toMatchObject(at);
      expect(await empty.erasureCount()).toBe(0);
      expect(text()).toBe(one);
    }
    for (let bit = 0; bit < 8; bit++) {
      const bytes = Buffer.from(whole);
      const place = 11 + bit * 13;
      bytes[place] = bytes[place]! ^ (1 << bit);
      writeFileSync(path, bytes);
      await expect(open(memoryKeyStore())).rejects.toMatchObject(at);
    }
  });

  it("tells of what another erasure has closed, too, closes the rest", async () => {
    const inner = memoryKeyStore();
    const { store } = await open(inner);
    await store.beginErasure(erasure());
    await store.beginErasure(other(1));
    const whole = text();
    const { subject } = erasure().scopes[0]!;
    // Both were begun anew while key store and list were older.
    const newer = memoryKeyStore();
    const scopes = [{ subject, keys: [], secrets: ["personal" as const] }];
    const kept = [{ ...erasure().kept[0]!, ground: "newer" }];
    await newer.beginErasure(erasure({ id: ID(8), scopes, kept, certificate: null }));
    await newer.beginErasure({ ...other(1), id: ID(9) });
    const before = await allOf(newer);
    expect((await open(newer)).applied).toBe(2);
    const all = await allOf(newer);
    expect(all.slice(0, 2)).toEqual(before);
    expect(all.slice(2).map(({ scopes: those }) => those.flatMap((one) => one.secrets))).toEqual([
      [],
      [],
    ]);
    const closed = await newer.closedNames([subject]);
    expect(closed).toEqual(await inner.closedNames([subject]));
    expect((await newer.keptOf([subject])).map(({ ground }) => ground)).toEqual(["newer", "tax"]);
    expect(text().startsWith(whole)).toBe(true);
    expect((await open(newer)).applied).toBe(0);
  });

  it("cannot be written lets nothing go on, until it can", async () => {
    const inner = memoryKeyStore();
    const { store } = await open(inner);
    rmSync(path);
    mkdirSync(path);
    await expect(store.beginErasure(other(1))).rejects.toThrow("EISDIR");
    await expect(store.moveErasure(ID(1), "begun", "declared", 1)).rejects.toThrow("EISDIR");
    await inner.moveErasure(ID(1), "begun", "declared", 1);
    await inner.moveErasure(ID(1), "declared", "rows-gone", 1);
    const nothing = { sealedList: null, remains: [], endCertificate: false };
    await expect(store.destroyKeys(ID(1), nothing)).rejects.toThrow("EISDIR");
    expect((await inner.erasure(ID(1)))?.state).toBe("rows-gone");
    rmdirSync(path);
    writeFileSync(path, "");
    expect(await store.destroyKeys(ID(1), nothing)).toBe(true);
    expect(text().split("\n")).toHaveLength(2);
  });

  it("is older than the key store gets what is missing behind what it has", async () => {
    const inner = await three();
    copyFileSync(path, `${path}.older`);
    const { store } = await open(inner);
    await store.beginErasure(other(3));
    const whole = text();
    copyFileSync(`${path}.older`, path);
    await open(inner);
    expect(text()).toBe(whole);
    appendFileSync(path, '{"torn');
    await open(inner);
    expect(text()).toBe(whole);
  });
});
