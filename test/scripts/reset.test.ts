/** `npm run reset` as a real process: what the server made goes, what it did not make stays. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemRandom } from "../../api/core/random.ts";
import { copyMark } from "../../api/log/entry-copy.ts";
import { generateNoteSigner, loadNoteSigner } from "../../api/log/keys.ts";
import { holdExclusively } from "../../api/store/sqlite/exclusive.ts";
import { newPlace } from "../helpers/store/places.ts";

const RESET = join(import.meta.dirname, "../../scripts/reset.ts");

let directory: string;
let remove: () => void;
beforeEach(() => {
  ({ directory, remove } = newPlace());
});
afterEach(() => remove());

const path = (...names: string[]): string => join(directory, ...names);

const KEYS = [
  ...["root.key", "log.key", "receipt.key", "anchorer.key", "signer-state.json"],
  ...["token", "auditor-token", "metrics-token"],
];

/** Both directories as a server leaves them, also one that was killed. */
function installation(data = path("data"), keys = path("keys")): void {
  for (const folder of ["chain", "evidence", "misbehaviour"]) {
    mkdirSync(join(data, folder), { recursive: true });
    writeFileSync(join(data, folder, "any"), "");
  }
  mkdirSync(keys, { recursive: true });
  const stored = (name: string) => ["", "-wal", "-shm", ".lock"].map((ending) => name + ending);
  for (const name of [
    ...stored("ledger.db"),
    ...stored("map.db"),
    ...stored("accounts.db"),
    "policy.json",
    "policy.json.4711.new",
  ])
    writeFileSync(join(data, name), "");
  for (const name of [...stored("keys.db"), ...KEYS, "signer-state.json.new"])
    writeFileSync(join(keys, name), "");
  writeFileSync(join(keys, "log.key"), `${LOG_KEY}\n`);
}

const LOG_KEY = generateNoteSigner("ledger.example/mine", systemRandom());

/** The second copy as the server keeps it. */
function copyBeside(copy = path("data-copy"), logKey = LOG_KEY): void {
  for (const folder of ["tile/entries", "checkpoints"]) {
    mkdirSync(join(copy, folder), { recursive: true });
    writeFileSync(join(copy, folder, "000"), "");
  }
  writeFileSync(join(copy, "times"), "");
  writeFileSync(join(copy, "copy.json"), copyMark(loadNoteSigner(logKey)));
}

function reset(language = "en", ...options: string[]) {
  const env = {
    PATH: process.env.PATH ?? "",
    COUNTERFOIL_DATA: path("data"),
    COUNTERFOIL_KEYS: path("keys"),
    COUNTERFOIL_LANG: language,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [RESET, ...options], {
    env,
    encoding: "utf8",
    input: "no\n",
  });
  return { status, stdout, stderr };
}

/** The demonstration's auditor as it leaves its directory. */
function auditorBeside(name = "demonstration.localhost/auditor"): void {
  for (const folder of ["keys", "state", "refusals", "retired"]) {
    mkdirSync(path("data-auditor", folder), { recursive: true });
    writeFileSync(path("data-auditor", folder, "any"), "");
  }
  writeFileSync(path("data-auditor", "keys", "auditor.key"), `PRIVATE+KEY+${name}+0+x\n`);
  writeFileSync(path("data-auditor", "ledger"), "0x11\n");
}

test("removes data, keys, the second copy and the demonstration's auditor", () => {
  installation();
  copyBeside();
  auditorBeside();
  expect(reset("en", "--yes")).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(directory)).toEqual([]);
  expect(reset("en", "--yes").stdout).toBe("There is nothing to remove.\n");
});

test.each([
  ["en", "was left"],
  ["zh", "予以保留"],
])("leaves what the server did not make, and names it (%s)", (language, words) => {
  installation();
  writeFileSync(path("data", "holiday.jpg"), "");
  writeFileSync(path("keys", "keys.db.bak"), "");
  mkdirSync(path("data", "photos"));
  const { status, stdout } = reset(language, "--yes");
  expect(status).toBe(0);
  expect(readdirSync(path("data")).sort()).toEqual(["holiday.jpg", "photos"]);
  expect(readdirSync(path("keys"))).toEqual(["keys.db.bak"]);
  const told = stdout.split("\n").filter((line) => line.includes(words));
  expect(told).toHaveLength(3);
  for (const left of ["data/holiday.jpg", "data/photos", "keys/keys.db.bak"])
    expect(told.some((line) => line.endsWith(path(...left.split("/"))))).toBe(true);
});

