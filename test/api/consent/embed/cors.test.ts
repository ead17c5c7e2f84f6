/** What pages of other origins may load, ask and read. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScript, EMBED_SCRIPT as SERVED } from "../../../../api/consent/embed/script.ts";
import { EMBED_SCRIPT, renderScript } from "../../../../scripts/embed/build.ts";
import { foundFirm } from "../../../helpers/consents.ts";
import { askOffer, askToken, SHOP, sendChoice, tokenFor } from "../../../helpers/embed.ts";
import { checkHeaders, type TestApp, testApp } from "../../http/fixtures.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await foundFirm(app);
});
afterAll(() => app.close());

const ALLOW = "access-control-allow-origin";
const EVIL = "https://evil.example";

describe("the answers", () => {
  it("may be read by pages of the token's origin, refusals too", async () => {
    const token = await tokenFor(app, app.subject, { validSeconds: 60 });
    const read = [await askOffer(app, token), await sendChoice(app, token, { choice: "sure" })];
    app.clock.advance(60_000);
    read.push(await askOffer(app, token));
    expect(read.map(({ status }) => status)).toEqual([200, 422, 401]);
    for (const response of read) {
      checkHeaders(response);
      expect(response.headers.get(ALLOW)).toBe(SHOP);
      expect(response.headers.get("vary")).toContain("Origin");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("may be read by no other page", async () => {
    const token = await tokenFor(app, app.subject);
    for (const response of [
      await askOffer(app, token, { origin: EVIL }),
      await askOffer(app, token, { origin: "null" }),
      await askOffer(app, `${token.slice(0, -1)}~`),
      await sendChoice(app, "x", { choice: "given" }),
      await sendChoice(app, token, { choice: "given" }, { origin: EVIL }),
      await askToken(app, { subject: app.subject }),
      await app.app.request("/v1/records", { headers: { origin: SHOP } }),
      await app.app.request("/healthz", { headers: { origin: SHOP } }),
    ]) {
      expect(response.headers.get(ALLOW)).toBeNull();
    }
  });
});

describe("a preflight", () => {
  const ask = (path: string, method: string, headers: string, origin = SHOP) =>
    app.app.request(path, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": headers,
      },
    });

  it("lets through what the script sends, and only that", async () => {
    for (const [path, method, headers] of [
      ["/embed/offer", "GET", "authorization"],
      ["/embed/choice", "POST", "authorization,content-type"],
    ] as const) {
      const response = await ask(path, method, headers);
      expect(response.status).toBe(204);
      expect(response.headers.get(ALLOW)).toBe(SHOP);
      expect(response.headers.get("access-control-allow-methods")).toBe(method);
      expect(response.headers.get("access-control-allow-headers")).toBe(
        "authorization, content-type",
      );
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it.each([
    ["/embed/offer", "POST", "authorization", SHOP],
    ["/embed/choice", "DELETE", "authorization", SHOP],
    ["/embed/choice", "POST", "authorization, x-other", SHOP],
    ["/embed/choice", "POST", "authorization", "null"],
    ["/embed/choice", "POST", "authorization", "http://shop.example"],
    ["/embed/choice", "POST", "authorization", ""],
    ["/v1/embed-tokens", "POST", "authorization", SHOP],
    ["/embed/consent.js", "POST", "authorization", SHOP],
  ])("does not, of %s, let through %s with %s of %s", async (path, method, headers, origin) => {
    expect((await ask(path, method, headers, origin)).headers.get(ALLOW)).not.toBe(origin || SHOP);
  });
});

describe("the script", () => {
  it("is what portal/embed gives", () => {
    expect(SERVED).toBe(EMBED_SCRIPT.file);
    expect(loadScript().bytes.toString()).toBe(renderScript(EMBED_SCRIPT));
  });

  it("may be loaded everywhere, by its hash for ever, and is held to it", async () => {
    const issued = await askToken(app, { subject: app.subject });
    const { script } = (await issued.json()) as { script: { path: string; integrity: string } };
    for (const [path, cache] of [
      ["/embed/consent.js", "public, max-age=3600"],
      [script.path, "public, max-age=31536000, immutable"],
    ] as const) {
      const response = await app.app.request(path);
      checkHeaders(response);
      expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
      expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      expect(response.headers.get(ALLOW)).toBe("*");
      expect(response.headers.get("cache-control")).toBe(cache);
      const digest = createHash("sha384").update(Buffer.from(await response.arrayBuffer()));
      expect(`sha384-${digest.digest("base64")}`).toBe(script.integrity);
    }
    const other = await app.app.request("/embed/consent-0123456789abcdef.js");
    expect(other.status).toBe(404);
  });

  it("reads no HTML, runs no text, and names no other host", () => {
    const text = loadScript().bytes.toString();
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(/);
    expect(text).not.toMatch(
      /localStorage|sessionStorage|document\.cookie|\bon(click|load|error)\b/,
    );
    expect(text).not.toMatch(/https?:\/\/(?!ledger…)/);
  });
});
