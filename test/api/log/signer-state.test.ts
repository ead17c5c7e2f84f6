import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { createSignerFile, fileSignerState } from "../../../api/log/signer-file.ts";
import {
  formatSignerRecord,
  newSignerRecord,
  parseSignerRecord,
  type SignerRecord,
  type SignerState,
  updateSigner,
} from "../../../api/log/signer-state.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { EMPTY_ROOT } from "../../../portal/verify/merkle.ts";
import { rejection } from "./fixtures.ts";
import { memorySignerState } from "./memory-signer-state.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterfoil-signer-"));
  path = join(folder, "signer-state.json");
});
afterEach(() => rm(folder, { recursive: true }));

const first = newSignerRecord(systemRandom());
const root = (byte: number) => asRootHash(new Uint8Array(32).fill(byte));
const signed = (size: number, byte: number, reserved = 1_000): SignerRecord => ({
  ...first,
  size: asTreeSize(size),
  root: root(byte),
  reserved,
});

const implementations: [string, () => Promise<SignerState>][] = [
  ["in memory", async () => memorySignerState(first)],
  [
    "in a file",
    async () => {
      await createSignerFile(path, first);
      return fileSignerState(path);
    },
  ],
];

describe.each(implementations)("signer state %s", (_, create) => {
  it("begins with nothing signed and nothing reserved", async () => {
    const state = await create();
    expect(await state.get()).toEqual(first);
    expect(first).toMatchObject({ size: 0, root: EMPTY_ROOT, reserved: 0 });
  });

  it("swaps what it is expected to hold", async () => {
    const state = await create();
    expect(await state.compareAndSwap(first, signed(5, 5))).toBe(true);
    expect(await state.get()).toEqual(signed(5, 5));
  });

  const stale: [string, SignerRecord][] = [
    ["size", signed(6, 5)],
    ["root", signed(5, 6)],
    ["reserved", signed(5, 5, 1_001)],
    ["epoch", { ...signed(5, 5), epoch: "0".repeat(32) }],
  ];
  it.each(stale)("does not swap if the expected %s is another", async (_field, expected) => {
    const state = await create();
    await state.compareAndSwap(first, signed(5, 5));
    expect(await state.compareAndSwap(expected, signed(9, 9, 2_000))).toBe(false);
    expect(await state.get()).toEqual(signed(5, 5));
  });

  it("lets one of many rivals win", async () => {
    const state = await create();
    const swaps = Array.from({ length: 20 }, (__, i) => signed(i + 1, i + 1)).map((next) =>
      state.compareAndSwap(first, next),
    );
    const won = await Promise.all(swaps);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await state.get()).toEqual(signed(won.indexOf(true) + 1, won.indexOf(true) + 1));
  });

  const contradictions: [string, SignerRecord][] = [
    ["a smaller size", signed(4, 4)],
    ["another root for the size", signed(5, 6)],
  ];
  it.each(contradictions)("never takes %s: both are evidence", async (_what, next) => {
    const state = await create();
    await state.compareAndSwap(first, signed(5, 5));
    expect(await rejection(state.compareAndSwap(signed(5, 5), next))).toMatchObject({
      name: "Misbehaviour",
      code: "signer_diverged",
      evidence: {
        signedSize: 5,
        signedRoot: Buffer.alloc(32, 5).toString("base64"),
        otherSize: next.size,
        otherRoot: Buffer.from(next.root).toString("base64"),
      },
    });
    expect(await state.get()).toEqual(signed(5, 5));
  });

  it("never reserves less than before, nor less than is signed", async () => {
    const state = await create();
    await state.compareAndSwap(first, signed(5, 5));
    await expect(state.compareAndSwap(signed(5, 5), signed(5, 5, 999))).rejects.toThrow("reserved");
    await expect(state.compareAndSwap(signed(5, 5), signed(1_001, 7))).rejects.toThrow("reserved");
    expect(await state.get()).toEqual(signed(5, 5));
  });

  it("goes on after a refused swap", async () => {
    const state = await create();
    await state.compareAndSwap(first, signed(5, 5));
    await rejection(state.compareAndSwap(signed(5, 5), signed(4, 4)));
    expect(await state.compareAndSwap(signed(5, 5), signed(6, 6))).toBe(true);
  });

  it("takes all of many concurrent updates, each built on the one before", async () => {
    const state = await create();
    const raise = () => updateSigner(state, (now) => ({ ...now, reserved: now.reserved + 1 }));
    await Promise.all(Array.from({ length: 8 }, raise));
    expect((await state.get()).reserved).toBe(8);
  });

  it("is left alone by an update that changes nothing", async () => {
    const state = await create();
    expect(await updateSigner(state, () => null)).toEqual(first);
  });
});