test("really empties a directory behind a link, which stays for the next start", () => {
  installation(path("disk", "data"), path("disk", "keys"));
  for (const name of ["data", "keys"]) symlinkSync(path("disk", name), path(name));
  expect(reset("en", "--yes").status).toBe(0);
  for (const name of ["data", "keys"]) {
    expect(readdirSync(path("disk", name))).toEqual([]);
    expect(existsSync(path(name))).toBe(true);
  }
});

test("does not follow a link inside: what it leads to is somebody else's", () => {
  installation();
  mkdirSync(path("elsewhere"));
  writeFileSync(path("elsewhere", "kept"), "");
  symlinkSync(path("elsewhere"), path("data", "chain", "link"));
  expect(reset("en", "--yes").status).toBe(0);
  expect(readdirSync(directory)).toEqual(["elsewhere"]);
  expect(readdirSync(path("elsewhere"))).toEqual(["kept"]);
});

test("leaves a directory without a ledger alone", () => {
  mkdirSync(path("data"));
  for (const name of ["token", "holiday.jpg"]) writeFileSync(path("data", name), "");
  const { status, stdout } = reset("en", "--yes");
  expect(status).toBe(0);
  expect(stdout).toContain(`left alone: ${path("data")}`);
  expect(readdirSync(path("data")).sort()).toEqual(["holiday.jpg", "token"]);
});

test("asks first, and refuses while a server runs", () => {
  installation();
  expect(reset()).toMatchObject({ status: 1, stderr: "" });
  const release = holdExclusively(path("data", "ledger.db"), "database");
  const refused = reset("en", "--yes");
  release();
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("Another process works with the database");
  expect(readdirSync(path("keys"))).toContain("root.key");
});

test.each([
  ["another key", generateNoteSigner("ledger.example/mine", systemRandom())],
  ["another origin", generateNoteSigner("ledger.example/theirs", systemRandom())],
])("leaves a second copy of %s alone, and names it", (_, logKey) => {
  installation();
  copyBeside(path("data-copy"), logKey);
  const { status, stdout } = reset("en", "--yes");
  expect(status).toBe(0);
  expect(stdout).toContain(`left alone: ${path("data-copy")}`);
  expect(readdirSync(directory)).toEqual(["data-copy"]);
  expect(readdirSync(path("data-copy")).sort()).toEqual([
    "checkpoints",
    "copy.json",
    "tile",
    "times",
  ]);
  // Nothing says any more whose it is.
  expect(reset("zh", "--yes").stdout).toContain(`保持不动：${path("data-copy")}`);
  expect(existsSync(path("data-copy", "copy.json"))).toBe(true);
});

test("removes what a removal that was cut short has left of the auditor, and of it alone", () => {
  auditorBeside();
  rmSync(path("data-auditor", "keys"), { recursive: true });
  writeFileSync(path("data-auditor", "notes.txt"), "");
  const { status, stdout } = reset("en", "--yes");
  expect(status).toBe(0);
  expect(stdout).toContain(`was left: ${path("data-auditor", "notes.txt")}`);
  expect(readdirSync(path("data-auditor"))).toEqual(["notes.txt"]);
});

test.each([
  ["en", "not the auditor of the demonstration"],
  ["zh", "这不是演示审计方"],
])("leaves somebody's auditor alone, and names it (%s)", (language, words) => {
  installation();
  auditorBeside("auditor.example/a1");
  const { status, stdout } = reset(language, "--yes");
  expect(status).toBe(0);
  expect(stdout).toContain(words);
  expect(stdout).toContain(path("data-auditor"));
  expect(readdirSync(directory)).toEqual(["data-auditor"]);
  expect(readdirSync(path("data-auditor")).length).toBe(5);
});

test("refuses while the auditor runs", () => {
  auditorBeside();
  const release = holdExclusively(path("data-auditor", "keys", "cosigned"), "keys");
  const refused = reset("en", "--yes");
  release();
  expect(refused.status).toBe(1);
  expect(existsSync(path("data-auditor", "keys", "auditor.key"))).toBe(true);
});
