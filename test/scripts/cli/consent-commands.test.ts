/** Commands that `counterfoil consent` prints are made of nothing that a server can choose freely. */
import { expect, test } from "vitest";
import { consentCommandOf, evidenceCommands } from "../../../scripts/cli/consent/commands.ts";

const subject = "S".repeat(43);
const address = (query: string, of = subject) => `/v1/subjects/${of}/evidence?${query}`;
const JOINED = address("claim=absent&stream=merge");

function of(evidence: string): readonly string[] {
  const rest = { subject, state: "none", madeBy: null, signalled: null, ended: null } as const;
  const one = { ...rest, endsAt: null, statedAfter: false, evidence, joined: JOINED };
  const asked = { subject, purposeId: "p", at: "", allowed: false, reason: "never_asked" } as const;
  return evidenceCommands({ ...asked, identifiers: [one] });
}

const MERGE = `counterfoil evidence --subject ${subject} --stream merge --claim absent --out merge-1.json`;

test("an address becomes its command", () => {
  const at = "2026-01-31T09:30:00.000Z";
  expect(of(address(`claim=history&stream=consent/p&at=${at}`))).toEqual([
    `counterfoil evidence --subject ${subject} --stream consent/p --claim history --at ${at} --out consent-1.json`,
    MERGE,
  ]);
});

test.each([
  ["a command behind it", address("claim=history&stream=p;rm -r x")],
  ["quotes", address("claim=history&stream='p'")],
  ["a line", address("claim=history%0Ax&stream=p")],
  ["what is not known", address("claim=history&stream=p&from=1:x")],
  ["no claim", address("stream=p")],
  ["no stream", address("claim=history")],
  ["another subject's form", address("claim=history&stream=p", "$(x)")],
  ["another server", `https://evil.example${address("claim=history&stream=p")}`],
])("none is made of an address with %s", (_, evidence) => {
  expect(of(evidence)).toEqual([MERGE]);
});

test("an identifier that begins with a dash is no option", () => {
  const dashed = `-${"S".repeat(42)}`;
  expect(consentCommandOf(dashed, "p", null)).toBe(`counterfoil consent -- ${dashed} p`);
  expect(consentCommandOf(subject, "p", "x")).toBe(`counterfoil consent --at x ${subject} p`);
});
