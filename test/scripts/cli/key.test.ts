/** `counterfoil key` on a ledger's own files. With its server running: test/api/start/entrance.test.ts. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Key } from "../../../api/identity/keys.ts";
import { openAccountsFile } from "../../../api/store/sqlite/accounts.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { runHere } from "../helpers/cli.ts";

let directory: string;
let remove: () => void;
let env: Record<string, string>;
const path = (...names: string[]): string => join(directory, ...names);
beforeEach(() => {
  ({ directory, remove } = newPlace());
  env = { COUNTERFOIL_DATA: path("data"), COUNTERFOIL_KEYS: path("keys") };
});
afterEach(() => remove());

const key = (...args: string[]) => runHere(["key", ...args], { env });
const SHOP = ["--name", "shop", "--role", "system", "--scope", "records:write, records:read"];
const SECRET = /^counterfoil_[A-Za-z0-9_-]{43}\n$/;

async function keys(): Promise<readonly Key[]> {
  return JSON.parse((await key("list", "--json")).out) as readonly Key[];
}

/** What waits to be recorded. */
function noted(): unknown[] {
  const file = openAccountsFile({ file: path("data", "accounts.db") });
  const all: unknown[] = [];
  for (let row = file.outbox.first(); row !== null; row = file.outbox.first()) {
    all.push(JSON.parse(row.event));
    file.outbox.remove(row.number);
  }
  file.close();
  return all;
}

describe("counterfoil key create", () => {
  test("before the first start: what opens is alone on standard output, the rest beside it", async () => {
    const { code, out, err } = await key("create", ...SHOP);
    expect([code, out]).toEqual([0, expect.stringMatching(SECRET)]);
    expect(err).toContain("It is shown here and never again");
    const [made] = await keys();
    expect(made).toMatchObject({ name: "shop", role: "system", revokedAt: null });
    expect(made?.scopes).toEqual(["records:write", "records:read"]);
    const days = (Date.parse(made!.expiresAt) - Date.parse(made!.createdAt)) / 86_400_000;
    expect(days).toBe(90);
    expect(err).toContain(made!.id);
    expect(statSync(path("data")).mode & 0o777).toBe(0o700);
  });

  test("is noted, as done by whoever has the files", async () => {
    await key("create", ...SHOP, "--days", "1");
    const [{ id }] = (await keys()) as [Key];
    await key("revoke", id);
    const by = { actor: { id: "operator", role: "system" }, target: { type: "key", id } };
    expect(noted()).toMatchObject([
      { event: "key-created", ...by },
      { event: "key-revoked", ...by },
    ]);
  });

  test("--out writes a new file, its owner's alone, and shows nothing that opens", async () => {
    const { code, out, err } = await key("create", ...SHOP, "--out", path("shop"));
    expect([code, err]).toEqual([0, ""]);
    const secret = readFileSync(path("shop"), "utf8");
    expect(secret).toMatch(SECRET);
    expect(statSync(path("shop")).mode & 0o777).toBe(0o600);
    expect(out).not.toContain(secret.trim());
  });

  test("--out does not write over a file, nor where it cannot, and then makes no key", async () => {
    writeFileSync(path("there"), "mine");
    const refused = await key("create", ...SHOP, "--out", path("there"));
    expect([refused.code, refused.out]).toEqual([2, ""]);
    expect(refused.err).toContain("is there already");
    const nowhere = await key("create", ...SHOP, "--out", path("none", "a"));
    expect([nowhere.code, nowhere.out]).toEqual([2, ""]);
    expect(readFileSync(path("there"), "utf8")).toBe("mine");
    expect(await keys()).toEqual([]);
  });

  test("--out revokes the key again where the disk is full behind it", async () => {
    const probe = await open(path("probe"), "wx");
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    const write = vi.spyOn(Object.getPrototypeOf(probe), "writeFile").mockRejectedValueOnce(full);
    await probe.close();
    const failed = await key("create", ...SHOP, "--out", path("shop"));
    write.mockRestore();
    expect([failed.code, failed.out]).not.toContain(0);
    expect(existsSync(path("shop"))).toBe(false);
    expect(await keys()).toMatchObject([{ revokedAt: expect.any(String) }]);
    expect(noted()).toMatchObject([{ event: "key-created" }, { event: "key-revoked" }]);
  });

  test("--json tells the key, and what opens unless it goes to a file", async () => {
    const shown = JSON.parse((await key("create", ...SHOP, "--json")).out);
    expect(`${shown.secret}\n`).toMatch(SECRET);
    const filed = JSON.parse(
      (await key("create", ...SHOP, "--json", "--out", path("shop"))).out,
    ) as object;
    expect(filed).toMatchObject({ name: "shop" });
    expect(filed).not.toHaveProperty("secret");
  });

  test.each([
    [[], "--name", "--scope"],
    [["--name", "a", "--role", "administrator", "--scope", "records:read"], "--role", "partner"],
    [["--name", "a", "--role", "staff", "--scope", "all"], "--scope", "embed:issue"],
    [[...SHOP, "--days", "400"], "--days", ""],
    [[...SHOP, "--days", "1e2"], "--days", ""],
    [["--name", "a", "--role", "partner", "--scope", "records:read"], "--organization", ""],
  ])("%j is refused by the name of the option, in both languages", async (args, option, more) => {
    const en = await key("create", ...args, "--out", path("shop"));
    expect([en.code, en.out]).toEqual([2, ""]);
    expect(en.err).toContain(option);
    expect(en.err).toContain(more);
    const zh = await key("create", ...args, "--lang", "zh");
    expect(zh.err).toMatch(/\p{Script=Han}/u);
    expect(zh.err).toContain(option);
    expect(existsSync(path("shop"))).toBe(false);
    expect(await keys()).toEqual([]);
  });

  test("leaves a directory alone that is somebody's", async () => {
    mkdirSync(path("data"));
    writeFileSync(path("data", "holiday.jpg"), "");
    const { code, err } = await key("create", ...SHOP);
    expect(code).toBe(1);
    expect(err).toContain("COUNTERFOIL_DATA");
    expect(existsSync(path("data", "accounts.db"))).toBe(false);
  });
});

describe("counterfoil key list and revoke", () => {
  test("show every key with its state, for people and for machines", async () => {
    for (const name of ["one", "two"])
      await key("create", "--name", name, "--role", "auditor", "--scope", "log:entries");
    const [one, two] = (await keys()) as [Key, Key];
    const revoked = await key("revoke", one.id);
    expect([revoked.code, revoked.err]).toEqual([0, ""]);
    expect(revoked.out).toContain(`${one.id} opens nothing any more`);
    const { out } = await key("list");
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(new RegExp(`^${one.id} +revoked .* auditor +one +log:entries$`));
    expect(lines[2]).toContain(`until ${two.expiresAt}`);
    expect((await key("list", "--lang", "zh")).out).toContain("吊销");
  });

  test("without any key, or any ledger", async () => {
    for (const args of [["list"], ["revoke", "x"]]) {
      const { code, err } = await key(...args);
      expect(code).toBe(2);
      expect(err).toContain("There are no accounts in");
    }
    expect(existsSync(path("data"))).toBe(false);
    await key("create", ...SHOP, "--days", "0");
    expect((await key("list")).out).toContain("There are no keys");
  });

  test("refuse an id that is no key's", async () => {
    await key("create", ...SHOP);
    const { code, err } = await key("revoke", "none");
    expect(code).toBe(1);
    expect(err).toContain("key");
  });
});
