/** The firm is gone, and an independent auditor is still there: what it mirrors is enough to hold the firm to its promise. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anchor, type Installation, install, OLD } from "../../../api/start/installation.ts";
import { freePort, startTestChain, type TestChain } from "../../../helpers/chain.ts";
import { AUDITORS, keyFile } from "../../../helpers/keys.ts";
import { orderOf } from "../../../helpers/ledger-records.ts";
import { runProcess } from "../../helpers/cli.ts";
import { temporaryFolder } from "../../helpers/items.ts";

const LIMIT = { timeout: 180_000 };
const ENTRY = fileURLToPath(new URL("../../../../scripts/counterfoil.ts", import.meta.url));

let chain: TestChain;
let place: Installation;
let auditor: ChildProcess | undefined;
beforeAll(async () => {
  chain = await startTestChain();
  place = await install(chain);
}, LIMIT.timeout);
afterAll(async () => {
  auditor?.kill("SIGKILL");
  await place?.remove();
  await chain?.stop();
});

it("is enough: judged, and made into evidence that verifies", LIMIT, async () => {
  const server = await place.start();
  const [found] = await server.ledger.ensureSubjects([{ source: "shop", externalNumber: "K-1" }]);
  const answer = await fetch(`${server.url}/v1/records?disclosures=true`, {
    method: "POST",
    headers: { authorization: `Bearer ${place.key()}`, "content-type": "application/json" },
    body: JSON.stringify(orderOf(found!.subject, { externalNumber: "A-1" })),
  });
  const folder = await temporaryFolder();
  const receipt = join(folder, "answer.json");
  await writeFile(receipt, await answer.text());
  const size = await anchor(server, chain);

  const policy = place.path("data", "policy.json");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["auditor", "--ledger", server.url, "--policy", policy, "--rpc", chain.rpcUrl];
  args.push("--directory", join(folder, "auditor"), "--port", String(port), "--interval", "1");
  const token = join(folder, "token");
  keyFile(place.path("data"), token, AUDITORS);
  args.push("--token-file", token, "--name", "auditor.example/a1");
  auditor = spawn(process.execPath, [ENTRY, ...args], {
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [auditor.stdout, auditor.stderr]) {
    stream?.on("data", (part: Buffer) => {
      said += part;
    });
  }
  const mirrored = `${url}/${createHash("sha256").update(OLD).digest("hex")}/checkpoint/${size}`;
  for (let i = 0; ; i++) {
    const status = await fetch(mirrored).then(
      ({ status: code }) => code,
      () => null,
    );
    if (status === 200) break;
    if (i > 300) throw new Error(`the auditor never came to ${size}: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await place.stop(server);

  const out = join(folder, "evidence.json");
  const trust = ["--policy", policy, "--rpc", chain.rpcUrl];
  const judged = await runProcess(["receipt", receipt, ...trust, "--log", url, "--out", out]);
  expect(judged).toMatchObject({ code: 0, err: "" });
  expect(judged.out).toContain("KEPT");
  // It stands under the checkpoint that the auditor has cosigned.
  const { checkpoint } = JSON.parse(await readFile(out, "utf8")) as { checkpoint: string };
  expect(checkpoint.split("\n").filter((line) => line.startsWith("— "))).toHaveLength(2);
  expect((await runProcess(["verify", out, ...trust])).code).toBe(0);
});
