/** Drafting terms with a partner: what is recorded, what is refused, and what an agreement is in by now. */
import { AbiCoder, getBytes, keccak256 } from "ethers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal, Refusal } from "../../../api/core/errors.ts";
import { sha256 } from "../../../api/core/hash.ts";
import { createSharing, type Sharing } from "../../../api/sharing/service.ts";
import { termsOf } from "../../../api/sharing/terms/read-policy.ts";
import { controllerOf, foundFirm, purposeOf } from "../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { seededRandom } from "../../helpers/repeatable.ts";
import {
  CHAIN,
  draftOf,
  FIRM_ACCOUNT,
  OFFICER,
  PARTNER_ACCOUNT,
  sharingOf,
  stepOn,
} from "./firm.ts";

let ledger: TestLedger;
let sharing: Sharing;
beforeEach(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  sharing = sharingOf(ledger);
});
afterEach(() => ledger.close());

const all = async () => (await sharing.list({ viewer: null, cursor: null, limit: 200 })).agreements;

/** `problem` and the problems of fields of a refusal. */
async function refusedWith(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (isRefusal(error, "sharing_refused") || isRefusal(error, "invalid_record")) {
    const problems = error.details.problems?.map(({ field, code }) => `${field} ${code}`);
    const problem = "problem" in error.details ? error.details.problem : error.code;
    return [problem, ...(problems ?? [])];
  }
  if (isRefusal(error)) return [error.code, error.details];
  throw error ?? new Error("it was not refused");
}

const drafted = (change: object = {}, key: string | null = null) =>
  sharing.draft(draftOf(change), OFFICER, key);

describe("a first draft", () => {
  it("is recorded in a stream of the firm, with all the terms", async () => {
    const { agreementId, version, termsHash, outcome } = await drafted({ note: "as we spoke" });
    expect([outcome, version, agreementId.length]).toEqual(["stored", 1, 40]);
    const { events } = await ledger.ledger.events(ledger.ledger.firm, `agreement/${agreementId}`);
    expect(events).toHaveLength(1);
    const { record } = events[0]!;
    expect(record).toMatchObject({
      ...{ "@kind": "agreement", "@source": "counterfoil", event: "drafted", note: "as we spoke" },
      ...{ actor: OFFICER, agreementId, agreementVersion: 1, signature: null, transaction: null },
      termsHash: Buffer.from(getBytes(termsHash)).toString("base64url"),
    });
    const read = termsOf(record!.policy);
    expect(read).toMatchObject({
      ok: true,
      terms: {
        ...{ ...CHAIN, version: 1, notes: null, onward: "prohibited" },
        controller: {
          name: "Northwind Traders",
          account: FIRM_ACCOUNT,
          ledgerId: ledger.policy.ledgerId,
        },
      },
    });
  });

  it("has the contract's id, which follows from its own", async () => {
    const { agreementId } = await drafted();
    const salt = sha256(`counterfoil/agreement-salt/v1\0${agreementId}`);
    const encoded = AbiCoder.defaultAbiCoder().encode(
      ["uint256", "address", "address", "address", "bytes32"],
      [CHAIN.chainId, CHAIN.contract, FIRM_ACCOUNT, PARTNER_ACCOUNT, salt],
    );
    const { agreement } = await sharing.read(agreementId, "en");
    expect(agreement).toBe(keccak256(encoded));
  });

  it("is each time another agreement, and the same one where it is sent again", async () => {
    const first = await drafted({}, "key-1");
    ledger.clock.advance(60_000);
    const again = await drafted({}, "key-1");
    const other = await drafted({}, "key-2");
    expect(again.agreementId).toBe(first.agreementId);
    expect(again.termsHash).toBe(first.termsHash);
    expect(other.agreementId).not.toBe(first.agreementId);
    expect(await all()).toHaveLength(2);
    const changed = { duties: { deleteWithin: "PT1H", acknowledgeWithin: "P3D" } };
    expect(await refusedWith(drafted(changed, "key-1"))).toEqual(["idempotency_conflict", {}]);
  });

  it("is told again even where it would be refused by now", async () => {
    const first = await drafted({}, "key-1");
    await ledger.consents.retirePurpose("newsletter", {});
    expect((await drafted({}, "key-1")).agreementId).toBe(first.agreementId);
    expect(await refusedWith(drafted({}, "key-2"))).toMatchObject({ 0: "terms" });
  });

  it.each([
    ["of another form", { retention: "two years" }, ["invalid_record", "retention bad_format"]],
    [
      "with members that are the ledger's to say",
      { version: 7, agreement: "0x00" },
      ["invalid_record", "version surplus", "agreement surplus"],
    ],
    [
      "with fields in another order",
      { records: [{ kind: "customer", fields: ["emails", "channel"] }] },
      ["invalid_record", "records[0].fields not_ascending"],
    ],
    [
      "for unknown purposes, of fields that no consent covers, ended before they begin",
      {
        purposes: [{ purposeId: "newsletter", consents: ["newsletter", "unknown"] }],
        records: [{ kind: "customer", fields: ["emails", "name", "shoeSize"] }],
        validUntil: "2026-11-30T00:00:00.000Z",
      },
      [
        "terms",
        "purposes[0].consents[1] unknown_purpose",
        "records[0].fields[1] field_not_covered",
        "records[0].fields[2] field_not_in_kind",
        "validUntil end_before_begin",
      ],
    ],
  ])("is refused %s, and nothing is recorded", async (_, change, problem) => {
    expect(await refusedWith(drafted(change))).toEqual(problem);
    expect(await all()).toEqual([]);
  });

  it("needs a chain, and somebody who decides about the data", async () => {
    sharing = sharingOf(ledger, null);
    expect(await refusedWith(drafted())).toEqual(["no_chain"]);
    const other = await testLedger();
    expect(await refusedWith(sharingOf(other).draft(draftOf(), OFFICER))).toEqual([
      "consent_refused",
      { problem: "no_controller" },
    ]);
    await other.consents.recordController(controllerOf({ name: "Northwind\nTraders" }));
    expect(await refusedWith(sharingOf(other).draft(draftOf(), OFFICER))).toEqual([
      "invalid_record",
      "controller.name bad_format",
    ]);
    await other.close();
  });
});

