/** Whatever an honest ledger hands out, at whatever times: no two of its files accuse it. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { compared } from "../../../portal/verify/compared.ts";
import { contradiction } from "../../../portal/verify/contradiction.ts";
import { known } from "./handed-out.ts";
import { filesOf, live, step } from "./ledger-life.ts";

/** Each life is some hundred pairs of files. `RUNS=1000` looks longer. */
const RUNS = Number(process.env.RUNS ?? 5);

describe("an honest ledger", { timeout: 600_000 }, () => {
  it("is accused by no two of its files, nor by one, nor by all together", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 22 }), (steps) => {
        const files = [...filesOf(live(steps))].map((file) => ({ file, read: known(file) }));
        for (const { file, read } of files) {
          assert.isNull(read.fault, `${file.name}: ${read.fault?.code}`);
        }
        // All pairs are in it; and what only three files show together is, too.
        const found = contradiction(...files.map(({ read }) => read));
        assert.isNull(found, found?.kind);
        for (const { file, read } of files.filter((_one, i) => i % 7 === 0)) {
          for (const other of files.filter((_one, i) => i % 5 === 0)) {
            const proof = contradiction(read, other.read);
            assert.isNull(proof, `${file.name} × ${other.file.name}: ${proof?.kind}`);
            compared(read, other.read);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
