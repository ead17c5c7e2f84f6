/** Messages, what a partner acknowledges, and how much was given, over HTTP. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Refusal } from "../../../../api/core/errors.ts";
import {
  acknowledgementAnswer,
  messagesAnswer,
  replayAnswer,
  usageAnswer,
} from "../../../../api/sharing/push/schemas.ts";
import { webhooksIn } from "../../../../api/store/sqlite/webhooks.ts";
import {
  type Acknowledgement,
  formatAcknowledgement,
  formatAcknowledgementText,
  messageBodyHash,
} from "../../../../portal/verify/acknowledgement.ts";
import { asPublicKey } from "../../../../portal/verify/brands.ts";
import { utf8Encode } from "../../../../portal/verify/bytes.ts";
import { formatVkey, parseVkey } from "../../../../portal/verify/note.ts";
import { refusal, type TestApp, testApp } from "../../http/fixtures.ts";
import { acquaintances, keyOf, person } from "../../http/principals.ts";
import {
  chainStep,
  ORGANIZATION,
  personOf,
  READER,
  type Shared,
  sharedFirm,
} from "../delivery/shared.ts";
import { OFFICER } from "../firm.ts";
import { give, messagesOf, partnersOf, walk, withdraw } from "./shared.ts";

const known = acquaintances();
const member = person("partner", { organization: ORGANIZATION });
const machine = known.headers(keyOf(member, ["sharing:read", "sharing:write"]));
const another = known.headers(
  keyOf({ ...member, organization: "another" }, ["sharing:read", "sharing:write"]),
);
const officer = known.headers(person("officer"));

const SECRET = new Uint8Array(32).fill(7);
const keyFor = (secret: Uint8Array) => {
  const publicKey = asPublicKey(ed25519.getPublicKey(secret));
  return parseVkey(formatVkey("fourth.example", publicKey));
};
const vkey = formatVkey("fourth.example", asPublicKey(ed25519.getPublicKey(SECRET)));

let app: TestApp;
let shared: Shared;
let subject: string;
beforeAll(async () => {
  app = await testApp({ app: { authenticate: known.authenticate } });
  shared = await sharedFirm({ ...app, fetch: app.send } as never);
  webhooksIn(app.partners.client).put({
    ...{ organization: ORGANIZATION, url: "https://partner.example/", secret: new Uint8Array(1) },
    ...{ oldSecret: null, oldUntil: null, acknowledgementKey: vkey, createdAt: 0 },
    ...{ pausedAt: null, lastAt: null, lastOutcome: null },
  });
});
afterAll(() => app.close());
afterEach(() => expect(app.bugs).toEqual([]));
beforeEach(async () => {
  const one = await personOf(shared.ledger);
  subject = one.subject;
  const records = [{ id: one.customer, kind: "customer", version: 1 }];
  await give(shared.ledger, { subject, agreement: shared.agreementId, records });
  await withdraw(shared.ledger, subject);
});

const path = (rest: string, id = shared.agreementId) => `/v1/agreements/${id}/${rest}`;
const get = (rest: string, headers: Record<string, string> = machine) =>
  app.send(path(rest), { headers });
const post = (rest: string, body: unknown, headers: Record<string, string> = machine) =>
  app.send(path(rest), {
    ...{ method: "POST", body: JSON.stringify(body) },
    headers: { ...headers, "content-type": "application/json" },
  });
const newest = async () => {
  const { messages } = messagesAnswer.parse(await (await get("messages?limit=1")).json());
  return messages[0]!;
};
const noteOf = async (change: Partial<Acknowledgement> = {}, secret = SECRET) => {
  const { id, body } = await newest();
  const said: Acknowledgement = {
    ...{ agreement: shared.agreementId, message: id, bodyHash: messageBodyHash(body!) },
    ...{ what: "received", time: app.clock.now(), ...change },
  };
  const text = utf8Encode(formatAcknowledgementText(said));
  return formatAcknowledgement(said, keyFor(secret), ed25519.sign(text, secret));
};
const say = async (note: string, headers = machine) =>
  post("acknowledgements", { acknowledgement: note }, headers);

describe("/v1/agreements/{id}/messages", () => {
  it("tells the partner whom they are about, on record, and the officer how they went", async () => {
    const own = await newest();
    expect(own).toMatchObject({ type: "consent.withdrawn", subject, state: "waiting" });
    expect(JSON.parse(own.body!)).toMatchObject({ data: { subject } });
    const { records } = await app.ledger.list({
      ...{ subject, kind: "access", cursor: null, limit: 10 },
    });
    expect(records.at(-1)!.record).toMatchObject({
      ...{ route: "GET /v1/agreements/{id}/messages", organization: ORGANIZATION, records: [] },
      told: [{ what: "decision", of: "newsletter" }],
    });
    const response = await get("messages?limit=1", officer);
    const { messages } = messagesAnswer.strict().parse(await response.json());
    const { subject: _, body: __, ...rest } = own;
    expect(messages).toEqual([rest]);
  });

  it("puts a page that refreshes itself on record once in ten minutes", async () => {
    const accesses = async () =>
      (await app.ledger.list({ subject, kind: "access", cursor: null, limit: 100 })).records.length;
    const before = await accesses();
    for (let i = 0; i < 3; i++) await newest();
    expect(await accesses()).toBe(before + 1);
    app.clock.advance(10 * 60_000 - 1);
    await newest();
    expect(await accesses()).toBe(before + 1);
    app.clock.advance(1);
    expect((await newest()).subject).toBe(subject);
    expect(await accesses()).toBe(before + 2);
  });

  it("tells all but whom it is about, where that cannot be put on record, and hides no other", async () => {
    const { recordReads } = app.ledger;
    const bad = subject;
    const spy = vi.spyOn(app.ledger, "recordReads").mockImplementation(async (reads) => {
      if (reads.shown[0]?.subject === bad)
        throw new Refusal("damaged", { what: "record", index: 1 });
      await recordReads(reads);
    });
    try {
      const { messages } = messagesAnswer.parse(await (await get("messages?limit=2")).json());
      expect(messages[0]).toMatchObject({ type: "consent.withdrawn", purpose: "newsletter" });
      expect([messages[0]!.subject, messages[0]!.body]).toEqual([undefined, undefined]);
      expect(messages[1]!.subject).toMatch(/^.{43}$/);
      expect((await app.partners.message(messages[0]!.id))!.recorded).toBe(false);
      expect((await app.partners.message(messages[1]!.id))!.recorded).toBe(true);
    } finally {
      spy.mockRestore();
    }
    expect((await newest()).subject).toBe(bad);
  });

  it("comes in pages, by state", async () => {
    const first = messagesAnswer.parse(await (await get("messages?limit=1")).json());
    expect(first.next).not.toBeNull();
    const delivered = messagesAnswer.parse(await (await get("messages?state=given_up")).json());
    expect(delivered).toEqual({ messages: [], next: null });
  });

  it("is another organization's to nobody else", async () => {
    for (const rest of ["messages", "usage"])
      expect(await refusal(get(rest, another))).toBe("404 not_found");
    expect(await refusal(say(await noteOf(), another))).toBe("404 not_found");
    expect(await refusal(say(await noteOf(), officer))).toBe("403 forbidden");
    const { id } = await newest();
    expect(await refusal(post(`messages/${id}/replay`, {}, another))).toBe("404 not_found");
    expect((await app.send(path("messages", "0".repeat(40)), { headers: officer })).status).toBe(
      404,
    );
  });
});

it("a message that was delivered goes out again under the same id", async () => {
  const { id } = await newest();
  const row = (await app.partners.message(id))!;
  const attempt = { at: app.clock.now(), milliseconds: 5, outcome: "200", nextAt: null };
  await app.partners.attempted(row.number, { ...attempt, delivered: true });
  expect(await newest()).toMatchObject({ state: "delivered", attempts: 1 });
  const accesses = async () =>
    (await app.ledger.list({ subject, kind: "access", cursor: null, limit: 100 })).records.length;
  const before = await accesses();
  const own = replayAnswer.parse(await (await post(`messages/${id}/replay`, {})).json());
  // Nothing of it is put on record: so nobody is named.
  expect([own.subject, own.body, await accesses()]).toEqual([undefined, undefined, before]);
  const later = app.clock.now() + 3_600_000;
  await app.partners.attempted(row.number, { ...attempt, delivered: false, nextAt: later });
  const again = await post(`messages/${id}/replay`, {}, officer);
  expect(replayAnswer.parse(await again.json())).toMatchObject({ id, state: "waiting" });
  expect((await app.partners.due([ORGANIZATION], app.clock.now(), 100)).map((m) => m.id)).toContain(
    id,
  );
});

describe("/v1/agreements/{id}/acknowledgements", () => {
  it("puts on record what the partner has signed, once", async () => {
    const note = await noteOf({ what: "done" });
    const response = await say(note);
    expect(response.status).toBe(201);
    const first = acknowledgementAnswer.parse(await response.json());
    const { events } = await app.ledger.events(subject, "acknowledgement");
    expect(events.map(({ record }) => record)).toMatchObject([
      {
        ...{ what: "done", note, vkey, organization: ORGANIZATION, purposeId: "newsletter" },
        ...{ agreement: shared.agreementId, agreementVersion: 1, messageType: "consent.withdrawn" },
      },
    ]);
    const now = new Date(app.clock.now()).toISOString();
    expect(await newest()).toMatchObject({
      ...{ state: "delivered", receivedAt: now, receivedCame: now, doneAt: now, doneCame: now },
    });
    const again = await say(note);
    expect(again.status).toBe(200);
    const second = acknowledgementAnswer.parse(await again.json());
    expect(second.recorded?.id).toBe(first.recorded?.id);
    // Whoever has done it has it.
    expect((await say(await noteOf())).status).toBe(200);
    expect((await app.ledger.events(subject, "acknowledgement")).events).toHaveLength(1);
  });

  it("that comes late is late, whatever time it states", async () => {
    const { madeAt } = await newest();
    const stated = Date.parse(madeAt!) + 1_000;
    app.clock.advance(25 * 3_600_000);
    await say(await noteOf({ what: "done", time: stated }));
    const [said, came] = [stated, app.clock.now()].map((at) => new Date(at).toISOString());
    const late = { doneAt: said, doneCame: came, receivedAt: said, receivedCame: came };
    expect(await newest()).toMatchObject({ ...late, overdue: true });
    const fresh = partnersOf(shared.ledger);
    await walk(shared.ledger, fresh);
    const again = (await messagesOf(fresh, shared.agreementId)).at(-1)!;
    expect([again.doneAt, again.doneCame]).toEqual([stated, app.clock.now()]);
    fresh.close();
  });

  it("is told of what is not an acknowledgement of that", async () => {
    const refused = async (note: string) => {
      const response = await say(note);
      return [response.status, ((await response.json()) as { problem: string }).problem];
    };
    const other = new Uint8Array(32).fill(8);
    expect(await refused(await noteOf({}, other))).toEqual([422, "other_key"]);
    expect(await refused("nonsense")).toEqual([422, "not_a_note"]);
    expect(await refused(await noteOf({ agreement: "a".repeat(40) }))).toEqual([
      422,
      "other_agreement",
    ]);
    const message = `msg_${"0".repeat(32)}`;
    expect(await refused(await noteOf({ message }))).toEqual([422, "unknown_message"]);
    expect(await refused(await noteOf({ bodyHash: messageBodyHash("{}") }))).toEqual([
      422,
      "other_body",
    ]);
    const { madeAt } = await newest();
    const before = Date.parse(madeAt!) - 6 * 60_000;
    expect(await refused(await noteOf({ time: before }))).toEqual([422, "too_early"]);
    const late = app.clock.now() + 6 * 60_000;
    expect(await refused(await noteOf({ time: late }))).toEqual([422, "in_the_future"]);
    expect((await app.ledger.events(subject, "acknowledgement")).events).toEqual([]);
  });
});

it("what is not acknowledged in time is overdue, to both, in the metric and in the overview", async () => {
  app.clock.advance(25 * 3_600_000);
  expect(await newest()).toMatchObject({ overdue: true });
  const usage = usageAnswer.strict().parse(await (await get("usage", officer)).json());
  expect(usage.overdue).toBeGreaterThan(0);
  expect(usage.total.people).toBeGreaterThan(0);
  const overview = await app.send("/v1/overview", { headers: officer });
  const { alarms } = (await overview.json()) as { alarms: { code: string }[] };
  expect(alarms.map(({ code }) => code)).toContain("partner_overdue");
});

it("the end of an agreement is acknowledged with the agreement", async () => {
  await newest();
  await chainStep(shared.ledger, shared.sharing, shared.agreementId, "terminated");
  expect(await newest()).toMatchObject({ type: "agreement.ended", subject: null });
  expect((await say(await noteOf({ what: "done" }))).status).toBe(201);
  const { firm } = app.ledger;
  const { events } = await app.ledger.events(firm, `agreement/${shared.agreementId}`);
  expect(events.at(-1)!.record).toMatchObject({
    ...{ event: "acknowledged", acknowledgement: { what: "done", organization: ORGANIZATION } },
  });
  const { id, receivedAt, receivedCame, doneAt, doneCame } = await newest();
  expect(doneCame).not.toBeNull();
  // Also in a file that is made again out of the log.
  const fresh = partnersOf(shared.ledger);
  await walk(shared.ledger, fresh);
  const times = [receivedAt, receivedCame, doneAt, doneCame].map((at) => Date.parse(at!));
  const row = (await fresh.message(id))!;
  expect([row.receivedAt, row.receivedCame, row.doneAt, row.doneCame]).toEqual(times);
  expect([row.state, row.nextAt]).toEqual(["delivered", null]);
  fresh.close();
  expect((await say(await noteOf({ what: "done" }))).status).toBe(200);
});

it("how much was given is told to each organization of its own, after another was tied, too", async () => {
  const again = await sharedFirm(
    { ...app, fetch: app.send } as never,
    {},
    { isNew: false, seed: "two" },
  );
  const usage = path("usage", again.agreementId);
  const of = async (headers: Record<string, string>) =>
    usageAnswer.parse(await (await app.send(usage, { headers })).json()).total;
  const oneTo = async (organization: string) => {
    const one = await personOf(shared.ledger);
    await give(shared.ledger, {
      ...{ subject: one.subject, agreement: again.agreementId },
      reader: { ...READER, organization },
      records: [{ id: one.customer, kind: "customer", version: 1 }],
    });
  };
  await oneTo(ORGANIZATION);
  await again.sharing.tie(again.agreementId, { organization: "another" }, OFFICER);
  for (let i = 0; i < 3; i++) await oneTo("another");
  expect(await of(machine)).toEqual({ requests: 1, records: 1, people: 1 });
  expect(await of(another)).toEqual({ requests: 3, records: 3, people: 3 });
  expect(await of(officer)).toEqual({ requests: 4, records: 4, people: 4 });
});
