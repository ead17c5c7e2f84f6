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
import {
  loadAuditorToken,
  loadMetricsToken,
  loadSecrets,
  loadToken,
  loadTokens,
  privateDirectory,
} from "../../../api/start/secrets.ts";
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
    await loadToken(null, directory, random);
    expect(mode(directory)).toBe("700");
    const names = ["log.key", "receipt.key", "root.key", "signer-state.json", "token"];
    expect(readdirSync(directory).sort()).toEqual(["keys.db", ...names].sort());
    for (const name of names) expect(`${name} ${mode(file(name))}`).toBe(`${name} 600`);
  });

  it("is the same ever after", async () => {
    await firstStart();
    const before = readdirSync(directory).map((name) => readFileSync(file(name), "utf8"));
    const [a, b] = [await load(false), await load(false)];
    expect(a.logSigner.vkey).toBe(b.logSigner.vkey);
    expect(a.logSigner.name).toBe(ORIGIN);
    expect(a.receiptSigner.name).toBe(`${ORIGIN}/receipt`);
    const [wrapped] = await a.provider.wrap([{ label: "x", bytes: Buffer.alloc(32, 7) }]);
    expect(await b.provider.unwrap([{ label: "x", bytes: wrapped! }])).toEqual([
      Buffer.alloc(32, 7),
    ]);
    expect(readdirSync(directory).map((name) => readFileSync(file(name), "utf8"))).toEqual(before);
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

describe("the token", () => {
  const configured = (content: string) => {
    writeFileSync(file("mine"), content, { mode: 0o600 });
    return loadToken(file("mine"), directory, random);
  };
  const GOOD = "abcdefghijklmnopqrstuvwxyz012345";

  it("is generated once, and long enough", async () => {
    const first = await loadToken(null, directory, random);
    expect(first.file).toBe(file("token"));
    expect(first.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await loadToken(null, directory, random)).toEqual(first);
  });

  it("of auditors is another one, in a file of its own", async () => {
    const { token } = await loadToken(null, directory, random);
    const auditors = await loadAuditorToken(null, directory, random);
    expect(auditors).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(auditors).not.toBe(token);
    expect(readFileSync(file("auditor-token"), "utf8")).toBe(`${auditors}\n`);
    writeFileSync(file("mine"), "short", { mode: 0o600 });
    expect(await rejection(loadAuditorToken(file("mine"), directory, random))).toMatchObject({
      details: { setting: "COUNTERFOIL_AUDITOR_TOKEN_FILE", problem: "bad_token" },
    });
  });

  it("of metrics likewise", async () => {
    const metrics = await loadMetricsToken(null, directory, random);
    expect(metrics).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await loadMetricsToken(null, directory, random)).toBe(metrics);
    expect(readFileSync(file("metrics-token"), "utf8")).toBe(`${metrics}\n`);
    writeFileSync(file("mine"), "short", { mode: 0o600 });
    expect(await rejection(loadMetricsToken(file("mine"), directory, random))).toMatchObject({
      details: { setting: "COUNTERFOIL_METRICS_TOKEN_FILE", problem: "bad_token" },
    });
  });

  it("opens one door only", async () => {
    writeFileSync(file("one"), `${GOOD}\n`, { mode: 0o600 });
    const mine = file("one");
    const none = { tokenFile: null, auditorTokenFile: null, metricsTokenFile: null };
    const load = (files: Partial<typeof none> | Record<string, string>) =>
      loadTokens({ ...none, ...files, keysDirectory: directory }, random);
    for (const [first, second, setting] of [
      ["tokenFile", "auditorTokenFile", "COUNTERFOIL_AUDITOR_TOKEN_FILE"],
      ["tokenFile", "metricsTokenFile", "COUNTERFOIL_METRICS_TOKEN_FILE"],
      ["auditorTokenFile", "metricsTokenFile", "COUNTERFOIL_METRICS_TOKEN_FILE"],
    ] as const) {
      expect(await rejection(load({ [first]: mine, [second]: mine }))).toMatchObject({
        details: { setting, problem: "same_token" },
      });
    }
    const { token, auditorToken, metricsToken } = await load({});
    expect(new Set([token, auditorToken, metricsToken]).size).toBe(3);
  });

  it.each([GOOD, `${GOOD}\n`, `${GOOD}\r\n`, "!".repeat(256)])("may be %j", async (content) => {
    expect((await configured(content)).token).toBe(content.trimEnd());
  });

  it.each([
    "",
    "\n",
    "x".repeat(31),
    "x".repeat(257),
    `${GOOD} ${GOOD}`,
    `${GOOD}\n\n`,
    `${GOOD}\n${GOOD}`,
    ` ${GOOD}`,
    `${GOOD}\u00e9`,
    `\ufeff${GOOD}`,
    `${GOOD}\u0000`,
  ])("may not be %j, and is not repeated", async (content) => {
    const error = (await rejection(configured(content))) as Error;
    expect(error).toMatchObject({
      code: "invalid_setting",
      details: { setting: "COUNTERFOIL_TOKEN_FILE", problem: "bad_token" },
    });
    expect(JSON.stringify(error) + error.stack).not.toContain(GOOD);
  });

  it.skipIf(process.platform === "win32").each([0o644, 0o640, 0o660, 0o604])(
    "must be its owner's alone: mode %o is refused",
    async (open) => {
      writeFileSync(file("mine"), GOOD);
      chmodSync(file("mine"), open);
      expect(await rejection(loadToken(file("mine"), directory, random))).toMatchObject({
        code: "invalid_setting",
        details: { setting: "COUNTERFOIL_TOKEN_FILE", problem: "readable_by_others" },
      });
    },
  );

  it("must be there where one says it is", async () => {
    for (const path of [file("nowhere"), directory]) {
      const error = await rejection(loadToken(path, directory, random));
      expect(error).toMatchObject({
        details: { setting: "COUNTERFOIL_TOKEN_FILE", problem: "unreadable_file" },
      });
    }
    expect(readdirSync(directory)).toEqual([]);
  });
});
