/** Signing over HTTP: what a browser with a wallet sends, who may, and that anything may be sent. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { SharingRelay } from "../../../api/anchor/sharing/relay.ts";
import { saltOf } from "../../../api/sharing/agreement-id.ts";
import type { SignRequest } from "../../../api/sharing/life/to-sign.ts";
import {
  agreementAnswer,
  agreementList,
  draftAnswer,
  signAnswer,
  signRequestAnswer,
} from "../../../api/sharing/schemas.ts";
import type { Sharing } from "../../../api/sharing/service.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { foundFirm } from "../../helpers/consents.ts";
import { CONTROLLER, RECIPIENT } from "../../helpers/sharing.ts";
import { problemOf, refusal, type TestApp, testApp } from "../http/fixtures.ts";
import { acquaintances, person } from "../http/principals.ts";
import { draftNow, relayOn, sharingOver, walletSigns } from "./signing.ts";

const known = acquaintances();
const officer = known.headers(person("officer"));

let chain: TestChain;
let relay: SharingRelay;
let app: TestApp;
beforeAll(async () => {
  chain = await startTestChain();
  const late = {} as Sharing;
  app = await testApp({ app: { authenticate: known.authenticate, sharing: late } });
  await foundFirm(app);
  relay = await relayOn(chain, app.directory);
  Object.assign(late, sharingOver(app, relay));
  await catchUp();
});
/** The ledger's clock is not behind the chain's. */
async function catchUp(): Promise<void> {
  const { block } = await relay.at("newest");
  app.clock.advance(Math.max(0, block.time * 1000 - app.clock.now()));
}
afterAll(async () => {
  await app.close();
  await chain.stop();
});
afterEach(() => expect(app.bugs).toEqual([]));

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.post(path, body, { ...officer, ...headers });

