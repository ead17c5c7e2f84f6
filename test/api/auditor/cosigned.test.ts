import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Cosigned,
  createCosignedFile,
  fileCosigned,
  hasCosigned,
} from "../../../api/auditor/cosigned.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "counterfoil-cosigned-"));
  file = join(directory, "cosigned.json");
  await createCosignedFile(file);
});
afterEach(() => rm(directory, { recursive: true }));

function cosigned(size: number, time: number, origin = "a.example", root = size): Cosigned {
  const checkpoint = {
    ...{ origin, size: asTreeSize(size) },
    root: asRootHash(new Uint8Array(32).fill(root)),
  };
  const note = `${formatCheckpointText(checkpoint)}\n— ${origin} AAAAAAA=\n`;
  return { checkpoint, note, time };
}

describe("what was cosigned", () => {
  it("is nothing at first, and then what was swapped in, also for who opens the file again", async () => {
    const state = fileCosigned(file, "S");
    expect(await state.get("a.example")).toBeNull();
    expect(await hasCosigned(file, "S")).toBe(false);
    expect(await state.compareAndSwap(null, cosigned(5, 7))).toBe(true);
    for (const each of [state, fileCosigned(file, "S")]) {
      expect(await each.get("a.example")).toEqual(cosigned(5, 7));
      expect(await each.get("b.example")).toBeNull();
    }
    expect(await hasCosigned(file, "S")).toBe(true);
  });

  it("is kept for each log by itself", async () => {
    const state = fileCosigned(file, "S");
    const all = [cosigned(5, 7), cosigned(3, 9, "b.example"), cosigned(4, 2, "ü.example")];
    for (const one of all) expect(await state.compareAndSwap(null, one)).toBe(true);
    expect(await state.compareAndSwap(all[0] as Cosigned, cosigned(6, 8))).toBe(true);
    expect(await state.get("a.example")).toEqual(cosigned(6, 8));
    expect(await state.get("b.example")).toEqual(all[1]);
    expect(await state.get("ü.example")).toEqual(all[2]);
  });

  it("is swapped only for what is there", async () => {
    const state = fileCosigned(file, "S");
    await state.compareAndSwap(null, cosigned(5, 7));
    for (const expected of [null, cosigned(5, 8), cosigned(4, 7), cosigned(5, 7, "a.example", 1)]) {
      expect(await state.compareAndSwap(expected, cosigned(6, 9))).toBe(false);
    }
    expect(await state.get("a.example")).toEqual(cosigned(5, 7));
  });

  it("is won by one of many", async () => {
    const state = fileCosigned(file, "S");
    const won = await Promise.all(
      [1, 2, 3, 4].map((n) => state.compareAndSwap(null, cosigned(n, n))),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it.each([
    ["a smaller size", cosigned(4, 9)],
    ["another root of the size", cosigned(5, 9, "a.example", 1)],
    ["an earlier time", cosigned(6, 6)],
  ])("is never followed by %s", async (_, next) => {
    const state = fileCosigned(file, "S");
    await state.compareAndSwap(null, cosigned(5, 7));
    await expect(state.compareAndSwap(cosigned(5, 7), next)).rejects.toThrow();
    expect(await state.get("a.example")).toEqual(cosigned(5, 7));
    expect(await state.compareAndSwap(cosigned(5, 7), cosigned(5, 8))).toBe(true);
  });

  it("has one spelling, and no other is taken for it", async () => {
    const state = fileCosigned(file, "S");
    await state.compareAndSwap(null, cosigned(5, 7));
    const text = await readFile(file, "utf8");
    const wrong = [
      text.slice(0, -1),
      `${text} `,
      text.replace('"time": 7', '"time": -7'),
      text.replace('"time": 7', '"time": "7"'),
      text.replace("\\n5\\n", "\\n05\\n"),
      text.replace("v1", "v2"),
      JSON.stringify(JSON.parse(text)),
      "null",
      "[]",
      "",
    ];
    for (const each of wrong) {
      await writeFile(file, each);
      await expect(state.get("a.example")).rejects.toMatchObject({
        details: { setting: "S", problem: "lost_memory" },
      });
      await expect(state.compareAndSwap(null, cosigned(1, 1))).rejects.toThrow();
      expect(await readFile(file, "utf8")).toBe(each);
    }
    await writeFile(file, text);
    expect(await state.get("a.example")).toEqual(cosigned(5, 7));
  });

  it("is not made where it is already, and leaves nothing beside it", async () => {
    await expect(createCosignedFile(file)).rejects.toMatchObject({ code: "EEXIST" });
    await fileCosigned(file, "S").compareAndSwap(null, cosigned(5, 7));
    expect(await readdir(directory)).toEqual(["cosigned.json"]);
  });
});
