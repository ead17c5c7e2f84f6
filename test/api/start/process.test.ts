/** `npm start` as a real process: it starts, ends cleanly, finds everything again, and refuses what is wrong. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { systemClock } from "../../../api/core/clock.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import { freePort } from "../../helpers/chain.ts";
import { hearServer } from "../../helpers/heard/heard.ts";
import { keyFile } from "../../helpers/keys.ts";
import { orderOf } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";

const MAIN = join(import.meta.dirname, "../../../scripts/start.ts");
const LIMIT_MS = 40_000;

let directory: string;
let remove: () => void;
let ports: { readonly server: number; chain: number };
const running = new Set<ChildProcess>();

beforeEach(async () => {
  ({ directory, remove } = newPlace());
  ports = { server: await freePort(), chain: await freePort() };
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  remove();
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}
interface Run {
  readonly child: ChildProcess;
  readonly output: { out: string; err: string };
  readonly ended: Promise<Ended>;
}

const settings = (): Record<string, string> => ({
  PORT: String(ports.server),
  COUNTERFOIL_CHAIN_PORT: String(ports.chain),
  COUNTERFOIL_DATA: join(directory, "data"),
  COUNTERFOIL_KEYS: join(directory, "keys"),
  COUNTERFOIL_DEMO: "off",
  COUNTERFOIL_DEMO_AUDITOR: "off",
  COUNTERFOIL_BATCH_SECONDS: "1",
  COUNTERFOIL_ANCHOR_SECONDS: "1",
});

function run(change: Record<string, string> = {}): Run {
  const env = { PATH: process.env.PATH ?? "", ...settings(), ...change };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const output = { out: "", err: "" };
  child.stdout.on("data", (part: Buffer) => {
    output.out += part;
  });
  child.stderr.on("data", (part: Buffer) => {
    output.err += part;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => {
      hearServer(output);
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return { child, output, ended };
}

async function until<T>(look: () => Promise<T | null> | T | null, what: string): Promise<T> {
  const deadline = systemClock.now() + LIMIT_MS;
  while (systemClock.now() < deadline) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited too long for ${what}`);
}

/** A run that is ready, and how to talk to it. */
async function ready(change: Record<string, string> = {}) {
  const token = keyFile(join(directory, "data"), join(directory, "keys", "token"));
  const started = run(change);
  const over = started.ended.then(() => "over" as const);
  const wait = until(
    () => (/is ready\.|已就绪/.test(started.output.out) ? "ready" : null),
    "the start",
  );
  if ((await Promise.race([wait, over])) === "over") {
    throw new Error(`ended: ${started.output.out}${started.output.err}`);
  }
  wait.catch(() => {});
  const url = `http://127.0.0.1:${ports.server}`;
  const call = (path: string, body?: unknown): Promise<Response> =>
    fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
  return { ...started, token, url, call };
}

interface Health {
  readonly log: { readonly size: number; readonly sealed: number };
  readonly chain: { readonly headSize: number; readonly finalizedSize: number };
}
type Running = Awaited<ReturnType<typeof ready>>;

const health = async ({ call }: Running): Promise<Health> =>
  (await (await call("/healthz")).json()) as Health;

/** Waits until a final anchor covers an entry. */
const untilFinal = (server: Running, index: number): Promise<Health> =>
  until(async () => {
    const found = await health(server);
    return found.chain.finalizedSize > index ? found : null;
  }, "the anchor");

async function record(server: Running, number: string): Promise<{ id: string; index: number }> {
  const reference = { source: "shop", externalNumber: "K-1" };
  const { subject } = (await (await server.call("/v1/subjects", reference)).json()) as {
    subject: string;
  };
  const order = orderOf(subject, { externalNumber: number });
  const response = await server.call("/v1/records", order);
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; index: number };
}

