/** A firm that lies: whatever it changes of what it gives, the partner does not take it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { utf8Decode } from "../../../../portal/verify/bytes.ts";
import { decodeDisclosure, encodeDisclosure } from "../../../../portal/verify/disclosure.ts";
import type { Delivered } from "../../../../scripts/cli/partner/judging.ts";
import { recordOne } from "../../../helpers/consents.ts";
import { type PartnerWorld, partnerWorld, whyOf } from "./world.ts";

let world: PartnerWorld;
let people: Awaited<ReturnType<PartnerWorld["person"]>>[];
let honest: Delivered[];
beforeAll(async () => {
  world = await partnerWorld();
  people = [await world.person(), await world.person(), await world.person()];
  await world.ledger.anchor();
  honest = await world.given();
});
afterAll(() => world.ledger.close());

const of = (change: Partial<Delivered> = {}): Delivered => ({
  ...(honest[0] as Delivered),
  ...change,
});
const evidenceOf = async (fields: readonly string[], at = 0): Promise<string> =>
  utf8Decode(
    await world.ledger.ledger.evidence({
      ...{ claim: "record", id: people[at]!.customer, version: null },
      ...{ fields, checkpoint: "final" },
    }),
  );
const consentOf = (subject: string, stream: string, fields: readonly string[] | null) =>
  world.ledger.ledger
    .streamEvidence({
      ...{ claim: "history", subject, stream, fields: fields as never, withhold: [] },
      ...{ from: null, at: null, checkpoint: "final" },
    })
    .then(utf8Decode);

describe("what is taken", () => {
  it("is what an honest firm gives, with all that shows it", async () => {
    for (const [i, one] of honest.entries()) {
      const judged = await world.judge(one);
      expect(judged).toMatchObject({
        taken: {
          ...{ id: people[i]!.customer, subject: people[i]!.subject, kind: "customer", version: 1 },
          ...{ unreplayed: true, proofs: one },
        },
      });
    }
  });

  it("rests on what auditors have cosigned, where that is asked for", async () => {
    expect(whyOf(await world.judge(of(), { replayed: true }))).toBe(
      "NOT_REPLAYED consent not_replayed",
    );
    const own = await partnerWorld({}, { seed: "cosigned" });
    try {
      await own.person();
      await own.ledger.anchor();
      await own.ledger.cosign();
      const [given] = await own.given();
      const judged = await own.judge(given, { replayed: true });
      expect(judged).toMatchObject({ taken: { unreplayed: false } });
    } finally {
      await own.ledger.close();
    }
  });

  it("is told with whom it was about, so that it can be kept aside", async () => {
    const judged = await world.judge(of({ consent: [] }));
    expect(judged).toMatchObject({
      refused: { subject: people[0]!.subject, id: people[0]!.customer },
    });
  });
});

/** Field disclosures of a credential, by name; and the same with one of them changed. */
function tampered(credential: string, name: string, value: string): string {
  const parts = credential.split("~");
  const at = parts.findIndex(
    (one, i) => i > 0 && one !== "" && decodeDisclosure(one).name === name,
  );
  const { salt } = decodeDisclosure(parts[at] as string);
  parts[at] = encodeDisclosure(salt, name, value);
  return parts.join("~");
}

