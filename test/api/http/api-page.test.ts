/** The API page and the document behind it: every route, no other host. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chinese } from "../../../api/http/api-words.ts";
import { MATRIX } from "../../../api/http/matrix.ts";
import { lineName } from "../../../api/http/matrix-line.ts";
import { ledgerKinds } from "../../../api/ledger/kinds/registry.ts";
import { type Listening, listen } from "../../../api/start/listen.ts";
import { withPage } from "../../helpers/browser.ts";
import { type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

interface Operation {
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly requestBody?: { readonly required?: boolean; readonly content: object };
  readonly responses: Readonly<Record<string, object>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

const document = async (): Promise<Document> =>
  (await (await app.app.request("/openapi.json")).json()) as Document;

/** What is for people in a browser, and describes itself. */
const OF_THE_PAGE = [
  ...["/", "/docs", "/docs/start.js", "/docs/:asset", "/openapi.json"],
  ...["/app", "/app/*", "/verify", "/assets/:file"],
  ...["/verifier.html", "/verifier.html.sha256"],
];

function doorOf(path: string, method: string): object[] | undefined {
  const line = MATRIX.find(
    (one) =>
      lineName(one.method, one.path.replace("{.+}", "").replaceAll(/:(\w+)/g, "{$1}")) ===
      lineName(method.toUpperCase(), path),
  );
  if (line !== undefined && !("open" in line)) {
    const { scope, keysOnly } = line;
    const key = scope === null ? [] : [{ bearer: [] }];
    return keysOnly ? key : [...key, { session: [] }];
  }
  const isAsked = /^\/embed\/(offer|choice)$/.test(path) && method !== "options";
  return isAsked ? [{ embed: [] }] : undefined;
}

describe("the OpenAPI document", () => {
  it("lists every route there is, and no other", async () => {
    const { paths } = await document();
    const told = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = app.app.routes
      .filter(({ method, path }) => method !== "ALL" && !OF_THE_PAGE.includes(path))
      .map(
        ({ method, path }) => `${method} ${path.replace("{.+}", "").replaceAll(/:(\w+)/g, "{$1}")}`,
      );
    expect(new Set(told)).toEqual(new Set(routes));
  });

  it("is there in Chinese, whole", async () => {
    const asked = await app.app.request("/openapi.json", {
      headers: { "accept-language": "zh-CN" },
    });
    const texts = (value: unknown, name = ""): string[] => {
      if (typeof value === "string") return /^(summary|description)$/.test(name) ? [value] : [];
      if (typeof value !== "object" || value === null) return [];
      return Object.entries(value).flatMap(([key, inner]) => texts(inner, key));
    };
    const english = texts(await document());
    expect(english.length).toBeGreaterThan(30);
    for (const text of english) expect(Object.keys(chinese), text).toContain(text);
    const shown = texts(await asked.json()).filter((text) => !text.startsWith("@"));
    for (const text of shown) expect(text).toMatch(/[\u4e00-\u9fff]/);
    const groups = (whole: string): string[] =>
      [...whole.matchAll(/"tags":\["([^"]+)"\]/g)].map(([, group]) => group!);
    const again = await app.app.request("/openapi.json?lang=zh");
    const shownGroups = groups(await again.text());
    expect(shownGroups.length).toBeGreaterThan(30);
    for (const group of shownGroups) expect(group).toMatch(/[\u4e00-\u9fff]/);
    const page = await (await app.app.request("/docs?lang=zh")).text();
    expect(page).toContain('lang="zh-CN"');
  });

  it("asks for a key or a session wherever the app does", async () => {
    const { paths, components } = await document();
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { security, summary }] of Object.entries(methods)) {
        expect(security, path).toEqual(doorOf(path, method));
        expect(summary?.length, path).toBeGreaterThan(3);
      }
    }
    expect(components.securitySchemes).toEqual({
      bearer: { type: "http", scheme: "bearer" },
      session: expect.objectContaining({ type: "apiKey", in: "cookie" }),
      embed: { type: "http", scheme: "bearer" },
    });
  });

  it("requires a body where one is read, in both forms where there may be many", async () => {
    const { paths } = await document();
    const written = Object.entries(paths).flatMap(([path, { post }]) =>
      post === undefined ? [] : [{ path, ...post }],
    );
    const many = ["/v1/subjects", "/v1/subjects/lookup", "/v1/records", "/v1/consents"];
    const onlyMany = ["/v1/consent-decisions"];
    for (const { path, requestBody } of written) {
      expect(requestBody?.required, path).toBe(true);
      if (onlyMany.includes(path)) {
        expect(Object.keys(requestBody?.content ?? {})).toEqual(["application/x-ndjson"]);
        continue;
      }
      expect(Object.keys(requestBody?.content ?? {}), path).toEqual([
        "application/json",
        ...(many.includes(path) ? ["application/x-ndjson"] : []),
      ]);
    }
    expect(written.map(({ path }) => path)).toEqual(expect.arrayContaining(many));
  });

  it("has the shape of every kind, closed, with every field a client sends", async () => {
    const { components } = await document();
    for (const { kind, names } of ledgerKinds) {
      const name = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
      const shape = components.schemas?.[name] as {
        properties: object;
        additionalProperties: unknown;
      };
      const ledgers = ["@id", "@recordedAt", "@schema", "@stream", "@version"];
      expect(Object.keys(shape.properties).sort()).toEqual(
        names.filter((each) => !ledgers.includes(each)),
      );
      expect(shape.additionalProperties).toBe(false);
    }
  });

  it("is whole: every reference leads somewhere", async () => {
    const whole = await document();
    const references = [...JSON.stringify(whole).matchAll(/"#\/([^"]+)"/g)].map((m) => m[1]!);
    expect(references.length).toBeGreaterThan(5);
    for (const reference of references) {
      let at: unknown = whole;
      for (const step of reference.split("/")) at = (at as Record<string, unknown>)?.[step];
      expect(at, reference).toBeTypeOf("object");
    }
    expect(whole.openapi).toBe("3.1.0");
  });
});

