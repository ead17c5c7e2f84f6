/** Terms for tests: some as they might be agreed on, and any that the form allows. */
import fc from "fast-check";
import type { Terms } from "../../../../api/sharing/terms/model.ts";

/** Everything that terms can say. */
export const TERMS: Terms = {
  agreement: `0x${"a1".repeat(32)}`,
  version: 2,
  nonce: "AAECAwQFBgcICQoLDA0ODw",
  chainId: 31_337,
  contract: `0x${"c0".repeat(20)}`,
  controller: {
    name: "Northwind Traders",
    account: `0x${"11".repeat(20)}`,
    ledgerId: `0x${"1d".repeat(32)}`,
  },
  recipient: {
    name: "第四咖啡 (Fourth Coffee)",
    account: `0x${"22".repeat(20)}`,
    contact: "privacy@fourthcoffee.example",
  },
  purposes: [
    { purposeId: "newsletter", consents: ["newsletter", "partner-offers"] },
    { purposeId: "surveys", consents: ["surveys"] },
  ],
  records: [
    { kind: "customer", fields: ["emails", "name"] },
    { kind: "order", fields: ["currency"] },
  ],
  validFrom: "2026-12-01T00:00:00.000Z",
  validUntil: "2027-12-01T00:00:00.000Z",
  retention: "P1Y6M",
  onward: { to: ["Fourth Coffee Roasters", "Mailing House"] },
  duties: { deleteWithin: "PT24H", acknowledgeWithin: "P7D" },
  notes: { en: "Signed at the fair.", zh: "于展会签署。" },
};

export const termsWith = (change: Partial<Terms>): Terms => ({ ...TERMS, ...change });

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((b) => `0x${Buffer.from(b).toString("hex")}`);

const sorted = (texts: readonly string[]): string[] => [...texts].sort();

const identifier = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
const field = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/);
/** Letters of several scripts, and what has a meaning in JSON, in JSON-LD or in a text. */
const words = fc
  .array(fc.constantFrom(..."abzAZ09é司咖𝔘😀", ...'"\\/:@{}[]-,.<&`', " "), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) => `N${all.join("")}`.replace(/ +/g, " ").trimEnd());
const begin = fc.integer({
  min: Date.parse("2000-01-01T00:00:00.000Z") / 1000,
  max: Date.parse("2999-01-01T00:00:00.000Z") / 1000,
});
const timeOf = (second: number): string => new Date(second * 1000).toISOString();
const period = fc
  .tuple(begin, fc.integer({ min: 1, max: 3_660 * 86_400 }))
  .map(([from, length]) => ({ validFrom: timeOf(from), validUntil: timeOf(from + length) }));
const set = (item: fc.Arbitrary<string>, maxLength: number) =>
  fc.uniqueArray(item, { minLength: 1, maxLength }).map(sorted);
const within = fc.oneof(
  fc.integer({ min: 1, max: 720 }).map((n) => `PT${n}H`),
  fc.integer({ min: 1, max: 30 }).map((n) => `P${n}D`),
);
const retention = fc
  .tuple(
    ...[["Y", 4] as const, ["M", 24] as const, ["D", 999] as const].map(([unit, max]) =>
      fc.option(fc.integer({ min: 1, max }).map((n) => `${n}${unit}`)),
    ),
  )
  .filter((parts) => parts.some((part) => part !== null))
  .map((parts) => `P${parts.join("")}`);

/** Each value of every member that the form allows is likely enough; but for the period, the members know nothing of one another. */
const anyBut = fc.record({
  agreement: hex(32),
  version: fc.integer({ min: 1, max: 1_000_000 }),
  nonce: fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((b) => Buffer.from(b).toString("base64url")),
  chainId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  contract: hex(20),
  controller: fc.record({ name: words, account: hex(20), ledgerId: hex(32) }),
  recipient: fc.record({ name: words, account: hex(20), contact: words }),
  purposes: fc
    .uniqueArray(fc.record({ purposeId: identifier, consents: set(identifier, 4) }), {
      ...{ minLength: 1, maxLength: 4, selector: ({ purposeId }) => purposeId },
    })
    .map((all) => all.sort((a, b) => (a.purposeId < b.purposeId ? -1 : 1))),
  records: fc
    .uniqueArray(
      fc.record({ kind: fc.constantFrom("customer", "order", "payment"), fields: set(field, 5) }),
      { minLength: 1, maxLength: 3, selector: ({ kind }) => kind },
    )
    .map((all) => all.sort((a, b) => (a.kind < b.kind ? -1 : 1))),
  period,
  retention,
  onward: fc.oneof(fc.constant("prohibited" as const), fc.record({ to: set(words, 4) })),
  duties: fc.record({ deleteWithin: within, acknowledgeWithin: within }),
  notes: fc.oneof(
    fc.constant(null),
    fc.record({ en: words, zh: words }),
    fc.record({ en: words }),
    fc.record({ zh: words }),
  ),
});
export const anyTerms: fc.Arbitrary<Terms> = anyBut.map(({ period, ...rest }) => ({
  ...rest,
  ...period,
}));

/** The same terms, but for one member, which is another's. */
export const otherInOne = fc
  .tuple(anyTerms, anyTerms, fc.constantFrom(...(Object.keys(TERMS) as (keyof Terms)[])))
  .filter(([a, b, member]) => JSON.stringify(a[member]) !== JSON.stringify(b[member]))
  .map(([a, b, member]): readonly [Terms, Terms] => [a, { ...a, [member]: b[member] }]);
