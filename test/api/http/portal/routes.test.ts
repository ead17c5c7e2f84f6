/** How the portal is served: whose scripts and styles run, what is compressed, what is kept by browsers. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { OpenAPIHono } from "@hono/zod-openapi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../../../api/core/errors.ts";
import { loadPortal } from "../../../../api/http/portal/files.ts";
import { nowherePage, portalRoutes } from "../../../../api/http/portal/routes.ts";

const SCRIPT = "export const shown = true;\n".repeat(50);
const pageOf = (name: string): string =>
  `<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/assets/${name}-abcd1234.js"></script>`;

const VERIFIER = "<!doctype html><title>Verifier</title>";

let directory: string;
let app: OpenAPIHono;
let drawn = 0;

function appWith(portal: Parameters<typeof portalRoutes>[1]): OpenAPIHono {
  const made = new OpenAPIHono();
  made.onError((error, c) => c.text(error instanceof Refusal ? error.code : "bug", 404));
  portalRoutes(made, portal);
  return made;
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "portal-"));
  mkdirSync(join(directory, "assets"));
  const put = (name: string, bytes: string | Uint8Array): void =>
    writeFileSync(join(directory, name), bytes);
  put("index.html", pageOf("index"));
  put("verify.html", pageOf("verify"));
  put("verifier.html", VERIFIER);
  put("assets/index-abcd1234.js", SCRIPT);
  put("assets/index-abcd1234.js.br", brotliCompressSync(SCRIPT));
  put("assets/index-abcd1234.js.gz", gzipSync(SCRIPT));
  put("assets/icon.svg", "<svg/>");
  put("sources.sha256", "0");
  app = appWith({ files: loadPortal(directory)!, nonce: () => `nonce${++drawn}` });
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("a page", () => {
  it.each(["/", "/app", "/app/consents", "/app/person/x/y"])("%s is the app", async (path) => {
    const page = await app.request(path);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("/assets/index-abcd1234.js");
    expect(page.headers.get("cache-control")).toBe("no-store");
  });

  it("has a nonce of its own, in its text and in its policy", async () => {
    const nonces = new Set<string>();
    for (let time = 0; time < 2; time++) {
      const page = await app.request("/app");
      const nonce = /nonce="([^"]+)"/.exec(await page.text())![1]!;
      expect(page.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
    expect([...nonces].join()).not.toContain("__CSP_NONCE__");
  });

  it("speaks with this server alone, but for the one that verifies", async () => {
    const policy = async (path: string) =>
      (await app.request(path)).headers.get("content-security-policy") ?? "";
    expect(await policy("/app")).toMatch(/connect-src 'self';/);
    expect(await policy("/verify")).toMatch(/connect-src 'self' http: https:;/);
    for (const path of ["/app", "/verify"]) {
      expect(await policy(path)).not.toContain("unsafe");
      expect(await policy(path)).toContain("frame-ancestors 'none'");
      expect(await policy(path)).toMatch(/script-src 'self' 'nonce-[^']+';/);
    }
  });
});

describe("what a page loads", () => {
  const asked = (accept?: string) =>
    app.request(
      "/assets/index-abcd1234.js",
      accept ? { headers: { "accept-encoding": accept } } : {},
    );

  it.each([
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
    ["br;q=0, gzip;q=0.5", "gzip", gunzipSync],
  ] as const)("comes compressed for who takes %s", async (accept, encoding, open) => {
    const answer = await asked(accept);
    expect(answer.headers.get("content-encoding")).toBe(encoding);
    expect(answer.headers.get("vary")).toBe("Accept-Encoding");
    expect(open(Buffer.from(await answer.arrayBuffer())).toString()).toBe(SCRIPT);
  });

  it.each([undefined, "identity", "br;q=0, gzip;q=0.0", "brotli"])(
    "comes plain for who takes %s",
    async (accept) => {
      const answer = await asked(accept);
      expect(answer.headers.get("content-encoding")).toBeNull();
      expect(await answer.text()).toBe(SCRIPT);
      expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    },
  );

  it("is kept for ever where its name has its hash, and asked for again where not", async () => {
    expect((await asked()).headers.get("cache-control")).toContain("immutable");
    expect((await app.request("/assets/icon.svg")).headers.get("cache-control")).toBe("no-cache");
  });

  it.each(["none.js", "..%2findex.html", "%2e%2e%2fsources.sha256", "index-abcd1234.js.br"])(
    "is not %s",
    async (name) => {
      const answer = await app.request(`/assets/${name}`);
      expect([answer.status, await answer.text()]).toEqual([404, "not_found"]);
    },
  );
});

describe("the stand-alone verifier", () => {
  it("is a file to keep, and never runs as a page of this server", async () => {
    const answer = await app.request("/verifier.html");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[a-z-]+.html"$/,
    );
    expect(answer.headers.get("content-security-policy")).toBe("sandbox");
    expect(await answer.text()).toBe(VERIFIER);
    const told = await (await app.request("/verifier.html.sha256")).text();
    const hash = createHash("sha256").update(VERIFIER).digest("hex");
    expect(told).toBe(`${hash}  counterfoil-verifier.html\n`);
  });
});

describe("a server without a built portal", () => {
  it("has the API page to begin with, and nothing else of it", async () => {
    expect(loadPortal(join(directory, "assets"))).toBeNull();
    const without = appWith(null);
    expect((await without.request("/")).headers.get("location")).toBe("/docs");
    for (const path of ["/app", "/app/consents", "/verify", "/verifier.html", "/assets/icon.svg"])
      expect((await without.request(path)).status, path).toBe(404);
  });
});

describe("an address that leads nowhere", () => {
  const asked = async (path: string, accept: string): Promise<number | null> => {
    const made = new OpenAPIHono();
    const portal = { files: loadPortal(directory)!, nonce: () => "once" };
    made.get("*", (c) => nowherePage(c, portal) ?? c.body(null, 204));
    const answer = await made.request(path, { headers: { accept } });
    if (answer.status === 404) expect(await answer.text()).toContain('nonce="once"');
    return answer.status;
  };

  it("is a page for a person, and none for programs", async () => {
    expect(await asked("/nope", "text/html,*/*")).toBe(404);
    expect(await asked("/nope", "application/json")).toBe(204);
    for (const path of ["/v1/records/x", "/auth/x", "/tile/0/9", "/checkpoint"])
      expect(await asked(path, "text/html"), path).toBe(204);
  });
});
