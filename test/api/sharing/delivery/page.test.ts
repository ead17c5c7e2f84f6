/** What a partner gets, page by page: no more than terms and consents allow at that moment, each with its proof, and all of it on record. */
import { createPublicKey, verify as nodeVerify } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal, Refusal } from "../../../../api/core/errors.ts";
import { sha256 } from "../../../../api/core/hash.ts";
import { type Asked, createDelivery } from "../../../../api/sharing/delivery/service.ts";
import { policyOf } from "../../../../api/sharing/terms/policy.ts";
import { jcs } from "../../../../api/vault/commitment.ts";
import { parseVkey } from "../../../../portal/verify/note.ts";
import { verifyCredential } from "../../../../portal/verify/verify-credential.ts";
import { day, givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import { orderOf, stored, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { draftOf, OFFICER } from "../firm.ts";
import { askOf, chainStep, personOf, type Shared, sharedFirm, standingIn } from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
beforeEach(async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
});
afterEach(() => ledger.close());

const page = (change: Partial<Asked> = {}) => shared.delivery.page(askOf(shared, change));
const bytes = (text: string) => new TextEncoder().encode(text);
const customersOf = (records: readonly { readonly credential: string }[]) =>
  records.map(({ credential }) => {
    const { disclosed } = verifyCredential(credential, {
      ...{ policy: ledger.policy, now: ledger.clock.now() },
    });
    return String(disclosed.find(({ name }) => name === "@id")?.value);
  });

async function refusedWith(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isRefusal(error)) throw error ?? new Error("it was not refused");
  return [error.code, error.details];
}

const withdraw = (subject: string) =>
  recordOne(ledger, {
    ...{ "@subject": subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
  });

const accessesOf = async (subject: string) => {
  const { records } = await ledger.ledger.list({
    ...{ subject, kind: "access", cursor: null, limit: 100 },
  });
  return records.map(({ record }) => record);
};

describe("a page", () => {
  it("gives the agreed fields of who has consented, and counts the others", async () => {
    const one = await personOf(ledger);
    const other = await personOf(ledger, false);
    await stored(ledger, orderOf(one.subject));
    await ledger.anchor();
    const { records, leftOut, next, complete, ended, version } = await page();
    expect([version, leftOut, next, complete, ended]).toEqual([
      ...[1, { consent_never_asked: 1 }, null, true, []],
    ]);
    expect(customersOf(records)).toEqual([one.customer]);
    const [given] = records;
    const { terms } = (await shared.sharing.read(shared.agreementId, "en")).versions[0]!;
    const verified = verifyCredential(given!.credential, {
      ...{ policy: ledger.policy, now: ledger.clock.now() },
      evidence: bytes(given!.evidence),
      terms: bytes(jcs(policyOf(terms))),
    });
    expect(verified.disclosed.map(({ name }) => name)).toEqual([
      ...["@id", "@kind", "@schema", "@subject", "@version", "channel", "emails"],
    ]);
    expect(verified.terms.purpose).toBe("newsletter");
    for (const file of [given!.evidence, ...given!.consent])
      expect((await ledger.verify(bytes(file))).word).toMatch(/^(VERIFIED|NOT_REPLAYED)$/);
    const [access] = await accessesOf(one.subject);
    expect(access).toMatchObject({
      ...{ agreement: shared.agreementId, agreementVersion: 1, consent: one.consent },
      ...{ purposeId: "newsletter", outcome: "shown", organization: "fourth-coffee" },
      records: [{ id: one.customer, kind: "customer", version: 1 }],
    });
    expect(await accessesOf(other.subject)).toEqual([]);
  });

  it("is verified by the libraries of others", async () => {
    const { subject } = await personOf(ledger);
    await ledger.anchor();
    const [given] = (await page()).records;
    const vkey = ledger.policy.keys.find(({ role }) => role === "issuer")!.vkey;
    const x = Buffer.from(parseVkey(vkey).publicKey).toString("base64url");
    const key = createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x } });
    const others = new SDJwtVcInstance({
      hashAlg: "sha-256",
      hasher: (data) => sha256(typeof data === "string" ? data : new Uint8Array(data)),
      verifier: (data, signature) =>
        nodeVerify(null, Buffer.from(data), key, Buffer.from(signature, "base64url")),
    });
    const { payload } = await others.verify(given!.credential, {
      currentDate: Math.floor(ledger.clock.now() / 1000),
    });
    expect(payload).toMatchObject({ vct: "urn:counterfoil:record:customer:v1", emails: null });
    expect((payload as Record<string, unknown>)["@subject"]).toBe(subject);
    expect(payload).not.toHaveProperty("name");
  });

  it("ends where it is full, and goes on from there to the end", async () => {
    const people = [];
    for (let i = 0; i < 7; i++) people.push(await personOf(ledger, i !== 3));
    await ledger.seal();
    const found: string[] = [];
    let left = 0;
    let cursor: string | null = null;
    do {
      const step: Awaited<ReturnType<typeof page>> = await page({ limit: 2, cursor });
      found.push(...customersOf(step.records));
      left += step.leftOut.consent_never_asked ?? 0;
      cursor = step.next;
    } while (cursor !== null);
    expect(found).toEqual(people.filter(({ consent }) => consent).map((one) => one.customer));
    expect(left).toBe(1);
  });

  it("leaves for later what no checkpoint is over yet", async () => {
    const one = await personOf(ledger);
    await ledger.seal();
    const first = await page();
    const late = await personOf(ledger);
    expect(customersOf((await page()).records)).toEqual([one.customer]);
    await ledger.seal();
    const second = await page({ since: first.until });
    expect(customersOf(second.records)).toEqual([late.customer]);
    expect(second.complete).toBe(false);
  });

  it("is of one person where one is named", async () => {
    const one = await personOf(ledger);
    const other = await personOf(ledger, false);
    await ledger.seal();
    expect(customersOf((await page({ subject: one.subject })).records)).toEqual([one.customer]);
    expect((await page({ subject: other.subject })).leftOut).toEqual({ consent_never_asked: 1 });
    expect(await accessesOf(other.subject)).toMatchObject([
      { told: [{ what: "decision", of: "newsletter" }], records: [] },
    ]);
    expect(await refusedWith(page({ subject: "N".repeat(43) }))).toEqual([
      ...["not_found", { what: "subject" }],
    ]);
  });
});

