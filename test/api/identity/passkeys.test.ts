/** Passkeys, in a real browser with an authenticator made up by it. */

import { createAdaptorServer } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { passkeys } from "../../../api/identity/passkeys.ts";
import { identityRoutes } from "../../../api/identity/routes.ts";
import { noTrail } from "../../../api/ledger/reading.ts";
import { withPage } from "../../helpers/browser.ts";
import { type Browser, refusalOf, SUBJECTS, type TestIdentity, testIdentity } from "./fixtures.ts";

const EMAIL = "olga@example.com";
let test: TestIdentity;
let url: string;
let stop: () => void;
beforeEach(async () => {
  test = testIdentity({ publicUrl: null });
  const app = new OpenAPIHono();
  app.onError((error) => {
    if (!(error instanceof Refusal)) throw error;
    const problem = describeRefusal(error, "en");
    return Response.json(problem, { status: problem.status });
  });
  identityRoutes(app, { identity: test.identity, peerOf: () => "127.0.0.1", trail: noTrail });
  app.get("/page", (c) => c.html("<!doctype html><title>page</title>"));
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://localhost:${(server.address() as { port: number }).port}`;
  stop = () => void server.close();
});
afterEach(() => {
  expect(test.bugs).toEqual([]);
  stop();
  test.close();
});

/** @param owner whether the device finds its owner when it asks */
async function withDevice<T>(owner: boolean, run: (page: Page) => Promise<T>): Promise<T> {
  return withPage(async (page) => {
    const client = await page.context().newCDPSession(page);
    await client.send("WebAuthn.enable");
    await client.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: owner, automaticPresenceSimulation: true },
      },
    });
    await page.goto(`${url}/page`);
    return run(page);
  });
}

/** The cookies of a signed-in person go into the browser's own. */
async function carry(browser: Browser, page: Page): Promise<void> {
  const cookies = [...browser.cookies].map(([name, value]) => ({ name, value, url }));
  await page.context().addCookies(cookies);
}

/** What a page does: asks for options, then the device, and sends what it answers. Text: it runs over there. */
const REGISTER = `(async () => {
  const options = await (await fetch("/auth/passkey/generate-register-options")).json();
  if (options.status) return { status: options.status };
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const made = await navigator.credentials.create({ publicKey });
  const answer = await fetch("/auth/passkey/verify-registration", {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "laptop", response: made.toJSON() }),
  });
  return { status: answer.status, asked: options.authenticatorSelection.userVerification };
})()`;
const SIGN_IN = `(async (tamper) => {
  const options = await (await fetch("/auth/passkey/generate-authenticate-options")).json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(tamper ? { ...options, userVerification: "discouraged" } : options);
  const shown = (await navigator.credentials.get({ publicKey })).toJSON();
  const send = () => fetch("/auth/passkey/verify-authentication", {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({ response: shown }),
  });
  const [first, again] = [await send(), await send()];
  return { status: first.status, again: again.status, asked: options.userVerification, text: await first.text() };
})`;

const principalOf = async (page: Page) => {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return test.identity.authenticate(new Request(`${url}/v1`, { headers: { cookie } }));
};

async function enrolled(role: "staff" | "customer" = "staff"): Promise<Browser> {
  await test.identity.accounts.create({ email: EMAIL, role }, OPERATOR);
  const browser = test.browser();
  await browser.signIn(EMAIL);
  if (role !== "customer") await browser.enrol();
  return browser;
}

describe("a passkey", () => {
  it("signs in somebody of the firm without a code, once for each time it is shown", async () => {
    const browser = await enrolled();
    await withDevice(true, async (page) => {
      await carry(browser, page);
      expect(await page.evaluate(REGISTER)).toEqual({ status: 200, asked: "required" });
      await page.context().clearCookies();
      expect(await principalOf(page)).toBeNull();
      const shown = (await page.evaluate(`${SIGN_IN}(false)`)) as { text: string };
      expect(shown).toMatchObject({ status: 200, again: 403, asked: "required" });
      expect(shown.text).not.toMatch(/"token"/);
      expect(await principalOf(page)).toMatchObject({ role: "staff" });
    });
    const { body } = await browser.send("GET", "/auth/passkey/list-user-passkeys");
    const [kept] = body as { id: string; name: string }[];
    expect(kept).toMatchObject({ name: "laptop" });
    const gone = await browser.send("POST", "/auth/passkey/delete-passkey", { id: kept!.id });
    expect(gone.status).toBe(200);
    expect((await browser.send("GET", "/auth/passkey/list-user-passkeys")).body).toEqual([]);
  });

  it("does not count when its device has not asked for the owner", async () => {
    const browser = await enrolled("customer");
    await withDevice(true, async (page) => {
      await carry(browser, page);
      expect(await page.evaluate(REGISTER)).toMatchObject({ status: 200 });
      await page.context().clearCookies();
      expect(await page.evaluate(`${SIGN_IN}(true)`)).toMatchObject({ status: 403 });
      expect(await principalOf(page)).toBeNull();
    });
  });

  it("is gone with the account's second factor, and with the account", async () => {
    const browser = await enrolled();
    await withDevice(true, async (page) => {
      await carry(browser, page);
      await page.evaluate(REGISTER);
      await page.context().clearCookies();
      const { id } = (await test.identity.accounts.find(EMAIL))!;
      await test.identity.accounts.removeSecondFactor(id, OPERATOR);
      expect(await page.evaluate(`${SIGN_IN}(false)`)).toMatchObject({ status: 401 });
    });
  });
});

