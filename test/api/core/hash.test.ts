import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTime, systemClock } from "../../../api/core/clock.ts";
import {
  hmacSha256,
  hmacSha256With,
  merkleLeaf,
  merkleNode,
  sha256,
} from "../../../api/core/hash.ts";
import { type RecordKind, streamName } from "../../../api/core/kind.ts";
import { asLeafHash } from "../../../portal/verify/brands.ts";
import { hmacSha256 as kernelHmac, sha256 as kernelSha } from "../../../portal/verify/hash.ts";
import { leafHash, nodeHash } from "../../../portal/verify/merkle.ts";
import { formatTime as kernelTime } from "../../../portal/verify/time.ts";

const bytes = fc.uint8Array({ maxLength: 300 });
const plain = (buffer: Uint8Array): number[] => [...buffer];

describe("hashes are the kernel's", () => {
  it("SHA-256, of bytes and of text", () => {
    fc.assert(
      fc.property(bytes, fc.string(), (data, text) => {
        expect(plain(sha256(data))).toEqual(plain(kernelSha(data)));
        expect(plain(sha256(text))).toEqual(plain(createHash("sha256").update(text).digest()));
      }),
    );
  });

  it("HMAC", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes, (key, data) => {
        expect(plain(hmacSha256(key, data))).toEqual(plain(kernelHmac(key, data)));
      }),
    );
  });

  it("HMAC of many texts with one key", () => {
    const texts = fc.array(fc.string({ unit: "binary", maxLength: 5_000, size: "max" }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), texts, (key, all) => {
        const mac = hmacSha256With(key);
        for (const text of all) expect(mac(text)).toEqual(hmacSha256(key, text));
      }),
    );
    expect(() => hmacSha256With(new Uint8Array(65))).toThrow(RangeError);
  });

  it("of a text are those of its UTF-8, and no key is longer than a block", () => {
    const key = new Uint8Array(64).fill(7);
    expect(hmacSha256(key, "王")).toEqual(hmacSha256(key, Buffer.from("王")));
    expect(() => hmacSha256(new Uint8Array(65), "x")).toThrow(RangeError);
  });

  it("leaves and nodes, also when one node is made of another at once", () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, hash, hash, (entry, left, right) => {
        expect(plain(merkleLeaf(entry))).toEqual(plain(leafHash(entry)));
        const [l, r] = [asLeafHash(left), asLeafHash(right)];
        expect(plain(merkleNode(l, r))).toEqual(plain(nodeHash(l, r)));
        const inner = nodeHash(l, r);
        expect(plain(merkleNode(merkleNode(l, r), merkleNode(r, l)))).toEqual(
          plain(nodeHash(inner, nodeHash(r, l))),
        );
      }),
    );
  });
});

describe("times", () => {
  it("have the kernel's spelling", () => {
    for (const ms of [0, 1, 1_795_340_000_123, Date.UTC(9999, 11, 31)]) {
      expect(formatTime(ms)).toBe(kernelTime(ms));
    }
  });

  it("of the system go on", () => {
    const first = systemClock.now();
    expect(Number.isInteger(first)).toBe(true);
    expect(systemClock.now()).toBeGreaterThanOrEqual(first);
  });
});

describe("the stream of a version", () => {
  it.each([
    ["single", 1, "thing"],
    ["single", 2, "thing"],
    ["many", 1, "thing"],
    ["many", 2, "thing/id"],
    ["many", 9, "thing/id"],
    ["events", 1, "thing"],
  ] as const)("%s, version %i: %s", (layout, version, stream) => {
    const kind = { kind: "thing", layout, streamField: null, standing: null } as RecordKind;
    expect(streamName(kind, "id", version)).toBe(stream);
  });

  it("of a kind with several is told by its field", () => {
    const kind = { kind: "thing", layout: "events", streamField: "name" } as RecordKind;
    expect(streamName(kind, "id", 1, "a-b")).toBe("thing/a-b");
  });
});
