/** The tokens of the configuration: every route, with none of them, with wrong ones and with the right one. All else about access: matrix.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScript } from "../../../api/consent/embed/script.ts";
import { MATRIX } from "../../../api/http/matrix.ts";
import { lineName } from "../../../api/http/matrix-line.ts";
import { RIGHTS_LINES } from "../../../api/http/matrix-rights.ts";
import { AUDITOR_TOKEN, METRICS_TOKEN, orderOf, stored, TOKEN } from "../../helpers/ledger.ts";
import { bearer, refusal, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await testApp();
  ({ id } = await stored(app, orderOf(app.subject)));
  await app.anchor();
});
afterAll(() => app.close());

/** Every route there is: method, path, and what it answers when it is called rightly. */
const PRIVATE = (): [method: string, path: string, status: number][] => [
  ["POST", "/v1/subjects", 201],
  ["POST", "/v1/subjects/lookup", 404],
  ["POST", "/v1/records", 201],
  ["GET", `/v1/records?subject=${app.subject}`, 200],
  ["GET", `/v1/records/${id}`, 200],
  ["GET", `/v1/records/${id}/evidence`, 200],
  ["GET", `/v1/records/${id}/receipt`, 200],
  ["GET", `/v1/records/${id}/tlog-proof`, 200],
  ["GET", `/v1/subjects/${app.subject}/evidence?stream=payment&claim=absent`, 200],
  ["GET", `/v1/subjects/${app.subject}/state?stream=order`, 200],
  ["GET", `/v1/subjects/${app.subject}/streams`, 200],
  ["GET", `/v1/subjects/${app.subject}/streams/entries?stream=order`, 200],
  ["GET", "/v1/entries/1", 200],
  ["GET", "/v1/overview", 200],
  ["GET", "/v1/overview/series", 200],
  ["GET", "/v1/anchors", 200],
  ["GET", "/v1/batches", 200],
  ["GET", "/v1/purposes/newsletter/consents", 422],
  ["GET", "/v1/purposes/newsletter/consents/counts", 422],
  ["POST", "/v1/controller", 422],
  ["GET", "/v1/controller", 404],
  ["POST", "/v1/notices", 422],
  ["GET", "/v1/notices", 200],
  ["GET", "/v1/notices/privacy", 404],
  ["GET", `/v1/texts/${"A".repeat(43)}`, 404],
  ["POST", "/v1/purposes", 422],
  ["GET", "/v1/purposes", 200],
  ["GET", "/v1/purposes/newsletter", 404],
  ["POST", "/v1/purposes/newsletter/retirement", 422],
  ["POST", "/v1/consents", 422],
  ["GET", `/v1/consents/${id}/forms/dpv`, 404],
  ["GET", `/v1/consents/${id}/receipt`, 404],
  ["POST", "/v1/consents/imports?form=kantara", 422],
  ["POST", "/v1/consent-decisions", 415],
  ["POST", "/v1/signals/gpc", 422],
  ["POST", "/v1/merges", 422],
  ["POST", "/v1/embed-tokens", 422],
  ["POST", `/v1/subjects/${app.subject}/signals`, 422],
  ["GET", `/v1/subjects/${app.subject}/consents`, 200],
  ["GET", `/v1/subjects/${app.subject}/consents/newsletter`, 422],
  ["GET", `/v1/subjects/${app.subject}/identifiers`, 200],
  ["GET", `/v1/subjects/${app.subject}/timeline`, 200],
  ["GET", `/v1/subjects/${app.subject}/reads`, 200],
  ["GET", "/metrics", 200],
];
/** For auditors: another token, another door. */
const BUNDLE = "/tile/entries/000.p/3";
/** For customers who are signed in, and nobody else: test/api/consent/own. */
const OWN: [method: string, path: string][] = [
  ["GET", `/v1/subjects/${"A".repeat(43)}/purposes/newsletter/offer`],
  ["POST", `/v1/subjects/${"A".repeat(43)}/choices`],
];
/** For pages of others: tokens made for each of them (test/api/consent/embed). */
const EMBED: [method: string, path: string][] = [
  ["GET", "/embed/offer"],
  ["POST", "/embed/choice"],
];
const PUBLIC: [path: string, status: number][] = [
  ["/", 302],
  // Without a built portal: test/api/http/portal.
  ["/app", 404],
  ["/app/overview", 404],
  ["/verify", 404],
  ["/verifier.html", 404],
  ["/verifier.html.sha256", 404],
  ["/assets/icon.svg", 404],
  // The app here has no node to ask.
  ["/.well-known/counterfoil/anchors/3", 503],
  ["/checkpoint", 200],
  ["/checkpoint/3", 200],
  ["/healthz", 200],
  ["/docs", 200],
  ["/docs/start.js", 200],
  ["/docs/swagger-ui.css", 200],
  ["/docs/swagger-ui-bundle.js", 200],
  ["/openapi.json", 200],
  ["/tile/0/000.p/3", 200],
  ["/embed/consent.js", 200],
  [loadScript().path, 200],
  ["/.well-known/counterfoil/policy.json", 200],
  ["/.well-known/counterfoil/vkeys", 200],
  ["/.well-known/counterfoil/tlog-policy", 200],
];

