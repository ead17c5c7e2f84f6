/** The files of root keys: at each moment one of them is whole, and the old one is not given another's name. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqliteKeyStore } from "../../../api/store/sqlite/sqlite-key-store.ts";
import { newRootKey } from "../../../api/vault/key-provider.ts";
import {
  assertReplaceable,
  readRootFiles,
  replaceRoot,
  ringOf,
} from "../../../api/vault/root-files.ts";
import { openRootKeys } from "../../../api/vault/root-keys.ts";
import { seededRandom } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";

const random = seededRandom("root files");
let directory: string;
let remove: () => void;
beforeEach(() => {
  ({ directory, remove } = newPlace());
});
afterEach(() => remove());
const file = (name: string) => join(directory, name);
const write = (name: string, text: string) => writeFileSync(file(name), text, { mode: 0o600 });

it.each([
  ["of the same length", (text: string) => text],
  ["longer", (text: string) => text + text],
  ["shorter", (text: string) => text.slice(0, 9)],
])(
  "an old file that is %s is overwritten where it lies, as one that is mounted must be",
  async (_, old) => {
    const [before, next] = [newRootKey(random), newRootKey(random)];
    write("root.key", old(before));
    write("root.next.key", next);
    const { ino } = statSync(file("root.key"));
    await replaceRoot(directory);
    expect(readFileSync(file("root.key"), "utf8")).toBe(next);
    expect([statSync(file("root.key")).ino, existsSync(file("root.next.key"))]).toEqual([
      ino,
      false,
    ]);
  },
);

it("no next key that is none takes the place of the old one", async () => {
  const before = newRootKey(random);
  write("root.key", before);
  write("root.next.key", "\0".repeat(80));
  await expect(replaceRoot(directory)).rejects.toMatchObject({ code: "invalid_setting" });
  expect(readFileSync(file("root.key"), "utf8")).toBe(before);
});

it("what cannot be overwritten is told, and changed in nothing", async () => {
  mkdirSync(file("root.key"));
  expect(() => assertReplaceable(directory)).toThrow(
    expect.objectContaining({
      details: { setting: "COUNTERFOIL_KEYS/root.key", problem: "unwritable_file" },
    }),
  );
});

it("a start goes on where the old one cannot be replaced, and the roll ends when it can", async () => {
  write("root.key", newRootKey(random));
  const store = await openSqliteKeyStore({ file: file("keys.db") });
  const clock = { now: () => 1_000 };
  const open = () =>
    openRootKeys({ directory, store, ring: ringOf(directory, random), clock, random });
  await (await open()).roll();
  // As it is when all is wrapped anew, and nothing can be written where the old one lies.
  write("root.next.key", readFileSync(file("root.key"), "utf8"));
  rmSync(file("root.key"));
  symlinkSync(file("nowhere/root.key"), file("root.key"));
  const roots = await open();
  expect(roots.isRolling()).toBe(true);
  await expect(roots.roll()).rejects.toThrow();
  expect(lstatSync(file("root.key")).isSymbolicLink()).toBe(true);
  expect(readRootFiles(directory).next).not.toBeNull();
  rmSync(file("root.key"));
  await roots.roll();
  expect(roots.isRolling()).toBe(false);
  expect(readRootFiles(directory)).toMatchObject({
    next: null,
    current: { id: expect.any(String) },
  });
  await store.close();
});
