import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groups, type Line, lines, readBody } from "../../../api/core/body.ts";

const CUT = { code: "incomplete_body" };

async function* chunked(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let at = 0;
  for (const place of [...places, bytes.length]) {
    yield bytes.subarray(at, place);
    at = place;
  }
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
}

const textOf = ({ number, bytes }: Line): string =>
  `${number} ${bytes === null ? "(too long)" : Buffer.from(bytes).toString()}`;

/** A source that tells how much was asked of it and whether it was let go. */
function watched(chunk: Uint8Array, most: number) {
  const seen = { chunks: 0, released: false };
  async function* produce(): AsyncGenerator<Uint8Array> {
    try {
      while (seen.chunks < most) {
        seen.chunks++;
        yield chunk;
      }
    } finally {
      seen.released = true;
    }
  }
  return { seen, source: produce() };
}

async function* broken(first: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(first);
  throw new Error("socket hang up, says 13800138000");
}

describe("a whole body", () => {
  it("is the chunks joined, wherever they are cut", async () => {
    const arbitrary = fc.tuple(fc.uint8Array({ maxLength: 100 }), fc.array(fc.nat(100)));
    await fc.assert(
      fc.asyncProperty(arbitrary, async ([bytes, cuts]) => {
        const read = await readBody(chunked(bytes, cuts), 100);
        expect(Buffer.from(read).equals(bytes)).toBe(true);
      }),
    );
  });

  it("is empty where there is none", async () => {
    expect(await readBody(null, 10)).toHaveLength(0);
  });

  it("may be exactly at the limit, and not one byte over", async () => {
    const limit = 64;
    expect(await readBody(chunked(new Uint8Array(limit), [1, 2]), limit)).toHaveLength(limit);
    const over = readBody(chunked(new Uint8Array(limit + 1), [64]), limit);
    await expect(over).rejects.toMatchObject({ code: "too_large", details: { limit } });
  });

  it("is read no further than the limit, and let go", async () => {
    const { seen, source } = watched(new Uint8Array(1024), 1_000_000);
    await expect(readBody(source, 10_000)).rejects.toMatchObject({ code: "too_large" });
    expect(seen).toEqual({ chunks: 10, released: true });
  });

  it("that breaks off is refused, without a word of the cause", async () => {
    const error = await readBody(broken("{"), 100).catch((e: unknown) => e);
    expect(error).toMatchObject({ ...CUT, details: {} });
    expect(String(error)).not.toContain("138");
  });
});

describe("lines", () => {
  it("are those of the text, wherever the chunks are cut", async () => {
    const line = fc.stringMatching(/^[a王\r ]{0,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.boolean(),
        fc.array(fc.nat(300)),
        async (texts, trailing, cuts) => {
          const body = Buffer.from(texts.join("\n") + (trailing ? "\n" : ""));
          const found = await all(lines(chunked(body, cuts), 1000));
          const expected = body.toString().split("\n");
          if (expected.at(-1) === "") expected.pop();
          expect(found.map(textOf)).toEqual(expected.map((text, i) => `${i + 1} ${text}`));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keep their numbers around one that is too long, at every cut of the chunks", async () => {
    const body = Buffer.from(`first\n${"x".repeat(11)}\n\n${"y".repeat(10)}\nlast`);
    const wanted = ["1 first", "2 (too long)", "3 ", `4 ${"y".repeat(10)}`, "5 last"];
    for (let cut = 0; cut <= body.length; cut++) {
      expect((await all(lines(chunked(body, [cut]), 10))).map(textOf)).toEqual(wanted);
    }
    const single = Array.from({ length: body.length }, (_, i) => i);
    expect((await all(lines(chunked(body, single), 10))).map(textOf)).toEqual(wanted);
  });

  it("are none in an empty body, and one too long where there is no newline", async () => {
    expect(await all(lines(null, 10))).toEqual([]);
    expect(await all(lines(chunked(new Uint8Array(0), []), 10))).toEqual([]);
    expect((await all(lines(chunked(Buffer.from("x".repeat(11)), []), 10))).map(textOf)).toEqual([
      "1 (too long)",
    ]);
  });

  it("of a gigabyte are never held", async () => {
    const chunk = new Uint8Array(1 << 20).fill(0x78);
    const { source } = watched(chunk, 1024);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const spied = (async function* () {
      for await (const each of source) {
        // A fresh copy each, as a socket gives them.
        yield Uint8Array.from(each.subarray(0, 4096));
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        for (let i = 0; i < 255; i++) yield each.subarray(0, 4096);
      }
      yield Buffer.from("\nnext");
    })();
    expect((await all(lines(spied, 131_072))).map(textOf)).toEqual(["1 (too long)", "2 next"]);
    expect(most).toBeLessThan(64 << 20);
  });

  it("that break off are refused where they break", async () => {
    const found: string[] = [];
    const reading = (async () => {
      for await (const line of lines(broken("one\ntwo\nthr"), 100)) found.push(textOf(line));
    })();
    await expect(reading).rejects.toMatchObject(CUT);
    expect(found).toEqual(["1 one", "2 two"]);
  });

  it("let go of the source when nobody reads on", async () => {
    const { seen, source } = watched(Buffer.from("a\nb\n"), 1000);
    for await (const line of lines(source, 100)) if (line.number === 3) break;
    expect(seen).toEqual({ chunks: 2, released: true });
  });
});

describe("groups", () => {
  it("are full but the last, and in order", async () => {
    const source = async function* () {
      for (let i = 0; i < 7; i++) yield i;
    };
    expect(await all(groups(source(), 3))).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(await all(groups(source(), 7))).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
    expect(await all(groups((async function* () {})(), 3))).toEqual([]);
  });

  it("end where they have become heavy", async () => {
    const source = async function* () {
      for (const each of [1, 1, 9, 1, 10, 1]) yield each;
    };
    const found = await all(groups(source(), 3, 10, (each) => each));
    expect(found).toEqual([[1, 1, 9], [1, 10], [1]]);
  });
});
