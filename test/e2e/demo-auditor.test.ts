/** The demonstration's auditor beside the server: killed, it comes again; the server killed, it goes; and what it says is in the files. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePolicy } from "../../portal/verify/policy.ts";
import { isAlive } from "../api/anchor/fixtures.ts";
import { testAuditor } from "../helpers/auditor.ts";
import { freePort } from "../helpers/chain.ts";
import {
  ask,
  counterfoilHere,
  newPlace,
  type Place,
  type Server,
  startServer,
  until,
} from "./process.ts";

let place: Place;
let server: Server;
let id = "";

beforeAll(async () => {
  place = await newPlace({
    ...{ COUNTERFOIL_DEMO: "off", COUNTERFOIL_DEMO_AUDITOR: "on" },
    ...{ COUNTERFOIL_BATCH_SECONDS: "1", COUNTERFOIL_ANCHOR_SECONDS: "1" },
  });
  server = await startServer(place);
}, 240_000);

afterAll(async () => {
  server?.kill("SIGKILL");
  await server?.ended;
  for (const pid of await auditors())
    await until(
      () => isAlive(pid),
      (alive) => !alive,
    );
  await place?.remove();
});

/** Processes that run as the auditor of this place. */
async function auditors(): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const words = (await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (words.includes("auditor") && words.includes(`${place.data}-auditor`)) {
      if (await isAlive(Number(name))) found.push(Number(name));
    }
  }
  return found;
}

const auditorKeys = async (): Promise<string[]> =>
  parsePolicy(await readFile(join(place.data, "policy.json"), "utf8"))
    .keys.filter(({ role }) => role === "auditor")
    .map(({ vkey }) => vkey);

async function record(number: string): Promise<void> {
  const made = await ask(place, "/v1/subjects", { source: "desk", externalNumber: number });
  const { subject } = (await made.json()) as { subject: string };
  const stored = await ask(place, "/v1/records", {
    ...{ "@kind": "payment", "@subject": subject, "@source": "desk", externalNumber: number },
    ...{ "@occurredAt": "2026-11-22T09:30:00.000Z", direction: "charged", type: "fee" },
    amount: { amount: "12.50", currency: "CNY" },
  });
  expect(stored.status).toBe(201);
  ({ id } = (await stored.json()) as { id: string });
}

/** What a file about the newest record says. */
async function verdict(): Promise<string> {
  const file = join(place.folder, "current.json");
  const made = await counterfoilHere(
    ...([place, "evidence", id, "--claim", "current", "--out", file] as const),
    ...["--server", place.url],
  );
  if (made.code !== 0) return made.err;
  const { out } = await counterfoilHere(place, "verify", file, "--rpc", place.rpcUrl, "--json");
  return JSON.parse(out).word;
}

const verified = () => until(verdict, (word) => word === "VERIFIED");

describe.skipIf(process.platform !== "linux")("the auditor of the demonstration", () => {
  it("is one process, whose key the policy lists, and makes claims about streams VERIFIED", async () => {
    expect(await auditors()).toHaveLength(1);
    expect(await auditorKeys()).toEqual([
      expect.stringMatching(/^demonstration\.localhost\/auditor\+/),
    ]);
    await record("F-1");
    await verified();
  }, 180_000);

  it("is started again when it is killed, and goes on where it was", async () => {
    const [first] = await auditors();
    process.kill(first as number, "SIGKILL");
    await record("F-2");
    await verified();
    const [second] = await auditors();
    expect(second).not.toBe(first);
  }, 180_000);

  it("leaves no orphan when the server is killed, and is the same one afterwards", async () => {
    const keys = await auditorKeys();
    const before = await auditors();
    expect(before).toHaveLength(1);
    server.kill("SIGKILL");
    await server.ended;
    await until(auditors, (pids) => pids.length === 0);
    server = await startServer(place);
    expect(await auditorKeys()).toEqual(keys);
    await record("F-3");
    await verified();
  }, 240_000);

  it("is told of in both languages, and ends with the server", async () => {
    const { code, out } = await server.stop();
    expect(code).toBe(0);
    // Also at a restart, where nothing else is waited for, with the address at which it serves.
    expect(out).toMatch(
      /Auditor \(for demonstration only: run by the same operator\): demonstration\.localhost\/auditor, http:\/\/127\.0\.0\.1:\d+\n/,
    );
    expect(await auditors()).toEqual([]);
    const chinese = { ...place, environment: { ...place.environment, COUNTERFOIL_LANG: "zh" } };
    server = await startServer(chinese, "Counterfoil 已就绪。");
    await until(auditors, (pids) => pids.length === 1);
    const ended = await server.stop();
    expect(ended.code).toBe(0);
    expect(ended.out).toContain(
      "审计方（仅供演示：由同一运营者运行）: demonstration.localhost/auditor, http://127.0.0.1:",
    );
    expect(await auditors()).toEqual([]);
  }, 240_000);

  it("is not waited for in vain: the demonstration is shown without an auditor that does not answer", async () => {
    const vkey = testAuditor("auditor.example/a1", new Uint8Array(32).fill(1)).vkey;
    const other = await newPlace({ COUNTERFOIL_BATCH_SECONDS: "1" });
    const auditorsFile = join(other.folder, "auditors");
    await writeFile(auditorsFile, `auditor ${vkey} http://127.0.0.1:${await freePort()}\n`);
    const settings = { ...other.environment, COUNTERFOIL_AUDITORS: auditorsFile };
    const shown = await startServer({ ...other, environment: settings });
    const { out, code } = await shown.stop();
    expect(code).toBe(0);
    expect(out).toContain("end with NOT_REPLAYED: no auditor that the policy names");
    await other.remove();
  }, 240_000);

  it("is not run where nobody wants it, and then no policy lists it", async () => {
    const without = {
      ...place,
      environment: { ...place.environment, COUNTERFOIL_DEMO_AUDITOR: "off" },
    };
    server = await startServer(without);
    expect(await auditors()).toEqual([]);
    expect(await auditorKeys()).toEqual([]);
    expect(await verdict()).toBe("NOT_REPLAYED");
    expect((await server.stop()).out).not.toContain("Auditor (");
  }, 240_000);
});
