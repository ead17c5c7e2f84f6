import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDurably, writeBeside, writeDurably } from "../../../api/core/files.ts";
import { newPlace } from "../../helpers/store/places.ts";

let directory: string;
let remove: () => void;
beforeEach(() => {
  ({ directory, remove } = newPlace());
});
afterEach(() => remove());

const file = (name: string): string => join(directory, name);
const text = (name: string): string => readFileSync(file(name), "utf8");
const mode = (name: string): number => statSync(file(name)).mode & 0o777;

describe("a file written durably", () => {
  it("is the new one or the old one, and leaves nothing beside it", async () => {
    await writeDurably(file("a"), "old");
    await writeDurably(file("a"), Uint8Array.of(0x6e, 0x65, 0x77));
    expect(text("a")).toBe("new");
    expect(readdirSync(directory)).toEqual(["a"]);
    await expect(writeDurably(file("none/a"), "x")).rejects.toThrow();
    expect(text("a")).toBe("new");
  });

  it("is its owner's alone unless told otherwise, whatever a crash left there", async () => {
    writeFileSync(file("a.new"), "half of it");
    chmodSync(file("a.new"), 0o666);
    await writeDurably(file("a"), "whole");
    await writeDurably(file("b"), "whole", 0o644);
    expect([mode("a"), mode("b")]).toEqual([0o600, 0o644]);
    expect(readdirSync(directory)).toEqual(["a", "b"]);
  });

  it("stays the old one where the new one cannot be written", async () => {
    await writeDurably(file("a"), "old");
    mkdirSync(file("a.new"));
    await expect(writeDurably(file("a"), "new")).rejects.toThrow();
    expect(text("a")).toBe("old");
  });
});

describe("a file made once", () => {
  it("is whole and its owner's alone", async () => {
    await createDurably(file("a"), "mine");
    expect([text("a"), mode("a")]).toEqual(["mine", 0o600]);
    expect(readdirSync(directory)).toEqual(["a"]);
  });

  it("never takes the place of another", async () => {
    writeFileSync(file("a"), "");
    await expect(createDurably(file("a"), "mine")).rejects.toMatchObject({ code: "EEXIST" });
    expect(text("a")).toBe("");
    expect(readdirSync(directory)).toEqual(["a"]);
  });
});

it("the first half of it touches nothing but its own name", async () => {
  writeFileSync(file("a"), "old");
  expect(await writeBeside(file("a"), "new")).toBe(file("a.new"));
  expect([text("a"), text("a.new")]).toEqual(["old", "new"]);
});
