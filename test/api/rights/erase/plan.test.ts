/** What goes and what stays, over random people and rules, held against rules spelled out the other way round. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Bundle,
  type FreeClass,
  type PlanInput,
  type Planned,
  planOf,
  scopesOf,
} from "../../../../api/rights/erase/plan.ts";
import { planHash } from "../../../../api/rights/erase/plan-hash.ts";
import type { ClassRule } from "../../../../api/rights/retention/model.ts";
import { RETENTION_CLASSES, type RetentionClass } from "../../../../portal/verify/subject.ts";

const YEAR = 2026;
const SUBJECTS = ["a", "b", "c"];

const rule: fc.Arbitrary<ClassRule> = fc.oneof(
  fc.constant({ action: "go" } as const),
  fc.record({
    action: fc.constant("keep" as const),
    years: fc.integer({ min: 0, max: 5 }),
    ground: fc.constantFrom("g1", "g2"),
    texts: fc.constant([{ language: "en", text: "why" }]),
  }),
);
const keep = rule.filter(({ action }) => action === "keep");
const bundle = fc.record({
  subject: fc.constantFrom(...SUBJECTS),
  retentionClass: fc.constantFrom(...RETENTION_CLASSES),
  expiry: fc.constantFrom("open", "2020", "2025", "2026", "2031"),
  kinds: fc.constant([{ kind: "order", entries: 2 }]),
});
const nameOf = ({ subject, retentionClass, expiry }: Bundle) =>
  `${subject}/${retentionClass}/${expiry}`;
const bundles = fc.uniqueArray(bundle, { selector: nameOf, maxLength: 14 }).map((all) =>
  // Years are of what has a time by law alone.
  all.filter(({ retentionClass, expiry }) => retentionClass === "statutory" || expiry === "open"),
);
const input: fc.Arbitrary<PlanInput> = fc
  .record({
    bundles,
    classes: fc.record({ personal: rule, consent: rule, statutory: keep }),
    held: fc.subarray([...RETENTION_CLASSES]),
    goNow: fc.subarray<FreeClass>(["personal", "consent"]),
    earlier: fc.dictionary(
      fc.constantFrom("a/consent/open", "b/personal/open", "a/statutory/2031"),
      fc.record({ ground: fc.constant("g0"), until: fc.integer({ min: 2024, max: 2030 }) }),
    ),
  })
  .map(({ bundles: all, classes, held, goNow, earlier }) => ({
    bundles: all,
    rules: { inForceFrom: null, entry: null, automatic: false, classes },
    held: new Set(held),
    goNow: new Set(goNow.filter((one) => !held.includes(one))),
    earlier: (one: Bundle) => earlier[nameOf(one)] ?? null,
    year: YEAR,
  }));

/** Whether one of these stays, were it alone, by sentences of the rules. */
function stays(one: Bundle, { rules, held, goNow, earlier }: PlanInput): boolean {
  if (held.has(one.retentionClass)) return true;
  if (one.retentionClass === "access") return false;
  if (goNow.has(one.retentionClass as FreeClass)) return false;
  const before = earlier(one);
  if (before !== null) return (before.until ?? 0) >= YEAR;
  if (one.expiry !== "open") return Number(one.expiry) >= YEAR;
  return rules.classes[one.retentionClass as "personal"].action === "keep";
}

const fates = (all: readonly Planned[]) => new Map(all.map((one) => [nameOf(one), one.fate]));