async function begun(): Promise<string> {
  const day = (after: number): string =>
    `${new Date(app.clock.now() + after * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
  const draft = draftNow({ validFrom: day(-1), validUntil: day(300) });
  return draftAnswer.parse(await (await post("/v1/agreements", draft)).json()).agreementId;
}

async function request(id: string, party: string, what = "terms"): Promise<SignRequest> {
  const response = await post(`/v1/agreements/${id}/to-sign`, { what, party });
  expect(response.status).toBe(200);
  return signRequestAnswer.strict().parse(await response.json()) as unknown as SignRequest;
}

it("is asked for, signed, and told with its transaction", async () => {
  const id = await begun();
  for (const [party, wallet] of [
    ["controller", CONTROLLER],
    ["recipient", RECIPIENT],
  ] as const) {
    const signed = await walletSigns(wallet, await request(id, party));
    const send = () =>
      post(`/v1/agreements/${id}/signatures`, signed, { "idempotency-key": `${id}-${party}` });
    const response = await send();
    expect(response.status).toBe(200);
    expect(signAnswer.strict().parse(await response.json())).toMatchObject({ waitsFor: null });
    expect((await send()).status).toBe(200);
  }
  await catchUp();
  const told = await app.send(`/v1/agreements/${id}`, { headers: officer });
  const { steps, inForce } = agreementAnswer.strict().parse(await told.json());
  expect([steps.length, inForce]).toEqual([5, 1]);
  expect(steps.at(-1)).toMatchObject({ event: "activated", transaction: { chainId: 31_337 } });
});

it("is for a partner what was put before it, and its own side alone", async () => {
  const id = await begun();
  const partner = known.headers(person("partner", { organization: "fourth-coffee" }));
  const other = known.headers(person("partner", { organization: "another" }));
  const asPartner = (path: string, body: unknown, headers = partner) =>
    app.post(`/v1/agreements/${id}/${path}`, body, headers);
  const list = async (headers: Record<string, string>) =>
    agreementList.parse(await (await app.send("/v1/agreements", { headers })).json()).agreements;
  const terms = { what: "terms", party: "recipient" };
  await post(`/v1/agreements/${id}/organization`, { organization: "fourth-coffee" });
  // A draft is the firm's.
  expect(await list(partner)).toEqual([]);
  expect(await refusal(asPartner("to-sign", terms))).toBe("404 not_found");
  const firms = await walletSigns(CONTROLLER, await request(id, "controller"));
  await post(`/v1/agreements/${id}/signatures`, firms);
  expect(await list(partner)).toMatchObject([{ agreementId: id, state: "proposed", version: 1 }]);
  expect(await list(other)).toEqual([]);
  const shown = await app.send(`/v1/agreements/${id}`, { headers: partner });
  const told = agreementAnswer.strict().parse(await shown.json());
  expect([told.waitsFor, told.inForce, told.salt]).toEqual([...[["recipient"], null, saltOf(id)]]);
  expect(told.steps.map(({ event }) => event)).toEqual(["signed-controller", "proposed"]);
  for (const { actor, note } of told.steps) expect([actor, note]).toEqual([null, null]);
  for (const path of ["", "/count?purpose=newsletter"])
    expect(await refusal(app.send(`/v1/agreements/${id}${path}`, { headers: other }))).toBe(
      "404 not_found",
    );
  for (const path of ["/compare?from=1&to=1"])
    expect(await refusal(app.send(`/v1/agreements/${id}${path}`, { headers: partner }))).toMatch(
      /^403 /,
    );
  expect(await refusal(asPartner("to-sign", { ...terms, party: "controller" }))).toBe(
    "403 forbidden",
  );
  expect(await refusal(asPartner("signatures", firms))).toBe("403 forbidden");
  const asked = await asPartner("to-sign", terms);
  const signed = await walletSigns(RECIPIENT, (await asked.json()) as SignRequest);
  expect((await asPartner("signatures", signed, other)).status).toBe(404);
  const done = await asPartner("signatures", signed);
  expect(signAnswer.parse(await done.json())).toMatchObject({ state: "active" });
  await catchUp();
  // The next version is the firm's again until it is put forward: theirs stays as it was.
  const [{ terms: agreed }] = told.versions as [(typeof told.versions)[number]];
  const { validFrom, validUntil } = agreed;
  await post(
    `/v1/agreements/${id}/draft`,
    draftNow({ validFrom, validUntil, retention: "P9Y", note: "for us alone" }),
  );
  const after = await app.send(`/v1/agreements/${id}`, { headers: partner });
  const text = await after.text();
  expect(text).not.toMatch(/P9Y|for us alone|person.officer/);
  expect(agreementAnswer.parse(JSON.parse(text))).toMatchObject({ inForce: 1, waitsFor: [] });
  expect(await refusal(asPartner("to-sign", terms))).toBe("422 sharing_refused");
  // Whatever is drafted, they can end it.
  const end = await asPartner("to-sign", { ...terms, what: "termination" });
  const ended = await walletSigns(RECIPIENT, (await end.json()) as SignRequest);
  expect(signAnswer.parse(await (await asPartner("signatures", ended)).json())).toMatchObject({
    state: "terminated",
  });
});

it.each([
  ["en", /signature is that of/],
  ["zh", /签名/],
])("is refused with the right words, in %s", async (language, words) => {
  const id = await begun();
  const signed = await walletSigns(RECIPIENT, await request(id, "controller"));
  const path = `/v1/agreements/${id}/signatures`;
  const response = await post(path, signed, { "accept-language": language });
  expect(response.status).toBe(422);
  const { code, problem, detail } = await problemOf(response);
  expect([code, problem]).toEqual(["agreement_refused", "wrong_signer"]);
  expect(detail).toMatch(words);
});

it("is for who answers for agreements", async () => {
  const id = await begun();
  for (const [role, answer] of [
    ["auditor", /^403 /],
    // Of no organization's, and nothing was put before them: for them it is not there.
    ["partner", /^404 not_found/],
  ] as const) {
    const headers = known.headers(person(role));
    for (const path of ["to-sign", "signatures"])
      expect(await refusal(app.post(`/v1/agreements/${id}/${path}`, {}, headers))).toMatch(answer);
  }
  expect(await refusal(post("/v1/agreements/A%2Fb/to-sign", {}))).toBe("400 invalid_parameter");
  expect(await refusal(post(`/v1/agreements/${"0".repeat(40)}/to-sign`, {}))).toBe("404 not_found");
});

it("takes anything in the place of anything without a bug", async () => {
  const id = await begun();
  const asked = await request(id, "controller");
  const whole = { ...(await walletSigns(CONTROLLER, asked)) };
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom<unknown>(null, "", {}));
  const place = fc.constantFrom("by", "kind", "agreement", "digest", "typedData", "more");
  await fc.assert(
    fc.asyncProperty(place, anything, async (member, value) => {
      const body = { ...whole, [member]: value };
      const response = await post(`/v1/agreements/${id}/signatures`, body);
      expect([400, 422]).toContain(response.status);
      const nothing = await post(`/v1/agreements/${id}/to-sign`, { what: value, party: value });
      expect([400, 422]).toContain(nothing.status);
    }),
    { numRuns: 60 },
  );
});
