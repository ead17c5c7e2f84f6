/** The commands of docs/SHARING.md, as two firms would run them, one behind the other. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keyFiles, openSharingChain, type SharingChain } from "../helpers/sharing.ts";
import { newPlace } from "../helpers/store/places.ts";
import { QUICKLY } from "../scripts/helpers/cli.ts";
import { blocks, read, root } from "./markdown.ts";

let place: ReturnType<typeof newPlace>;
let world: SharingChain;
beforeAll(async () => {
  place = newPlace();
  world = await openSharingChain(place.directory);
});
afterAll(async () => {
  await world.stop();
  place.remove();
});

/** The program alone, without npm around it: a third of the time. */
const PROGRAM = [process.execPath, ...QUICKLY, join(root, "scripts/counterfoil.ts")].join(" ");

async function run(shell: string): Promise<string> {
  // The account that somebody has sent coin to.
  const script = shell
    .replaceAll("npm run -s counterfoil --", PROGRAM)
    .replaceAll("payer.key", keyFiles(place.directory).relay);
  const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
    cwd: place.directory,
    env: { PATH: process.env.PATH, COUNTERFOIL_RPC_URL: world.chain.rpcUrl },
  });
  let [out, err] = ["", ""];
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
  const shells = blocks(read("docs/SHARING.md")).filter(({ language }) => language === "sh");
  expect(shells.every((block) => block.run)).toBe(true);
  expect(shells.length).toBeGreaterThan(5);
  const printed = await run(shells.map(({ text }) => text).join("\nprintf '\\n=====\\n'\n"));
  const [accounts, , policy, terms, signed, sent, shown, ended] = printed.split("\n=====\n");
  expect(accounts).toMatch(/^0x[0-9a-f]{40}$/m);
  expect(policy).toContain("Northwind Traders");
  expect(terms).toContain("privacy@fourthcoffee.example");
  expect(terms).toContain("This agrees to terms of sharing data");
  expect(signed?.match(/Signed by/g)).toHaveLength(2);
  expect(sent).toMatch(/Proposed\..*Accepted/s);
  expect(shown).toMatch(/In force at .*: version 1\./);
  expect(ended).toContain("Terminated: the agreement has ended for ever.");
});
