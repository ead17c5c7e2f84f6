/** Terms and their policy: each says all of the other, and of no terms is a second policy taken. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Terms, termsShape } from "../../../../api/sharing/terms/model.ts";
import { type Policy, policyOf } from "../../../../api/sharing/terms/policy.ts";
import { termsOf } from "../../../../api/sharing/terms/read-policy.ts";
import { canonicalJson, type JsonValue } from "../../../../portal/verify/jcs.ts";
import { MAX_RECORD_BYTES } from "../../../../portal/verify/record.ts";
import { anyTerms, otherInOne, TERMS, termsWith } from "./examples.ts";

const readBack = (policy: unknown): Terms | null => {
  const read = termsOf(policy);
  return read.ok ? read.terms : null;
};
const text = (value: unknown): string => canonicalJson(value as JsonValue);

describe("a policy", () => {
  it("gives back the terms that it was made of, and is made the same again", () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(termsShape.safeParse(terms).success).toBe(true);
        const policy = JSON.parse(text(policyOf(terms)));
        expect(termsOf(policy)).toEqual({ ok: true, terms });
      }),
    );
  });

  it("is another one where the terms are", () => {
    fc.assert(
      fc.property(otherInOne, ([a, b]) => {
        expect(text(policyOf(a))).not.toBe(text(policyOf(b)));
      }),
    );
  });

  it("does not depend on the order in which members of the terms were set", () => {
    const turned = Object.fromEntries(Object.entries(TERMS).reverse()) as Terms;
    expect(text(policyOf(turned))).toBe(text(policyOf(TERMS)));
  });

  it("fits into a record however much the terms say", () => {
    const long = (max: number) => "咖".repeat(max);
    const list = (count: number, make: (n: string) => string): string[] =>
      Array.from({ length: count }, (_, i) => make(String(i).padStart(2, "0")));
    const terms = termsWith({
      controller: { ...TERMS.controller, name: long(200) },
      recipient: { ...TERMS.recipient, name: long(200), contact: long(200) },
      purposes: list(15, (n) => `p${n}`).map((purposeId) => ({
        purposeId,
        consents: list(10, (n) => `${"c".repeat(62)}${n}`),
      })),
      records: ["customer", "order", "payment"].map((kind) => ({
        kind,
        fields: list(15, (n) => `${"f".repeat(20)}${n}`),
      })),
      onward: { to: list(20, (n) => `${n}${long(98)}`) },
      notes: { en: long(1500), zh: long(1500) },
    });
    expect(readBack(policyOf(terms))).toEqual(terms);
    expect(Buffer.byteLength(text(policyOf(terms)))).toBeLessThan(MAX_RECORD_BYTES - 2_000);
  });
});

/** Everything in a value: where it is, and the value with something else there. */
function* places(
  value: unknown,
  put: (by: unknown) => unknown = (by) => by,
  path = "",
): Generator<readonly [string, unknown, (by: unknown) => unknown]> {
  yield [path, value, put];
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const into = (by: unknown) => {
      if (Array.isArray(value)) return put(value.map((one, i) => (String(i) === name ? by : one)));
      return put({ ...value, [name]: by });
    };
    yield* places(inner, into, `${path}/${name}`);
  }
}

const without = (value: object, name: string): unknown =>
  Array.isArray(value)
    ? value.filter((_, i) => String(i) !== name)
    : Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));

type Mutation = readonly [name: string, policy: unknown];

/** Every member removed, doubled, of another type, in another order, with one beside it, and with another text. */
function* mutations(policy: Policy): Generator<Mutation> {
  for (const [path, value, put] of places(policy)) {
    for (const by of [null, true, 0, 1, "", [], {}, [value], { "@value": value }, { "@id": value }])
      yield [`${path} is ${JSON.stringify(by).slice(0, 20)}`, put(by)];
    if (typeof value === "string") {
      for (const by of [
        `${value} `,
        ` ${value}`,
        value.toUpperCase(),
        value.slice(1),
        `${value}\n`,
      ])
        yield [`${path} is ${JSON.stringify(by)}`, put(by)];
    }
    if (typeof value !== "object" || value === null) continue;
    yield [
      `${path} has a member more`,
      put(Array.isArray(value) ? [...value, " x"] : { ...value, x: 1 }),
    ];
    yield [
      `${path} has __proto__`,
      put(JSON.parse(`{"__proto__":{},"rest":${JSON.stringify(value)}}`)),
    ];
    for (const [name, inner] of Object.entries(value)) {
      yield [`${path} without ${name}`, put(without(value, name))];
      if (Array.isArray(value)) yield [`${path} with ${name} twice`, put([...value, inner])];
    }
    if (Array.isArray(value) && value.length > 1)
      yield [`${path} turned round`, put([...value].reverse())];
  }
}

const changedPolicies = (policy: Policy): Mutation[] =>
  [...mutations(policy)].filter(([, changed]) => text(changed) !== text(policy));

/** What of the policy stands for a value of the terms alone: put in another way it says something else, and nothing wrong. */
const FREE =
  /^\/(?:assigner\/(?:vcard:fn|st:ledger)|assignee\/(?:vcard:fn|st:contact)|st:note\/\d\/@value|target\/\d\/refinement\/[01]\/rightOperand(?:\/\d)?)( is |$)/;

