/** Signing in as people do it: in a real browser, by keyboard, under the app's own policy, on a phone's width in Chinese and on a desktop's in English. */

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createAdaptorServer } from "@hono/node-server";
import type { Browser as Chromium, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonRole } from "../../../api/core/principal.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { nextIn } from "../../../portal/pages/next.ts";
import { PAGE_SCRIPT, renderScript } from "../../../scripts/embed/build.ts";
import {
  SUBJECTS,
  type TestIdentity,
  testIdentity,
  totpNow,
  unbase32,
} from "../../api/identity/fixtures.ts";
import { launchBrowser } from "../../helpers/browser.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";

let test: TestIdentity;
let ledger: TestLedger;
let url: string;
let stop: () => void;
let chromium: Chromium;
let page: Page;
/** What the browser complained of: policy violations too. */
let complaints: string[];
const REFUSED = /the server responded with a status of 40[013]/;

beforeAll(async () => {
  test = testIdentity({ publicUrl: null });
  const { identity } = test;
  await test.identity.demonstration!.ensure();
  const html = (title: string) => ({
    type: "text/html; charset=utf-8",
    bytes: Buffer.from(`<!doctype html><title>${title}</title><h1>${title}</h1>`),
    compressed: new Map(),
  });
  const own = (name: string, type: string) => ({
    ...{ type, compressed: new Map() },
    bytes: readFileSync(new URL(`../../../portal/src/public/assets/${name}`, import.meta.url)),
  });
  const files = new Map([
    ["index.html", html("Portal")],
    ["verify.html", html("Verify")],
    ["assets/icon.svg", own("icon.svg", "image/svg+xml")],
    ["assets/scheme.js", own("scheme.js", "text/javascript; charset=utf-8")],
  ]);
  const portal = { files, nonce: () => "bm9uY2U=" };
  ledger = await testLedger({ app: { identity, authenticate: identity.authenticate, portal } });
  const server = createAdaptorServer({ fetch: ledger.app.fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://localhost:${(server.address() as { port: number }).port}`;
  stop = () => void server.close();
});
afterAll(async () => {
  expect(test.bugs).toEqual([]);
  expect(ledger.bugs).toEqual([]);
  stop();
  await ledger.close();
  test.close();
});
beforeEach(() => {
  complaints = [];
});
afterEach(async () => {
  await chromium.close();
  expect(complaints.filter((text) => !REFUSED.test(text))).toEqual([]);
});

/** A browser of one person, with a device that knows its owner. */
async function open(path: string, width: number, locale: string): Promise<void> {
  chromium = await launchBrowser();
  const context = await chromium.newContext({ viewport: { width, height: 720 }, locale });
  page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const client = await context.newCDPSession(page);
  await client.send("WebAuthn.enable");
  await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  await page.goto(`${url}${path}`);
}

/** A step is there, led to by the keyboard, and fits. */
async function step(heading: string): Promise<void> {
  await page.getByRole("heading", { name: heading, level: 1, exact: true }).waitFor();
  const width = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  expect(await page.evaluate(width), heading).toBe(0);
  expect(await page.title()).toBe(`${heading} · Counterfoil`);
  expect(await page.evaluate("document.activeElement.matches('input, h1')"), heading).toBe(true);
}

/** Where signing in leads; from there to the account. */
async function inside(path = "/app"): Promise<void> {
  await page.getByRole("heading", { name: "Portal" }).waitFor();
  expect(page.url()).toBe(`${url}${path}`);
}
const toAccount = () => page.goto(`${url}/account`);

/** Typed into the field that has the focus. */
async function type(text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

const press = async (name: string): Promise<void> => {
  await page.getByRole("button", { name }).focus();
  await page.keyboard.press("Enter");
};

async function account(email: string, role: PersonRole): Promise<string> {
  await test.identity.accounts.create({ email, role }, OPERATOR);
  return email;
}

async function setUp(heading: string, field: string, kept: string): Promise<Buffer> {
  await step(heading);
  const secret = unbase32(((await page.textContent(".key")) ?? "").replaceAll(" ", ""));
  expect(
    await page
      .getByRole("img")
      .evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth),
  ).toBeGreaterThan(0);
  await page.getByLabel(field).focus();
  await type(totpNow(secret, test.clock));
  await page.getByRole("button", { name: kept }).waitFor();
  return secret;
}

describe("whoever works here", () => {
  it("signs in by a code, sets up a second factor and a passkey, and signs in with each of them again", async () => {
    const email = await account("olga@example.com", "officer");
    await open("/account", 1200, "en-GB");
    await step("Sign in");
    await type(email);
    await step("Enter the code");
    await type("000000");
    await page.getByText("This code does not open anything").waitFor();
    expect(await page.getByLabel("Code").getAttribute("aria-invalid")).toBe("true");
    await type(await test.code(email));
    const secret = await setUp(
      "Set up your second factor",
      "The six digits that it shows now",
      "I have kept them: continue",
    );
    await step("Keep your recovery codes");
    const codes = await page.locator(".codes li").allTextContents();
    expect(codes).toHaveLength(10);
    const download = page.waitForEvent("download");
    await page.getByText("Save as a file").click();
    const saved = await readFile(await (await download).path(), "utf8");
    for (const code of codes) expect(saved).toContain(code);
    await press("I have kept them: continue");

    await step("Your account");
    await page.getByText("Compliance officer").waitFor();
    await page.getByLabel("Name of the device").focus();
    await type("<b>laptop</b>");
    await page.getByText("<b>laptop</b>").waitFor();
    await press("Sign out");
    await step("Sign in");
    await press("Sign in with a passkey");
    await inside();
    await toAccount();
    await step("Your account");
    await press("Remove: <b>laptop</b>");
    await press("Keep it");
    await press("Remove: <b>laptop</b>");
    await press("Yes, remove it");
    await page.getByText("You have none yet.").waitFor();
    await press("Sign out");

    for (const code of [codes[3]!, null]) {
      await step("Sign in");
      await type(email);
      await step("Enter the code");
      await type(await test.code(email));
      await step("Second factor");
      test.clock.advance(30_000);
      await type(code ?? totpNow(secret, test.clock));
      await inside();
      await toAccount();
      await step("Your account");
      await press("Sign out");
    }
    await step("Sign in");
    await press("Sign in with a passkey");
    await page.getByText("No passkey was shown").waitFor();
  });

  it("goes on where they stopped, and can be somebody else", async () => {
    const email = await account("stefan@example.com", "staff");
    await open("/sign-in?lang=zh", 360, "en-GB");
    await step("登录");
    await type(email);
    await step("输入验证码");
    await type(await test.code(email));
    await step("设置第二验证因素");
    await page.reload();
    await setUp("设置第二验证因素", "应用当前显示的六位数字", "我已保存：继续");
    await step("保存您的恢复码");
    await page.getByRole("button", { name: "我已保存：继续" }).click();
    await inside();
    // The language was chosen, and stays, also where the browser likes another one.
    await toAccount();
    await step("您的账户");
    expect(page.url()).toBe(`${url}/account?lang=zh`);
    await page.getByRole("link", { name: "返回 Counterfoil" }).click();
    await inside();
    await toAccount();
    await page.getByRole("button", { name: "退出登录" }).click();
    await step("登录");
    await type(email);
    await step("输入验证码");
    await type(await test.code(email));
    await step("第二验证因素");
    await page.getByRole("button", { name: "退出登录" }).click();
    await step("登录");
    await page.getByRole("link", { name: "English" }).click();
    await step("Sign in");
  });

  it("comes back to where they were, in whatever language they sign in", async () => {
    await open("/sign-in?next=%2Fapp%2Fsearch%3Fq%3D1", 360, "en-GB");
    await step("Sign in");
    await page.getByRole("link", { name: "中文" }).click();
    await step("登录");
    await page.getByRole("button", { name: /^客户/ }).click();
    await inside("/app/search?q=1");
  });
});

describe("whoever tries it out", () => {
  it("is the person whose card they press, with their second factor", async () => {
    await open("/sign-in", 1200, "en-GB");
    await step("Sign in");
    await press("Compliance officer");
    await inside();
    await page.goto(`${url}/account`);
    await page.getByText("officer@example.com").waitFor();
    await press("Sign out");
    await step("Sign in");
    // Its codes are used up: the next one is there half a minute later.
    const other = test.browser();
    await other.signIn("officer@example.com");
    const { codes } = test.identity.demonstration!;
    const code = codes().find(({ email }) => email === "officer@example.com")?.code;
    await other.send("POST", "/auth/second-factor/verify", { code });
    await press("Compliance officer");
    await page.getByText("The next one comes within half a minute").waitFor();
    test.clock.advance(30_000);
    await inside();
  });
});

describe("a customer", () => {
  it("signs in by a code alone, on a phone, and sees whom they are here", async () => {
    const email = "kim@example.com";
    const subject = SUBJECTS[1]!;
    await test.identity.contacts.tie(subject, email, "self", OPERATOR);
    await open("/sign-in", 360, "zh-CN");
    await step("登录");
    await type("13800138000");
    await page.getByText("这既不是电子邮件地址").waitFor();
    await page.getByLabel("电子邮件地址").fill(email);
    await page.keyboard.press("Enter");
    await step("输入验证码");
    const first = await test.code(email);
    await press("重新发送验证码");
    await page.getByText("新的验证码正在发送").waitFor();
    const second = await test.code(email);
    await page.getByLabel("验证码", { exact: true }).focus();
    await type(`${second.slice(0, 3)} ${second.slice(3)}`);
    await inside();
    await toAccount();
    await step("您的账户");
    expect(first).not.toBe("none");
    await page.getByText("您本人的数据", { exact: true }).waitFor();
    expect(await page.content()).not.toContain(subject);
    await page.getByText("客户", { exact: true }).waitFor();
  });

  it("of nobody is told what to do about it", async () => {
    await open("/sign-in", 360, "en-GB");
    await step("Sign in");
    await type("nobody@example.com");
    await step("Enter the code");
    await type(await test.code("nobody@example.com"));
    await inside();
    await toAccount();
    await step("Your account");
    await page.getByText("The firm has tied no data to your address").waitFor();
  });
});

describe("where signing in leads", () => {
  it.each([
    ["?next=/app/search%3Fq%3D1", "/app/search?q=1"],
    ["?next=/account", "/account"],
    ["?next=/app", "/app"],
    ["?next=/app%3Flang=zh", "/app?lang=zh"],
    ["?next=/verify%23from=%252Fv1", "/verify#from=%2Fv1"],
    ...[
      ...["", "?next=", "?next=app", "?next=https://other.example/app", "?next=//other.example"],
      ...["?next=/%09/other.example", "?next=/%0a/other.example", "?next=/app//other.example"],
      ...["?next=/%5Cother.example", "?next=%5C%5Cother.example", "?next=javascript:alert(1)"],
      ...["?next=/auth/sign-out", "?next=/v1/me", "?next=/", "?next=/apple", "?next=/verifyx"],
      ...["?next=/app/../auth/sign-out", "?next=/app/%252e%252e/v1/me", "?next=/account/x"],
      ...["?next=/app%20x", "?next=/%E3%80%80/x", "?next=%20/app/x"],
    ].map((search) => [search, "/app"]),
  ])("%s: to %s", (search, path) => {
    expect(nextIn(search!)).toBe(path);
    expect(new URL(nextIn(search!), "http://own.example").origin).toBe("http://own.example");
  });
});

describe("the pages", () => {
  it("say it when the ledger does not answer", async () => {
    await open("/sign-in", 360, "en-GB");
    await step("Sign in");
    await page.route("**/auth/**", (route) => route.abort());
    await type("kim@example.com");
    await page.getByText("The ledger does not answer").waitFor();
    complaints = [];
  });

  it("have the script that portal/pages gives, which reads no HTML and names no other host", () => {
    const text = readFileSync(PAGE_SCRIPT.file, "utf8");
    expect(text).toBe(renderScript(PAGE_SCRIPT));
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(/);
    expect(text).not.toMatch(/sessionStorage|document\.cookie|https?:\/\//);
    // The language, and nothing else.
    expect(text.match(/localStorage\.\w+\(\w+/g)).toEqual([
      "localStorage.getItem(KEPT",
      "localStorage.setItem(KEPT",
    ]);
  });
});
