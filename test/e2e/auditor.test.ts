/** Real auditor processes, killed at any moment and shown whatever a firm likes to show. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { logId } from "../../api/log/log-id.ts";
import { openSqliteStore } from "../../api/store/sqlite/sqlite-store.ts";
import { keyedRowMac } from "../../api/vault/row-mac.ts";
import { type Checkpoint, parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { verifyCosignatures } from "../../portal/verify/cosignature.ts";
import { parseCosignerVkey, parseNote } from "../../portal/verify/note.ts";
import { formatPolicy } from "../../portal/verify/policy.ts";
import { replayLog } from "../../portal/verify/replay-log.ts";
import { Firm, ORIGIN } from "../api/auditor/firm.ts";
import { type FirmServer, serveFirm } from "../api/auditor/serve.ts";
import { freePort } from "../helpers/chain.ts";
import { runHere } from "../scripts/helpers/cli.ts";
import { until } from "./process.ts";

/** How often it is killed. */
const LIVES = 7;
const root = fileURLToPath(new URL("../..", import.meta.url));
const TOKEN = "a-token-of-an-auditor-of-more-than-32-characters";

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<number | null>;
  out(): string;
  err(): string;
}

let folder: string;
let firm: Firm;
let server: FirmServer;
let port: number;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterfoil-auditor-"));
  port = await freePort();
  firm = new Firm();
  server = await serveFirm(firm, 3);
  await writeFile(join(folder, "policy.json"), formatPolicy(firm.policy));
  await writeFile(join(folder, "token"), TOKEN, { mode: 0o600 });
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const commandOf = (name: string, ...more: string[]): string[] => [
  ...["auditor", "--ledger", server.url, "--interval", "0"],
  ...["--policy", join(folder, "policy.json"), "--token-file", join(folder, "token")],
  ...["--directory", join(folder, name), "--name", `auditor.example/${name}`],
  ...["--port", String(port), "--grace", "0", ...more],
];

function start(name = "a1", ...more: string[]): Running {
  const args = ["scripts/counterfoil.ts", ...commandOf(name, ...more)];
  const env = { PATH: process.env.PATH ?? "", HOME: folder, COUNTERFOIL_LANG: "en" };
  const child = spawn(process.execPath, args, { cwd: root, env });
  children.add(child);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      children.delete(child);
      resolve(code);
    });
  });
  return { child, url: `http://127.0.0.1:${port}`, ended, out: () => out, err: () => err };
}

const keysOf = async (name = "a1"): Promise<string> => {
  const text = await readFile(join(folder, name, "keys", "cosigned.json"), "utf8");
  return text;
};

/** Its newest cosigned note, or null where nobody answers. */
async function newest({ url }: Running): Promise<string | null> {
  try {
    const answer = await fetch(`${url}/${logId(ORIGIN)}/checkpoint`);
    return answer.status === 200 ? await answer.text() : null;
  } catch {
    return null;
  }
}

const checkpointOf = (note: string): Checkpoint => parseCheckpoint(parseNote(note).text);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the state holds is a beginning of this log. Nobody else has it open. */
async function assertState(name: string, of: Firm): Promise<void> {
  const state = join(folder, name, "state");
  if (!existsSync(join(state, "log.db"))) return;
  // Who has the state alone cannot authenticate what he changes.
  expect(existsSync(join(state, "row.key"))).toBe(false);
  const key = (await readFile(join(folder, name, "keys", "row.key"), "utf8")).trim();
  const rowMac = keyedRowMac(Buffer.from(key, "hex"));
  const store = await openSqliteStore({ file: join(state, "log.db"), rowMac });
  const size = await store.size();
  for (let from = 0; from < size; from += 4_096) {
    const entries = await store.entries(from, Math.min(size, from + 4_096));
    for (const { index, entry } of entries) {
      if (Buffer.compare(entry, of.entries[index] as Uint8Array) !== 0) throw new Error(`${index}`);
    }
  }
  await store.close();
}

