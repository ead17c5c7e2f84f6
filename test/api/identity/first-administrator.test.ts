/** The link of the first administrator: who opens it, and who does not. */

import { readFileSync } from "node:fs";
import { createAdaptorServer } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { identityRoutes } from "../../../api/identity/routes.ts";
import { noTrail } from "../../../api/ledger/reading.ts";
import { withPage } from "../../helpers/browser.ts";
import { refusalOf, type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
beforeEach(() => {
  test = testIdentity();
});
afterEach(() => test.close());

const EMAIL = "first@example.com";
const LINK = /^\/auth\/first-administrator#([A-Za-z0-9_-]{43})$/;
const tokenOf = async (): Promise<string> => LINK.exec((await test.identity.invite()) ?? "")![1]!;
const accept = (token: string, email = EMAIL) =>
  test.browser().send("POST", "/auth/first-administrator", { token, email });
const BAD_LINK = "403 sign_in_refused link";

describe("the link of the first administrator", () => {
  it("makes one, who then signs in by a code", async () => {
    expect((await accept(await tokenOf())).status).toBe(200);
    expect(await test.identity.invite()).toBeNull();
    const browser = test.browser();
    await browser.signIn(EMAIL);
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({ role: "administrator" });
  });

  it("makes one of somebody who had signed in before, and ends what they were", async () => {
    const browser = test.browser();
    await browser.signIn(EMAIL);
    expect((await accept(await tokenOf())).status).toBe(200);
    expect(await browser.principal()).toBeNull();
    expect(await test.identity.accounts.find(EMAIL)).toMatchObject({ role: "administrator" });
  });

  it("works once, also when two open it at the same time", async () => {
    const token = await tokenOf();
    const both = await Promise.all([
      accept(token, "a@example.com"),
      accept(token, "b@example.com"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(refusalOf(await accept(token))).toBe(BAD_LINK);
  });

  it("works no more behind a newer one, after a day, or once there is an administrator", async () => {
    const first = await tokenOf();
    const second = await tokenOf();
    expect(second).not.toBe(first);
    expect(refusalOf(await accept(first))).toBe(BAD_LINK);
    test.clock.advance(86_400_000);
    expect(refusalOf(await accept(second))).toBe(BAD_LINK);
    const third = await tokenOf();
    await test.identity.accounts.create(
      { email: "other@example.com", role: "administrator" },
      OPERATOR,
    );
    expect(refusalOf(await accept(third))).toBe(BAD_LINK);
    expect(await test.identity.accounts.find(EMAIL)).toBeNull();
  });

  it.each(["", "A".repeat(43), "A".repeat(42), "' OR 1=1 --"])(
    "is not guessed: %j",
    async (token) => {
      const real = await tokenOf();
      expect(refusalOf(await accept(token))).toBe(BAD_LINK);
      expect((await accept(real)).status).toBe(200);
    },
  );

  it("is tried so often by one address of the network", async () => {
    const statuses = [];
    for (let i = 0; i < 21; i++) statuses.push((await accept("A".repeat(43))).status);
    expect(statuses).toEqual([...Array(20).fill(403), 429]);
  });

  it("lies nowhere in the file", async () => {
    const token = await tokenOf();
    const bytes = [test.path, `${test.path}-wal`]
      .map((file) => readFileSync(file, "latin1"))
      .join();
    expect(bytes).not.toContain(token);
  });
});

describe("its page", () => {
  it("takes the link from behind #, out of sight, and makes an administrator", async () => {
    const local = testIdentity({ publicUrl: null });
    const app = new OpenAPIHono();
    identityRoutes(app, { identity: local.identity, peerOf: () => "127.0.0.1", trail: noTrail });
    const paths: string[] = [];
    const fetch = (request: Request): Response | Promise<Response> => {
      paths.push(request.url);
      return app.fetch(request);
    };
    const server = createAdaptorServer({ fetch });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const link = (await local.identity.invite()) ?? "";
    await withPage(async (page) => {
      await page.goto(`http://127.0.0.1:${port}${link}`);
      expect(page.url()).not.toContain("#");
      await page.waitForSelector("#field");
      // The other language is another page: the link goes along, behind # as before.
      await page.click("a.language");
      await page.waitForSelector("html[lang=zh-CN] #field");
      expect(page.url()).not.toContain("#");
      await page.fill("#field", EMAIL);
      await page.click("button");
      await page.getByRole("heading", { name: "您已成为管理员" }).waitFor();
    });
    expect(await local.identity.accounts.find(EMAIL)).toMatchObject({ role: "administrator" });
    expect(paths.join()).not.toContain(link.split("#")[1]);
    server.close();
    local.close();
  });
});