describe("an agreement", () => {
  const longer = draftOf({ retention: "P2Y", notes: { en: "Longer." } });

  it("is drafted as often as it takes, each draft by itself", async () => {
    const { agreementId, termsHash } = await drafted();
    const changed = await sharing.change(agreementId, longer, OFFICER);
    expect([changed.version, changed.termsHash === termsHash]).toEqual([1, false]);
    const { versions, steps, whole } = await sharing.read(agreementId, "en");
    expect(steps.map(({ event, version }) => [event, version])).toEqual([
      ["drafted", 1],
      ["changed", 1],
    ]);
    expect(versions.map(({ state, termsHash }) => [state, termsHash])).toEqual([
      ["draft", changed.termsHash],
    ]);
    expect(whole).toBe(true);
    expect(versions[0]!.text).toContain("- newsletter: Newsletter");
    expect(versions[0]!.text).toContain("In English: Longer.");
    const { text } = (await sharing.read(agreementId, "zh")).versions[0]!;
    expect(text).toContain("- newsletter：电子报");
    expect(termsOf(versions[0]!.policy)).toEqual({ ok: true, terms: versions[0]!.terms });
  });

  it.each([
    ["proposed", "proposed", "not_draft"],
    ["withdrawn-draft", "withdrawn", null],
    ["terminated", "terminated", "ended"],
  ])("that is %s is %s", async (event, state, problem) => {
    const { agreementId } = await drafted();
    await stepOn(ledger, sharing, agreementId, event);
    expect(await all()).toMatchObject([{ version: 1, state, recipient: "Fourth Coffee Ltd." }]);
    const change = sharing.change(agreementId, longer, OFFICER);
    if (problem === null) expect(await change).toMatchObject({ version: 1, outcome: "stored" });
    else expect(await refusedWith(change)).toEqual([problem]);
  });

  it.each(["activated", "expired"])(
    "that was %s gets a next version, between the same accounts",
    async (event) => {
      const { agreementId } = await drafted();
      await stepOn(ledger, sharing, agreementId, event);
      const account = `0x${"33".repeat(20)}`;
      const recipient = { ...(draftOf().recipient as object), account };
      expect(
        await refusedWith(sharing.change(agreementId, draftOf({ recipient }), OFFICER)),
      ).toEqual(["terms", "recipient.account other_account"]);
      const elsewhere = sharingOf(ledger, { ...CHAIN, chainId: 1 });
      expect(await refusedWith(elsewhere.change(agreementId, longer, OFFICER))).toEqual([
        "other_contract",
      ]);
      expect(await sharing.change(agreementId, longer, OFFICER, "key-1")).toMatchObject({
        version: 2,
      });
      expect(await sharing.change(agreementId, longer, OFFICER, "key-1")).toMatchObject({
        version: 2,
      });
      expect(await sharing.change(agreementId, draftOf(), OFFICER)).toMatchObject({ version: 2 });
      expect(
        await refusedWith(sharing.change(agreementId, draftOf({ recipient }), OFFICER)),
      ).toEqual(["terms", "recipient.account other_account"]);
      const { versions, agreement } = await sharing.read(agreementId, "en");
      expect(versions.map(({ version, state }) => [version, state])).toEqual([
        [1, event === "activated" ? "active" : "expired"],
        [2, "draft"],
      ]);
      expect(new Set(versions.map(({ terms }) => terms.agreement))).toEqual(new Set([agreement]));
      await sharing.change(agreementId, longer, OFFICER);
      expect(await sharing.compare(agreementId, 1, 2)).toEqual([
        { member: "version", of: null, before: "1", after: "2" },
        { member: "retention", of: null, before: "P1Y", after: "P2Y" },
        { member: "notes.en", of: null, before: null, after: "Longer." },
      ]);
      expect(await refusedWith(sharing.compare(agreementId, 1, 3))).toEqual([
        "not_found",
        { what: "agreementVersion" },
      ]);
    },
  );

  it("has another nonce in each draft, so that one that was shown tells nothing of the next", async () => {
    const first = await drafted({}, "key-1");
    const { agreementId } = first;
    const same = await sharing.change(agreementId, draftOf(), OFFICER, "key-2");
    expect(same.termsHash).not.toBe(first.termsHash);
    // Sent again it is what it was.
    const again = await sharing.change(agreementId, draftOf(), OFFICER, "key-2");
    expect(again.termsHash).toBe(same.termsHash);
    const { versions } = await sharing.read(agreementId, "en");
    expect(versions[0]!.terms.nonce).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it("has one version in force: an older one is replaced once the next one's time has come", async () => {
    const { agreementId } = await drafted();
    await stepOn(ledger, sharing, agreementId, "activated");
    const validFrom = "2026-12-15T00:00:00.000Z";
    await sharing.change(agreementId, draftOf({ validFrom }), OFFICER);
    const states = async () =>
      (await sharing.read(agreementId, "en")).versions.map(({ state }) => state);
    expect(await states()).toEqual(["active", "draft"]);
    await stepOn(ledger, sharing, agreementId, "activated");
    expect(await states()).toEqual(["active", "active"]);
    ledger.clock.advance(Date.parse(validFrom) - 1 - ledger.clock.now());
    expect(await states()).toEqual(["active", "active"]);
    ledger.clock.advance(1);
    expect(await states()).toEqual(["replaced", "active"]);
    await stepOn(ledger, sharing, agreementId, "expired");
    expect(await states()).toEqual(["replaced", "expired"]);
  });

  it.each([
    [[], "terminated"],
    [["withdrawn-draft"], "withdrawn"],
  ])(
    "is over with all its versions once it is terminated, its draft (%o) too",
    async (before, state) => {
      const { agreementId } = await drafted();
      await stepOn(ledger, sharing, agreementId, "activated");
      await sharing.change(agreementId, longer, OFFICER);
      for (const event of before) await stepOn(ledger, sharing, agreementId, event);
      await stepOn(ledger, sharing, agreementId, "terminated", 1);
      const { versions } = await sharing.read(agreementId, "en");
      expect(versions.map((one) => one.state)).toEqual(["terminated", state]);
      expect(await refusedWith(sharing.change(agreementId, longer, OFFICER))).toEqual(["ended"]);
    },
  );

  it("that is damaged is listed as that, and the others are as they were", async () => {
    const [first, second] = [await drafted(), await drafted()];
    const events: typeof ledger.ledger.events = async (subject, stream, signal) => {
      if (stream === `agreement/${first.agreementId}`)
        throw new Refusal("damaged", { what: "record", index: 7 });
      return ledger.ledger.events(subject, stream, signal);
    };
    const late = sharingOf({ ...ledger, ledger: { ...ledger.ledger, events } });
    expect((await late.list({ viewer: null, cursor: null, limit: 9 })).agreements).toMatchObject([
      { agreementId: first.agreementId, recipient: null, state: null, whole: false },
      { agreementId: second.agreementId, recipient: "Fourth Coffee Ltd.", whole: true },
    ]);
    expect(await late.change(second.agreementId, longer, OFFICER)).toMatchObject({ version: 1 });
    expect(await refusedWith(late.read(first.agreementId, "en"))).toEqual([
      "content_lost",
      { index: 7 },
    ]);
  });

  it("is drafted by two at once, one after the other", async () => {
    const { agreementId } = await drafted();
    const each = ["P2Y", "P3Y", "P4Y"].map((retention) =>
      sharing.change(agreementId, draftOf({ retention }), OFFICER),
    );
    await Promise.all(each);
    const { steps } = await sharing.read(agreementId, "en");
    expect(steps.map(({ event }) => event)).toEqual(["drafted", ...each.map(() => "changed")]);
  });

  it("is not there unless somebody drafted it", async () => {
    const nobodys = "0".repeat(40);
    for (const work of [
      sharing.read(nobodys, "en"),
      sharing.change(nobodys, draftOf(), OFFICER),
      sharing.compare(nobodys, 1, 1),
    ])
      expect(await refusedWith(work)).toEqual(["not_found", { what: "agreement" }]);
  });

  it("is told with what is left of it, and not changed, where a step is gone", async () => {
    const { agreementId, events } = (await drafted()) as Awaited<ReturnType<Sharing["draft"]>> & {
      events: readonly { id: string }[];
    };
    await stepOn(ledger, sharing, agreementId, "proposed");
    ledger.tamper((database) => {
      database
        .prepare("DELETE FROM records WHERE id <> ? AND kind = 'agreement'")
        .run(events[0]!.id);
    });
    const late = sharingOf(ledger);
    expect(await late.read(agreementId, "en")).toMatchObject({ whole: false });
    expect(await refusedWith(late.change(agreementId, longer, OFFICER))).toMatchObject({
      0: "content_lost",
    });
  });

  it("names purposes by what they are called when it begins", async () => {
    const titles = [{ language: "en", text: "Letters" }];
    await ledger.consents.definePurpose(
      purposeOf("newsletter", { titles, material: false, inForceFrom: "2026-12-01T00:00:00.000Z" }),
    );
    const later = { titles: [{ language: "en", text: "Messages" }], material: false };
    await ledger.consents.definePurpose(
      purposeOf("newsletter", { ...later, inForceFrom: "2027-01-01T00:00:00.000Z" }),
    );
    const { agreementId } = await drafted();
    const { text } = (await sharing.read(agreementId, "en")).versions[0]!;
    expect(text).toContain("- newsletter: Letters");
  });
});

describe("a version and its agreement", () => {
  const longer = draftOf({ retention: "P2Y" });
  it("takes so many drafts of a version, and no more", async () => {
    const { agreementId } = await drafted();
    for (let i = 1; i < 100; i++) await sharing.change(agreementId, longer, OFFICER);
    expect(await refusedWith(sharing.change(agreementId, longer, OFFICER))).toEqual([
      "too_many_drafts",
    ]);
    await stepOn(ledger, sharing, agreementId, "activated");
    expect(await sharing.change(agreementId, longer, OFFICER)).toMatchObject({ version: 2 });
  }, 30_000);

  it("is tied to an organization that there is", async () => {
    const { ledger: own, consents, clock } = ledger;
    const known = createSharing({
      ...{ ledger: own, clock, chain: CHAIN, registry: consents.registry },
      ...{ random: seededRandom("tie"), hasOrganization: (id: string) => id === "one" },
    });
    const { agreementId } = await drafted();
    const tie = (organization: string) => known.tie(agreementId, { organization }, OFFICER);
    expect(await refusedWith(tie("two"))).toEqual(["not_found", { what: "organization" }]);
    await tie("one");
    expect((await known.read(agreementId, "en")).organization).toBe("one");
  });
});
