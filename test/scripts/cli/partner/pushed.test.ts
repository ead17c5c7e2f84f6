/** The sample receiver and a ledger's own side of it: a message as the ledger makes and signs it, and acknowledgements as the ledger takes them. */
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { signatureHeaders } from "../../../../api/core/webhook-signature.ts";
import { decodeSigningKey, generateSigningKey } from "../../../../api/log/signing-key.ts";
import { messagesAnswer } from "../../../../api/sharing/push/schemas.ts";
import { webhooksIn } from "../../../../api/store/sqlite/webhooks.ts";
import { KEY_TYPE_SIGNATURE } from "../../../../portal/verify/note.ts";
import { writeOutputs } from "../../../../scripts/cli/partner/output.ts";
import { outcomeOf } from "../../../../scripts/cli/partner/receive.ts";
import { openInbox } from "../../../../scripts/cli/partner/receive-inbox.ts";
import { receiver } from "../../../../scripts/cli/partner/receive-server.ts";
import { newRounds, type Worker, workOnce } from "../../../../scripts/cli/partner/receive-work.ts";
import { walkOn, walkPerson } from "../../../../scripts/cli/partner/walk.ts";
import { testApp } from "../../../api/http/fixtures.ts";
import { acquaintances, keyOf, person } from "../../../api/http/principals.ts";
import { ORGANIZATION, sharedFirm } from "../../../api/sharing/delivery/shared.ts";
import { recordOne } from "../../../helpers/consents.ts";
import { customerOf, seededRandom, stored } from "../../../helpers/ledger.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { worldOf } from "./world.ts";

const SECRET = Buffer.alloc(32, 7);
const key = decodeSigningKey(
  generateSigningKey("partner.example/ack", KEY_TYPE_SIGNATURE, seededRandom("ack")),
  KEY_TYPE_SIGNATURE,
)!;

it("a partner does what the ledger tells it, and the ledger takes that it is done", async () => {
  const known = acquaintances();
  const member = person("partner", { organization: ORGANIZATION });
  const { authorization } = known.headers(keyOf(member, ["sharing:read", "sharing:write"]));
  const app = await testApp({ app: { authenticate: known.authenticate } });
  onTestFinished(() => app.close());
  const world = await worldOf(await sharedFirm({ ...app, fetch: app.send } as never));
  webhooksIn(app.partners.client).put({
    ...{ organization: ORGANIZATION, url: "https://partner.example/", secret: SECRET },
    ...{ oldSecret: null, oldUntil: null, acknowledgementKey: key.vkey, createdAt: 0 },
    ...{ pausedAt: null, lastAt: null, lastOutcome: null },
  });
  const path = `/v1/agreements/${world.agreementId}`;
  const messages = async () => {
    const answer = await app.send(`${path}/messages`, { headers: { authorization } });
    return messagesAnswer.parse(await answer.json()).messages;
  };

  const copy = await temporaryFolder();
  const [a, b] = [await world.person(), await world.person()];
  await app.anchor();
  const { state } = await walkOn(world.walking(copy), world.state());
  await writeOutputs(copy, world.terms, state);
  const records = (): string => readFileSync(join(copy, "records.ndjson"), "utf8");
  expect(records()).toContain(a.subject);

  await recordOne(app, {
    ...{ "@subject": a.subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
  });
  await stored(app, customerOf(b.subject, { channel: "store" }));
  await app.anchor();
  const waiting = await messages();
  expect(waiting.map(({ type }) => type).sort()).toEqual([
    ...["consent.withdrawn", "record.corrected"],
  ]);

  const now = (): number => app.clock.now();
  const worker: Worker = {
    ...{ inbox: await openInbox(join(copy, "messages")), key, now, directories: [copy] },
    pinned: async () => ({ terms: world.terms }),
    pullPerson: async (directory, subject) => {
      await walkPerson(world.walking(directory), state, subject);
    },
    onPullFailed: (error) => {
      throw error;
    },
    onFault: (error) => {
      throw error;
    },
    async send(_, note) {
      const answer = await app.send(`${path}/acknowledgements`, {
        ...{ method: "POST", body: JSON.stringify({ acknowledgement: note }) },
        headers: { authorization, "content-type": "application/json" },
      });
      return outcomeOf(answer.status);
    },
    log: () => {},
  };
  const server = receiver({
    ...{ inbox: worker.inbox, secrets: [SECRET], now, onMessage: () => {} },
    onRefused: (why) => expect(why).toBeNull(),
    onFault: (error) => expect(error).toBeNull(),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (const { id, body } of waiting) {
    const headers = signatureHeaders({ id, at: now(), body: body as string }, [SECRET]);
    const sent = await fetch(url, { method: "POST", body: body as string, headers });
    expect(sent.status).toBe(204);
  }
  expect(await workOnce(worker, newRounds())).toBe(false);
  expect(records()).not.toContain(a.subject);
  expect(JSON.parse(records())).toMatchObject({ "@subject": b.subject, channel: "store" });
  for (const message of await messages())
    expect(message).toMatchObject({
      ...{ receivedAt: expect.any(String), doneAt: expect.any(String) },
    });
});
