/** What docs/FORMAT.md §18.1 says of a shared record a partner's client says of it; and what it says besides, of what has become of a consent since. */
import { describe, expect, it } from "vitest";
import type { AskChain } from "../../../../portal/verify/chain.ts";
import { FORMAT_ERROR_CODES } from "../../../../portal/verify/errors.ts";
import { parsePolicy } from "../../../../portal/verify/policy.ts";
import { parseSharingTerms } from "../../../../portal/verify/read-sharing-terms.ts";
import { parseTime } from "../../../../portal/verify/time.ts";
import { judge } from "../../../../scripts/cli/partner/judge.ts";
import type { Delivered, Judging } from "../../../../scripts/cli/partner/judging.ts";
import { OWN_CODES } from "../../../../scripts/cli/partner/not-taken.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import { whyOf } from "./world.ts";

interface Vector extends Delivered {
  readonly policy: object;
  readonly terms: string;
  readonly now: string;
  /** Code that it is refused with; `null`: it holds. */
  readonly expect: string | null;
}
const vectors = readVectors<Vector>("shared-records");
const vector = (name: string) => vectors.find(([one]) => one === name)?.[1] as Vector;

/** A chain that has anchored what each file rests on. */
function chainOf({ evidence, consent }: Delivered): AskChain {
  const roots = new Map(
    [evidence, ...consent].flatMap((file) => {
      const [, size, hash] = JSON.parse(file).checkpoint.split("\n");
      return [[Number(size), `0x${Buffer.from(hash, "base64").toString("hex")}`] as const];
    }),
  );
  return async ({ size }) => {
    const root = roots.get(size) as string;
    return {
      ...{ chainId: 11_155_111, registered: true, latest: { number: 7_300_100 } },
      ...{ finalized: { number: 7_300_050 }, rootAtLatest: root, rootAtFinalized: root },
      event: {
        ...{ blockNumber: 7_300_000, blockHash: `0x${"b1".repeat(32)}`, size, root },
        ...{ blockTime: 1_798_108_500, transaction: `0x${"7a".repeat(32)}`, previousSize: 0 },
      },
    };
  };
}

function judged(one: Vector, change: Partial<Judging> = {}) {
  const { credential, evidence, consent } = one;
  const judging: Judging = {
    ...{ policy: parsePolicy(JSON.stringify(one.policy)), purpose: "partner-offers" },
    ...{ terms: parseSharingTerms(one.terms) as never, termsBytes: Buffer.from(one.terms) },
    ...{ subject: null, now: parseTime(one.now), ask: chainOf(one) },
    ...{ newer: null, mostBehind: 0, replayed: false, ...change },
  };
  return judge({ credential, evidence, consent }, judging);
}

describe("a shared record", () => {
  it.each(vectors)("%s", async (_, one) => {
    const said = await judged(one);
    if (one.expect === null) expect(said).toHaveProperty("taken");
    else expect(said).toMatchObject({ refused: { why: { word: "INVALID", code: one.expect } } });
  });

  it("is told in words of its own only where the kernel has none", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(40);
    expect(
      OWN_CODES.filter((code) => (FORMAT_ERROR_CODES as readonly string[]).includes(code)),
    ).toEqual([]);
  });
});

it.each([
  ["withdrawn-a-millisecond-later", "consent_not_given"],
  ["over-a-millisecond-later", "consent_over"],
])("of a consent that ended since it was issued is not taken: %s", async (name, code) => {
  const one = vector(name);
  expect(await judged(one)).toHaveProperty("taken");
  const now = parseTime(one.now) + 1_000;
  expect(whyOf(await judged(one, { now }))).toBe(`INVALID consent ${code}`);
  expect(await judged(vector("holds"), { now })).toHaveProperty("taken");
});

it("how old the proof of a consent is now the chain says, not the clock", async () => {
  const one = vector("two-days-old");
  const now = parseTime(one.now) + 5_000;
  expect(await judged(one, { now })).toHaveProperty("taken");
  expect(whyOf(await judged(one, { now, newer: async () => 1 }))).toBe(
    "STALE consent consent_outdated",
  );
});
