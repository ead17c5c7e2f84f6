/** How far a file has come. */
import { describe, expect, it } from "vitest";
import { type Progress, readWith } from "../../../../../portal/src/rights/own/fetch-file.ts";

const bodyOf = (...sizes: number[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const size of sizes) controller.enqueue(new Uint8Array(size).fill(size));
      controller.close();
    },
  });

async function told(body: ReadableStream<Uint8Array<ArrayBuffer>>, length: number | null) {
  const all: Progress[] = [];
  const pieces = await readWith(body, length, (progress) => all.push(progress));
  return { all, pieces: pieces.map((piece) => piece.length) };
}

describe("progress", () => {
  it("is told with each piece, by the length that was promised", async () => {
    expect(await told(bodyOf(25, 25, 50), 100)).toEqual({
      ...{ all: [0.25, 0.5, 1], pieces: [25, 25, 50] },
    });
  });

  it("is not known where no length was, and never more than all of it", async () => {
    expect((await told(bodyOf(1, 2), null)).all).toEqual([null, null]);
    expect((await told(bodyOf(80, 80), 100)).all).toEqual([0.8, 1]);
  });

  it("of nothing is nothing", async () => {
    expect(await told(bodyOf(), 0)).toEqual({ all: [], pieces: [] });
  });
});
