import { describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { CliError } from "../../../scripts/cli/exit.ts";
import { explained } from "../../../scripts/cli/explain.ts";
import { messagesIn } from "../../../scripts/cli/messages.ts";

const inEnglish = { language: "en", m: messagesIn("en") } as const;
const inChinese = { language: "zh", m: messagesIn("zh") } as const;

const systemError = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: somewhere`), { code, ...(path === undefined ? {} : { path }) });

describe("what a command on a ledger's own files says of an error", () => {
  it("is the server's own sentence of a refusal", () => {
    const said = explained(new Refusal("in_use", { what: "keys" }), inEnglish) as CliError;
    expect(said).toBeInstanceOf(CliError);
    expect(said.message).toContain("Another process works with the key store");
  });

  it.each(["EACCES", "EPERM", "EROFS"])("is whose file it must be: %s", (code) => {
    for (const [context, word] of [
      [inEnglish, "Run this as the user"],
      [inChinese, "无权读写"],
    ] as const) {
      const said = explained(systemError(code, "/data/ledger\u001b.db"), context) as CliError;
      expect(said).toBeInstanceOf(CliError);
      expect(said.message).toContain(word);
      expect(said.message).toContain("/data/ledger");
      expect(said.message).not.toContain("\u001b");
      expect(said.exitCode).toBe(2);
    }
  });

  it("stays a fault for what nobody expects", () => {
    for (const error of [new Error("x"), systemError("EIO", "/x"), systemError("EACCES")])
      expect(explained(error, inEnglish)).toBe(error);
  });
});