describe("a policy that was changed", () => {
  const policy = policyOf(TERMS);
  const changed = changedPolicies(policy);

  it("is never taken for one that it is not", () => {
    expect(changed.length).toBeGreaterThan(1_500);
    for (const [name, other] of changed) {
      const terms = readBack(other);
      // It may say other terms in the right way, never these and never in another way.
      if (terms !== null) {
        expect([name, text(policyOf(terms))]).toEqual([name, text(other)]);
        expect([name, terms]).not.toEqual([name, TERMS]);
      }
    }
  });

  it("is refused wherever something is missing, doubled, of another type, or said in two ways", () => {
    const taken = changed.filter(([, other]) => readBack(other) !== null).map(([name]) => name);
    // Parts of lists of which some are left, a note of two, other words where words are free, other names of things.
    const lists =
      /^\/(?:st:note|target|permission)\b without \d$|rightOperand without \d$|^\/st:note is \[\]$/;
    const others = taken.filter((name) => !lists.test(name) && !FREE.test(name));
    expect(others).toEqual([]);
    expect(taken.length).toBeGreaterThan(5);
  });

  it("tells where it is not as it must be", () => {
    const wrong = { ...policy, prohibition: [{ action: "sell" }] };
    expect(termsOf(wrong)).toEqual({
      ok: false,
      problems: [{ field: "prohibition[0].action", code: "bad_format" }],
    });
    expect(termsOf({ ...policy, "odrl:more": 1 })).toEqual({
      ok: false,
      problems: [{ field: "", code: "bad_format" }],
    });
    expect(termsOf({ ...policy, "st:contract": "eip155:31337:0xC0" })).toMatchObject({
      problems: [{ field: "contract", code: "bad_format" }],
    });
  });

  it.each([
    [
      "recipient.account same_account",
      { recipient: { ...TERMS.recipient, account: TERMS.controller.account } },
    ],
    ["validUntil end_before_begin", { validUntil: TERMS.validFrom }],
    ["validUntil period_too_long", { validUntil: "2036-12-08T00:00:01.000Z" }],
    ["retention retention_too_long", { retention: "P10Y1D" }],
    [
      "duties.deleteWithin duty_too_long",
      { duties: { deleteWithin: "P31D", acknowledgeWithin: "P1D" } },
    ],
  ])("is refused where no terms can be so: %s", (wanted, change) => {
    const read = termsOf(policyOf(termsWith(change)));
    expect(read.ok ? [] : read.problems.map(({ field, code }) => `${field} ${code}`)).toEqual([
      wanted,
    ]);
  });

  it("may be anything", () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(undefined, Number.NaN, 1n, new Map(), [], () => 1),
    );
    fc.assert(
      fc.property(anything, fc.nat(), (by, n) => {
        const all = [...places(policy)];
        const [, , put] = all[n % all.length]!;
        expect(termsOf(by).ok).toBe(false);
        const terms = readBack(put(by));
        if (terms !== null) expect(text(policyOf(terms))).toBe(text(put(by)));
      }),
    );
  });
});

describe("terms", () => {
  it.each([
    ["words with a line break", { notes: { en: "a\nValid until: never" } }],
    ["words that turn the direction of writing", { onward: { to: ["Acme\u202etd"] } }],
    ["words that begin with a space", { onward: { to: [" Acme"] } }],
    ["words that end with a space", { onward: { to: ["Acme "] } }],
    ["words that are far apart", { notes: { en: `Nothing.${" ".repeat(80)}Or anything.` } }],
    ["words with a space of another width", { notes: { zh: "无\u3000备注" } }],
    ["words with a space that does not break", { notes: { en: "No\u00a0note" } }],
    ["words that begin with a mark", { recipient: { ...TERMS.recipient, name: "\u0301Acme" } }],
    ["words of which one begins with a mark", { notes: { en: "a \u0338b" } }],
    ["a nonce of 15 bytes", { nonce: "AAECAwQFBgcICQoLDA0O" }],
    ["a nonce in another spelling", { nonce: "AAECAwQFBgcICQoLDA0ODx" }],
    ["words of nothing", { recipient: { ...TERMS.recipient, contact: " " } }],
    ["fractions of a second", { validFrom: "2026-12-01T00:00:00.500Z" }],
    ["an account in capitals", { contract: `0x${"C0".repeat(20)}` }],
    ["weeks", { retention: "P2W" }],
    ["no time at all", { retention: "P" }],
    ["half a day", { duties: { deleteWithin: "P1DT12H", acknowledgeWithin: "P1D" } }],
    ["consents in another order", { purposes: [{ purposeId: "a", consents: ["b", "a"] }] }],
    ["a consent twice", { purposes: [{ purposeId: "a", consents: ["b", "b"] }] }],
    ["no consent", { purposes: [{ purposeId: "a", consents: [] }] }],
    ["no purpose", { purposes: [] }],
    ["a kind twice", { records: [TERMS.records[0]!, TERMS.records[0]!] }],
    ["a field of the envelope", { records: [{ kind: "customer", fields: ["@id"] }] }],
    ["a note of nothing", { notes: {} }],
    ["nobody to hand on to", { onward: { to: [] } }],
  ] satisfies [string, Partial<Terms>][])("do not have %s", (_, change) => {
    expect(termsShape.safeParse(termsWith(change)).success).toBe(false);
    // Nobody comes by such terms through a policy, either.
    expect(readBack(JSON.parse(JSON.stringify(policyOf(termsWith(change)))))).not.toEqual(
      termsWith(change),
    );
  });
});
