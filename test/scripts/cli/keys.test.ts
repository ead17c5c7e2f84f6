/** `counterfoil keys` on a ledger's own files, and beside a running server: test/api/start/root-key-running.test.ts. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { escrowCopies } from "../../../api/start/escrow-list.ts";
import { openKeyFiles } from "../../../api/start/key-files.ts";
import { unwind } from "../../../api/start/stored.ts";
import { openAccountsFile } from "../../../api/store/sqlite/accounts.ts";
import { newRootKey } from "../../../api/vault/key-provider.ts";
import { subjectKeys } from "../../../api/vault/keys.ts";
import { ringOf, writeNextRoot } from "../../../api/vault/root-files.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { runHere } from "../helpers/cli.ts";

const random = systemRandom();
let directory: string;
let remove: () => void;
let env: Record<string, string>;
const path = (...names: string[]): string => join(directory, ...names);
beforeEach(async () => {
  ({ directory, remove } = newPlace());
  env = { COUNTERFOIL_DATA: path("data"), COUNTERFOIL_KEYS: path("keys") };
  mkdirSync(path("keys"), { mode: 0o700 });
  writeFileSync(path("keys", "root.key"), newRootKey(random), { mode: 0o600 });
  const undo: (() => Promise<unknown>)[] = [];
  const ring = ringOf(path("keys"), random);
  const keys = { keysDirectory: path("keys"), ring, clock: systemClock, random };
  const { keyStore } = await openKeyFiles(keys, undo);
  await subjectKeys(keyStore, ring.provider, random).create(3);
  await unwind(undo);
  openAccountsFile({ file: path("data", "accounts.db") }).close();
});
afterEach(() => remove());

const keys = (...args: string[]) => runHere(["keys", ...args], { env });
const put = (name: string, text: string): string => {
  writeFileSync(path(name), text, { mode: 0o600 });
  return path(name);
};
const rootId = () => readFileSync(path("keys", "root.key"), "utf8").split(" ")[1]!;

interface Status {
  readonly roots: { id: string; keys: number; goneAt: number | null }[];
  readonly copies: { root: string; file: string; destroy: boolean }[];
}
const statusNow = async () => JSON.parse((await keys("status", "--json")).out) as Status;

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

describe("counterfoil keys roll", () => {
  test("puts everything under a new root key, and says so in both languages", async () => {
    const before = rootId();
    const first = await keys("roll");
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(rootId()).not.toBe(before);
    expect(first.out).toContain(rootId());
    const zh = await keys("roll", "--lang", "zh");
    expect(zh.out).toContain(`完成：一切都由根密钥 ${rootId()} 封装`);
    const { roots } = await statusNow();
    expect(roots.map(({ keys: count, goneAt }) => [count, goneAt !== null])).toEqual([
      [0, true],
      [0, true],
      [12, false],
    ]);
    expect((await keys("status")).out).toMatch(/gone since .*\n.*gone since .*\n.* 12 .*in use/);
  });

  test("makes nothing in a place that was named by mistake", async () => {
    env.COUNTERFOIL_KEYS = path("elsewhere");
    for (const what of ["roll", "status"]) {
      const { code, err } = await keys(what);
      expect([code, err]).toEqual([1, expect.stringContaining("keys.db")]);
    }
    expect(existsSync(path("elsewhere"))).toBe(false);
  });
});

describe("counterfoil keys escrow", () => {
  test("makes a copy for recipients that opens every key, is noted, and holds nothing in clear", async () => {
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    const [out, safe] = [path("copy.age"), put("safe.txt", `# made today\n${identity}\n`)];
    const second = await identityToRecipient(await generateIdentity());
    const made = await keys(
      ...["escrow", "--recipient", recipient, "--recipient", second, "--out", out],
    );
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const secret = readFileSync(path("keys", "root.key"), "utf8").split(" ")[2]!.trim();
    expect(readFileSync(out).includes(Buffer.from(secret, "base64"))).toBe(false);
    expect(noted()).toMatchObject([
      {
        ...{ event: "key-exported", outcome: "recipients", count: 2 },
        ...{ target: { type: "key", id: `root ${rootId()}` }, actor: { id: "operator" } },
      },
    ]);
    const checked = await keys("verify-escrow", out, "--identity", safe);
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining("all 12 keys") });
  });

  test("of a root key that is gone opens nothing, and is to be destroyed", async () => {
    const identity = await generateIdentity();
    const safe = put("safe.txt", identity);
    const words = put("words.txt", "correct horse battery staple\n");
    const recipient = await identityToRecipient(identity);
    await keys("escrow", "--recipient", recipient, "--out", path("old.age"));
    expect((await statusNow()).copies).toMatchObject([{ root: rootId(), destroy: false }]);
    await keys("roll");
    await keys("escrow", "--passphrase-file", words, "--out", path("new.age"));
    const { copies } = await statusNow();
    expect(copies.map(({ destroy }) => destroy)).toEqual([true, false]);
    expect((await keys("status")).out).toContain("DESTROY IT");
    expect((await keys("status", "--lang", "zh")).out).toContain("请销毁");
    const old = await keys("verify-escrow", path("old.age"), "--identity", safe);
    expect(old).toMatchObject({ code: 3, out: expect.stringContaining("0 of 12 keys") });
    const fresh = await keys("verify-escrow", path("new.age"), "--passphrase-file", words);
    expect(fresh.code).toBe(0);
    const wrong = await keys("verify-escrow", path("new.age"), "--identity", safe);
    expect(wrong).toMatchObject({ code: 3, err: expect.stringContaining("does not open") });
  });

  test("that is destroyed is noted so, once, and recorded", async () => {
    const words = put("words.txt", "correct horse battery staple\n");
    await keys("escrow", "--passphrase-file", words, "--out", path("old.age"));
    const root = rootId();
    const held = async () =>
      (await escrowCopies({ keysDirectory: path("keys") }))
        .filter(({ destroyedAt }) => destroyedAt === null)
        .map((copy) => copy.root);
    const [{ file, destroy }] = (await statusNow()).copies as [Status["copies"][number]];
    expect(destroy).toBe(false);
    await keys("roll");
    expect(await held()).toEqual([root]);
    noted();
    for (const digits of [file.slice(0, 15), "0".repeat(16)]) {
      const { code, err } = await keys("escrow", "--destroyed", digits);
      expect([code, err]).toEqual([2, expect.stringContaining("No copy has")]);
    }
    const { code, out } = await keys("escrow", "--destroyed", file.slice(0, 16).toUpperCase());
    expect([code, out]).toEqual([0, expect.stringContaining("Noted")]);
    await keys("escrow", "--destroyed", file);
    expect(noted()).toMatchObject([
      {
        ...{ event: "key-copy-destroyed", outcome: "passphrase" },
        ...{ target: { type: "key", id: `root ${root}` }, actor: { id: "operator" } },
      },
    ]);
    expect(await held()).toEqual([]);
    expect((await statusNow()).copies).toMatchObject([{ destroy: false }]);
    expect((await keys("status")).out).toContain("destroyed, noted");
    expect((await keys("status", "--lang", "zh")).out).toContain("已销毁");
  });

  test("is not made while the root key is rolled, and nothing is left of it", async () => {
    await writeNextRoot(path("keys"), newRootKey(random));
    const recipient = await identityToRecipient(await generateIdentity());
    const { code, err } = await keys("escrow", "--recipient", recipient, "--out", path("x.age"));
    expect([code, err]).toEqual([1, expect.stringContaining("being rolled")]);
    expect([existsSync(path("x.age")), noted()]).toEqual([false, []]);
  });

  test.each([
    [["escrow", "--out", "x"], "for whom"],
    [["escrow", "--recipient", "age1nobody", "--out", "NEW"], "no age recipient"],
    [["escrow", "--recipient", "age1nobody"], "--out"],
    [["escrow", "--destroyed", "0123456789abcdef", "--out", "NEW"], "stands alone"],
    [["roll", "--destroyed", "0123456789abcdef"], "not for"],
    [["escrow", "--passphrase-file", "SHORT", "--out", "NEW"], "fewer than 12"],
    [["escrow", "--passphrase-file", "SHARED", "--out", "NEW"], "others"],
    [["verify-escrow"], "which copy"],
    [["verify-escrow", "NEW"], "what opens"],
    [["verify-escrow", "NEW", "--identity", "SAFE"], "cannot be read"],
    [["status", "--out", "x"], "not for"],
    [["roll", "x"], "takes a file"],
    [["forget"], "There is no"],
  ])("%j is wrong use, which leaves nothing", async (args, said) => {
    put("short.txt", "short\n");
    put("safe.txt", "AGE-SECRET-KEY-1\n");
    writeFileSync(path("shared.txt"), "correct horse battery\n", { mode: 0o644 });
    const named: Record<string, string> = {
      ...{ NEW: path("new.age"), SHORT: path("short.txt"), SAFE: path("safe.txt") },
      SHARED: path("shared.txt"),
    };
    const { code, err } = await keys(...args.map((arg) => named[arg] ?? arg));
    expect(err).toContain(said);
    expect(code).not.toBe(0);
    expect([existsSync(path("new.age")), noted()]).toEqual([false, []]);
  });
});
