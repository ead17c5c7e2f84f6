import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkpointPath, parseCheckpointPath } from "../../../api/log/checkpoint-path.ts";

describe("the path of a checkpoint", () => {
  it("comes back as its size", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (size) => {
        expect(parseCheckpointPath(checkpointPath(size))).toBe(size);
      }),
    );
  });

  it.each([
    "",
    "checkpoint",
    "checkpoint/",
    "/checkpoint/1",
    "checkpoint/01",
    "checkpoint/+1",
    "checkpoint/-1",
    "checkpoint/1.0",
    "checkpoint/1e3",
    "checkpoint/0x1",
    "checkpoint/1/",
    "checkpoint/1\n",
    "checkpoint/ 1",
    "checkpoint/１",
    "checkpoint/9007199254740992",
    "checkpoint/99999999999999999999",
    "Checkpoint/1",
    "checkpoints/1",
  ])("is not %j", (path) => {
    expect(parseCheckpointPath(path)).toBeNull();
  });

  it("has one spelling", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0129x.-+ /"), maxLength: 6 }), (text) => {
        const size = parseCheckpointPath(`checkpoint/${text}`);
        if (size !== null) expect(checkpointPath(size)).toBe(`checkpoint/${text}`);
      }),
    );
  });
});
