import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Accounts } from "../../../api/identity/accounts.ts";
import { type TestIdentity, testIdentity } from "./fixtures.ts";

let test: TestIdentity;
let accounts: Accounts;
beforeEach(() => {
  test = testIdentity();
  accounts = test.identity.accounts;
});
afterEach(() => test.close());

const refused = (problem: string) => ({ code: "account_refused", details: { problem } });

describe("accounts", () => {
  it("are made with a role, once for each address", async () => {
    const made = await accounts.create({
      email: "a@example.com",
      role: "partner",
      organization: "o",
    });
    expect(made).toEqual({ id: expect.any(String), email: "a@example.com", role: "partner" });
    await expect(accounts.create({ email: "a@example.com", role: "staff" })).rejects.toMatchObject(
      refused("exists"),
    );
    const browser = test.browser();
    await browser.signIn("a@example.com");
    await browser.enrol();
    expect(await browser.principal()).toMatchObject({ role: "partner", organization: "o" });
  });

  it("always have an administrator, once there is one", async () => {
    expect(await accounts.hasAdministrator()).toBe(false);
    const first = await accounts.create({ email: "a@example.com", role: "administrator" });
    expect(await accounts.hasAdministrator()).toBe(true);
    await expect(accounts.remove(first.id)).rejects.toMatchObject(refused("last_administrator"));
    await expect(accounts.setRole(first.id, "staff")).rejects.toMatchObject(
      refused("last_administrator"),
    );
    await accounts.setRole(first.id, "administrator");
    await accounts.create({ email: "b@example.com", role: "administrator" });
    await accounts.setRole(first.id, "staff");
    expect(await accounts.find("a@example.com")).toMatchObject({ role: "staff" });
    await accounts.remove(first.id);
    expect(await accounts.find("a@example.com")).toBeNull();
  });

  it("are refused where there are none", async () => {
    for (const act of [accounts.remove("none"), accounts.setRole("none", "staff")])
      await expect(act).rejects.toMatchObject(refused("unknown"));
  });
});
