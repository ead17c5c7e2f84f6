/** What strangers try who are many, or who have all of a network: to be counted anew, to hold connections, to fill what is kept. */
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { PATHS } from "../../../api/identity/paths.ts";
import { bodyOf } from "../../../api/identity/requests.ts";
import { askCode, type Browser, refusalOf, type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
beforeEach(() => {
  test = testIdentity();
});
afterEach(() => {
  expect(test.bugs).toEqual([]);
  test.close();
});

const guess = (by: Browser, email: string) =>
  by.send("POST", "/auth/sign-in/email-otp", { email, otp: "000000" });

it("whoever sends a body bit by bit does not keep the connection", async () => {
  const drip = new ReadableStream<Uint8Array>({
    pull: (to) =>
      new Promise((resolve) => {
        setTimeout(() => {
          to.enqueue(new TextEncoder().encode(" "));
          resolve();
        }, 5);
      }),
  });
  const request = new Request("https://ledger.example/auth/sign-out", {
    ...{ method: "POST", body: drip, duplex: "half" },
  } as RequestInit);
  await expect(bodyOf(request, PATHS["POST /sign-out"]!, 30)).rejects.toMatchObject({
    code: "incomplete_body",
  });
});

it("addresses of one network of IPv6 are counted together", async () => {
  const ask = (number: number) =>
    askCode(test.browser(`2001:db8:0:1::${number.toString(16)}`), `${number}@example.com`);
  const answers = [];
  for (let number = 1; number <= 21; number++) answers.push(await ask(number));
  expect(answers.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(refusalOf(answers[20]!)).toBe("429 too_many_requests");
  expect((await askCode(test.browser("2001:db8:0:2::1"), "x@example.com")).status).toBe(200);
});

it("strangers do not make forgotten how often a second factor was tried", async () => {
  const few = testIdentity({ mostCounts: 20 });
  few.identity.accounts.create({ email: "known@example.com", role: "staff" }, OPERATOR);
  const browser = few.browser();
  await browser.signIn("known@example.com");
  await browser.enrol();
  const verify = () => browser.send("POST", "/auth/second-factor/verify", { code: "000000" });
  while ((await verify()).status !== 429);
  for (let number = 0; number < 50; number++)
    await guess(few.browser(`192.0.2.${number}`), `${number}@example.com`);
  expect((await verify()).status).toBe(429);
  few.close();
});

it("of guesses at many accounts as few are on record by themselves, and the others together", async () => {
  for (let number = 0; number < 25; number++) {
    const email = `${number}@example.com`;
    test.identity.accounts.create({ email, role: "customer" }, OPERATOR);
    for (let tries = 0; tries < (number < 20 ? 6 : 5); tries++)
      await guess(test.browser(`192.0.2.${number}`), email);
  }
  test.clock.advance(600_000);
  await test.identity.drain();
  const bursts = test.recorded.filter(({ event }) => event.event === "sign-ins-failed");
  expect(bursts.map(({ event }) => event.count).sort()).toEqual([25, ...Array(20).fill(6)]);
  expect(bursts.filter(({ event }) => event.target === undefined)).toHaveLength(1);
});

it("what is over is swept away, also where nobody asks for a code", async () => {
  const browser = test.browser();
  const ask = () => browser.send("GET", "/auth/passkey/generate-authenticate-options");
  for (let number = 0; number < 3; number++) expect((await ask()).status).toBe(200);
  const file = new Database(test.path, { readonly: true });
  const rows = () => file.prepare("SELECT count(*) FROM verification").pluck().get();
  expect(rows()).toBe(3);
  test.clock.advance(3_600_000);
  await test.identity.drain();
  expect(rows()).toBe(0);
  file.close();
});

it("the mailbox is not shown by way of a proxy, whatever host it names", async () => {
  const local = testIdentity({ publicUrl: null });
  const browser = local.browser();
  expect((await browser.send("GET", "/dev/mailbox")).status).toBe(200);
  for (const name of ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"])
    expect((await browser.send("GET", "/dev/mailbox", undefined, { [name]: "x" })).status).toBe(
      404,
    );
  local.close();
});