describe("a passkey of a customer, set up with the code by e-mail alone,", () => {
  const promote = () => {
    const { id } = test.identity.accounts.find(EMAIL)!;
    test.identity.accounts.setRole(id, { role: "administrator" }, OPERATOR);
  };
  const byLink = async () => {
    const token = (await test.identity.invite())!.split("#")[1];
    const body = { token, email: EMAIL };
    const answer = await test.browser().send("POST", "/auth/first-administrator", body);
    expect(answer.status).toBe(200);
  };
  it.each([
    ["by an administrator", promote],
    ["by the first administrator's link", byLink],
  ])("opens nothing once they are of the firm, %s", async (_how, become) => {
    const browser = await enrolled("customer");
    await withDevice(true, async (page) => {
      await carry(browser, page);
      expect(await page.evaluate(REGISTER)).toMatchObject({ status: 200 });
      await page.context().clearCookies();
      await become();
      expect(await page.evaluate(`${SIGN_IN}(false)`)).toMatchObject({ status: 401 });
      expect(await principalOf(page)).toBeNull();
    });
  });

  it("is neither set up nor shown by a request that was under way then", async () => {
    const added: string[] = [];
    const { registration, authentication } = passkeys((account) => void added.push(account))
      .options as unknown as Record<
      "registration" | "authentication",
      { afterVerification(verified: object): Promise<void> }
    >;
    const user = { id: "me" };
    const verification = {
      registrationInfo: { userVerified: true },
      authenticationInfo: { userVerified: true, credentialID: "x" },
    };
    const ctx = (found: object | null) => ({
      context: {
        session: { session: { token: "t" } },
        internalAdapter: { findSession: async () => found },
        adapter: { findOne: async () => found },
      },
    });
    for (const { afterVerification } of [registration, authentication]) {
      await afterVerification({ ctx: ctx({}), verification, user });
      const late = afterVerification({ ctx: ctx(null), verification, user });
      await expect(late).rejects.toMatchObject({ status: "UNAUTHORIZED" });
    }
    expect(added).toEqual(["me"]);
  });

  it("stays one's own from one role of the firm to another", async () => {
    const browser = await enrolled("staff");
    await withDevice(true, async (page) => {
      await carry(browser, page);
      await page.evaluate(REGISTER);
      await page.context().clearCookies();
      promote();
      expect(await page.evaluate(`${SIGN_IN}(false)`)).toMatchObject({ status: 200 });
      expect(await principalOf(page)).toMatchObject({ role: "administrator" });
    });
  });
});

