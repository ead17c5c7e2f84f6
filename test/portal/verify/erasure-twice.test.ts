/** Certificates of erasure by two verifiers that share nothing; and what becomes of one when a single bit of it is another. */
import { assert, describe, it } from "vitest";
import { base64Decode } from "../../../portal/verify/bytes.ts";
import { readVectors } from "../../helpers/vectors.ts";
import { referenceExtents } from "./erasure-reference.ts";
import { type ErasureVector, runErasure } from "./run-erasure.ts";

const vectors = readVectors<ErasureVector>("erasure");
const UP_TO_E6 = ["content", "binding", "inclusion", "completeness"];

function reference(source: Uint8Array): readonly string[] | null {
  try {
    return referenceExtents(Buffer.from(source));
  } catch {
    return null;
  }
}

/** Spelling and shapes that are no part of what the reference looks at. */
const OF_FORM = new Set(["wrong_shape", "bad_identifier", "unknown_format"]);

describe("a second verifier", () => {
  it.each(vectors)("agrees on %s", (_name, { file, expect }) => {
    if (expect.code !== null && OF_FORM.has(expect.code)) return;
    const found = reference(base64Decode(file));
    const isRefused = expect.word === "INVALID" && UP_TO_E6.includes(expect.layer ?? "");
    if (isRefused) assert.isNull(found);
    // What is INVALID for another reason holds by itself.
    else if (expect.extents === undefined) assert.isNotNull(found);
    else assert.deepEqual(found, expect.extents);
  });
});

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Place = readonly (string | number)[];

/** Everything in it that is no container. */
function elements(value: Json, at: Place = []): Place[] {
  if (value === null || typeof value !== "object") return [at];
  return Object.entries(value).flatMap(([name, one]) => elements(one, [...at, name]));
}

function changed(value: Json, [first, ...rest]: Place, to: (one: Json) => Json): Json {
  if (first === undefined) return to(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    Json
  >;
  copy[first] = changed(copy[first] as Json, rest, to);
  return copy as Json;
}

/** A string with one bit of the bytes that it spells, or of its letters, flipped. */
function flipped(text: string, nth: number): string {
  const spells = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  const bytes = Buffer.from(text, spells ? "base64" : "utf8");
  const bit = nth % (bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
  return spells ? bytes.toString("base64") : bytes.toString("latin1");
}

const others = (value: Json, nth: number): Json[] => {
  if (typeof value === "number") return [value + 1, Math.max(0, value - 1)];
  if (value === null) return [0];
  if (typeof value !== "string") return [];
  return [flipped(value, 0), flipped(value, nth), flipped(value, nth * 7 + 3)];
};

describe("a single bit", () => {
  const [, holds] = vectors.find(([name]) => name === "holds") as [string, ErasureVector];
  const file: Json = JSON.parse(Buffer.from(base64Decode(holds.file)).toString());
  const places = elements(file);

  it("of any element makes it anything but VERIFIED", { timeout: 120_000 }, async () => {
    assert.isAbove(places.length, 300);
    let tried = 0;
    for (const [n, place] of places.entries()) {
      const values: Json[] = [];
      changed(file, place, (one) => {
        values.push(...others(one, n * 13 + 5));
        return one;
      });
      for (const value of values) {
        const other = changed(file, place, () => value);
        if (JSON.stringify(other) === JSON.stringify(file)) continue;
        tried += 1;
        const source = Buffer.from(JSON.stringify(other)).toString("base64");
        const { outcome } = await runErasure({ ...holds, file: source });
        assert.notEqual(outcome.word, "VERIFIED", place.join("."));
      }
    }
    assert.isAbove(tried, 900);
  });
});
