import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signatureCheck } from "../../../../api/ledger/evidence/signed.ts";
import type { StoredCheckpoint } from "../../../../api/store/store.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await testLedger();
});
afterEach(() => ledger.close());

/** The same note with one letter of its signature changed. */
function forged(checkpoint: StoredCheckpoint): StoredCheckpoint {
  const at = checkpoint.note.length - 20;
  const other = checkpoint.note[at] === "A" ? "B" : "A";
  return {
    ...checkpoint,
    note: checkpoint.note.slice(0, at) + other + checkpoint.note.slice(at + 1),
  };
}

describe("the check of a checkpoint's signature", () => {
  it("holds for what the log key signed, and for nothing that is like it", async () => {
    const checkpoint = (await ledger.seal())!;
    const check = signatureCheck(ledger.policy);
    const damaged = expect.objectContaining({
      code: "damaged",
      details: { what: "checkpoint", index: checkpoint.size },
    });
    for (let i = 0; i < 3; i++) {
      expect(() => check(checkpoint)).not.toThrow();
      // What held before vouches for no other note, and what failed fails again.
      expect(() => check(forged(checkpoint))).toThrow(damaged);
    }
    expect(() => check({ ...checkpoint, note: "no note" })).toThrow(damaged);
    const other = { ...ledger.policy, keys: [{ ...ledger.policy.keys[1]!, role: "log" as const }] };
    expect(() => signatureCheck(other)(checkpoint)).toThrow(damaged);
  });

  it("looks at a note once, as long as it is among the last", async () => {
    const checkpoint = (await ledger.seal())!;
    let asked = 0;
    const policy = {
      ...ledger.policy,
      get keys() {
        asked++;
        return ledger.policy.keys;
      },
    };
    const check = signatureCheck(policy);
    check(checkpoint);
    const once = asked;
    for (let i = 0; i < 5; i++) check(checkpoint);
    expect(asked).toBe(once);
  });
});