/** Signing in, and what people alone reach: test/api/identity, and the tests of audits, packs, agreements and what was given. */
const OF_IDENTITY =
  /^\/(sign-in|account|auth|dev)\b|^\/v1\/(me|keys|accounts|organizations|readers|settings|audits|agreements|evidence-packs|erasure-certificates|given|processing-register|breaches)\b|\/(contacts|corrections|restriction|export|assessments)\b/;

/** What people ask for by their rights, and what is done for it: test/api/rights. */
const OF_RIGHTS: ReadonlySet<unknown> = new Set(RIGHTS_LINES);

const init = (method: string, path: string, headers: Record<string, string>): RequestInit => ({
  method,
  headers: { ...headers, ...(method === "POST" ? { "content-type": "application/json" } : {}) },
  ...(method === "POST"
    ? { body: JSON.stringify(path.startsWith("/v1/subjects") ? {} : orderOf(app.subject)) }
    : {}),
});

describe("the routes", () => {
  it("are all that there are", () => {
    const lines = MATRIX.filter((line) => !OF_IDENTITY.test(line.path) && !OF_RIGHTS.has(line));
    const count = PUBLIC.length - 1 + PRIVATE().length + 1 + OWN.length + 2 * EMBED.length;
    expect(new Set(lines.map(({ method, path }) => lineName(method, path))).size).toBe(count);
  });

  it("lets in with the token", async () => {
    for (const [method, path, status] of PRIVATE()) {
      const response = await app.send(path, init(method, path, bearer()));
      expect(response.status, path).toBe(status);
      expect(response.headers.get("cache-control"), path).toBe("no-store");
    }
  });

  it.each([
    ["no header", {}],
    ["an empty one", { authorization: "" }],
    ["no token", { authorization: "Bearer" }],
    ["an empty token", { authorization: "Bearer " }],
    ["another token", bearer("another-token-of-the-same-sort-and-length-x")],
    ["the token cut", bearer(TOKEN.slice(0, -1))],
    ["the token and more", bearer(`${TOKEN}x`)],
    ["the token in capitals", bearer(TOKEN.toUpperCase())],
    ["two tokens", bearer(`${TOKEN} ${TOKEN}`)],
    ["another scheme", { authorization: `Basic ${TOKEN}` }],
    ["no scheme", { authorization: TOKEN }],
    ["a very long token", bearer("x".repeat(100_000))],
    ["the token elsewhere", { "x-token": TOKEN, cookie: `token=${TOKEN}` }],
  ])("keeps out with %s", async (_, headers) => {
    const before = await app.store.size();
    for (const [method, path] of PRIVATE()) {
      const response = await app.app.request(path, init(method, path, headers as never));
      expect(response.status, path).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await refusal(response)).toBe("401 unauthorized");
    }
    expect(await app.store.size()).toBe(before);
  });

  it("has a door of their own for auditors, which opens nothing else", async () => {
    const opened = await app.app.request(BUNDLE, { headers: bearer(AUDITOR_TOKEN) });
    expect(opened.status).toBe(200);
    expect(opened.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(opened.headers.get("vary")).toContain("Authorization");
    for (const headers of [{}, bearer(`${AUDITOR_TOKEN}x`), bearer("")]) {
      const response = await app.app.request(BUNDLE, { headers });
      expect(await refusal(response)).toBe("401 unauthorized");
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
    for (const [method, path] of PRIVATE()) {
      const response = await app.app.request(path, init(method, path, bearer(AUDITOR_TOKEN)));
      expect(await refusal(response), path).toBe("403 forbidden");
      expect(response.headers.get("www-authenticate")).toBeNull();
    }
    for (const token of [TOKEN, METRICS_TOKEN]) {
      const response = await app.app.request(BUNDLE, { headers: bearer(token) });
      expect(await refusal(response)).toBe("403 forbidden");
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("has a door for people alone, which no token opens", async () => {
    for (const [method, path] of OWN)
      for (const token of [TOKEN, AUDITOR_TOKEN, METRICS_TOKEN]) {
        const response = await app.app.request(path, init(method, path, bearer(token)));
        expect(await refusal(response), path).toBe("403 forbidden");
      }
  });

  it("has a door for what pages of others ask, which no other token opens", async () => {
    const before = await app.store.size();
    for (const headers of [{}, bearer(), bearer(AUDITOR_TOKEN), bearer("A".repeat(400))]) {
      for (const [method, path] of EMBED) {
        const response = await app.app.request(path, init(method, path, headers));
        expect(response.headers.get("cache-control")).toBe("no-store");
        expect(response.headers.get("access-control-allow-origin")).toBeNull();
        expect(await refusal(response), path).toBe("401 embed_refused");
      }
    }
    expect(await app.store.size()).toBe(before);
  });

  it("takes the scheme in any case (RFC 9110 §11.1)", async () => {
    const headers = { authorization: `bEARER  ${TOKEN}` };
    expect((await app.app.request(`/v1/records/${id}`, { headers })).status).toBe(200);
  });

  it("tells strangers nothing of what there is and is not below /v1", async () => {
    const paths = ["/v1", "/v1/", "/v1/records/nobody", "/v1/secrets", "/nothing", "/v2/x", "//v1"];
    paths.push(
      "/.env",
      "/docs/../v1/records",
      "/healthz/",
      "/checkpoint/",
      "/docs/a/b",
      ...["/embed", "/embed/", "/embed/offer/", "/embed/consent-0.js", "/embed/consent.js/x"],
      ...["/v1/embed-tokens", "/docs/", "/healthzz", "/checkpoint/3/", "//checkpoint/3", "/tile"],
      ...["/tiles/0/000", "//tile/0/000", "/.well-known/counterfoil/", "/.well-known/other"],
      ...["/.well-known/counterfoil/a", "/.well-known/counterfoil/a/b", "/embed-tokens"],
    );
    for (const path of paths) {
      for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
        const response = await app.app.request(path, { method });
        expect(`${path} ${await refusal(response)}`).toBe(`${path} 401 unauthorized`);
      }
    }
  });

  it("is open where it is public, and not for storing what comes of it elsewhere", async () => {
    for (const [path, status] of PUBLIC) {
      const response = await app.app.request(path);
      expect(response.status, path).toBe(status);
      expect(await response.text()).not.toContain(app.subject);
    }
  });
});

describe("what is not there", () => {
  it("is told to who may know it", async () => {
    for (const path of ["/v1/nothing", "/v1/records/", "/nothing", "/v1/records/x/y/z"]) {
      expect(await refusal(app.send(path))).toBe("404 not_found");
    }
    expect(await refusal(app.send("/docs/passwd"))).toBe("404 not_found");
    expect(await refusal(app.send("/docs/package.json"))).toBe("404 not_found");
    expect(await refusal(app.send("/docs/constructor"))).toBe("404 not_found");
  });

  it.each([
    ["/v1/records", "PUT", "GET, POST, HEAD"],
    ["/v1/records", "DELETE", "GET, POST, HEAD"],
    ["/v1/subjects", "GET", "POST"],
    ["/v1/subjects", "PATCH", "POST"],
    ["/v1/records/019ab1c2-0000-7000-8000-000000000000", "DELETE", "GET, HEAD"],
    ["/v1/records/019ab1c2-0000-7000-8000-000000000000/evidence", "POST", "GET, HEAD"],
    ["/checkpoint", "POST", "GET, HEAD"],
    ["/checkpoint/3", "POST", "GET, HEAD"],
    ["/healthz", "DELETE", "GET, HEAD"],
    ["/tile/0/000", "PUT", "GET, HEAD"],
    ["/docs", "POST", "GET, HEAD"],
  ])("%s does not take %s, and says what it takes", async (path, method, allow) => {
    const response = await app.send(path, { method });
    const allowed = new Set((response.headers.get("allow") ?? "").split(", "));
    expect(allowed).toEqual(new Set(allow.split(", ")));
    expect(await refusal(response)).toBe("405 method_not_allowed");
  });

  it("has a body for GET only: HEAD tells the same without", async () => {
    const response = await app.send("/checkpoint", { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });
});
