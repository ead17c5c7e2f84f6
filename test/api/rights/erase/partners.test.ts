/** Partners hear of an erasure, what they sign of it goes to the erasure and not to the person, and the certificate shows it. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { afterAll, beforeAll, expect, it } from "vitest";
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
import { verifyErasureCertificate } from "../../../../portal/verify/verify-erasure.ts";
import { type TestApp, testApp } from "../../http/fixtures.ts";
import { acquaintances, keyOf, person } from "../../http/principals.ts";
import { ORGANIZATION, personOf, type Shared, sharedFirm } from "../../sharing/delivery/shared.ts";
import { give, messagesOf, partnersOf, walk } from "../../sharing/push/shared.ts";
import { erase } from "./scene.ts";

const known = acquaintances();
const member = person("partner", { organization: ORGANIZATION });
const machine = known.headers(keyOf(member, ["sharing:read", "sharing:write"]));
const SECRET = new Uint8Array(32).fill(7);
const vkey = formatVkey("fourth.example", asPublicKey(ed25519.getPublicKey(SECRET)));

let app: TestApp;
let shared: Shared;
let subject: string;
let done: Awaited<ReturnType<typeof erase>>;
beforeAll(async () => {
  app = await testApp({ app: { authenticate: known.authenticate } });
  shared = await sharedFirm({ ...app, fetch: app.send } as never);
  webhooksIn(app.partners.client).put({
    ...{ organization: ORGANIZATION, url: "https://partner.example/", secret: new Uint8Array(1) },
    ...{ oldSecret: null, oldUntil: null, acknowledgementKey: vkey, createdAt: 0 },
    ...{ pausedAt: null, lastAt: null, lastOutcome: null },
  });
  const one = await personOf(shared.ledger);
  subject = one.subject;
  const records = [{ id: one.customer, kind: "customer", version: 1 }];
  await give(shared.ledger, { subject, agreement: shared.agreementId, records });
  done = await erase(app.rights, subject);
});
afterAll(() => app.close());

const told = async () => {
  const all = await messagesOf(app.partners, shared.agreementId);
  return all.filter((message) => message.subject === subject);
};

it("tells whoever was given something, once, by the declaration's place in the log", async () => {
  expect(done.done).toBe(true);
  const messages = await told();
  expect(messages.map(({ type }) => type)).toEqual(["person.erased"]);
  const { events } = await app.ledger.events(app.ledger.firm, "erasure");
  const { data } = JSON.parse(messages[0]!.body);
  expect(data).toMatchObject({ subject, reason: "erased", index: events[0]!.index });
  expect(await app.partners.givenOf([subject])).toEqual([]);
});

it("tells the same under the same name to who follows the log from its beginning", async () => {
  const again = partnersOf(app as never);
  const { keyStore } = app;
  const erased = async (id: string) =>
    (await keyStore.erasure(id))!.scopes.map(({ subject: one }) => one);
  await walk(app as never, again, undefined, erased);
  const mine = (await messagesOf(again, shared.agreementId)).filter(
    (one) => one.subject === subject,
  );
  expect(mine.map(({ id, body }) => [id, body])).toEqual(
    (await told()).map(({ id, body }) => [id, body]),
  );
  again.close();
});

it("puts what is signed of it on record with the erasure, and into the certificate", async () => {
  const [message] = await told();
  const said: Acknowledgement = {
    ...{ agreement: shared.agreementId, message: message!.id, what: "done" },
    ...{ bodyHash: messageBodyHash(message!.body), time: app.clock.now() },
  };
  const text = utf8Encode(formatAcknowledgementText(said));
  const note = formatAcknowledgement(said, parseVkey(vkey), ed25519.sign(text, SECRET));
  const path = `/v1/agreements/${shared.agreementId}/acknowledgements`;
  for (const status of [201, 200]) {
    const response = await app.send(path, {
      ...{ method: "POST", body: JSON.stringify({ acknowledgement: note }) },
      headers: { ...machine, "content-type": "application/json" },
    });
    expect(response.status).toBe(status);
  }
  const stream = `erasure-outcome/${done.id}`;
  const { events } = await app.ledger.events(app.ledger.firm, stream);
  expect(events.map(({ record }) => record?.event)).toEqual(["acknowledged"]);
  expect(JSON.stringify(events)).not.toContain(subject);
  await app.anchor();
  await app.cosign();
  const bytes = await app.rights.certificates.make(done.code!, done.id);
  const { policy, ask, clock } = app;
  const verdict = await verifyErasureCertificate(bytes, { policy, ask, now: clock.now() });
  expect(verdict.word).toBe("VERIFIED");
  expect(JSON.parse(Buffer.from(bytes).toString()).outcomes).toHaveLength(1);
});
