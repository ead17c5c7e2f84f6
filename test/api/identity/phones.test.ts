/** Telephone numbers: codes by text message, and whose data subject somebody is by their number. */
import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { parseAddress, parsePhone, phoneOf, shownAddress } from "../../../api/identity/address.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import type { Auth } from "../../../api/identity/auth.ts";
import { createCodes } from "../../../api/identity/codes.ts";
import { createLimits } from "../../../api/identity/limits.ts";
import { smsGateway } from "../../../api/identity/sms.ts";
import { testClock } from "../../helpers/repeatable.ts";
import { askCode, refusalOf, SUBJECTS, type TestIdentity, testIdentity } from "./fixtures.ts";

const PHONE = "+8613800138000";

describe("a number", () => {
  it.each([
    ["+86 138 0013 8000", PHONE],
    ["＋８６ １３８ ００１３ ８０００", PHONE],
    ["+49 (30) 0074321", "+49300074321"],
    ["138 0013 8000", null],
    ["030-0074321", null],
    ["+86 138 0013 8000 ext 5", null],
    ["+86 138", null],
    ["+999 123456789", null],
    ["", null],
  ])("%j is %s", (text, expected) => {
    expect(parsePhone(text)).toBe(expected);
  });

  it("is known by an address that nobody can name as theirs", () => {
    const address = parseAddress("+86 138 0013 8000")!;
    expect([phoneOf(address), shownAddress(address)]).toEqual([PHONE, PHONE]);
    expect(parseAddress(address)).toBeNull();
    expect(parseAddress("someone@else.invalid")).toBeNull();
    expect(phoneOf(parseAddress("Someone@Example.com")!)).toBeNull();
  });
});

describe("whoever has a telephone", () => {
  let test: TestIdentity;
  beforeEach(() => {
    test = testIdentity();
  });
  afterEach(() => {
    expect(test.bugs).toEqual([]);
    test.close();
  });

  it("is nobody of the firm: a number can be given to somebody else", async () => {
    const { accounts } = test.identity;
    const email = parseAddress(PHONE)!;
    const { id } = accounts.create({ email, role: "customer" }, OPERATOR);
    for (const role of ["administrator", "officer", "staff", "auditor"] as const)
      expect(() => accounts.setRole(id, { role }, OPERATOR)).toThrow(
        expect.objectContaining({ code: "account_refused", details: { problem: "telephone" } }),
      );
    expect(accounts.get(id)?.role).toBe("customer");
  });

  it("signs in by a text message, however they write the number", async () => {
    await test.identity.contacts.tie(SUBJECTS[1]!, "+86 13800138000", "self", OPERATOR);
    const browser = test.browser();
    await askCode(browser, "+86 138-0013-8000");
    const otp = await test.code(PHONE);
    expect(test.mailbox.mails()[0]).toMatchObject({ to: PHONE });
    expect(test.mailbox.mails()[0]?.text).not.toContain("\n");
    const email = "+86 (138) 00138000";
    const answer = await browser.send("POST", "/auth/sign-in/email-otp", { email, otp });
    expect(answer.status).toBe(200);
    const person = await browser.principal();
    expect(person).toMatchObject({ role: "customer", subjects: new Set([SUBJECTS[1]]) });
    expect(await test.identity.me(person!)).toMatchObject({ email: null, phone: PHONE });
    const next = await browser.send("GET", "/auth/next-step");
    expect(next.body).toEqual({ next: "nothing", email: PHONE });
    const again = test.browser();
    await askCode(again, PHONE);
    const body = { email: PHONE, otp: await test.code(PHONE) };
    await again.send("POST", "/auth/sign-in/email-otp", body);
    expect((await again.principal())?.id).toBe(person!.id);
  });

  it("is nobody by the address that stands for another's number", async () => {
    const told = await askCode(test.browser(), `${PHONE}@phone.invalid`);
    expect(refusalOf(told)).toBe("400 invalid_parameter");
    const { id } = test.identity.accounts.create(
      { email: "a@example.com", role: "staff" },
      OPERATOR,
    );
    expect(test.identity.accounts.get(id)).toMatchObject({ email: "a@example.com", phone: null });
  });

  it("is no administrator: that takes an e-mail address", async () => {
    const token = /#(.+)$/.exec((await test.identity.invite()) ?? "")![1]!;
    const body = { token, email: PHONE };
    const told = await test.browser().send("POST", "/auth/first-administrator", body);
    expect(refusalOf(told)).toBe("400 invalid_parameter");
  });

  it("is told so where no messages are sent", async () => {
    const other = testIdentity({ texter: null });
    expect(refusalOf(await askCode(other.browser(), PHONE))).toBe("403 sign_in_refused no_sms");
    expect((await askCode(other.browser(), "a@example.com")).status).toBe(200);
    await other.identity.settle();
    other.close();
  });
});

