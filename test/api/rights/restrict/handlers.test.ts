import { afterEach, beforeEach, expect, it } from "vitest";
import type { RequestHandler } from "../../../../api/rights/cases/handlers.ts";
import {
  groundOf,
  objectionHandler,
  restrictionHandler,
} from "../../../../api/rights/restrict/handlers.ts";
import { foundFirm, givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { grantOf } from "../granted.ts";

let ledger: TestLedger;
let restriction: RequestHandler;
let objection: RequestHandler;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  await ledger.consents.definePurpose(purposeOf("letters", { lawfulBasis: "eu-gdpr:A6-1-f" }));
  restriction = restrictionHandler({ consents: ledger.consents });
  objection = objectionHandler({ consents: ledger.consents });
  subject = await newSubject(ledger);
  await recordOne(ledger, givenOf(subject));
  ledger.clock.advance(1_000);
});
afterEach(() => ledger.close());

async function decide(handler: RequestHandler, change: object) {
  const prepared = await handler.prepare!(grantOf(subject, change));
  const { events, regarding } = prepared;
  if (events.length > 0)
    expect(await ledger.ledger.append([{ events, idempotency: null }])).toMatchObject([
      { outcome: "stored", events: events.map(({ id }) => ({ id })) },
    ]);
  return regarding;
}
async function reasons(): Promise<string[]> {
  const asked = ["newsletter", "letters"].map((purposeId) => ({ subject, purposeId }));
  const decided = await ledger.consents.decideMany(asked, null);
  return decided.map((one) => ("reason" in one ? one.reason : one.code));
}

it("restricts with the decision, and is done where it was so already", async () => {
  const change = { requestType: "restriction", ground: "GDPR 18(1)(a)" };
  const regarding = await decide(restriction, change);
  expect(await reasons()).toEqual(["restricted", "restricted"]);
  const { restricted } = await ledger.consents.restriction(subject, null);
  expect(restricted).toMatchObject([
    {
      ...{ id: regarding[0]?.id, ground: "accuracy", reason: "You are right." },
      requestId: "0f8fad5b-d9cb-469f-a165-70867728950e",
    },
  ]);
  expect(await decide(restriction, change)).toEqual(regarding);
});

it("takes objections to several purposes at once, also where a restriction of some was asked for", async () => {
  const asked = { purposes: ["newsletter", "letters"] };
  const regarding = await decide(objection, { requestType: "objection", asked });
  expect(regarding).toHaveLength(2);
  expect(await reasons()).toEqual(["objected", "objected"]);
  expect(await decide(restriction, { requestType: "restriction", asked })).toEqual(regarding);
  await expect(decide(objection, { asked: null })).rejects.toMatchObject({
    code: "request_refused",
  });
});

it("where the stream has moved meanwhile nothing is recorded", async () => {
  const grant = grantOf(subject, { requestType: "restriction" });
  const { events } = await restriction.prepare!(grant);
  await decide(objection, { asked: { purposes: ["letters"] } });
  expect(await ledger.ledger.append([{ events, idempotency: null }])).toEqual([
    { outcome: "moved" },
  ]);
});

it.each([
  ["GDPR 18(1)(b)", "unlawful"],
  ["eu-gdpr:A18-1-c", "claims"],
  ["GDPR 18 (1)(d)", "objection"],
  ["PIPL 44", "refusal"],
  ["our own decision", "other"],
  [null, "other"],
])("%s is told as %s", (ground, told) => {
  expect(groundOf(ground)).toBe(told);
});
