/** `/v1/agreements`: what goes in and out over HTTP, and that anything may be sent. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  agreementAnswer,
  agreementList,
  changesAnswer,
  draftAnswer,
} from "../../../api/sharing/schemas.ts";
import { termsOf } from "../../../api/sharing/terms/read-policy.ts";
import { foundFirm } from "../../helpers/consents.ts";
import { problemOf, refusal, type TestApp, testApp } from "../http/fixtures.ts";
import { acquaintances, person } from "../http/principals.ts";
import { draftOf } from "./firm.ts";

const known = acquaintances();
const officer = known.headers(person("officer"));

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ app: { authenticate: known.authenticate } });
  await foundFirm(app);
});
afterAll(() => app.close());
afterEach(() => expect(app.bugs).toEqual([]));

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.post(path, body, { ...officer, ...headers });
const get = (path: string, headers: Record<string, string> = {}) =>
  app.send(path, { headers: { ...officer, ...headers } });

async function drafted(change: object = {}) {
  const response = await post("/v1/agreements", draftOf(change));
  expect(response.status).toBe(201);
  return draftAnswer.parse(await response.json());
}

describe("/v1/agreements", () => {
  it("drafts terms, and tells them in the reader's language", async () => {
    const { agreementId, termsHash, version, events } = await drafted();
    expect([version, events?.length]).toEqual([1, 1]);
    const inEnglish = agreementAnswer
      .strict()
      .parse(await (await get(`/v1/agreements/${agreementId}`)).json());
    const [only] = inEnglish.versions;
    expect(only).toMatchObject({ termsHash, state: "draft" });
    expect(termsOf(only!.policy)).toEqual({ ok: true, terms: only!.terms });
    expect(only!.text).toContain("What for");
    expect(inEnglish.steps[0]!.actor).toEqual({ id: "person/officer", role: "officer" });
    const inChinese = await get(`/v1/agreements/${agreementId}`, { "accept-language": "zh" });
    expect(((await inChinese.json()) as typeof inEnglish).versions[0]!.text).toContain("用途");
  });

  it("answers a request that comes again with what it made", async () => {
    const send = () => post("/v1/agreements", draftOf(), { "idempotency-key": "once" });
    const [first, again] = [await send(), await send()];
    const told = [await first.json(), await again.json()].map((one) => draftAnswer.parse(one));
    expect(told[1]!.agreementId).toBe(told[0]!.agreementId);
    expect(told[1]!.id).toBe(told[0]!.id);
  });

  it("drafts again, lists, and compares versions", async () => {
    const { agreementId } = await drafted();
    const again = await post(`/v1/agreements/${agreementId}/draft`, draftOf({ retention: "P2Y" }));
    expect(draftAnswer.parse(await again.json())).toMatchObject({ agreementId, version: 1 });
    const { agreements } = agreementList.parse(await (await get("/v1/agreements")).json());
    expect(agreements.find((one) => one.agreementId === agreementId)).toMatchObject({
      ...{ state: "draft", recipient: "Fourth Coffee Ltd.", validFrom: "2026-12-01T00:00:00.000Z" },
    });
    const compared = await get(`/v1/agreements/${agreementId}/compare?from=1&to=1`);
    expect(changesAnswer.parse(await compared.json())).toEqual({ changes: [] });
  });

  it.each(["en", "zh"])("tells all that is wrong with terms at once, in %s", async (language) => {
    const wrong = draftOf({
      purposes: [{ purposeId: "newsletter", consents: ["nobody-knows"] }],
      records: [{ kind: "customer", fields: ["emails", "shoeSize"] }],
      validUntil: "2026-11-01T00:00:00.000Z",
    });
    const response = await post("/v1/agreements", wrong, { "accept-language": language });
    expect(response.status).toBe(422);
    const { code, problem, errors = [] } = await problemOf(response);
    expect([code, problem]).toEqual(["sharing_refused", "terms"]);
    expect(errors.map(({ field, code }) => `${field} ${code}`)).toEqual([
      "purposes[0].consents own_consent_missing",
      "purposes[0].consents[0] unknown_purpose",
      "records[0].fields[0] field_not_covered",
      "records[0].fields[1] field_not_in_kind",
      "validUntil end_before_begin",
    ]);
    for (const { message } of errors)
      expect(/\p{Script=Han}/u.test(message)).toBe(language === "zh");
  });

  it("lists page by page", async () => {
    for (let i = 0; i < 3; i++) await drafted();
    const page = async (query: string) =>
      agreementList.strict().parse(await (await get(`/v1/agreements?${query}`)).json());
    const all = (await page("limit=200")).agreements.map(({ agreementId }) => agreementId);
    const found: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const one = await page(`limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      expect(one.agreements.length).toBeLessThanOrEqual(2);
      found.push(...one.agreements.map(({ agreementId }) => agreementId));
      cursor = one.next;
    }
    expect(found).toEqual(all);
    expect(await refusal(get("/v1/agreements?cursor=nobody"))).toBe("400 invalid_parameter");
  });

  it("refuses what is not there, and what is no such thing", async () => {
    const nobodys = "0".repeat(40);
    const { agreementId } = await drafted();
    expect(await refusal(get(`/v1/agreements/${nobodys}`))).toBe("404 not_found");
    expect(await refusal(get("/v1/agreements/A%2Fb"))).toBe("400 invalid_parameter");
    expect(await refusal(post(`/v1/agreements/${nobodys}/draft`, draftOf()))).toBe("404 not_found");
    expect(await refusal(get(`/v1/agreements/${agreementId}/compare`))).toBe(
      "400 invalid_parameter",
    );
    expect(await refusal(get(`/v1/agreements/${agreementId}/compare?from=1&to=2`))).toBe(
      "404 not_found",
    );
    expect(await refusal(post("/v1/agreements", draftOf({ events: [] })))).toBe(
      "422 invalid_record",
    );
    expect(await refusal(post("/v1/agreements", "[]"))).toBe("400 not_an_object");
  });

  it("takes anything in the place of anything without a bug, and no terms that are not terms", async () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(null, -0, 1e300, "", "\u0000", "\ud800", [], {}, "__proto__", [
        null,
      ]),
    );
    const place = fc.constantFrom(...Object.keys(draftOf()), "notes", "note", "__proto__", "more");
    await fc.assert(
      fc.asyncProperty(place, anything, async (member, value) => {
        const body = JSON.stringify({ ...draftOf(), [member]: value });
        const response = await post("/v1/agreements", body);
        if (response.status === 201) {
          expect(["note", "notes"]).toContain(member);
          expect(draftAnswer.safeParse(await response.json()).success).toBe(true);
        } else expect([400, 422]).toContain(response.status);
      }),
      { numRuns: 200 },
    );
  });
});
