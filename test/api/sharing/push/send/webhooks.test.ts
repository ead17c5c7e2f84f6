/** Webhooks over HTTP: by whom, to where, with which secret, and what is on record of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chinese } from "../../../../../api/http/api-words.ts";
import { generateNoteSigner, loadNoteSigner } from "../../../../../api/log/keys.ts";
import { webhookSecrets } from "../../../../../api/sharing/push/send/secrets.ts";
import { OLD_SECRET_MS } from "../../../../../api/sharing/push/send/webhooks.ts";
import { seededRandom } from "../../../../helpers/repeatable.ts";
import { problemOf, refusal } from "../../../http/fixtures.ts";
import { person } from "../../../http/principals.ts";
import { admin, known, macOf, member, other, type WebhookApp, webhookApp } from "./fixtures.ts";

const URL_ = "https://partner.example/hook?token=s3cret";
const PATH = "/v1/organizations/acme/webhook";
const VKEY = loadNoteSigner(
  generateNoteSigner("partner.example", seededRandom("partner")),
  "test",
).vkey;

let test: WebhookApp;
const names = new Map<string, readonly string[]>();
beforeAll(async () => {
  test = await webhookApp({ resolve: async (host) => names.get(host) ?? ["8.8.8.8"] });
});
afterAll(async () => {
  expect(test.bugs).toEqual([]);
  expect(test.app.bugs).toEqual([]);
  await test.close();
});
beforeEach(() => {
  test.rows.remove("acme");
  test.rows.remove("other");
  test.clock.advance(10_000);
});

interface Shown {
  readonly url: string;
  readonly acknowledgementKey: string | null;
  readonly createdAt: string;
  readonly pausedAt: string | null;
  readonly oldSecretUntil: string | null;
  readonly lastAttempt: object | null;
}
interface Answered {
  readonly webhook: Shown;
  readonly secret: string;
}
const post = (path: string, body: object = {}, headers: Record<string, string> = member) =>
  test.app.post(`${PATH}${path}`, body, headers);
async function ok<T>(response: Response | Promise<Response>): Promise<T> {
  const answered = await response;
  expect(answered.status).toBe(200);
  return (await answered.json()) as T;
}
const register = (change: object = {}, headers = member) =>
  ok<Answered>(post("", { url: URL_, ...change }, headers));
const shown = async (headers = member) =>
  (await ok<{ webhook: Shown | null }>(test.app.send(PATH, { headers }))).webhook;

describe("a webhook", () => {
  it("is registered by a member and by an administrator, and told to both without its secret", async () => {
    const { webhook, secret } = await register({ acknowledgementKey: VKEY });
    expect(webhook).toEqual({
      ...{ url: URL_, acknowledgementKey: VKEY, pausedAt: null, oldSecretUntil: null },
      ...{ lastAttempt: null, createdAt: new Date(test.clock.now()).toISOString() },
    });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    for (const headers of [member, admin]) expect(await shown(headers)).toEqual(webhook);
    expect(test.changed.at(-1)).toBe("acme");
    expect((await register({}, admin)).webhook.url).toBe(URL_);
  });

  it("is of its own organization, and of nobody else", async () => {
    await register();
    for (const headers of [
      other,
      known.headers(person("officer")),
      known.headers(person("staff")),
    ]) {
      expect(await refusal(test.app.send(PATH, { headers }))).toBe("403 forbidden");
      for (const path of ["", "/secret", "/test", "/removal"])
        expect(await refusal(post(path, { url: URL_ }, headers))).toBe("403 forbidden");
    }
    expect(await ok(test.app.send(PATH.replace("acme", "other"), { headers: other }))).toEqual({
      webhook: null,
    });
    const nowhere = PATH.replace("acme", "none");
    expect(await refusal(test.app.send(nowhere, { headers: admin }))).toBe("404 not_found");
    expect(await refusal(test.app.post(nowhere, { url: URL_ }, admin))).toBe("404 not_found");
  });

  it("keeps its secret when it is registered again", async () => {
    const first = await register();
    const again = await register({ url: "https://partner.example/other" });
    expect(again.secret).toBeNull();
    expect(again.webhook).toMatchObject({
      ...{ url: "https://partner.example/other", createdAt: first.webhook.createdAt },
    });
    const key = test.webhooks.destination("acme")!.keys;
    expect(key.map((one) => `whsec_${one.toString("base64")}`)).toEqual([first.secret]);
  });

  it.each([
    ["http://partner.example/", "not_https", "https alone"],
    ["https://127.0.0.1/", "not_public", "(this machine itself)"],
    ["https://inside.example/", "nowhere", "does not lead to a public address"],
    ["https://u:p@partner.example/", "credentials", "No user and no password"],
    ["nonsense", "not_a_url", "no address of the web"],
  ])("is refused, and says why: %s", async (url, problem, words) => {
    names.set("inside.example", ["10.0.0.1"]);
    const response = await post("", { url });
    expect(response.status).toBe(422);
    const told = await problemOf(response);
    expect(told).toMatchObject({ code: "webhook_refused", problem });
    expect(told.detail).toContain(words);
    expect(await shown()).toBeNull();
  });

  it("takes a key of the form that keys have", async () => {
    for (const acknowledgementKey of ["x", `${VKEY}x`, ` ${VKEY}`, 7])
      expect(await refusal(post("", { url: URL_, acknowledgementKey }))).toBe("422 invalid_record");
    expect(await refusal(post("", { url: URL_, more: 1 }))).toBe("422 invalid_record");
    expect(await refusal(post("", {}))).toBe("422 invalid_record");
  });

  it("is gone when it is removed, with its secret", async () => {
    await register();
    expect(await ok(post("/removal"))).toEqual({ webhook: null });
    expect(await shown()).toBeNull();
    expect(test.webhooks.active()).toEqual([]);
    for (const path of ["/secret", "/test", "/removal"])
      expect(await refusal(post(path))).toBe("404 not_found");
  });
});

describe("a secret", () => {
  it("is another after it was rotated, and the one before signs beside it for a day", async () => {
    const { secret: first } = await register();
    const { secret: second, webhook } = await ok<Answered>(post("/secret"));
    const keys = () =>
      test.webhooks.destination("acme")!.keys.map((one) => `whsec_${one.toString("base64")}`);
    expect(second).not.toBe(first);
    expect(keys()).toEqual([second, first]);
    expect(webhook.oldSecretUntil).toBe(new Date(test.clock.now() + OLD_SECRET_MS).toISOString());
    test.clock.advance(OLD_SECRET_MS - 1);
    expect(keys()).toEqual([second, first]);
    test.clock.advance(1);
    expect(keys()).toEqual([second]);
    expect((await shown())?.oldSecretUntil).toBeNull();
    // And then it is not there any more at all.
    expect(test.rows.get("acme")?.oldSecret).not.toBeNull();
    test.webhooks.active();
    expect(test.rows.get("acme")?.oldSecret).toBeNull();
  });

  it("does not lie in the file as it is, nor opens for another organization or under other keys", async () => {
    const { secret } = await register();
    const raw = Buffer.from(secret.slice("whsec_".length), "base64");
    const bytes = test.bytes();
    expect(bytes.includes(raw)).toBe(false);
    expect(bytes.includes(secret)).toBe(false);
    const sealed = test.rows.get("acme")!.secret;
    const random = seededRandom("x");
    expect(webhookSecrets(macOf(""), random).open("acme", sealed)).toEqual(raw);
    expect(webhookSecrets(macOf(""), random).open("other", sealed)).toBeNull();
    expect(webhookSecrets(macOf("another"), random).open("acme", sealed)).toBeNull();
  });
});

describe("what is on record", () => {
  const target = { type: "organization", id: "acme" };
  const actor = { id: "person/partner", role: "partner" };
  const newest = async () => (await test.recorded()).at(-1);

  it("is each change, by the time it is answered, without address and secret", async () => {
    const { secret } = await register({ acknowledgementKey: VKEY, reason: "ticket 17" });
    expect(await newest()).toMatchObject({
      ...{ event: "configuration-changed", actor, target, organization: "acme" },
      changes: [
        { name: "webhook", after: "https://partner.example" },
        { name: "webhook-acknowledgement-key", after: VKEY },
      ],
      reason: "ticket 17",
    });
    await register({ url: "https://partner.example/2", acknowledgementKey: VKEY });
    expect(await newest()).toMatchObject({ changes: [{ name: "webhook" }] });
    await register({ url: "https://new.example/3" });
    expect(await newest()).toMatchObject({
      changes: [
        { name: "webhook", before: "https://partner.example", after: "https://new.example" },
        { name: "webhook-acknowledgement-key", before: VKEY },
      ],
    });
    const { secret: second } = await ok<Answered>(post("/secret", { reason: "leaked" }));
    expect(await newest()).toMatchObject({
      changes: [{ name: "webhook-secret" }],
      reason: "leaked",
    });
    await post("/removal");
    expect(await newest()).toMatchObject({
      changes: [{ name: "webhook", before: "https://new.example" }],
    });
    const all = JSON.stringify(await test.recorded());
    for (const hidden of ["s3cret", secret, second, "/hook", "/3"])
      expect(all).not.toContain(hidden);
  });

  it("is nothing where nothing changed", async () => {
    await register();
    const before = (await test.recorded()).length;
    await register();
    expect(await test.recorded()).toHaveLength(before);
  });

  it("follows, where the ledger takes nothing when something is changed", async () => {
    const before = (await test.recorded()).length;
    test.takes = false;
    expect(await refusal(post("", { url: URL_ }))).toBe("503 halted");
    expect(await test.recorded()).toHaveLength(before);
    test.takes = true;
    await test.webhooks.drain();
    expect(await newest()).toMatchObject({ event: "configuration-changed", target });
    expect(await test.recorded()).toHaveLength(before + 1);
  });

  it("is that nothing is sent any more, since the receiver is gone; registered again it goes on", async () => {
    await register();
    const to = test.webhooks.destination("acme")!;
    test.webhooks.gone({ ...to, url: "https://partner.example/before" });
    expect((await shown())?.pausedAt).toBeNull();
    test.webhooks.gone(to);
    test.webhooks.gone(to);
    await test.webhooks.drain();
    expect(await newest()).toMatchObject({
      ...{ actor: { id: "counterfoil", role: "system" }, target },
      changes: [{ name: "webhook-paused", after: "on" }],
    });
    expect((await shown())?.pausedAt).toBe(new Date(test.clock.now()).toISOString());
    expect([test.webhooks.active(), test.webhooks.destination("acme")]).toEqual([[], null]);
    const refused = await post("/test");
    expect(await problemOf(refused)).toMatchObject({ code: "webhook_refused", problem: "paused" });
    expect((await register()).webhook.pausedAt).toBeNull();
    expect(await newest()).toMatchObject({
      ...{ actor, changes: [{ name: "webhook-paused", before: "on" }] },
    });
    expect(test.webhooks.active()).toEqual(["acme"]);
  });
});

describe("a test", () => {
  it("is a message that waits like all others, of nobody; one in five seconds", async () => {
    await register();
    const { message: id } = await ok<{ message: string }>(post("/test"));
    expect(id).toMatch(/^msg_[0-9a-f]{32}$/);
    const message = await test.partners.message(id);
    expect(message).toMatchObject({ organization: "acme", type: "webhook.test", subject: null });
    expect(JSON.parse(message!.body)).toEqual({
      type: "webhook.test",
      timestamp: new Date(test.clock.now()).toISOString(),
      data: {
        ...{ agreement: null, version: null, purpose: null, subject: null, reason: null },
        ...{ record: null, recordVersion: null, index: null, occurredAt: null },
        ...{ deleteBy: null, acknowledgeBy: null },
      },
    });
    test.clock.advance(4_999);
    expect(await refusal(post("/test"))).toBe("429 too_many_requests");
    test.clock.advance(1);
    await ok(post("/test"));
  });

  it("hastens nothing; registering again does", async () => {
    await register();
    const { message: id } = await ok<{ message: string }>(post("/test"));
    const { number } = (await test.partners.message(id))!;
    const nextAt = test.clock.now() + 3_600_000;
    const failed = { milliseconds: 1, outcome: "500", delivered: false, nextAt };
    await test.partners.attempted(number, { at: test.clock.now(), ...failed });
    test.clock.advance(6_000);
    await ok(post("/test"));
    expect((await test.partners.message(id))?.nextAt).toBe(nextAt);
    await register();
    expect((await test.partners.message(id))?.nextAt).toBe(test.clock.now());
  });
});

describe("the API page", () => {
  it("tells of webhooks in Chinese, too", async () => {
    const { paths, components } = (await (await test.app.send("/openapi.json")).json()) as {
      paths: Record<string, unknown>;
      components: { schemas: Record<string, unknown> };
    };
    const own = Object.entries(paths).filter(([path]) => path.includes("/webhook"));
    expect(own).toHaveLength(4);
    const text = JSON.stringify([own, components.schemas.Webhook, components.schemas.NewWebhook]);
    const said = [...text.matchAll(/"(?:summary|description)":("(?:[^"\\]|\\.)*")/g)].map(
      ([, quoted = '""']) => JSON.parse(quoted) as string,
    );
    expect(said.length).toBeGreaterThan(25);
    expect(said.filter((one) => !Object.hasOwn(chinese, one))).toEqual([]);
  });
});