describe("the file", () => {
  it("outlives the process, and only its owner may read it", async () => {
    await createSignerFile(path, first);
    await fileSignerState(path).compareAndSwap(first, signed(5, 5));
    expect(await fileSignerState(path).get()).toEqual(signed(5, 5));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["signer-state.json"]);
  });

  it("is made once", async () => {
    await createSignerFile(path, first);
    await expect(createSignerFile(path, first)).rejects.toThrow("EEXIST");
    await writeFile(path, "");
    await expect(createSignerFile(path, first)).rejects.toThrow("EEXIST");
  });

  it("missing is not the same as new", async () => {
    const refused = { code: "damaged", details: { what: "key" } };
    expect(await rejection(fileSignerState(path).get())).toMatchObject(refused);
    expect(await rejection(fileSignerState(path).compareAndSwap(first, first))).toMatchObject(
      refused,
    );
  });

  it("ignores what a crash before the rename left, whatever its mode", async () => {
    await createSignerFile(path, first);
    await writeFile(`${path}.new`, '{"half":');
    await chmod(`${path}.new`, 0o644);
    const state = fileSignerState(path);
    expect(await state.get()).toEqual(first);
    expect(await state.compareAndSwap(first, signed(5, 5))).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("keeps the old record if the new one cannot be written", async () => {
    await createSignerFile(path, first);
    await rm(`${path}.new`, { force: true });
    // A directory in the way of the temporary file.
    const { mkdir } = await import("node:fs/promises");
    await mkdir(`${path}.new`);
    const state = fileSignerState(path);
    await expect(state.compareAndSwap(first, signed(5, 5))).rejects.toThrow();
    expect(await state.get()).toEqual(first);
    await rm(`${path}.new`, { recursive: true });
    expect(await state.compareAndSwap(first, signed(5, 5))).toBe(true);
  });

  const text = formatSignerRecord(signed(5, 5));
  const spoiled: [string, string][] = [
    ["empty", ""],
    ["cut short", text.slice(0, -2)],
    ["without its newline", text.trimEnd()],
    ["with a blank more", text.replace(":5,", ": 5,")],
    ["of another version", text.replace("/v1", "/v2")],
    ["with a negative size", text.replace('"size":5', '"size":-5')],
    ["with a fraction", text.replace('"size":5', '"size":5.5')],
    ["with a text for a size", text.replace('"size":5', '"size":"5"')],
    ["with a longer root", text.replace('"root":"', '"root":"AAAA')],
    ["reserving less than it signed", text.replace('"reserved":1000', '"reserved":4')],
    ["with a short epoch", text.replace(/"epoch":"../, '"epoch":"')],
    ["with a member more", text.replace("}", ',"more":1}')],
    ["with a member twice", text.replace("}", ',"size":5}')],
    ["not an object", "null\n"],
  ];

  it.each(spoiled)("%s is refused", async (_, content) => {
    expect(parseSignerRecord(content)).toBeNull();
    await writeFile(path, content);
    expect(await rejection(fileSignerState(path).get())).toMatchObject({ code: "damaged" });
    expect(await readFile(path, "utf8")).toBe(content);
  });

  it("reads what it writes", () => {
    expect(parseSignerRecord(text)).toEqual(signed(5, 5));
  });
});
