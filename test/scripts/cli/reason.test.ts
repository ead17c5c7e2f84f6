/** What a reader on the command line says it is for. */
import { expect, test } from "vitest";
import { runHere } from "../helpers/cli.ts";
import { fakeLedger, TOKEN } from "../helpers/fake-ledger.ts";
import { temporaryFile } from "../helpers/items.ts";

const SUBJECT = "S".repeat(43);
const REASON = "投诉 4711, 50% of it";

test.each([
  ["evidence", "019ab1c2-0000-7000-8000-000000000000"],
  ["evidence", "--subject", SUBJECT, "--stream", "access", "--claim", "history"],
  ["state", "--subject", SUBJECT, "--stream", "customer"],
  ["consent", SUBJECT],
  ["consent", "--source", "shop", "--number", "C-1"],
])("goes with what reads: %s %s", async (...command) => {
  const ledger = await fakeLedger();
  const file = await temporaryFile("token", TOKEN);
  const env = { COUNTERFOIL_URL: ledger.url, COUNTERFOIL_TOKEN_FILE: file };
  await runHere([...command, "--reason", REASON], { env });
  await runHere(command, { env });
  const [said = "", nothing] = ledger.reasons;
  expect(ledger.reasons).toHaveLength(2);
  // A header is ASCII.
  expect(said).toMatch(/^[\x20-\x7e]+$/);
  expect(decodeURIComponent(said)).toBe(REASON);
  expect(nothing).toBe("");
});

test.each(["import", "status", "verify"])(
  "is no option of what reads of nobody: %s",
  async (name) => {
    const { code, err } = await runHere([name, "x", "--reason", REASON]);
    expect(code).toBe(2);
    expect(err).toContain("--reason");
  },
);
