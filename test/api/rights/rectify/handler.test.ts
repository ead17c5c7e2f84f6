import { afterEach, beforeEach, expect, it } from "vitest";
import { formatTime } from "../../../../api/core/clock.ts";
import { isRefusal, Refusal } from "../../../../api/core/errors.ts";
import type { RequestHandler } from "../../../../api/rights/cases/handlers.ts";
import { rectificationHandler } from "../../../../api/rights/rectify/handler.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { grantOf } from "../granted.ts";

let ledger: TestLedger;
let handler: RequestHandler;
let subject: string;
let profile: string;
let order: string;
beforeEach(async () => {
  ledger = await testLedger();
  handler = rectificationHandler({ ledger: ledger.ledger, consents: ledger.consents });
  subject = await newSubject(ledger);
  ({ id: profile } = await stored(ledger, customerOf(subject, { name: "Li Wie" })));
  ({ id: order } = await stored(ledger, orderOf(subject, { note: "blue" })));
});
afterEach(() => ledger.close());

const corrections = () => [
  { record: profile, field: "name", value: "Li Wei" },
  { record: profile, field: "language", value: "zh-CN" },
  { record: order, field: "note", value: "green" },
];
const newest = async (id: string) => (await ledger.ledger.record(id, null)).record;

it("corrects each record once, however often it is carried out, and names what it made", async () => {
  const grant = grantOf(subject, { asked: { corrections: corrections() } });
  expect(await handler.prepare?.(grant)).toEqual({ events: [], regarding: [] });
  expect(await handler.hasBegun?.(grant)).toBe(false);
  const done = await handler.carryOut?.(grant);
  expect(await handler.hasBegun?.(grant)).toBe(true);
  expect(done).toEqual({
    regarding: [profile, order].map((id) => ({ what: "record", id, version: 2 })),
    answer: null,
  });
  expect(await newest(profile)).toMatchObject({ name: "Li Wei", language: "zh-CN" });
  expect(await newest(order)).toMatchObject({ note: "green", "@occurredAt": grant.occurredAt });
  // Somebody else has changed it since.
  await ledger.ledger.correct({
    ...{ id: profile, version: 2, fields: { name: "Li W." }, occurredAt: null, idempotency: null },
  });
  expect(await handler.carryOut?.(grant)).toEqual(done);
  expect(await newest(profile)).toMatchObject({ name: "Li W.", "@version": 3 });
});

it("stops at a record that is gone since, and says what it has corrected; decided anew it goes on", async () => {
  const lacking = {
    ...ledger.ledger,
    correct: async (one: Parameters<typeof ledger.ledger.correct>[0]) => {
      if (one.id === order) throw new Refusal("not_found", { what: "record" });
      return ledger.ledger.correct(one);
    },
  };
  const { consents } = ledger;
  const stopping = rectificationHandler({ ledger: lacking, consents });
  const grant = grantOf(subject, { asked: { corrections: corrections() } });
  expect(await stopping.carryOut?.(grant)).toEqual({
    stopped: expect.objectContaining({ code: "not_found" }),
    regarding: [{ what: "record", id: profile, version: 2 }],
  });
  // What is asked for was put right, and granted again: what was made of the first grant is no answer to it.
  ledger.clock.advance(1_000);
  const [, ...rest] = corrections();
  const right = [{ record: profile, field: "name", value: "Li Wey" }, ...rest];
  const again = grantOf(subject, {
    ...{ requestId: grant.requestId, asked: { corrections: right } },
    occurredAt: formatTime(ledger.clock.now()),
  });
  expect(await handler.prepare?.(again)).toEqual({ events: [], regarding: [] });
  expect(await handler.carryOut?.(again)).toMatchObject({
    regarding: [{ version: 3 }, { version: 2 }],
  });
  expect(await newest(profile)).toMatchObject({ name: "Li Wey" });
});

it("corrects what the decision names, where that is a part", async () => {
  const regarding = [{ what: "record", id: order }];
  const asked = { corrections: corrections() };
  const done = await handler.carryOut?.(grantOf(subject, { decision: "partly", regarding, asked }));
  expect(done).toMatchObject({ regarding: [{ what: "record", id: order, version: 2 }] });
  expect(await newest(profile)).toMatchObject({ name: "Li Wie", "@version": 1 });
});

it("takes records under any identifier of the person, and of nobody else", async () => {
  const other = await newSubject(ledger);
  const { id } = await stored(ledger, customerOf(other, { name: "Li Wie" }));
  const grant = grantOf(subject, {
    asked: { corrections: [{ record: id, field: "name", value: "Li Wei" }] },
  });
  const refused = async () => {
    const error = await handler.prepare?.(grant).catch((one: unknown) => one);
    return isRefusal(error as Error, "not_found");
  };
  expect(await refused()).toBe(true);
  await ledger.consents.merge({ "@subject": subject, other, event: "joined", reference: "desk" });
  expect(await refused()).toBe(false);
});

it.each([
  ["nothing", undefined, "request_refused"],
  ["what the record cannot hold", { field: "name", value: 7 }, "invalid_record"],
  ["a field that there is not", { field: "shoeSize", value: 43 }, "invalid_record"],
])("is not granted where %s is asked for", async (_, change, code) => {
  const asked = change && { corrections: [{ record: profile, ...change }] };
  const error = await handler
    .prepare?.(grantOf(subject, { asked: asked ?? null }))
    .catch((one: unknown) => one);
  expect(error).toMatchObject({ code });
  expect(await newest(profile)).toMatchObject({ "@version": 1 });
});