describe("text messages", () => {
  const sent: string[] = [];
  const codesBy = (send: (to: string) => Promise<void>, endMilliseconds = 5_000) => {
    const clock = testClock();
    const found = { api: { createVerificationOTP: async () => "123456" } } as unknown as Auth;
    const auth = async () => found;
    const bugs: unknown[] = [];
    const by = { send: ({ to }: { to: string }) => send(to), close: () => {} };
    const codes = createCodes({
      ...{ auth, mailer: by, texter: by, limits: createLimits(clock), endMilliseconds },
      onUnsent: (channel, code) => void bugs.push({ channel, code }),
    });
    return { codes, clock, bugs };
  };

  it("that nobody takes keep neither mail nor a stop waiting", async () => {
    const stuck: (() => void)[] = [];
    const there: string[] = [];
    const send = (to: string): Promise<void> => {
      if (to.includes("@")) return Promise.resolve(void there.push(to));
      return new Promise((resolve) => stuck.push(resolve));
    };
    const { codes, bugs } = codesBy(send, 200);
    const ask = (address: string) => codes.ask(parseAddress(address)!, "ledger.example", "en");
    for (let i = 0; i < 500; i++) ask(PHONE);
    expect(() => ask(PHONE)).toThrow(
      expect.toSatisfy((error) => isRefusal(error, "too_many_requests")),
    );
    ask("a@example.com");
    const ending = codes.end();
    await vi.waitFor(() => expect([stuck.length, there]).toEqual([1, ["a@example.com"]]));
    await new Promise((resolve) => setTimeout(resolve, 400));
    stuck[0]!();
    await ending;
    expect(stuck).toHaveLength(1);
    expect(bugs).toEqual([]);
  });

  it("are so many an hour, whoever asks: each costs the firm money", async () => {
    const { codes, clock } = codesBy(async (to) => void sent.push(to));
    const ask = () => codes.ask(parseAddress(PHONE)!, "ledger.example", "en");
    for (let i = 0; i < 1000; i++) {
      ask();
      if (i % 400 === 0) await codes.settle();
    }
    expect(ask).toThrow(expect.toSatisfy((error) => isRefusal(error, "too_many_requests")));
    codes.ask("a@example.com", "ledger.example", "en");
    await codes.settle();
    expect(sent).toHaveLength(1001);
    clock.advance(3_600_000);
    expect(ask).not.toThrow();
    await codes.settle();
  });

  it("hold up no mail when the gateway is slow", async () => {
    let answer = (): void => {};
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const order: string[] = [];
    const { codes } = codesBy(async (to) => {
      if (to === PHONE) await slow;
      order.push(to);
      if (to !== PHONE) answer();
    });
    codes.ask(parseAddress(PHONE)!, "ledger.example", "zh");
    codes.ask("a@example.com", "ledger.example", "zh");
    await codes.settle();
    expect(order).toEqual(["a@example.com", PHONE]);
  });
});

describe("the gateway", () => {
  let server: Server;
  let url: string;
  let status = 204;
  const asked: { headers: Record<string, unknown>; body: string }[] = [];
  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        asked.push({ headers: request.headers, body });
        response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {});
        response.end(status === 204 ? undefined : `no such number: ${PHONE}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`;
  });
  afterEach(() => server.close());

  const SECRET = Buffer.from("0123456789abcdef0123456789abcdef");
  const clock = testClock();
  const gateway = (secret: string) =>
    smsGateway({ url, secret }, { clock, random: systemRandom() });

  it.each([
    ["text", SECRET.toString()],
    ["base64", `whsec_${SECRET.toString("base64")}`],
  ])("gets number and text, signed with a secret as %s", async (_, secret) => {
    status = 204;
    await gateway(secret).send({ to: PHONE, subject: "s", text: "验证码 123456" });
    const { headers, body } = asked[0]!;
    expect(JSON.parse(body)).toEqual({ to: PHONE, text: "验证码 123456" });
    const id = headers["webhook-id"];
    const timestamp = headers["webhook-timestamp"];
    expect(Number(timestamp)).toBe(Math.floor(clock.now() / 1000));
    const mac = createHmac("sha256", SECRET).update(`${id}.${timestamp}.${body}`).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${mac}`);
  });

  it.each([500, 404, 302])(
    "that answers %d has not taken it, and what it says is not told",
    async (code) => {
      status = code;
      const test = testIdentity({ texter: gateway("s") });
      expect((await askCode(test.browser(), PHONE)).status).toBe(200);
      await test.identity.settle();
      expect(asked).toHaveLength(1);
      expect(test.bugs).toHaveLength(1);
      expect(`${test.bugs[0]} ${JSON.stringify(test.bugs[0])}`).not.toContain("138");
      if (code !== 302) expect(test.bugs[0]).toMatchObject({ code: `SMS_${code}` });
      test.close();
    },
  );
});
