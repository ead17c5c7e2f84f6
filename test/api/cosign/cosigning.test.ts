/** All together, over HTTP: honest and other servers side by side, and a restart. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Misbehaviour } from "../../../api/core/errors.ts";
import { type Cosigning, type Placed, startCosigning } from "../../../api/cosign/cosigning.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import { seededRandom } from "../../helpers/ledger.ts";
import { ORIGIN, seal } from "../log/fixtures.ts";
import {
  answer,
  cosignStore,
  type Handler,
  honest,
  logOf,
  NOW,
  SECONDS,
  type SealedLog,
  serve,
  type TestCosigner,
  type TestCosignStore,
  type TestServer,
  testCosigner,
} from "./fixtures.ts";
import { testWitness } from "./test-witness.ts";

const TIMES = { pollMs: 20, idleMs: 60_000, retryFirstMs: 20, retryMostMs: 100 };
let log: SealedLog;
let store: TestCosignStore;
let found: Misbehaviour[];
let cosigning: Cosigning | undefined;
const servers: TestServer[] = [];
beforeEach(async () => {
  log = await logOf([5, 9, 14]);
  store = cosignStore(log);
  for (const size of [5, 9, 14]) store.anchor(size);
  found = [];
});
afterEach(async () => {
  await cosigning?.stop();
  cosigning = undefined;
  for (const server of servers.splice(0)) await server.stop();
});

async function placed(
  kind: Placed["kind"],
  cosigner: TestCosigner,
  handler: Handler,
): Promise<Placed> {
  const server = await serve(handler);
  servers.push(server);
  return { kind, vkey: cosigner.vkey, key: cosigner.key, url: () => server.url };
}

const silent = { info() {}, warn() {}, error() {} };
function start(cosigners: readonly Placed[], onCosigned = () => {}, timeoutMs = 1_000): Cosigning {
  cosigning = startCosigning({
    ...{ cosigners, store, read: log.read, ownKey: log.signer, random: seededRandom() },
    ...{ clock: { now: () => NOW }, times: TIMES, log: silent },
    limits: { timeoutMs, mostBytes: 65_536 },
    onMisbehaviour: (each) => found.push(each),
    onCosigned,
  });
  return cosigning;
}

const allNotes = () => new Map(log.checkpoints.map(({ size, note }) => [size as number, note]));
const LONG = { timeout: 10_000 };
const states = () => expect.poll(() => cosigning?.statuses().map(({ state }) => state), LONG);
const auditors = [1, 2, 3, 4].map((n) => testCosigner(`auditor.example/${n}`, n));
const witness = testCosigner("witness.example", 9);

describe("collecting cosignatures", () => {
  it("gets those of all, whatever some of them do", async () => {
    const [a, b, c, d] = auditors as [TestCosigner, TestCosigner, TestCosigner, TestCosigner];
    let cosigned = 0;
    start(
      [
        await placed("auditor", a, () => {}),
        await placed("auditor", b, answer(200, "hello")),
        await placed("auditor", c, honest(c, allNotes)),
        await placed("witness", witness, testWitness(witness, log.signer.vkey, SECONDS).handler),
        await placed("auditor", d, (_, response) => void response.destroy()),
      ],
      () => {
        cosigned += 1;
      },
    );
    const names = cosigning?.statuses().map(({ name, kind }) => `${kind} ${name}`);
    expect(names).toEqual([
      ...["auditor auditor.example/1", "auditor auditor.example/2", "auditor auditor.example/3"],
      ...["witness witness.example", "auditor auditor.example/4"],
    ]);
    await states().toEqual(["unreachable", "failing", "ok", "ok", "unreachable"]);
    const kept = store.kept.map(([size, vkey]) => [size, vkey]).sort();
    expect(kept).toEqual([...[5, 9, 14].map((size) => [size, c.vkey]), [14, witness.vkey]].sort());
    // Only an auditor's cosignature is something that evidence waits for.
    expect(cosigned).toBe(1);
    expect(found).toEqual([]);
  });

  it("goes on as the log grows", async () => {
    const [auditor] = auditors as [TestCosigner];
    const notes = allNotes();
    const w = testWitness(witness, log.signer.vkey, SECONDS);
    start([
      await placed(
        "auditor",
        auditor,
        honest(auditor, () => notes),
      ),
      await placed("witness", witness, w.handler),
    ]);
    await states().toEqual(["ok", "ok"]);
    log.store.add(5);
    const sealed = (await seal(log))!;
    store.anchor(sealed.size);
    cosigning?.nudge();
    await states().toEqual(["waiting", "ok"]);
    notes.set(sealed.size, sealed.note);
    await states().toEqual(["ok", "ok"]);
    expect(w.answered).toEqual([200, 200]);
    expect(cosigning?.statuses().map(({ size }) => size)).toEqual([20, 20]);
  });

  it("begins after a restart where it was: what was kept is kept, and is not asked for again", async () => {
    const [auditor] = auditors as [TestCosigner];
    const w = testWitness(witness, log.signer.vkey, SECONDS);
    const both = [
      await placed("auditor", auditor, honest(auditor, allNotes)),
      await placed("witness", witness, w.handler),
    ];
    start(both);
    await states().toEqual(["ok", "ok"]);
    await cosigning?.stop();
    const before = [...store.kept];
    for (const server of servers) server.asked.length = 0;
    start(both);
    await states().toEqual(["ok", "ok"]);
    expect(store.kept).toEqual(before);
    expect(servers[0]?.asked).toHaveLength(2);
  });

  it("keeps a second history that an auditor shows, and takes true cosignatures all the same", async () => {
    const [auditor] = auditors as [TestCosigner];
    const root = asRootHash(new Uint8Array(32).fill(7));
    const text = formatCheckpointText({ origin: ORIGIN, size: asTreeSize(9), root });
    const notes = allNotes();
    notes.set(9, log.signer.sign(text));
    start([
      await placed(
        "auditor",
        auditor,
        honest(auditor, () => notes),
      ),
    ]);
    await states().toEqual(["diverged"]);
    expect(found).toMatchObject([{ code: "second_history", evidence: { size: 9 } }]);
    expect(store.kept.map(([size]) => size)).toEqual([14]);
    await expect.poll(() => servers[0]?.asked.length, LONG).toBeGreaterThan(6);
    expect(found).toHaveLength(1);
    expect(cosigning?.statuses()[0]).toMatchObject({ size: 14, lagEntries: 0 });
  });

  it("stops at once, also in the middle of an answer that does not come", async () => {
    const [auditor] = auditors as [TestCosigner];
    // Long after this test has been given up.
    start([await placed("auditor", auditor, () => {})], () => {}, 600_000);
    await expect.poll(() => servers[0]?.asked.length, LONG).toBe(1);
    await cosigning?.stop();
    expect(cosigning?.statuses()[0]?.state).toBe("starting");
  });
});
