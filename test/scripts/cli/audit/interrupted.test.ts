/** Somebody interrupts an audit from outside, whose bar is on the terminal. */
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatPolicy } from "../../../../portal/verify/policy.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";
import { Firm } from "../../../api/auditor/firm.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { QUICKLY } from "../../helpers/cli.ts";

const SCRIPT = fileURLToPath(new URL("../../../helpers/audit/remote-process.ts", import.meta.url));
/** What makes a terminal as it was: the cursor is seen, and long lines are wrapped. */
const RESTORED = ["\u001b[?25h", "\u001b[?7h"];

let place: ReturnType<typeof newPlace>;
const at = (name: string): string => join(place.directory, name);
beforeAll(() => {
  place = newPlace();
  writeFileSync(at("policy"), formatPolicy(new Firm().policy));
  writeFileSync(at("token"), "a-token-of-an-auditor-of-more-than-32-characters", { mode: 0o600 });
});
afterAll(() => place.remove());

async function interrupt(language: string, signal: NodeJS.Signals, ...directory: string[]) {
  const args = [...QUICKLY, SCRIPT, language, at("policy"), at("token"), ...directory];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said = text(child.stderr);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const worksIn = new Promise<string>((resolve) =>
    child.stdout.once("data", (line) => resolve(String(line).trim())),
  );
  const directoryOf = await worksIn;
  child.kill(signal);
  return { code: await ended, said: await said, directory: directoryOf };
}

function isRestoredBefore(said: string, sentence: string): void {
  const told = said.indexOf(sentence);
  expect(told, said).toBeGreaterThan(0);
  for (const code of RESTORED) {
    expect(said.indexOf(code)).toBeGreaterThan(0);
    expect(said.indexOf(code)).toBeLessThan(told);
  }
  // Nothing is drawn, or cleared, behind it.
  expect(said.slice(told)).toBe(`${sentence}\n`);
}

it.each(["en", "zh"] as const)(
  "is told how to go on, on a whole terminal: %s",
  async (language) => {
    const { code, said } = await interrupt(language, "SIGINT", at("kept"));
    expect(code).toBe(130);
    isRestoredBefore(said, messagesIn(language).audit.remote.interruptedKept(at("kept")));
  },
);

it("without a directory is told of none, and nothing stays", async () => {
  const { code, said, directory } = await interrupt("en", "SIGTERM");
  expect(code).toBe(130);
  isRestoredBefore(said, messagesIn("en").audit.remote.interrupted);
  expect(said).not.toContain("--work");
  expect(existsSync(directory)).toBe(false);
});
