/** The commands of the section on consent in docs/OPERATING.md, as a reader would run them, one behind the other. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Listening, listen } from "../../api/start/listen.ts";
import { type TestLedger, TOKEN, testLedger } from "../helpers/ledger.ts";
import { blocks, read } from "./markdown.ts";

let ledger: TestLedger;
let server: Listening;
beforeAll(async () => {
  ledger = await testLedger();
  server = await listen(ledger.app.fetch, "127.0.0.1", 0);
});
afterAll(async () => {
  await server.stop();
  await ledger.close();
});

const section = (): string => {
  const text = read("docs/OPERATING.md");
  const from = text.indexOf("\n## Consent\n");
  return text.slice(from, text.indexOf("\n## ", from + 1));
};

/** What each block prints. */
async function run(shell: string, directory: string): Promise<string> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", shell], { cwd: directory });
  let out = "";
  let err = "";
  child.stdout.on("data", (bytes) => {
    out += bytes;
  });
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code, err + out).toBe(0);
  return out;
}

it("do what the text says", async () => {
  const directory = join(ledger.directory, "reader");
  mkdirSync(join(directory, "keys"), { recursive: true });
  writeFileSync(join(directory, "keys/token"), TOKEN);
  const shells = blocks(section()).filter((block) => block.run);
  expect(shells.length).toBeGreaterThan(3);
  // Between the blocks a mark, so that each one's answers can be told from the next one's.
  const script = shells.map(({ text }) => text).join("\nprintf '\\n=====\\n'\n");
  const printed = await run(script.replace("http://127.0.0.1:3000", server.url), directory);
  const [stated, chosen, decided, joined, heard] = printed.split("\n=====\n");
  expect(stated?.match(/"outcome":"stored"/g)).toHaveLength(3);
  expect(chosen).toMatch(/"allowed":true,"reason":"given".*"allowed":false,"reason":"withdrawn"/s);
  expect(decided?.match(/"allowed":false,"reason":"withdrawn"/g)).toHaveLength(2);
  expect(joined).toMatch(/"identifiers":\["[\w-]{43}","[\w-]{43}"\]/);
  expect(heard).toContain('"state":"refused"');
});
