/** From the button to the receiver's log: a real receiver on loopback, which the operator allows, checks each message as Standard Webhooks has it. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parsePrivateHosts } from "../../../../../api/core/private-hosts.ts";
import { messageOf } from "../../../../../api/sharing/push/message.ts";
import type { Sender } from "../../../../../api/sharing/push/send/worker.ts";
import { hear } from "../../../../helpers/heard/heard.ts";
import { admin, member, type WebhookApp, webhookApp } from "./fixtures.ts";

const PATH = "/v1/organizations/acme/webhook";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly url: string;
}

/** After the specification, and not by what signs. Whether one of the signatures is of this secret. */
async function isSigned({ headers, body }: Received, secret: string): Promise<boolean> {
  const raw = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", raw, hmac, false, ["verify"]);
  const text = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const signatures = String(headers["webhook-signature"]).split(" ");
  const fits = signatures.map((one) => {
    const [version, encoded = ""] = one.split(",");
    expect(version).toBe("v1");
    const bytes = Buffer.from(encoded, "base64");
    return crypto.subtle.verify("HMAC", key, bytes, Buffer.from(text));
  });
  return (await Promise.all(fits)).includes(true);
}

let test: WebhookApp;
let sender: Sender;
let receiver: Server;
let url: string;
const received: Received[] = [];
const answers: number[] = [];
beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body, url: request.url ?? "" });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?token=s3cret`;
  test = await webhookApp({ allowed: parsePrivateHosts("127.0.0.1")!, now: Date.now() });
  sender = test.send();
});
afterAll(async () => {
  expect(test.bugs).toEqual([]);
  await test.close();
  await new Promise((resolve) => receiver.close(resolve));
});

async function ask<T>(path: string, body: object = {}): Promise<T> {
  const response = await test.app.post(`${PATH}${path}`, body, member);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
const came = (count: number) => vi.waitFor(() => expect(received).toHaveLength(count));
const lastAttempt = async () => {
  const response = await test.app.send(PATH, { headers: admin });
  return ((await response.json()) as { webhook: { lastAttempt: object } }).webhook.lastAttempt;
};

describe("a partner", () => {
  let secret: string;

  it("is told once it has registered, and can tell that it is this ledger", async () => {
    ({ secret } = await ask<{ secret: string }>("", { url }));
    const { message } = await ask<{ message: string }>("/test");
    await came(1);
    const [first] = received as [Received];
    expect(first.url).toBe("/hook?token=s3cret");
    expect(first.headers).toMatchObject({
      ...{ "webhook-id": message, "content-type": "application/json" },
    });
    expect(await isSigned(first, secret)).toBe(true);
    expect(await isSigned(first, "whsec_AAAA")).toBe(false);
    expect(await isSigned({ ...first, body: first.body.replace("test", "tent") }, secret)).toBe(
      false,
    );
    const age = Date.now() / 1000 - Number(first.headers["webhook-timestamp"]);
    expect(Math.abs(age)).toBeLessThan(60);
    expect(JSON.parse(first.body)).toMatchObject({ type: "webhook.test" });
    await vi.waitFor(async () => expect(await lastAttempt()).toMatchObject({ outcome: "204" }));
  });

  it("is told again, under the same id, what it did not take", async () => {
    answers.push(500);
    const message = messageOf({
      ...{ type: "consent.withdrawn", organization: "acme", agreement: "a1", version: 1 },
      ...{ purpose: "newsletter", subject: "S".repeat(43), reason: "consent_withdrawn" },
      cause: { index: 7, time: test.clock.now(), occurredAt: new Date().toISOString() },
      ...{ deleteBy: test.clock.now() + 1, acknowledgeBy: test.clock.now() + 1 },
    });
    await test.partners.put(message);
    sender.wake();
    await came(2);
    await vi.waitFor(async () => expect(await lastAttempt()).toMatchObject({ outcome: "500" }));
    // Registered again: what waits goes at once.
    await ask("", { url });
    await came(3);
    const [, failed, again] = received as [Received, Received, Received];
    expect([failed.headers["webhook-id"], failed.body]).toEqual([message.id, message.body]);
    expect([again.headers["webhook-id"], again.body]).toEqual([message.id, message.body]);
    expect(await isSigned(again, secret)).toBe(true);
    await vi.waitFor(async () =>
      expect(await test.partners.message(message.id)).toMatchObject({
        ...{ state: "delivered", attempts: 2 },
      }),
    );
  });

  it("changes its secret while messages come", async () => {
    const { secret: second } = await ask<{ secret: string }>("/secret");
    test.clock.advance(10_000);
    await ask("/test");
    await came(4);
    expect(await isSigned(received[3]!, secret)).toBe(true);
    expect(await isSigned(received[3]!, second)).toBe(true);
  });

  it("is left alone once it has said that it is gone", async () => {
    answers.push(410);
    test.clock.advance(10_000);
    await ask("/test");
    await came(5);
    await vi.waitFor(() => expect(test.webhooks.active()).toEqual([]));
  });

  it("is told of in nothing that this server writes down", async () => {
    const written = JSON.stringify([await test.recorded(), test.bugs, test.app.requests]);
    for (const hidden of ["s3cret", "/hook", secret]) expect(written).not.toContain(hidden);
    hear("log", written);
  });
});