describe("a plan", () => {
  it("leaves what rules, years and holds keep, and nothing else", () => {
    fc.assert(
      fc.property(input, (asked) => {
        const planned = planOf(asked);
        expect(planned.length).toBe(asked.bundles.length);
        const found = fates(planned);
        const rest = asked.bundles.filter(({ retentionClass }) => retentionClass !== "access");
        for (const one of rest)
          expect(found.get(nameOf(one))).toBe(stays(one, asked) ? "kept" : "erased");
        const anyStays = asked.held.has("access") || rest.some((one) => stays(one, asked));
        for (const one of planned)
          if (one.retentionClass === "access") expect(one.fate).toBe(anyStays ? "kept" : "erased");
      }),
      { numRuns: 2_000 },
    );
  });

  it("never lets go before its year what the law has kept, nor what is held, whatever is chosen", () => {
    fc.assert(
      fc.property(input, (asked) => {
        for (const { retentionClass, expiry, fate, kept } of planOf(asked)) {
          if (asked.held.has(retentionClass)) expect(fate).toBe("kept");
          if (retentionClass !== "statutory" || expiry === "open" || fate !== "erased") continue;
          const before = asked.earlier({ subject: "a", retentionClass, expiry, kinds: [] });
          expect(Math.min(Number(expiry), before?.until ?? 9999)).toBeLessThan(YEAR);
          expect(kept).toBeNull();
        }
      }),
    );
  });

  it("says until when and on which ground of everything that stays", () => {
    fc.assert(
      fc.property(input, (asked) => {
        for (const { fate, kept, retentionClass, held } of planOf(asked)) {
          expect(kept === null).toBe(fate === "erased");
          if (kept === null || held) continue;
          expect(kept.ground).not.toBe("");
          if (retentionClass === "access") expect(kept.until).toBeNull();
          else expect(kept.until).toBeGreaterThanOrEqual(YEAR);
        }
      }),
    );
  });
});

describe("the scopes of a plan", () => {
  it("name each key that goes once, and close a class only where nothing of it stays", () => {
    fc.assert(
      fc.property(
        input,
        fc.subarray(SUBJECTS, { minLength: 1 }),
        fc.subarray([...RETENTION_CLASSES]),
        (asked, over, closed) => {
          const before = new Map<string, ReadonlySet<RetentionClass>>(
            over.map((one) => [one, new Set(closed)]),
          );
          const planned = planOf(asked);
          const scopes = scopesOf(planned, SUBJECTS, (one) => before.get(one) ?? new Set());
          const going = planned.filter(({ fate }) => fate === "erased").map(nameOf);
          const named = scopes.flatMap(({ subject, keys }) =>
            keys.map((key) => nameOf({ subject, kinds: [], ...key })),
          );
          expect(named.sort()).toEqual(going.sort());
          const kept = planned.filter(({ fate }) => fate === "kept");
          for (const subject of SUBJECTS)
            for (const one of RETENTION_CLASSES) {
              const closes = scopes.find((scope) => scope.subject === subject)?.closes ?? [];
              const isKept = kept.some((k) => k.subject === subject && k.retentionClass === one);
              const isOver = before.get(subject)?.has(one) ?? false;
              const waits = one === "access" && kept.length > 0;
              expect(closes.includes(one)).toBe(!isKept && !isOver && !waits);
            }
        },
      ),
    );
  });
});

describe("the hash of a plan", () => {
  const hashOf = (planned: readonly Planned[], subjects = SUBJECTS) =>
    planHash({ subjects, planned, goNow: new Set() });

  it("is the same whoever of the person is asked about, and of what is written on the way", () => {
    fc.assert(
      fc.property(input, (asked) => {
        const planned = planOf(asked);
        const looked: Planned[] = planned.map((one) => ({
          ...one,
          kinds: [...one.kinds, { kind: "request", entries: 1 }],
        }));
        const read = { subject: "a", retentionClass: "access", expiry: "open", kinds: [] } as const;
        looked.push({ ...read, fate: "kept", held: false, kept: { ground: "x", until: null } });
        expect(hashOf(looked, [...SUBJECTS].reverse())).toBe(hashOf(planned));
      }),
    );
  });

  it("is another one when a record, an identifier, a hold or a rule has come", () => {
    fc.assert(
      fc.property(
        input.filter(({ bundles: all }) => all.length > 0),
        (asked) => {
          const planned = planOf(asked).filter((one) => one.retentionClass !== "access");
          fc.pre(planned.length > 0);
          const [first, ...rest] = planned as [Planned, ...Planned[]];
          const hash = hashOf(planned);
          const more = { ...first, kinds: [{ kind: "order", entries: 3 }] };
          expect(hashOf([more, ...rest])).not.toBe(hash);
          expect(hashOf(planned, [...SUBJECTS, "d"])).not.toBe(hash);
          expect(hashOf([{ ...first, held: !first.held }, ...rest])).not.toBe(hash);
          const kept = { ground: "another", until: 2_040 };
          expect(hashOf([{ ...first, kept }, ...rest])).not.toBe(hash);
        },
      ),
    );
  });
});