describe("a lying firm", () => {
  it.each<[string, string, () => Delivered | Promise<Delivered> | unknown]>([
    ["no proofs", "INVALID delivery delivery_form", () => ({ credential: of().credential })],
    ["a member more", "INVALID delivery delivery_form", () => ({ ...of(), note: "x" })],
    ["a text that is none", "INVALID delivery delivery_form", () => of({ evidence: "\ud800" })],
    ["nothing", "INVALID delivery delivery_form", () => null],
    [
      "a value changed",
      "INVALID credential disclosure_unreferenced",
      () => of({ credential: tampered(of().credential, "channel", "phone") }),
    ],
    [
      "another person's credential with this one's evidence",
      "INVALID credential credential_other_record",
      () => of({ credential: honest[1]!.credential }),
    ],
    [
      "another person's evidence",
      "INVALID credential credential_other_record",
      () => of({ evidence: honest[1]!.evidence }),
    ],
    [
      "another person's consent",
      "INVALID consent consent_other_person",
      () => of({ consent: honest[1]!.consent }),
    ],
    ["no consent", "INVALID consent consent_missing", () => of({ consent: [] })],
    [
      "two consents for one",
      "INVALID consent consent_surplus",
      () => of({ consent: [...of().consent, ...of().consent] }),
    ],
    [
      "evidence of the record for its consent",
      "INVALID consent consent_evidence",
      () => of({ consent: [of().evidence] }),
    ],
    [
      "evidence with one digit changed",
      "INVALID credential credential_evidence",
      () => of({ evidence: of().evidence.replace(/"index":(\d+)/, (_, n) => `"index":${+n + 1}`) }),
    ],
    [
      "evidence that shows more than the credential",
      "INVALID evidence evidence_beyond_terms",
      async () => {
        const fields = ["@id", "@kind", "@schema", "@subject", "@version", "channel", "emails"];
        return of({ evidence: await evidenceOf([...fields, "name"]) });
      },
    ],
    [
      "a consent that tells how it came about",
      "INVALID consent consent_beyond",
      async () =>
        of({ consent: [await consentOf(people[0]!.subject, "consent/newsletter", null)] }),
    ],
    [
      "a consent that withholds what it was",
      "INVALID consent consent_withheld",
      async () =>
        of({
          consent: [
            await consentOf(people[0]!.subject, "consent/newsletter", ["@occurredAt", "purposeId"]),
          ],
        }),
    ],
  ])("with %s", async (_, why, lie) => {
    expect(whyOf(await world.judge(await lie()))).toBe(why);
  });

  it("under other terms, or for a purpose that was not asked for", async () => {
    const { termsBytes } = world.judging();
    const bytes = new TextEncoder().encode(
      new TextDecoder().decode(termsBytes).replace("Fourth Coffee", "Fifth Coffee"),
    );
    expect(whyOf(await world.judge(of(), { termsBytes: bytes }))).toBe(
      "INVALID credential credential_other_terms",
    );
    const purpose = "partner-offers";
    expect(whyOf(await world.judge(of(), { purpose }))).toBe("INVALID credential other_purpose");
    const subject = people[1]!.subject;
    expect(whyOf(await world.judge(of(), { subject }))).toBe("INVALID credential other_person");
  });

  it("by an issuer that the policy does not have", async () => {
    const keys = world.ledger.policy.keys.filter(({ role }) => role !== "issuer");
    expect(whyOf(await world.judge(of(), { policy: { ...world.ledger.policy, keys } }))).toBe(
      "INVALID credential credential_unknown_issuer",
    );
  });

  it("of a chain that has none of it, or that nobody can ask", async () => {
    const gone = async () => {
      throw new Error("no node");
    };
    expect(whyOf(await world.judge(of(), { ask: gone }))).toBe(
      "CANNOT_TELL evidence chain_not_asked",
    );
    const other: typeof world.ledger.ask = async (question) => ({
      ...(await world.ledger.ask(question)),
      ...{ rootAtLatest: `0x${"ee".repeat(32)}`, rootAtFinalized: `0x${"ee".repeat(32)}` },
    });
    expect(whyOf(await world.judge(of(), { ask: other }))).toBe("DIVERGED evidence root_differs");
  });

  it("after the terms are over", async () => {
    const now = Date.parse("2028-01-01T00:00:00.000Z");
    expect(whyOf(await world.judge(of(), { now }))).toBe("INVALID credential credential_over");
  });
});

it("a consent that was withdrawn is not taken, be its proof of before or of after", async () => {
  const { subject } = people[2]!;
  const old = honest[2] as Delivered;
  await recordOne(world.ledger, {
    ...{ "@subject": subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
  });
  await world.ledger.anchor();
  const fields = ["@occurredAt", "event", "purposeId", "purposeVersion", "validUntil"];
  const consent = [await consentOf(subject, "consent/newsletter", fields)];
  expect(whyOf(await world.judge({ ...old, consent }))).toBe("INVALID consent consent_not_given");
  // The file of before holds by itself: only that it is old tells.
  expect(await world.judge(old)).toHaveProperty("taken");
  expect(whyOf(await world.judge(old, { newer: async () => 601 }))).toBe(
    "STALE consent consent_outdated",
  );
  expect(await world.judge(old, { newer: async () => 600 })).toHaveProperty("taken");
  expect(whyOf(await world.judge(old, { newer: async () => "unknown" }))).toBe(
    "CANNOT_TELL consent consent_age_unknown",
  );
});
