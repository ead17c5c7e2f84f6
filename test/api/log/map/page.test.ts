import { describe, expect, it } from "vitest";
import { createBuilder } from "../../../../api/log/map/build.ts";
import { FAN, HASH } from "../../../../api/log/map/hashing.ts";
import {
  decodePage,
  encodeBucket,
  encodeInner,
  type Inner,
  isBucket,
} from "../../../../api/log/map/page.ts";
import { digest, keyOf, keyWith } from "./world.ts";

const leavesOf = (keys: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    [...keys].sort(Buffer.compare).flatMap((key) => [key, digest(`value ${key.join()}`)]),
  );

const bucket = encodeBucket(leavesOf([keyOf(1), keyOf(2), keyOf(3)]), 0, 3);

/** An inner page with single leaves and larger children. */
function innerPage(): Buffer {
  const keys = ["0000", "0001", "00010", "1111", "11110"].map((bits) => keyWith(bits, "1"));
  const builder = createBuilder(0, 1);
  builder.addSubtree(leavesOf(keys), 0, keys.length, 0);
  return builder.added.at(-1)?.bytes as Buffer;
}

function changed(page: Buffer, change: (page: Buffer) => void): Buffer {
  const copy = Buffer.from(page);
  change(copy);
  return copy;
}

describe("pages", () => {
  it("are what was encoded", () => {
    const page = decodePage(bucket);
    if (page === null || !isBucket(page)) throw new Error("no bucket");
    expect(page.count).toBe(3);
    expect(encodeBucket(page.bytes, 0, 3)).toEqual(bucket);
    const inner = decodePage(innerPage()) as Inner;
    expect(inner.ids.filter((id) => id > 0)).toHaveLength(3);
    expect([...inner.kinds.subarray(FAN)].filter((kind) => kind === 2)).toHaveLength(2);
    expect(encodeInner(inner)).toEqual(innerPage());
  });

  it("hold ids of up to 48 bits", () => {
    const inner = decodePage(innerPage()) as Inner;
    inner.ids[0] = 2 ** 48 - 1;
    expect((decodePage(encodeInner(inner)) as Inner).ids[0]).toBe(2 ** 48 - 1);
  });

  const inner = innerPage();
  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array(0)],
    ["another type", changed(bucket, (page) => page.fill(3, 0, 1))],
    ["a bucket without leaves", bucket.subarray(0, 1)],
    ["a bucket of no leaves", Buffer.from([1, 0])],
    ["a bucket that is cut", bucket.subarray(0, -1)],
    ["a bucket with a byte too many", Buffer.concat([bucket, Buffer.alloc(1)])],
    ["a bucket with a key twice", changed(bucket, (page) => page.copy(page, 66, 2, 66))],
    ["a bucket out of order", changed(bucket, (page) => page.copy(page, 2, 130, 194))],
    ["an inner page that is cut", inner.subarray(0, -1)],
    ["an inner page of a head", inner.subarray(0, 5)],
    ["less than a head", inner.subarray(0, 4)],
    ["an inner page with a byte too many", Buffer.concat([inner, Buffer.alloc(1)])],
    ["a child without a page", changed(inner, (page) => page.fill(0, 5, 11))],
    ["many in an empty place", changed(inner, (page) => page.writeUInt16BE(2 ** 8, 3))],
    ["an inner page of nothing", Buffer.from([2, 0, 0, 0, 0])],
    [
      "an inner page of one leaf",
      changed(inner.subarray(0, 5 + 6 + HASH), (page) => {
        page.writeUInt16BE(1, 1);
        page.writeUInt16BE(0, 3);
      }),
    ],
  ])("are not %s", (_, bytes) => {
    expect(decodePage(bytes)).toBeNull();
  });
});