it("shows the whole stream of a consent where something older was recorded after it", async () => {
  const { subject, customer } = await personOf(ledger);
  await recordOne(ledger, {
    ...givenOf(subject, { event: "refused", "@occurredAt": day(2, 1), choice: "No" }),
  });
  await ledger.seal();
  const { records } = await page();
  expect(customersOf(records)).toEqual([customer]);
  const [file] = records[0]!.consent;
  expect(JSON.parse(file!)).toMatchObject({ claim: "history" });
  expect((await ledger.verify(bytes(file!))).events).toHaveLength(2);
});

describe("changes since", () => {
  it("tell of whom nothing is covered any more, if something was given before", async () => {
    const [one, other] = [await personOf(ledger), await personOf(ledger)];
    await ledger.seal();
    const first = await page({ subject: one.subject });
    await withdraw(one.subject);
    await withdraw(other.subject);
    await ledger.seal();
    const { records, ended, complete } = await page({ since: first.until });
    expect([records, ended, complete]).toEqual([[], [one.subject], false]);
  });

  it("bring all records of who consents later", async () => {
    const people = [await personOf(ledger, false), await personOf(ledger, false)];
    await ledger.seal();
    const { until, leftOut } = await page();
    expect(leftOut).toEqual({ consent_never_asked: 2 });
    await recordOne(ledger, givenOf(people[1]!.subject));
    await ledger.seal();
    const { records } = await page({ since: until });
    expect(customersOf(records)).toEqual([people[1]!.customer]);
    expect((await page({ since: (await page({ since: until })).until })).records).toEqual([]);
  });

  it("are everything where a purpose or the terms have changed since", async () => {
    const one = await personOf(ledger);
    await ledger.seal();
    const { until } = await page();
    ledger.clock.advance(1_000);
    await ledger.consents.definePurpose(
      purposeOf("newsletter", { material: true, inForceFrom: undefined }),
    );
    await ledger.seal();
    const then = await page({ since: until });
    expect([then.complete, then.records, then.leftOut]).toEqual([
      ...[true, [], { consent_not_covered: 1 }],
    ]);
    expect(one.consent).not.toBeNull();
  });
});

