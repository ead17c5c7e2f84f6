/** A real server with auditors and witnesses of its operator's file: our own auditor, and somebody who shows a second history. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AuditorKeys, loadOrCreateAuditorKeys } from "../../../api/auditor/keys.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { loadNoteSigner } from "../../../api/log/keys.ts";
import { type RunningAuditor, startAuditor } from "../../../api/start/auditor.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { formatCheckpointText, parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { parseEvidence } from "../../../portal/verify/evidence.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import { freePort, startTestChain, type TestChain } from "../../helpers/chain.ts";
import { AUDITORS } from "../../helpers/keys.ts";
import { rejection } from "../../helpers/ledger.ts";
import { hexOf, serve, type TestServer } from "../cosign/fixtures.ts";
import { anchor, type Installation, install, judge, OLD, order } from "./installation.ts";

const LONG = { timeout: 180_000 };
const POLL = { timeout: 20_000 };

let chain: TestChain;
let place: Installation;
let keys: AuditorKeys;
let ports: { readonly auditor: number; readonly server: number };
let auditor: RunningAuditor | undefined;
let stranger: TestServer | undefined;
beforeAll(async () => {
  chain = await startTestChain();
});
beforeEach(async () => {
  place = await install(chain);
  ports = { auditor: await freePort(), server: await freePort() };
  mkdirSync(place.path("auditor"));
  keys = await loadOrCreateAuditorKeys(
    place.path("auditor", "keys"),
    "auditor.example/a1",
    systemRandom(),
  );
});
afterEach(async () => {
  await auditor?.close();
  await stranger?.stop();
  auditor = undefined;
  stranger = undefined;
  await place.remove();
});
afterAll(() => chain.stop());

const auditorUrl = (): string => `http://127.0.0.1:${ports.auditor}`;
const file = (...lines: string[]): void =>
  writeFileSync(place.path("auditors"), `# whom we ask\n${lines.join("\n")}\n`);
const settings = () => ({
  PORT: String(ports.server),
  COUNTERFOIL_AUDITORS: place.path("auditors"),
});
const both = (): void =>
  file(
    `auditor ${keys.auditor.vkey} ${auditorUrl()}`,
    `witness ${keys.witness.vkey} ${auditorUrl()}`,
  );

/** Our own auditor, which looks when it is told to. */
async function startOwn(): Promise<RunningAuditor> {
  const quiet = (): void => {};
  auditor = await startAuditor(
    {
      ledgerUrl: `http://127.0.0.1:${ports.server}`,
      policy: place.policy(),
      directory: place.path("auditor"),
      token: place.key(AUDITORS),
      ...{ rpcUrl: chain.rpcUrl, name: null, witnessFor: [], graceMs: 900_000, gapMs: 600_000 },
    },
    { onRound: quiet, onRefusing: quiet, onProgress: quiet, onServed: quiet, onBug: quiet },
  );
  await auditor.serve("127.0.0.1", ports.auditor);
  return auditor;
}

const absent = async ({ ledger }: RunningServer): Promise<Uint8Array> => {
  const [found] = await ledger.ensureSubjects([{ source: "shop", externalNumber: "K-1" }]);
  return ledger.streamEvidence({
    ...{ claim: "absent", subject: found!.subject, stream: "consent/news", checkpoint: "final" },
  });
};
const sizeOf = (evidence: Uint8Array): number =>
  parseCheckpoint(parseNote(parseEvidence(evidence).checkpoint).text).size;
const states = (server: RunningServer) =>
  expect.poll(() => server.cosigners().map(({ kind, state }) => `${kind} ${state}`), POLL);

