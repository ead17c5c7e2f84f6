/** Which version counts, out of what was recorded of the chain (FORMAT §16), against the rule as it is written there. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { firmStreams } from "../../../../api/consent/firm-streams.ts";
import { Refusal } from "../../../../api/core/errors.ts";
import {
  type Agreement,
  type AgreementStep,
  readAgreement,
} from "../../../../api/sharing/agreements.ts";
import { inForceAt, inForceOf } from "../../../../api/sharing/delivery/in-force.ts";
import type { Sharing } from "../../../../api/sharing/service.ts";
import { termsHash } from "../../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../../api/sharing/terms/model.ts";
import { foundFirm } from "../../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { draftOf, OFFICER, sharingOf } from "../firm.ts";
import { TERMS } from "../terms/examples.ts";
import { chainStep, FROM } from "./shared.ts";

const dayAt = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();

interface Signed {
  readonly from: number;
  readonly until: number;
  readonly agreed: number;
}

function agreementOf(all: readonly Signed[], ends: readonly number[]): Agreement {
  const versions = all.map(({ from, until }, i) => {
    const terms: Terms = {
      ...TERMS,
      ...{ version: i + 1, validFrom: dayAt(from), validUntil: dayAt(until) },
    };
    const drafts = new Map([[termsHash(terms).text, terms]]);
    return { version: i + 1, state: "active" as const, terms, drafts };
  });
  const step = (event: AgreementStep["event"], version: number, day: number): AgreementStep => ({
    ...{ id: "x", index: 1, occurredAt: dayAt(400), recordedAt: dayAt(400), event, version },
    actor: { id: "ledger", role: "system" },
    termsHash: termsHash(versions[version - 1]!.terms).text,
    transaction: { ...{ chainId: 1, contract: "0x", hash: "0x", block: 1 }, time: dayAt(day) },
    ...{ signature: null, note: null, organization: null },
  });
  const steps = [
    ...all.map(({ agreed }, i) => step("activated", i + 1, agreed)),
    ...ends.map((day) => step("terminated", 1, day)),
  ];
  return { agreementId: "a", head: null, steps, versions, organization: null, lost: null };
}

/** As §16 has it, word by word. */
function naive(all: readonly Signed[], ends: readonly number[], t: number): number {
  for (let n = all.length; n >= 1; n--) {
    const { from, until, agreed } = all[n - 1]!;
    if (from > t || agreed > t) continue;
    return t < until && !ends.some((end) => end <= t) ? n : 0;
  }
  return 0;
}

const signed = fc
  .tuple(fc.nat(30), fc.integer({ min: 1, max: 30 }), fc.nat(30))
  .map(([from, length, agreed]): Signed => ({ from, until: from + length, agreed }));

describe("the version in force", () => {
  it("is that of FORMAT §16, for whatever was signed when", () => {
    fc.assert(
      fc.property(
        fc.array(signed, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(60), { maxLength: 2 }),
        fc.nat(65),
        (all, ends, t) => {
          const found = inForceAt(agreementOf(all, ends), dayAt(t));
          const version = found instanceof Refusal ? 0 : found.version;
          expect(version).toBe(naive(all, ends, t));
        },
      ),
    );
  });

  it("names what of the terms stands against it", () => {
    const one = [{ from: 10, until: 20, agreed: 5 }];
    const term = (t: number, ends: readonly number[] = []) => {
      const found = inForceAt(agreementOf(one, ends), dayAt(t));
      return found instanceof Refusal ? found.details : found.version;
    };
    expect([4, 5, 10, 19, 20].map((t) => term(t))).toEqual([
      { term: "signatures" },
      { term: "validFrom" },
      ...[1, 1],
      { term: "validUntil" },
    ]);
    expect(term(12, [12])).toEqual({ term: "termination" });
    expect(term(12, [13])).toBe(1);
  });

  it("is not guessed where a step is gone, or terms are not those that were signed", () => {
    const whole = agreementOf([{ from: 0, until: 20, agreed: 0 }], []);
    expect(() => inForceAt({ ...whole, lost: 7 }, dayAt(3))).toThrow("content_lost");
    const [step] = whole.steps;
    const other = { ...whole, steps: [{ ...step!, termsHash: "A".repeat(43) }] };
    expect(() => inForceAt(other, dayAt(3))).toThrow("damaged");
    const unseen = { ...whole, steps: [{ ...step!, transaction: null }] };
    expect(inForceAt(unseen, dayAt(3))).toMatchObject({ details: { term: "signatures" } });
  });
});

describe("in the ledger", () => {
  let ledger: TestLedger;
  let sharing: Sharing;
  beforeEach(async () => {
    ledger = await testLedger();
    await foundFirm(ledger);
    sharing = sharingOf(ledger);
  });
  afterEach(() => ledger.close());

  it("counts what the chain did, and the next version only once it begins", async () => {
    const at = (days: number) => new Date(ledger.clock.now() + days * 86_400_000).toISOString();
    const inForce = inForceOf(firmStreams(ledger.ledger, "agreement", readAgreement));
    const { agreementId } = await sharing.draft(draftOf({ validFrom: FROM }), OFFICER);
    expect(await inForce(agreementId, at(0))).toMatchObject({ details: { term: "signatures" } });
    await chainStep(ledger, sharing, agreementId, "activated");
    expect(await inForce(agreementId, at(0))).toMatchObject({ version: 1 });
    const validFrom = `${at(2).slice(0, 10)}T00:00:00.000Z`;
    await sharing.change(agreementId, draftOf({ validFrom }), OFFICER);
    expect(await inForce(agreementId, at(3))).toMatchObject({ version: 1 });
    await chainStep(ledger, sharing, agreementId, "activated");
    expect(await inForce(agreementId, at(0))).toMatchObject({ version: 1 });
    expect(await inForce(agreementId, at(3))).toMatchObject({ version: 2 });
    await chainStep(ledger, sharing, agreementId, "terminated", { time: at(5) });
    expect(await inForce(agreementId, at(4))).toMatchObject({ version: 2 });
    expect(await inForce(agreementId, at(5))).toMatchObject({ details: { term: "termination" } });
    const none = inForce("0".repeat(40), at(0));
    await expect(none).rejects.toMatchObject({ code: "not_found" });
  });
});
