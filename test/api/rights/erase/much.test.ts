/** More than one list holds: refused before anything is begun or promised, and nobody else waits for it. */
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { assertListable } from "../../../../api/rights/erase/look.ts";
import type { Planned } from "../../../../api/rights/erase/plan.ts";
import { MAX_ERASURE_ENTRIES } from "../../../../portal/verify/erasure-list-form.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { firm, OFFICER, PLANTED, somebody } from "./scene.ts";

const YEAR_MS = 366 * 86_400_000;
/** Whose rows cannot be read. */
let failing: string | null;
let ledger: TestLedger;
beforeEach(async () => {
  failing = null;
  ledger = await testLedger({
    wrapStore: (inner) =>
      new Proxy(inner, {
        get(target, name) {
          if (name !== "timeline") return Reflect.get(target, name);
          return async (asked: Parameters<typeof inner.timeline>[0]) => {
            if (asked.subject === failing) throw new Error("InjectedFault");
            return target.timeline(asked);
          };
        },
      }),
  });
  onTestFinished(() => ledger.close());
  await firm(ledger);
});

const planned = (...entries: number[]): Planned[] =>
  entries.map((count) => ({
    ...{ subject: "s", retentionClass: "personal", expiry: "open", fate: "erased", kept: null },
    ...{ held: false, kinds: [{ kind: "order", entries: count }] },
  }));

it("is counted over all classes", () => {
  assertListable({ planned: planned(MAX_ERASURE_ENTRIES - 1, 1) });
  expect(() => assertListable({ planned: planned(MAX_ERASURE_ENTRIES, 1) })).toThrow(
    expect.objectContaining({ details: { problem: "too_many" } }),
  );
});

it("of one person keeps no other from being swept, nor does whatever else fails", async () => {
  const people: string[] = [];
  for (const n of [1, 2, 3, 4])
    people.push(await somebody(ledger, { ...PLANTED, number: `N-${n}`, order: `O-${n}` }));
  people.sort();
  const keep = (one: string, years: number) => ({
    ...{ class: one, action: "keep", years, ground: "HGB 257" },
    texts: [{ language: "en", text: "Commercial law." }],
  });
  const rules = [{ class: "personal", action: "go" }, keep("consent", 3), keep("statutory", 10)];
  await ledger.rights.retention.state({ automatic: true, rules }, OFFICER, null);
  ledger.clock.advance(12 * YEAR_MS);
  failing = people[0]!;
  expect(await ledger.rights.erasures.tend().catch((error: unknown) => error)).toBe(3);
  for (const { id } of await ledger.rights.erasures.unfinished())
    await ledger.rights.erasures.settled(id);
  const left = await Promise.all(
    people.map(async (one) =>
      (await ledger.keyStore.sealingKeysOf([one])).some(
        (key) => key.retentionClass === "statutory",
      ),
    ),
  );
  expect(left).toEqual([true, false, false, false]);
});
