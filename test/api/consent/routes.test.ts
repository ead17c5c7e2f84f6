/** The domain over HTTP, from its first notice to evidence of what was so on a day. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  controllerOf,
  day,
  givenOf,
  noticeOf,
  noticeTexts,
  purposeOf,
} from "../../helpers/consents.ts";
import { newSubject } from "../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "../http/fixtures.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

interface Answer {
  readonly outcome: string;
  readonly id: string;
  readonly version?: number;
  readonly events?: readonly { readonly id: string; readonly receipt: string }[];
}

async function post(
  path: string,
  body: unknown,
  headers = {},
): Promise<Answer & { status: number }> {
  const response = await app.post(path, body, headers);
  return { ...((await response.json()) as Answer), status: response.status };
}
const get = async (path: string) => (await app.send(path)).json();

describe("over HTTP", () => {
  it("a firm says who it is, what it tells people, and what for", async () => {
    expect(await refusal(await app.send("/v1/controller"))).toBe("404 not_found");
    expect((await post("/v1/controller", controllerOf())).status).toBe(201);
    expect(await get("/v1/controller")).toMatchObject({ name: "Northwind Traders" });
    expect(
      await refusal(await app.send(`/v1/controller?at=${day(1, 1).replace("2026", "2025")}`)),
    ).toBe("404 not_found");

    const published = await post("/v1/notices", noticeOf(1), { "idempotency-key": "n1" });
    expect(published).toMatchObject({ status: 201, version: 1 });
    expect(published.events).toHaveLength(3);
    expect(published.events?.[0]?.receipt).toContain(`${"ledger.example/test"}/receipt`);
    const again = await post("/v1/notices", noticeOf(1), { "idempotency-key": "n1" });
    expect(again).toMatchObject({ id: published.id, version: 1 });
    expect(await post("/v1/notices", noticeOf(2))).toMatchObject({ version: 2 });
    const { notices } = (await get("/v1/notices")) as { notices: { versions: object[] }[] };
    expect(notices.map(({ versions }) => versions.length)).toEqual([2]);
    expect(await get("/v1/notices/privacy")).toEqual(notices[0]);

    expect(await post("/v1/purposes", purposeOf("newsletter"))).toMatchObject({ version: 1 });
    expect(await get("/v1/purposes/newsletter")).toMatchObject({ retiredFrom: null });
    expect(await refusal(await app.send("/v1/purposes/nothing"))).toBe("404 not_found");
  });

  it("has the exact text that was shown, by its hash", async () => {
    const { text } = noticeTexts(2)[1]!;
    const hash = createHash("sha256").update(text).digest("base64url");
    const response = await app.send(`/v1/texts/${hash}`);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(text));
  });

  it("people choose, one or many at once, and are told why not", async () => {
    expect((await post("/v1/consents", givenOf(app.subject))).status).toBe(201);
    const twice = await app.post("/v1/consents", givenOf(app.subject), { "accept-language": "zh" });
    expect(await twice.json()).toMatchObject({
      ...{ status: 422, code: "consent_refused", problem: "already_given", state: "given" },
      detail: expect.stringMatching(/[\u4e00-\u9fff]/),
    });
    const other = await newSubject(app, "K-2");
    const { lines } = await app.lines("/v1/consents?receipts=true", [
      givenOf(other),
      { ...givenOf(other), noticeVersion: 2 },
      { "@subject": other, event: "withdrawn", purposeId: "newsletter" },
    ]);
    expect(lines).toMatchObject([
      { line: 1, outcome: "stored" },
      { line: 2, problem: { problem: "notice_not_in_force" } },
      { line: 3, outcome: "stored" },
    ]);
  });

  it("answers with the address of evidence that verifies", async () => {
    app.clock.advance(60_000);
    await app.anchor();
    await app.cosign();
    app.clock.advance(60_000);
    const never = await newSubject(app, "K-3");
    await app.anchor();
    await app.cosign();
    for (const [subject, allowed] of [
      [app.subject, true],
      [never, false],
    ] as const) {
      const state = (await get(`/v1/subjects/${subject}/consents/newsletter`)) as {
        allowed: boolean;
        identifiers: { evidence: string }[];
      };
      expect(state.allowed).toBe(allowed);
      const evidence = await app.send(state.identifiers[0]!.evidence);
      const verdict = await app.verify(new Uint8Array(await evidence.arrayBuffer()));
      expect(verdict.word).toBe("VERIFIED");
    }
    const all = await get(`/v1/subjects/${app.subject}/consents?at=${day(2, 1)}`);
    expect(all).toMatchObject({ consents: [{ allowed: false, reason: "never_asked" }] });
  });

  it("joins identifiers, hears signals, and ends purposes", async () => {
    const other = await newSubject(app, "K-4");
    const joined = { "@subject": app.subject, other, event: "joined", reference: "telephone" };
    expect((await post("/v1/merges", joined)).events).toHaveLength(2);
    const { identifiers } = (await get(`/v1/subjects/${other}/identifiers`)) as {
      identifiers: string[];
    };
    expect(identifiers).toEqual([other, app.subject]);
    await post("/v1/purposes", purposeOf("ads", { signals: ["gpc"] }));
    const signal = { signal: "gpc", value: "1", site: "https://shop.example" };
    const heard = await post(`/v1/subjects/${other}/signals`, signal);
    expect(heard.events).toHaveLength(2);
    const ads = await get(`/v1/subjects/${app.subject}/consents/ads`);
    expect(ads).toMatchObject({ allowed: false, reason: "refused" });
    const nobody = await app.post(`/v1/subjects/${"A".repeat(43)}/signals`, signal);
    expect(await nobody.json()).toMatchObject({ problem: "unattributed_signal" });
    expect((await post("/v1/purposes/ads/retirement", {})).status).toBe(201);
    expect(await get(`/v1/subjects/${app.subject}/consents/ads`)).toMatchObject({
      reason: "purpose_retired",
    });
  });
});
