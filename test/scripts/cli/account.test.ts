/** `counterfoil account` on a ledger's own files: what helps where nobody who signs in can. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { OPERATOR } from "../../../api/identity/administration.ts";
import { createLimits } from "../../../api/identity/limits.ts";
import { createSecondFactor } from "../../../api/identity/second-factor.ts";
import { MAC_PURPOSES, macsWith } from "../../../api/vault/macs.ts";
import { refusalOf, type TestIdentity, testIdentity } from "../../api/identity/fixtures.ts";
import { seededRandom } from "../../helpers/repeatable.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { runHere } from "../helpers/cli.ts";

let it: TestIdentity;
let env: Record<string, string>;
beforeEach(() => {
  it = testIdentity();
  env = { COUNTERFOIL_DATA: join(it.path, ".."), COUNTERFOIL_PUBLIC_URL: "https://ledger.example" };
});
afterEach(() => it.close());

const account = (...args: string[]) => runHere(["account", ...args], { env });
const BOSS = "boss@northwind.example";
const addBoss = () => it.identity.accounts.create({ email: BOSS, role: "administrator" }, OPERATOR);

async function told(): Promise<unknown[]> {
  await it.identity.drain();
  return it.recorded.splice(0).map(({ event }) => event);
}

describe("counterfoil account", () => {
  test("list shows who works for the firm, for people and for machines", async () => {
    addBoss();
    it.identity.accounts.create({ email: "c@shop.example", role: "customer" }, OPERATOR);
    const { code, out, err } = await account("list");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/administrator +boss@northwind\.example +no\n$/);
    expect(out).not.toContain("c@shop.example");
    const shown = JSON.parse((await account("list", "--json")).out) as unknown[];
    expect(shown).toEqual(it.identity.accounts.list({ customers: false, after: "", limit: 9 }));
    expect((await account("list", "--lang", "zh")).out).toContain("第二重验证");
  });

  test.each([
    ["their address", () => BOSS.toUpperCase()],
    ["their id", () => it.identity.accounts.find(BOSS)!.id],
  ])("reset-second-factor lets who has lost it begin anew, by %s", async (_by, who) => {
    const { id } = addBoss();
    const browser = it.browser();
    await browser.signIn(BOSS);
    await browser.enrol();
    await told();
    const { code, out } = await account("reset-second-factor", who());
    expect([code, out]).toEqual([0, expect.stringContaining(id)]);
    expect(await browser.principal()).toBeNull();
    await browser.signIn(BOSS);
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({ role: "administrator" });
    expect(await told()).toMatchObject([
      { event: "account-changed", actor: OPERATOR, target: { type: "account", id } },
      // And that they have set one up again.
      { event: "account-changed", actor: { id: `person/${id}` } },
    ]);
  });

  test("reset-second-factor helps where the key of accounts is lost", async () => {
    const boss = addBoss();
    const browser = it.browser();
    await browser.signIn(BOSS);
    await browser.enrol();
    const other = new Map(MAC_PURPOSES.map((purpose) => [purpose, seededRandom("new").bytes(32)]));
    const { clock, file } = it;
    const factors = createSecondFactor({
      ...{ rows: file.secondFactors, mac: macsWith(other), limits: createLimits(clock) },
      ...{ clock, random: systemRandom() },
    });
    const begin = () => factors.begin({ ...boss, email: BOSS }, "ledger.example");
    expect(factors.isSetUp(boss.id)).toBe(true);
    expect(begin).toThrow();
    expect((await account("reset-second-factor", BOSS)).code).toBe(0);
    expect(begin().secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  test("reset-second-factor of nobody is refused", async () => {
    const { code, out, err } = await account("reset-second-factor", "nobody@northwind.example");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("account");
    expect(await told()).toEqual([]);
  });

  test("invite makes a further administrator, once, on record as the operator's", async () => {
    addBoss();
    await told();
    const { code, out, err } = await account("invite");
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^https:\/\/ledger\.example\/auth\/first-administrator#[\w-]{43}\n$/),
    ]);
    expect(err).toContain("once, for a day");
    const token = out.trim().split("#")[1];
    const accept = (email: string) =>
      it.browser().send("POST", "/auth/first-administrator", { token, email });
    expect((await accept("next@northwind.example")).status).toBe(200);
    expect(refusalOf(await accept("third@northwind.example"))).toBe("403 sign_in_refused link");
    expect(it.identity.accounts.find("next@northwind.example")?.role).toBe("administrator");
    expect(await told()).toMatchObject([{ event: "account-created", actor: OPERATOR }]);
  });

  test("invite is over after a day, and behind a newer one", async () => {
    addBoss();
    const links = [(await account("invite")).out, (await account("invite")).out];
    const accept = (link: string) =>
      it.browser().send("POST", "/auth/first-administrator", {
        token: link.trim().split("#")[1],
        email: "next@northwind.example",
      });
    expect(refusalOf(await accept(links[0]!))).toBe("403 sign_in_refused link");
    it.clock.advance(86_400_000 + 60_000);
    expect(refusalOf(await accept(links[1]!))).toBe("403 sign_in_refused link");
  });

  test("does not make a ledger where there is none", async () => {
    const { directory, remove } = newPlace();
    env = { COUNTERFOIL_DATA: join(directory, "data") };
    const { code, err } = await account("invite");
    expect([code, existsSync(join(directory, "data"))]).toEqual([2, false]);
    expect(err).toContain("There are no accounts in");
    remove();
  });
});