describe("the API page", () => {
  it.each(["/docs/swagger-ui-bundle.js", "/openapi.json?lang=en", "/openapi.json?lang=zh"])(
    "holds %s once, however many ask and do not read",
    { timeout: 180_000 },
    async (path) => {
      const server: Listening = await listen(app.app.fetch, "127.0.0.1", 0);
      const size = (await (await fetch(server.url + path)).arrayBuffer()).byteLength;
      const held = (): number => process.memoryUsage().arrayBuffers;
      const before = held();
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1").pause();
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(300));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(held() - before).toBeLessThan(20 * size + 8 * 2 ** 20);
      socket.destroy();
      await server.stop();
    },
  );

  it("names nothing of another host, and nothing inline", async () => {
    const page = await (await app.app.request("/docs")).text();
    expect(page).not.toMatch(/https?:|\/\/[a-z]/);
    expect(page).not.toMatch(/<script>|onload|style=/);
    const start = await (await app.app.request("/docs/start.js")).text();
    expect(start).not.toMatch(/https?:/);
  });

  it("shows every route in a real browser, which asks no other host and complains of nothing", async () => {
    const server: Listening = await listen(app.app.fetch, "127.0.0.1", 0);
    const { paths } = await document();
    const operations = Object.values(paths).flatMap((methods) => Object.keys(methods));
    try {
      await withPage(async (page) => {
        const asked: string[] = [];
        const complaints: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        page.on("console", (message) => {
          if (message.type() === "error") complaints.push(message.text());
        });
        page.on("pageerror", (error) => complaints.push(String(error)));
        await page.goto(`${server.url}/`);
        await page.waitForSelector(".opblock");
        expect(await page.locator(".opblock").count()).toBe(operations.length);
        expect(new URL(page.url()).pathname).toBe("/docs");
        // Opened, tried out and signed in: its policy lets nothing inline in.
        await page.locator(".opblock-summary-control").nth(3).click();
        await page.locator(".try-out__btn").first().click();
        await page.locator("button.authorize").click();
        await page.waitForSelector(".modal-ux");
        const foreign = asked.filter((u) => !u.startsWith(server.url) && !u.startsWith("data:"));
        expect(foreign).toEqual([]);
        expect(complaints).toEqual([]);
      });
    } finally {
      await server.stop();
    }
  });
});