describe("outside of the terms", () => {
  it("nothing is given for another purpose, and the attempt is on record", async () => {
    const { subject } = await personOf(ledger);
    await ledger.seal();
    const refused = ["outside_terms", { term: "purposes" }];
    expect(await refusedWith(page({ purposeId: "profiling", subject }))).toEqual(refused);
    expect(await accessesOf(subject)).toMatchObject([
      { outcome: "refused", refusal: "outside_terms", purposeId: "profiling", records: [] },
    ]);
    expect(await refusedWith(page({ purposeId: "profiling" }))).toEqual(refused);
    const { events } = await ledger.ledger.events(ledger.ledger.firm, "administration");
    expect(events.at(-1)!.record).toMatchObject({
      ...{ event: "delivery-refused", outcome: "purposes", organization: "fourth-coffee" },
      target: { type: "agreement", id: shared.agreementId },
    });
  });

  it("nothing is given after termination, nor once the terms are over", async () => {
    await personOf(ledger);
    await ledger.seal();
    ledger.clock.advance(400 * 86_400_000);
    expect(await refusedWith(page())).toEqual(["outside_terms", { term: "validUntil" }]);
    await chainStep(ledger, shared.sharing, shared.agreementId, "terminated");
    expect(await refusedWith(page())).toEqual(["outside_terms", { term: "termination" }]);
  });

  it("an agreement of another organization is none", async () => {
    const nobodys = await shared.sharing.draft(draftOf(), OFFICER);
    const none = ["not_found", { what: "agreement" }];
    expect(await refusedWith(page({ agreementId: nobodys.agreementId }))).toEqual(none);
    expect(await refusedWith(page({ agreementId: "0".repeat(40) }))).toEqual(none);
    const { reader } = askOf(shared);
    for (const organization of ["another", null])
      expect(await refusedWith(page({ reader: { ...reader, organization } }))).toEqual(none);
  });

  it("an agreement that is damaged gives nothing, and keeps no other from giving", async () => {
    await personOf(ledger);
    await ledger.seal();
    const { agreementId: damaged } = await shared.sharing.draft(draftOf(), OFFICER);
    const events: typeof ledger.ledger.events = async (subject, stream, signal) => {
      if (stream === `agreement/${damaged}`)
        throw new Refusal("damaged", { what: "record", index: 7 });
      return ledger.ledger.events(subject, stream, signal);
    };
    const { consents, clock, issuer } = ledger;
    const late = createDelivery({
      ...{ ledger: { ...ledger.ledger, events }, consents, clock, issuer },
      ...standingIn(ledger),
    });
    expect((await late.page(askOf(shared))).records).toHaveLength(1);
    expect(await refusedWith(late.page(askOf(shared, { agreementId: damaged })))).toEqual([
      "damaged",
      { what: "record", index: 7 },
    ]);
  });

  it("nobody gets what was taken back while it was being made", async () => {
    const { subject } = await personOf(ledger);
    await ledger.seal();
    const { recordReads } = ledger.ledger;
    const meanwhile = {
      ...ledger.ledger,
      async recordReads(reads: Parameters<typeof recordReads>[0]) {
        await recordReads(reads);
        await withdraw(subject);
      },
    };
    const { consents, clock, issuer } = ledger;
    const delivery = createDelivery({
      ...{ ledger: meanwhile, consents, clock, issuer, ...standingIn(ledger) },
    });
    const { records, leftOut } = await delivery.page(askOf(shared));
    expect([records, leftOut]).toEqual([[], { consent_withdrawn: 1 }]);
  });
});