describe("on record", () => {
  /** What was put there since, without the name of each change. */
  async function recorded(): Promise<unknown[]> {
    await test.identity.drain();
    return test.recorded.splice(0).map(({ event: { request: _, ...event } }) => event);
  }
  const idOf = () => test.identity.accounts.find(EMAIL)!.id;
  const changed = (role: string, after: string) => ({
    ...{ event: "account-changed", actor: { id: `person/${idOf()}`, role } },
    ...{ target: { type: "account", id: idOf() }, changes: [{ name: "passkey", after }] },
  });
  const SUBJECT = SUBJECTS[1]!;

  /** Sets one up, and takes it away; what of that was recorded. */
  async function kept(browser: Browser): Promise<unknown[]> {
    await recorded();
    await withDevice(true, async (page) => {
      await carry(browser, page);
      expect(await page.evaluate(REGISTER)).toMatchObject({ status: 200 });
    });
    const list = () => browser.send("GET", "/auth/passkey/list-user-passkeys");
    const [{ id }] = (await list()).body as [{ id: string }];
    const remove = () => browser.send("POST", "/auth/passkey/delete-passkey", { id });
    expect((await remove()).status).toBe(200);
    expect(refusalOf(await remove())).toBe("403 sign_in_refused refused");
    expect((await list()).body).toEqual([]);
    return recorded();
  }

  it("is that somebody of the firm sets one up, and takes it away", async () => {
    const browser = await enrolled();
    expect(await kept(browser)).toEqual([changed("staff", "added"), changed("staff", "removed")]);
  });

  it("is that of a customer, too, once they are somebody", async () => {
    const browser = await enrolled("customer");
    expect(await kept(browser)).toEqual([]);
    await test.identity.contacts.tie(SUBJECT, EMAIL, "self", OPERATOR);
    expect(await kept(browser)).toEqual([
      changed("customer", "added"),
      changed("customer", "removed"),
    ]);
  });

  it("is that theirs are gone when they become somebody of the firm, if there were any", async () => {
    const browser = await enrolled("customer");
    await withDevice(true, async (page) => {
      await carry(browser, page);
      await page.evaluate(REGISTER);
    });
    await recorded();
    const { accounts } = test.identity;
    for (const role of ["staff", "customer", "staff"] as const)
      accounts.setRole(idOf(), { role }, OPERATOR);
    const gone = { changes: [{ name: "passkeys", after: "removed" }], actor: OPERATOR };
    expect(
      (await recorded()).filter((each) => !/"role-granted"/.test(JSON.stringify(each))),
    ).toEqual([expect.objectContaining(gone)]);
  });

  it("is nothing of what another's session cannot take away", async () => {
    const browser = await enrolled();
    await test.identity.accounts.create({ email: "max@example.com", role: "staff" }, OPERATOR);
    const other = test.browser();
    await other.signIn("max@example.com");
    await other.enrol();
    await withDevice(true, async (page) => {
      await carry(browser, page);
      await page.evaluate(REGISTER);
    });
    await recorded();
    const list = () => browser.send("GET", "/auth/passkey/list-user-passkeys");
    const [{ id }] = (await list()).body as [{ id: string }];
    const answer = await other.send("POST", "/auth/passkey/delete-passkey", { id });
    expect(refusalOf(answer)).toBe("403 sign_in_refused refused");
    expect((await list()).body).toHaveLength(1);
    expect(await recorded()).toEqual([]);
  });
});

describe("a request about one", () => {
  const options = (by: Browser) => by.send("GET", "/auth/passkey/generate-register-options");

  it("takes a session with the second factor", async () => {
    await test.identity.accounts.create({ email: EMAIL, role: "staff" }, OPERATOR);
    const browser = test.browser();
    expect(refusalOf(await options(browser))).toBe("401 unauthorized");
    await browser.signIn(EMAIL);
    expect(refusalOf(await options(browser))).toBe("401 unauthorized");
    const body = { name: "x", response: {} };
    for (const [method, path, sent] of [
      ["POST", "verify-registration", body],
      ["GET", "list-user-passkeys", undefined],
      ["POST", "delete-passkey", { id: "x" }],
    ] as const)
      expect(refusalOf(await browser.send(method, `/auth/passkey/${path}`, sent))).toBe(
        "401 unauthorized",
      );
    await browser.enrol();
    expect((await options(browser)).status).toBe(200);
  });

  it("takes what a device has answered, and nothing made up", async () => {
    const browser = await enrolled();
    await options(browser);
    const made = { id: "x", rawId: "x", type: "public-key", response: {} };
    const body = { name: "x", response: made };
    const send = () => browser.send("POST", "/auth/passkey/verify-registration", body);
    expect(refusalOf(await send())).toBe("403 sign_in_refused refused");
    expect(refusalOf(await send())).toBe("403 sign_in_refused refused");
  });

  it("opens nothing that nobody has set up", async () => {
    const browser = await enrolled();
    const other = test.browser();
    await other.signIn("other@example.com");
    await other.send("GET", "/auth/passkey/generate-authenticate-options");
    const made = { id: "x", rawId: "x", type: "public-key", response: {} };
    const answer = await other.send("POST", "/auth/passkey/verify-authentication", {
      response: made,
    });
    expect(refusalOf(answer)).toBe("401 unauthorized");
    expect((await other.principal())?.id).not.toBe((await browser.principal())?.id);
  });
});
