/** The settings, as administrators are shown them. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../../api/core/config.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { shownSettings } from "../../../api/start/settings-shown.ts";

const RPC = {
  COUNTERFOIL_RPC_URL: "https://rpc.example.com/v3/a-key-in-the-path",
  COUNTERFOIL_CONTRACT: `0x${"ab".repeat(20)}`,
  COUNTERFOIL_ANCHORER_KEY_FILE: "/home/somebody/anchorer.key",
};
const shown = (environment: Record<string, string>) =>
  shownSettings(readConfig(environment), [], "1.0.0");
function problemOf(environment: Record<string, string>): string | null {
  try {
    readConfig(environment);
    return null;
  } catch (error) {
    return isRefusal(error, "invalid_setting") ? error.details.problem : "another";
  }
}
/** By name: the value, behind `=` where it is the default. */
const byName = (environment: Record<string, string>) =>
  Object.fromEntries(
    shown(environment).map(({ name, value, isDefault }) => [
      name,
      `${isDefault ? "=" : ""}${value}`,
    ]),
  );

describe("settings as they are shown", () => {
  it("are all defaults where nobody has set any", () => {
    expect(shown({}).filter(({ isDefault }) => !isDefault)).toEqual([]);
    expect(byName({})).toMatchObject({
      ...{ version: "=1.0.0", COUNTERFOIL_BATCH_SECONDS: "=5", COUNTERFOIL_PUBLIC_URL: "=null" },
    });
  });

  it("are told by the variable and in its unit, and what was set is told apart", () => {
    const own = { COUNTERFOIL_ANCHOR_SECONDS: "600", COUNTERFOIL_PUBLIC_URL: "https://a.example" };
    expect(byName({ ...RPC, ...own })).toMatchObject({
      ...{ COUNTERFOIL_ANCHOR_SECONDS: "600", COUNTERFOIL_PUBLIC_URL: "https://a.example" },
      ...{ COUNTERFOIL_RPC_URL: "rpc.example.com", COUNTERFOIL_CONTRACT: RPC.COUNTERFOIL_CONTRACT },
      // What follows from the chain is no choice.
      ...{ COUNTERFOIL_DEMO: "=off", COUNTERFOIL_BATCH_SECONDS: "=5" },
    });
    expect(byName(RPC).COUNTERFOIL_ANCHOR_SECONDS).toMatch(/^=/);
  });

  it("name variables that a start takes, and no secret", () => {
    const environment = {
      ...RPC,
      ...{ COUNTERFOIL_SMTP_URL: "smtp://mailer:a-password@mail.example.com:587" },
      COUNTERFOIL_MAIL_FROM: "Somebody <somebody@example.com>",
    };
    const all = JSON.stringify(shown(environment));
    for (const secret of ["a-key-in-the-path", "a-password", "mailer", "somebody", "/home"])
      expect(all).not.toContain(secret);
    for (const { name } of shown(environment))
      if (name !== "version") expect(problemOf({ [name]: "?" }), name).not.toBe("unknown_setting");
    expect(problemOf({ COUNTERFOIL_NONE: "?" })).toBe("unknown_setting");
  });
});
