/** Made from the access matrix, with real accounts and keys: what is over opens nothing, nor what has not begun. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PersonRole, ROLES, SCOPES, type Scope } from "../../../api/core/principal.ts";
import { MATRIX } from "../../../api/http/matrix.ts";
import { type GuardedLine, lineName } from "../../../api/http/matrix-line.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import type { Webhooks } from "../../../api/sharing/push/send/webhooks.ts";
import { type Browser, HTTPS, type TestIdentity, testIdentity } from "../identity/fixtures.ts";
import { type TestApp, testApp } from "./fixtures.ts";
import { allBut } from "./principals.ts";

const KEY_ROLES = ["officer", "staff", "auditor", "partner"] as const;
const PERSON_ROLES = ROLES.filter((role): role is PersonRole => role !== "system");
const DAY_MS = 86_400_000;
const EVERYTHING = {
  ...{ from: "2000-01-01T00:00:00.000Z", until: "2100-01-01T00:00:00.000Z" },
  ...{ ends: "2100-01-01T00:00:00.000Z", subjects: null },
};

let test: TestIdentity;
let app: TestApp;
let acme: string;
/** What the request carries, by what is the matter with it. */
const over = new Map<string, Record<string, string>>();
/** The same, and nothing is the matter. */
const good = new Map<string, Record<string, string>>();
/** By what they lack. */
const without = new Map<Scope, Record<string, string>[]>();

type KeyRole = (typeof KEY_ROLES)[number];
function keyOf(role: KeyRole, scopes: readonly Scope[], days: number) {
  const of = role === "partner" ? { organization: acme } : {};
  const asked = { name: role, role, scopes, days, ...of };
  const { key, secret } = test.identity.keys.create(asked, OPERATOR);
  return { id: key.id, headers: { authorization: `Bearer ${secret}` } };
}

const sessionOf = ({ cookies }: Browser): Record<string, string> => ({
  ...{ origin: HTTPS, cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
});

/** Somebody who is signed in; of the firm with their second factor, unless they have none yet. */
async function signedIn(name: string, role: PersonRole, enrols = true) {
  const email = `${name}-${role}@example.com`;
  const organization = role === "partner" ? acme : null;
  const { id } = test.identity.accounts.create({ email, role, organization }, OPERATOR);
  const browser = test.browser(`192.0.2.${over.size + good.size}`);
  await browser.signIn(email);
  if (enrols && role !== "customer") await browser.enrol();
  return { id, browser, headers: sessionOf(browser) };
}

beforeAll(async () => {
  test = testIdentity();
  const { identity } = test;
  // What they do is tested in test/api/sharing/push/send.
  const webhook = async () => ({});
  const webhooks = {
    ...{ read: () => null, register: webhook, rotate: webhook, remove: () => {} },
    ...{ test: async () => "msg_0", drain: async () => {} },
  } as unknown as Webhooks;
  app = await testApp({ app: { authenticate: identity.authenticate, identity, webhooks } });
  acme = identity.organizations.create("Acme", OPERATOR).id;
  for (const role of KEY_ROLES) {
    over.set(`an expired key of ${role}`, keyOf(role, SCOPES, 1).headers);
    const revoked = keyOf(role, SCOPES, 300);
    identity.keys.revoke(revoked.id, OPERATOR);
    over.set(`a revoked key of ${role}`, revoked.headers);
    good.set(`key ${role}`, keyOf(role, SCOPES, 300).headers);
    for (const scope of SCOPES) {
      const lacking = keyOf(role, allBut(scope), 300).headers;
      without.set(scope, [...(without.get(scope) ?? []), lacking]);
    }
  }
  // Of nobody else there must be one left.
  identity.accounts.create({ email: "last@example.com", role: "administrator" }, OPERATOR);
  // The keys of one day. Sessions go by the machine's own clock: what is swept by this one is swept before there are any.
  test.clock.advance(DAY_MS);
  await identity.drain();
  for (const role of PERSON_ROLES) {
    const removed = await signedIn("removed", role);
    identity.accounts.remove(removed.id, OPERATOR);
    over.set(`a session of ${role} who was removed`, removed.headers);
    const changed = await signedIn("changed", role);
    const other = role === "officer" ? "staff" : "officer";
    identity.accounts.setRole(changed.id, { role: other }, OPERATOR);
    over.set(`a session of ${role} who is something else now`, changed.headers);
    const out = await signedIn("out", role);
    await out.browser.send("POST", "/auth/sign-out");
    over.set(`a session of ${role} who has signed out`, out.headers);
    if (role !== "customer")
      over.set(
        `a session of ${role} who has shown no second factor`,
        (await signedIn("half", role, false)).headers,
      );
    const here = await signedIn("here", role);
    // Without anything given an auditor is nobody.
    if (role === "auditor") await identity.accounts.give(here.id, EVERYTHING, OPERATOR);
    good.set(`person ${role}`, here.headers);
  }
}, 60_000);
afterAll(async () => {
  await app.close();
  test.close();
});

const GUARDED = MATRIX.flatMap((line): [string, GuardedLine][] =>
  "open" in line ? [] : [[lineName(line.method, line.path), line]],
);

async function statusOf({ method, path }: GuardedLine, headers: Record<string, string>) {
  const address = path.startsWith("/tile/")
    ? "/tile/entries/000.p/3"
    : path.replaceAll(/:\w+/g, "x");
  const response = await app.app.request(`${HTTPS}${address}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(method === "POST" ? { body: "{}" } : {}),
  });
  return response.status;
}

describe.each(GUARDED)("%s", (_, line) => {
  it("is closed to everything that is over", async () => {
    expect(over.size).toBeGreaterThan(30);
    for (const [what, headers] of over) expect(await statusOf(line, headers), what).toBe(401);
  });

  it("is open to nobody by another's cookie or key beside what is over", async () => {
    const cookie = good.get("person officer")!.cookie!;
    const expired = over.get("an expired key of officer")!;
    expect(await statusOf(line, { ...expired, origin: HTTPS, cookie })).toBe(401);
  });

  it("is closed to keys without its scope", async () => {
    const lacking = line.scope === null ? [...without.values()].flat() : without.get(line.scope)!;
    for (const headers of lacking) expect(await statusOf(line, headers)).toBe(403);
  });

  it("is open to the same when it is not over, as far as the role goes", async () => {
    for (const [who, headers] of good) {
      const [sort, role] = who.split(" ") as ["key" | "person", PersonRole];
      const opens = sort === "key" ? line.scope !== null : line.keysOnly !== true;
      // Who is limited is refused what is not theirs: matrix.test.ts.
      const condition = opens ? line.roles[role] : undefined;
      const status = await statusOf(line, headers);
      expect(status, who).not.toBe(401);
      if (condition === undefined) expect(status, who).toBe(403);
      if (condition === "any") expect(status, who).not.toBe(403);
    }
  });
});