describe("auditors and witnesses of the operator's file", () => {
  it("are asked; what they sign is in evidence, and stays there over a restart", LONG, async () => {
    both();
    const server = await place.start(settings());
    const own = await startOwn();
    expect(place.policy().keys.at(-1)).toEqual({
      ...{ role: "auditor", vkey: keys.auditor.vkey, fromSize: 0 },
    });
    const policy = await (await fetch(`${server.url}/.well-known/counterfoil/tlog-policy`)).text();
    expect(policy).toContain(
      `\nwitness auditor.example/a1/witness ${keys.witness.vkey} ${auditorUrl()}\n`,
    );

    await order(server, "A-1");
    const first = await anchor(server, chain);
    expect(await judge(await absent(server), place.policy(), chain)).toBe("NOT_REPLAYED");
    expect(await own.round()).toMatchObject({ state: "ok" });
    await order(server, "A-2");
    const second = await anchor(server, chain);
    // The witness has seen the newest; the auditor not yet, but the one before is cosigned.
    await expect
      .poll(() => server.cosigners(), POLL)
      .toMatchObject([
        { state: "waiting", size: first, lagEntries: second - first },
        { state: "ok", size: second, lagEntries: 0 },
      ]);
    const made = await absent(server);
    expect([sizeOf(made), await judge(made, place.policy(), chain)]).toEqual([first, "VERIFIED"]);
    expect(await own.round()).toMatchObject({ state: "ok" });
    const note = await (await fetch(`${server.url}/checkpoint`)).text();
    expect(parseNote(note).signatures.map(({ name }) => name)).toEqual([
      ...[OLD, "auditor.example/a1/witness"],
    ]);
    await place.stop(server);

    // Nobody is there any more; what was kept is enough.
    await own.close();
    auditor = undefined;
    await place.during(async (again) => {
      const later = await absent(again);
      expect([sizeOf(later), await judge(later, place.policy(), chain)]).toEqual([
        first,
        "VERIFIED",
      ]);
      await states(again).toEqual(["auditor unreachable", "witness unreachable"]);
    }, settings());
    // Who is not asked any more stands in no policy, and in no file.
    file("# nobody");
    await place.during(async (again) => {
      expect(place.policy().keys.map(({ role }) => role)).toEqual(["log", "receipt", "issuer"]);
      expect(await judge(await absent(again), place.policy(), chain)).toBe("NOT_REPLAYED");
    }, settings());
    expect(place.bugs).toEqual([]);
  });

  it(
    "may show a second history: it is kept with its proof, and recording goes on",
    LONG,
    async () => {
      file(`auditor ${keys.auditor.vkey} ${auditorUrl()}`);
      let shown = "";
      stranger = await serve(({ path }, response) => {
        const asked = path === `/${hexOf(OLD)}/checkpoint` && shown !== "";
        response.writeHead(asked ? 200 : 404).end(asked ? shown : "");
      }, ports.auditor);
      const server = await place.start(settings());
      await order(server, "A-1");
      const size = await anchor(server, chain);
      await states(server).toEqual(["auditor waiting"]);
      // Somebody has the log key.
      const thief = loadNoteSigner(readFileSync(place.path("keys", "log.key"), "utf8").trimEnd());
      const root = asRootHash(new Uint8Array(32).fill(7));
      shown = thief.sign(formatCheckpointText({ origin: OLD, size: asTreeSize(size), root }));
      await order(server, "A-2");
      await anchor(server, chain);
      await states(server).toEqual(["auditor diverged"]);
      // What is being written has another name yet.
      const kept = (): string[] =>
        readdirSync(place.path("data", "misbehaviour")).filter((name) => name.endsWith(".json"));
      await expect.poll(() => kept().length, POLL).toBe(2);
      const names = kept().sort();
      expect(names).toEqual([
        expect.stringMatching(/^\d+-second_history\.json$/),
        expect.stringMatching(/^\d+-second_history\.proof\.json$/),
      ]);
      const told = JSON.parse(
        readFileSync(place.path("data", "misbehaviour", names[0] as string), "utf8"),
      );
      expect(told).toMatchObject({ code: "second_history", shown, shownBy: "auditor.example/a1" });
      const proof = readFileSync(place.path("data", "misbehaviour", names[1] as string));
      const verdict = await verifyMisbehaviour(proof, { policy: place.policy(), ask: null });
      expect([verdict.word, verdict.kind]).toEqual(["DIVERGED", "two_roots"]);
      await order(server, "A-3");
      expect(await anchor(server, chain)).toBeGreaterThan(size);
      expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({
        ...{ log: { state: "ok" }, chain: { state: "ok" } },
      });
      await place.stop(server);
    },
  );

  it("are in a successor's policy too, from where its own checkpoints begin", LONG, async () => {
    both();
    await place.during(async (server) => {
      await order(server, "A-1");
      await anchor(server, chain);
    }, settings());
    const { result } = await place.succeed({}, settings());
    const listed = place.policy().keys.filter(({ role }) => role === "log" || role === "auditor");
    const fromSize = result.journal.predecessor.size;
    expect(listed.map(({ role }) => role)).toEqual(["log", "auditor"]);
    expect(listed[1]).toEqual({ role: "auditor", vkey: keys.auditor.vkey, fromSize });
    expect(listed[0]?.fromSize).toBe(fromSize);
  });

  it("must be named as the file is to be written, or nothing is started", async () => {
    const start = (text: string) => {
      writeFileSync(place.path("auditors"), text);
      return rejection(place.start(settings()));
    };
    const setting = "COUNTERFOIL_AUDITORS";
    expect(await start(`auditor ${keys.auditor.vkey} ftp://a\n`)).toMatchObject({
      ...{ code: "invalid_setting", details: { setting, problem: "auditors_url", line: 1 } },
    });
    const missing = { ...settings(), COUNTERFOIL_AUDITORS: place.path("nowhere") };
    expect(await rejection(place.start(missing))).toMatchObject({
      ...{ code: "invalid_setting", details: { setting, problem: "unreadable_file" } },
    });
    const folder = { ...settings(), COUNTERFOIL_AUDITORS: place.path("auditor") };
    expect(await rejection(place.start(folder))).toMatchObject({
      ...{ code: "invalid_setting", details: { setting, problem: "unreadable_file" } },
    });
    expect(place.has("data")).toBe(false);
  });
});