describe("an auditor that is killed with -9 at any moment", () => {
  it("never cosigns two inconsistent checkpoints, and goes on where it was", {
    timeout: 240_000,
  }, async () => {
    const notes = new Set<string>();
    let random = 7;
    const draw = (below: number): number => {
      random = (random * 48_271) % 2_147_483_647;
      return random % below;
    };
    const look = async (auditor: Running): Promise<void> => {
      const note = await newest(auditor);
      if (note !== null) notes.add(note);
      await sleep(20 + draw(60));
    };
    for (let life = 0; life < LIVES; life++) {
      // More than is written at once, so that it is killed while it catches up, too.
      firm.batch(200 + draw(6_000), 900);
      const auditor = start();
      if (life % 4 > 0)
        await until(
          async () => auditor.out(),
          (out) => out.includes("Serving"),
          20,
        );
      const known = notes.size;
      while (life % 4 > 1 && notes.size <= known) await look(auditor);
      for (const end = performance.now() + draw(1_000); performance.now() < end; ) {
        firm.batch(1 + draw(40), 900);
        await look(auditor);
      }
      auditor.child.kill("SIGKILL");
      await auditor.ended;
      expect(auditor.err()).toMatch(/^(No chain is asked .*\n)?(replayed .*\n)*$/);
      await assertState("a1", firm);
    }
    const last = start();
    await until(
      () => newest(last),
      (note) => note !== null && checkpointOf(note).size === firm.served,
    );
    notes.add((await newest(last)) as string);
    const vkeys = await (await fetch(`${last.url}/vkeys`)).text();
    const vkey = /^auditor (.*)$/m.exec(vkeys)?.[1] as string;
    last.child.kill("SIGTERM");
    expect(await last.ended).toBe(0);
    await assertState("a1", firm);
    const sizes = new Map<number, string>();
    for (const note of notes) {
      const { size, root: said } = checkpointOf(note);
      expect(verifyCosignatures(note, [parseCosignerVkey(vkey)])).toHaveLength(1);
      expect(Buffer.compare(said, firm.root(size))).toBe(0);
      sizes.set(size, note);
    }
    // Three lives are waited for until they have cosigned, and the last.
    expect(sizes.size).toBeGreaterThan(3);
    expect("broken" in replayLog(firm.entries)).toBe(false);
  });

  it("never cosigns a second history, whatever it is shown in between", {
    timeout: 240_000,
  }, async () => {
    const other = firm.fork();
    firm.batch(1_000, 90);
    const forks = [other, firm.fork(500), firm.fork(1_001)];
    const notes = new Set<string>();
    let refused = 0;
    const first = start();
    // Beyond the last fork, so that it has cosigned something that is in one history alone.
    for (let i = 0; i < 2; i++) {
      await until(
        () => newest(first),
        (note) => note !== null && checkpointOf(note).size === firm.served,
      );
      if (i === 0) firm.batch(40, 90);
    }
    notes.add((await newest(first)) as string);
    for (let life = 0; life < 4; life++) {
      const auditor = life === 0 ? first : start();
      await until(
        async () => auditor.out() + auditor.err(),
        (said) => said.includes("Serving"),
        20,
      );
      // The fork is shorter, or longer, than what was cosigned; then the true log again.
      const fork = forks[life % forks.length] as Firm;
      const begin = performance.now();
      while (performance.now() - begin < 1_500) {
        const shown = Math.floor((performance.now() - begin) / 300) % 2 === 0 ? fork : firm;
        shown.batch(40, 90);
        server.show(shown);
        const note = await newest(auditor);
        if (note !== null) notes.add(note);
        await sleep(30);
      }
      auditor.child.kill("SIGKILL");
      await auditor.ended;
      // A person who lets it go on does not make it forget.
      if (existsSync(join(folder, "a1", "refusals"))) refused += 1;
      rmSync(join(folder, "a1", "refusals"), { recursive: true, force: true });
      if (life % 3 === 2) rmSync(join(folder, "a1", "state"), { recursive: true, force: true });
    }
    const histories = new Set<Firm>();
    for (const note of notes) {
      const { size, root: said } = checkpointOf(note);
      const of = [firm, ...forks].filter(
        (one) => one.entries.length >= size && Buffer.compare(said, one.root(size)) === 0,
      );
      expect(of.length).toBeGreaterThan(0);
      if (of.length === 1) histories.add(of[0] as Firm);
    }
    // Of all forks but one it signed nothing that is not in the one, too.
    expect(histories.size).toBe(1);
    expect(refused).toBeGreaterThan(0);
    expect(checkpointOf(JSON.parse(await keysOf()).logs[0].note).size).toBeGreaterThan(1_000);
  });
});