describe("a start", () => {
  it("ends cleanly on SIGINT and SIGTERM, and the next finds contract, head and records", {
    timeout: 180_000,
  }, async () => {
    const first = await ready();
    expect(first.output.out).toContain(`http://127.0.0.1:${ports.server}/docs`);
    expect(first.output.out).not.toContain(first.token);
    const { id, index } = await record(first, "A-1");
    // The firm's own record is before it.
    expect(index).toBeGreaterThan(0);
    await untilFinal(first, index);
    const evidence = new Uint8Array(
      await (await first.call(`/v1/records/${id}/evidence`)).arrayBuffer(),
    );
    const policyText = readFileSync(join(directory, "data", "policy.json"), "utf8");
    const policy = parsePolicy(policyText);
    const ask = createChainReader(`http://127.0.0.1:${ports.chain}`);
    const verdict = await verifyEvidence(evidence, { policy, ask, now: systemClock.now() });
    expect(verdict.word).toBe("VERIFIED");

    first.child.kill("SIGINT");
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(first.output.out).toContain("Stopped.");
    expect(first.output.err).not.toMatch(/"level":(50|60)/);
    await expect(fetch(`http://127.0.0.1:${ports.chain}`)).rejects.toThrow();

    const second = await ready({ COUNTERFOIL_LANG: "zh" });
    expect(readFileSync(join(directory, "data", "policy.json"), "utf8")).toBe(policyText);
    expect(second.output.out).toContain(policy.contract);
    const { log, chain } = await untilFinal(second, index);
    expect([log.sealed, chain.headSize]).toEqual([log.size, log.size]);
    expect((await second.call(`/v1/records/${id}`)).status).toBe(200);
    const next = await record(second, "A-2");
    // An orderly stop left nothing to be filled: two reads are recorded, of the record, and of that the customer is known.
    expect(next.index).toBe(log.size + 2);
    await untilFinal(second, next.index);
    second.child.kill("SIGTERM");
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(second.output.out).toContain("已停止");
  });

  it("seals what it has acknowledged before it ends", { timeout: 180_000 }, async () => {
    const settings = { COUNTERFOIL_BATCH_SECONDS: "3600", COUNTERFOIL_LOG_LEVEL: "debug" };
    const server = await ready(settings);
    const { id, index } = await record(server, "A-1");
    expect((await health(server)).log).toMatchObject({ size: index + 1, sealed: 0 });
    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
    // The log at its most talkative holds nothing that is not the operator's.
    for (const secret of [server.token, id, "K-1", "A-1"]) {
      expect(server.output.err).not.toContain(secret);
    }
    // Others would be recorded.
    const again = await ready(settings);
    // Behind it stands the state entry that ends the batch.
    expect((await health(again)).log).toMatchObject({ size: index + 2, sealed: index + 2 });
    again.child.kill("SIGINT");
    expect((await again.ended).code).toBe(0);
  });

  it("names the indexes that a crash made void, in both languages", {
    timeout: 180_000,
  }, async () => {
    const slow = { COUNTERFOIL_BATCH_SECONDS: "3600" };
    let server = await ready(slow);
    expect(server.output.out).not.toContain("Indexes");
    for (const [lang, said] of [
      ["en", (from: number, to: number) => `Indexes ${from} to ${to} may have been promised`],
      ["zh", (from: number, to: number) => `索引 ${from} 至 ${to} 可能`],
    ] as const) {
      const { index } = await record(server, `A ${lang}`);
      server.child.kill("SIGKILL");
      await server.ended;
      ports.chain = await freePort();
      server = await ready({ COUNTERFOIL_LANG: lang, ...slow });
      const { from, to } = JSON.parse(
        server.output.err.split("\n").find((line) => line.includes("became void")) ?? "{}",
      );
      expect(from).toBe(index + 1);
      expect(to).toBeGreaterThan(from);
      expect(server.output.out).toContain(said(from, to - 1));
    }
  });

  it("keeps keys and data to their owner, and listens beyond this machine where there is no demonstration", {
    timeout: 180_000,
  }, async () => {
    const server = await ready({ COUNTERFOIL_HOST: "0.0.0.0" });
    expect((await server.call("/v1/subjects", {})).status).toBe(201);
    expect(server.output.out).not.toContain(server.token);
    expect(server.output.out).toContain("key create");
    const mode = (name: string): string =>
      (statSync(join(directory, name)).mode & 0o777).toString(8);
    for (const name of ["keys", "data"]) expect(mode(name)).toBe("700");
    expect(mode("data-copy")).toBe("700");
    expect(mode("data-copy/copy.json")).toBe("600");
    const keys = ["root.key", "log.key", "receipt.key", "anchorer.key"];
    for (const name of [...keys, "signer-state.json", "keys.db"]) {
      expect(`${name} ${mode(`keys/${name}`)}`).toBe(`${name} 600`);
    }
    for (const name of ["ledger.db", "accounts.db"]) expect(mode(`data/${name}`)).toBe("600");
    const secret = readFileSync(join(directory, "keys", "root.key"), "utf8")
      .split(" ")[2]!
      .trim();
    expect(server.output.out + server.output.err).not.toContain(secret);
    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
  });
});

