/** What a proof says of the auditors who signed what it is made of. */
import { assert, describe, it } from "vitest";
import { caveatsOf } from "../../../portal/verify/misbehaviour-caveats.ts";
import type { MisbehaviourKind } from "../../../portal/verify/misbehaviour-kinds.ts";
import type { SideFacts } from "../../../portal/verify/misbehaviour-verdict.ts";

const NOTHING: SideFacts = {
  ...{ signed: null, size: null, root: null, cosigned: [], index: null },
  ...{ leafHash: null, seq: null, mapSize: null, time: null, deadline: null },
};
const tree = (size: number, root: string, ...cosigned: string[]): SideFacts => ({
  ...NOTHING,
  ...{ signed: "log", size, root, cosigned },
});
const promise: SideFacts = { ...NOTHING, signed: "receipt", index: 8 };

const of = (kind: MisbehaviourKind, ...sides: SideFacts[]) => caveatsOf(kind, sides, null);

describe("an auditor who cosigned", () => {
  it("two trees that do not fit is named as one who should not have", () => {
    assert.deepEqual(of("two_roots", tree(8, "x", "a1"), tree(8, "y", "a1", "a2")), [
      "key_holder",
      "auditor_on_both",
    ]);
  });

  it("one tree in which a replay finds it is, too", () => {
    assert.deepEqual(of("two_seq", tree(8, "x", "a1"), tree(8, "x", "a1")), [
      "key_holder",
      "auditor_vouched",
    ]);
  });

  it("only one of them is not", () => {
    assert.deepEqual(of("two_roots", tree(8, "x", "a1"), tree(8, "y", "a2")), ["key_holder"]);
  });

  it("is not where one side is promised: no auditor sees receipts, whatever trees stand beside", () => {
    for (const other of [tree(8, "x", "a1"), tree(14, "y", "a1")]) {
      assert.deepEqual(of("map_wrong", tree(8, "x", "a1"), promise, other), [
        "key_holder",
        "broken_promise",
      ]);
    }
  });

  it("is not where no replay would have found it", () => {
    for (const kind of ["record_layout", "off_chain"] as const) {
      const sides = [tree(8, "x", "a1"), tree(14, "y", "a1")];
      assert.notInclude(of(kind, ...sides), "auditor_on_both");
      assert.notInclude(of(kind, ...sides.slice(1)), "auditor_vouched");
    }
  });
});