describe("an auditor's process", () => {
  it("refuses loudly, in both languages, with its exit code", { timeout: 180_000 }, async () => {
    firm.batch(20);
    const good = start("a1", "--once");
    expect(await good.ended).toBe(0);
    expect(good.out()).toContain("ok: cosigned the checkpoints of 21 entries");
    firm.put(Uint8Array.of(9));
    firm.state();
    firm.seal();
    for (const [lang, sentence] of [
      ["en", "REFUSING: The log holds an entry of no form that entries have."],
      ["zh", "拒绝联署：日志含有一个不属于任何条目格式的条目。"],
    ] as const) {
      const refusing = start("a1", "--once", "--lang", lang);
      expect(await refusing.ended).toBe(30);
      expect(refusing.err()).toContain(sentence);
      expect(refusing.err()).toContain("entry_form.proof.json");
    }
    expect(readdirSync(join(folder, "a1", "refusals"))).toHaveLength(2);
    const serving = start();
    await until(
      async () => serving.out(),
      (out) => out.includes("Serving"),
    );
    const status = await (await fetch(`${serving.url}/status`)).json();
    expect(status).toMatchObject({
      state: "refusing",
      refusal: { code: "entry_form" },
      cosigned: 21,
    });
    serving.child.kill("SIGINT");
    expect(await serving.ended).toBe(0);
  });

  it("ends within seconds when it is told to, also while it catches up", {
    timeout: 180_000,
  }, async () => {
    for (let i = 0; i < 5; i++) firm.batch(6_000, 900);
    await server.close();
    // Hundreds of answers, some at a time: over half a minute.
    server = await serveFirm(firm, 1_200);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const slow = start();
      await until(
        async () => slow.out(),
        (out) => out.includes("Serving"),
      );
      const size = async (): Promise<number> =>
        ((await (await fetch(`${slow.url}/status`)).json()) as { served: number }).served;
      await until(size, (served) => served === firm.served);
      const told = performance.now();
      slow.child.kill(signal);
      expect(await slow.ended).toBe(0);
      expect(performance.now() - told).toBeLessThan(10_000);
      expect(slow.out()).not.toMatch(/waiting|cosigned the/);
      await assertState("a1", firm);
    }
  });

  it("waits with exit code 20, and says nothing of the token", { timeout: 180_000 }, async () => {
    await server.close();
    const waiting = start("a1", "--once");
    expect(await waiting.ended).toBe(20);
    expect(waiting.out()).toContain("waiting: the log does not answer");
    expect(waiting.out() + waiting.err()).not.toContain(TOKEN);
    server = await serveFirm(firm);
  });

  it("is alone with its keys, and with its state", { timeout: 180_000 }, async () => {
    firm.batch(20);
    const one = start();
    await until(
      () => newest(one),
      (note) => note !== null,
    );
    const second = start("a1", "--once");
    expect(await second.ended).toBe(1);
    expect(second.err()).toContain("Another process works with the key store");
  });

  it("is told what is wrong with its command line", { timeout: 180_000 }, async () => {
    await writeFile(join(folder, "open"), TOKEN, { mode: 0o644 });
    await writeFile(join(folder, "no-keys"), "hello\n");
    const wrong: [string[], string][] = [
      [["--token-file", join(folder, "open")], "give it mode 600"],
      [["--token-file", join(folder, "none")], "cannot be read"],
      [["--port", "x"], "--port must be a whole number in 0–65535"],
      [["--interval", "-1"], "--interval must be a whole number"],
      [["--policy", join(folder, "none")], "none"],
      [["--rpc", "ftp://x"], "ftp://x"],
      [["--witness-for", join(folder, "no-keys")], "Line 1 of"],
      [["--name", "a b"], "must be a name without blanks"],
    ];
    for (const [args, said] of wrong) {
      const { code, err } = await runHere(commandOf("a1", "--once", ...args));
      expect(err).toContain(said);
      expect([1, 2]).toContain(code);
    }
  });
});