describe("a start that is refused", () => {
  const REFUSED = "Counterfoil does not start: ";

  async function refusedWith(change: Record<string, string>): Promise<string> {
    const { ended, output } = run(change);
    expect(await ended).toEqual({ code: 1, signal: null });
    expect(output.err).not.toMatch(/"level":(50|60)|undefined/);
    // Beside the log there is one sentence, and nothing in it is left open.
    const sentences = output.err.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).not.toMatch(/[{}]/);
    return sentences[0]!;
  }

  it.each([
    [{ PORT: "http" }, "PORT"],
    [{ COUNTERFOIL_HOST: "0.0.0.0", COUNTERFOIL_DEMO: "on" }, "COUNTERFOIL_HOST"],
    [{ COUNTERFOIL_ORIGIN: "https://x" }, "COUNTERFOIL_ORIGIN"],
    [{ COUNTERFOIL_AUDITOR_TOKEN_FILE: "/token" }, "COUNTERFOIL_AUDITOR_TOKEN_FILE"],
    [{ COUNTERFOIL_DATA: "/dev/null/data" }, "COUNTERFOIL_DATA"],
    [{ COUNTERFOIL_KEYS: "/dev/null/keys" }, "COUNTERFOIL_KEYS"],
    [{ COUNTERFOIL_TYPO: "1" }, "COUNTERFOIL_TYPO"],
  ])("%j: one sentence that names it, exit code 1", async (change, name) => {
    const sentence = await refusedWith(change as Record<string, string>);
    expect(sentence).toContain(`${REFUSED}${name}`);
  });

  it("in Chinese, too", async () => {
    const sentence = await refusedWith({ PORT: "http", COUNTERFOIL_LANG: "zh" });
    expect(sentence).toContain("Counterfoil 未能启动：PORT");
  });

  it("because a port is taken, and leaves nothing behind that another start would miss; because that one has the same directories", {
    timeout: 180_000,
  }, async () => {
    const { createServer } = await import("node:http");
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(ports.server, "127.0.0.1", resolve));
    expect(await refusedWith({})).toContain(`${REFUSED}PORT`);
    await expect(fetch(`http://127.0.0.1:${ports.chain}`)).rejects.toThrow();
    await new Promise((resolve) => blocker.close(resolve));
    const server = await ready();
    const sentence = await refusedWith({
      PORT: String(await freePort()),
      COUNTERFOIL_CHAIN_PORT: String(await freePort()),
    });
    expect(sentence).toContain("Another process works with the database");
    expect((await server.call("/healthz")).status).toBe(200);
    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
  });

  it("because of what is missing or another's, in a ledger that was there", {
    timeout: 180_000,
  }, async () => {
    const server = await ready();
    await record(server, "A-1");
    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);

    const origin = await refusedWith({ COUNTERFOIL_ORIGIN: "another.example/log" });
    expect(origin).toContain("COUNTERFOIL_ORIGIN");

    const state = join(directory, "keys", "signer-state.json");
    const kept = readFileSync(state);
    rmSync(state);
    expect(await refusedWith({})).toContain(`${REFUSED}COUNTERFOIL_KEYS/signer-state.json`);
    expect(existsSync(state)).toBe(false);
    writeFileSync(state, "{}");
    expect(await refusedWith({})).toContain("signer-state");
    writeFileSync(state, kept);

    // The database alone is older than what was signed.
    const database = join(directory, "data", "ledger.db");
    const whole = readFileSync(database);
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${database}${suffix}`, { force: true });
    expect(await refusedWith({})).toMatch(/has 0 entries.*recover/);
    expect(await refusedWith({ COUNTERFOIL_COPY: "off" })).toMatch(/has 0 entries.*succeed/);
    for (const suffix of ["-wal", "-shm"]) rmSync(`${database}${suffix}`, { force: true });
    writeFileSync(database, whole);

    const again = await ready();
    again.child.kill("SIGTERM");
    expect((await again.ended).code).toBe(0);
  });
});
