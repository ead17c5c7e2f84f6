import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { loadSecrets, privateDirectory } from "../../../api/start/secrets.ts";
import { ORIGIN, rejection } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";

let directory: string;
let remove: () => void;
beforeEach(async () => {
  ({ directory, remove } = newPlace());
});
afterEach(() => remove());

const random = systemRandom();
const file = (name: string): string => join(directory, name);
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const load = (fresh = true, origin = ORIGIN) => loadSecrets(directory, origin, random, fresh);

/** As a first start leaves it; the key store makes its own file. */
async function firstStart(): Promise<void> {
  await load();
  writeFileSync(file("keys.db"), "");
}

describe("the keys directory", () => {
  it("gets a file for each secret, for its owner's eyes only", async () => {
    await privateDirectory(directory, "COUNTERFOIL_KEYS");
    await firstStart();
    expect(mode(directory)).toBe("700");
    const names = ["log.key", "receipt.key", "issuer.key", "root.key", "signer-state.json"];
    expect(readdirSync(directory).sort()).toEqual(["keys.db", ...names].sort());
    for (const name of names) expect(`${name} ${mode(file(name))}`).toBe(`${name} 600`);
  });

  it("is the same ever after", async () => {
    await firstStart();
    const before = readdirSync(directory).map((name) => readFileSync(file(name), "utf8"));
    const [a, b] = [await load(false), await load(false)];
    expect(a.logSigner.vkey).toBe(b.logSigner.vkey);
    expect(a.logSigner.name).toBe(ORIGIN);
    expect([a.issuer.name, a.issuer.vkey]).toEqual([`${ORIGIN}/issuer`, b.issuer.vkey]);
    expect(a.receiptSigner.name).toBe(`${ORIGIN}/receipt`);
    const [wrapped] = await a.provider.wrap([{ label: "x", bytes: Buffer.alloc(32, 7) }]);
    expect(await b.provider.unwrap([{ label: "x", bytes: wrapped! }])).toEqual([
      Buffer.alloc(32, 7),
    ]);
    expect(readdirSync(directory).map((name) => readFileSync(file(name), "utf8"))).toEqual(before);
  });

  it("gets an issuer's key where the ledger is from a time that had none", async () => {
    await firstStart();
    rmSync(file("issuer.key"));
    const { issuer } = await load(false);
    expect([issuer.name, mode(file("issuer.key"))]).toEqual([`${ORIGIN}/issuer`, "600"]);
  });

  it("is begun again after a first start that did not get far", async () => {
    const first = await load();
    rmSync(file("receipt.key"));
    rmSync(file("signer-state.json"));
    writeFileSync(file("receipt.key.new"), "PRIVATE+KEY+half");
    const again = await load();
    expect(again.logSigner.vkey).toBe(first.logSigner.vkey);
    expect(readdirSync(directory).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  it.each(["root.key", "log.key", "receipt.key", "signer-state.json", "keys.db"])(
    "of an existing ledger without %s is refused, and nothing new is put in its place",
    async (name) => {
      await firstStart();
      rmSync(file(name));
      const before = readdirSync(directory);
      const error = await rejection(load(false));
      expect(error).toMatchObject({
        code: "invalid_setting",
        details: { setting: `COUNTERFOIL_KEYS/${name}`, problem: "missing_key" },
      });
      expect(readdirSync(directory)).toEqual(before);
    },
  );

  it.each(["root.key", "log.key", "receipt.key"])(
    "with a changed %s is refused by its name, never by its content",
    async (name) => {
      await firstStart();
      const text = readFileSync(file(name), "utf8");
      for (const other of ["", "secret-of-mine", text.slice(0, -9), `${text}x`]) {
        writeFileSync(file(name), other);
        const error = (await rejection(load(false))) as Error;
        expect(error).toMatchObject({
          code: "invalid_setting",
          details: { setting: `COUNTERFOIL_KEYS/${name}`, problem: "bad_key" },
        });
        expect(JSON.stringify(error) + error.stack).not.toContain("secret-of-mine");
      }
    },
  );

  it("of another ledger is refused", async () => {
    await firstStart();
    const error = await rejection(load(false, "another.example/log"));
    expect(error).toMatchObject({
      code: "wrong_ledger",
      details: { setting: "COUNTERFOIL_ORIGIN" },
    });
  });

  it("whose signer state is spoiled is refused when it is asked", async () => {
    await firstStart();
    writeFileSync(file("signer-state.json"), "{}");
    const { signerState } = await load(false);
    expect(await rejection(signerState.get())).toMatchObject({ code: "damaged" });
  });
});

describe("a directory", () => {
  it("is narrowed where it was open to others", async () => {
    const path = file("open");
    mkdirSync(path);
    chmodSync(path, 0o755);
    await privateDirectory(path, "COUNTERFOIL_DATA");
    expect(mode(path)).toBe("700");
  });

  it.each(["ledger.db", "keys.db", "copy.json"])(
    "of a ledger (%s) is narrowed, whatever else is in it",
    async (mark) => {
      const path = file("ours");
      mkdirSync(path);
      for (const name of [mark, "notes.txt"]) writeFileSync(join(path, name), "");
      chmodSync(path, 0o755);
      await privateDirectory(path, "COUNTERFOIL_DATA");
      expect(mode(path)).toBe("700");
    },
  );

  it("that a killed first start left is taken up again", async () => {
    const path = file("begun");
    mkdirSync(join(path, "chain"), { recursive: true });
    for (const name of ["token", "root.key", "log.key.new", "keys.db.lock", "policy.json.4711.new"])
      writeFileSync(join(path, name), "");
    await privateDirectory(path, "COUNTERFOIL_KEYS");
    expect(mode(path)).toBe("700");
  });

  it.each(["holiday.jpg", "ledger.db.bak", "chain.txt", ".new"])(
    "with %s and no ledger in it is somebody else's: refused, and left as it is",
    async (name) => {
      const path = file("photos");
      mkdirSync(path);
      for (const each of [name, "token"]) writeFileSync(join(path, each), "");
      chmodSync(path, 0o755);
      expect(await rejection(privateDirectory(path, "COUNTERFOIL_KEYS"))).toMatchObject({
        code: "invalid_setting",
        details: { setting: "COUNTERFOIL_KEYS", problem: "not_empty" },
      });
      expect(mode(path)).toBe("755");
    },
  );

  it("that cannot be one is refused by its setting", async () => {
    writeFileSync(file("plain"), "");
    for (const path of [file("plain"), file("plain/below")]) {
      const error = await rejection(privateDirectory(path, "COUNTERFOIL_DATA"));
      expect(error).toMatchObject({
        code: "invalid_setting",
        details: { setting: "COUNTERFOIL_DATA", problem: "unusable_directory" },
      });
    }
  });
});
