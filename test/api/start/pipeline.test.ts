/** What is acknowledged is sealed; after misbehaviour nothing more is promised. */
import { afterEach, describe, expect, it } from "vitest";
import type { ConnectedLedger } from "../../../api/anchor/connect.ts";
import { readConfig } from "../../../api/core/config.ts";
import type { Misbehaviour } from "../../../api/core/errors.ts";
import type { WorkMeter } from "../../../api/http/metrics/work.ts";
import { generateNoteSigner, loadNoteSigner } from "../../../api/log/keys.ts";
import { openStreamMap } from "../../../api/log/map/open-stream-map.ts";
import type { StreamMap } from "../../../api/log/map/stream-map.ts";
import {
  newSignerRecord,
  type SignerRecord,
  type SignerState,
} from "../../../api/log/signer-state.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import type { ServerLog } from "../../../api/start/log.ts";
import { type Pipeline, startPipeline } from "../../../api/start/pipeline.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { ORIGIN, rejection, seededRandom, testClock } from "../../helpers/ledger.ts";
import { faultyStore } from "../../helpers/store/faulty-store.ts";
import { memoryMapStore } from "../../helpers/store/memory-map-store.ts";
import { memoryStore } from "../../helpers/store/memory-store.ts";
import { bytesOf, unit } from "../../helpers/store/units.ts";

const random = seededRandom("pipeline");
const silent = (): void => {};
let pipeline: Pipeline | undefined;
afterEach(async () => {
  await pipeline?.stop().catch(silent);
  pipeline = undefined;
});

async function setting(seconds = "3600") {
  let record: SignerRecord = newSignerRecord(random);
  const signerState: SignerState = {
    get: async () => record,
    async compareAndSwap(_, next) {
      record = next;
      return true;
    },
  };
  const { store, faults } = faultyStore(memoryStore());
  const map: StreamMap = openStreamMap({ store: memoryMapStore(), moves: store.moves });
  const found: Misbehaviour[] = [];
  const measured: string[] = [];
  let ticks = 0;
  const work: WorkMeter = {
    committed: (entries, seconds) => measured.push(`committed ${entries} in ${seconds}`),
    sealed: (entries, seconds) => measured.push(`sealed ${entries} in ${seconds}`),
    sealingFailed: () => measured.push("not sealed"),
    anchored: () => measured.push("anchored"),
  };
  const bugs: unknown[] = [];
  // No chain: whoever asks it is told that it does not answer.
  const client = new Proxy({}, { get: () => () => Promise.reject(new Error("no chain")) });
  const anchor = { info: silent, warn: silent, error: silent };
  const log = { anchor, bug: (e: unknown) => bugs.push(e) } as unknown as ServerLog;
  pipeline = await startPipeline({
    config: readConfig({ COUNTERFOIL_ORIGIN: ORIGIN, COUNTERFOIL_BATCH_SECONDS: seconds }),
    ...{ store, signerState, map, copy: null, log, clock: testClock() },
    read: createTileReader(store),
    signer: loadNoteSigner(generateNoteSigner(ORIGIN, random)),
    ledger: { client, settle: null } as unknown as ConnectedLedger,
    auditors: [],
    measuring: { work, stopwatch: () => (ticks += 500) },
    onFinal: silent,
    onMisbehaviour: (each) => found.push(each),
  });
  const forge = (): void => {
    record = { ...record, size: asTreeSize(1), root: asRootHash(bytesOf("forged")), reserved: 9 };
  };
  return { pipeline, store, faults, found, bugs, forge, measured };
}

describe("the pipeline", () => {
  it("seals what was committed when it stops, and works without a chain", async () => {
    const { pipeline: own, store, found } = await setting();
    const outcomes = await own.commit([unit("a"), unit("b"), unit("a")]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(await store.newestCheckpoint()).toBeNull();
    await own.stop();
    expect((await store.newestCheckpoint())?.size).toBe(3);
    expect(found).toEqual([]);
  });

  it("has its work measured: each transaction, each batch, each failure", async () => {
    const { pipeline: own, faults, measured } = await setting();
    await own.commit([unit("a"), unit("b"), unit("a")]);
    expect(measured).toEqual(["committed 2 in 0.5"]);
    faults.failNext("seal", "failed");
    await expect(own.publish()).rejects.toThrow();
    await own.publish();
    // Nothing new: no batch.
    await own.publish();
    expect(measured).toEqual(["committed 2 in 0.5", "not sealed", "sealed 3 in 0.5"]);
  });

  it("seals by itself after its time", async () => {
    const { pipeline: own, store } = await setting("1");
    await own.commit([unit("a")]);
    await expect.poll(() => store.newestCheckpoint(), { timeout: 5_000 }).not.toBeNull();
    expect(own.sealing()).toBe("ok");
  });

  it("tells of a batch that cannot be sealed, and is well when it can", async () => {
    const { pipeline: own, faults, bugs } = await setting();
    await own.commit([unit("a")]);
    faults.failNext("seal", "failed");
    await rejection(own.publish());
    expect(own.sealing()).toBe("failing");
    expect(bugs).toHaveLength(1);
    await own.publish();
    expect(own.sealing()).toBe("ok");
  });

  it("promises nothing more once misbehaviour was found, tells of it once, and stops", async () => {
    const { pipeline: own, store, found, forge } = await setting();
    await own.commit([unit("a"), unit("b")]);
    forge();
    expect(await rejection(own.publish())).toMatchObject({ code: "signer_diverged" });
    expect(own.sealing()).toBe("diverged");
    expect(await rejection(own.commit([unit("c")]))).toMatchObject({ code: "halted" });
    expect(await rejection(own.publish())).toMatchObject({ code: "halted" });
    await own.stop();
    expect(found).toHaveLength(1);
    expect(await store.size()).toBe(2);
    expect(await store.newestCheckpoint()).toBeNull();
  });

  it("stops everything also where the last batch cannot be sealed", async () => {
    const { pipeline: own, faults } = await setting();
    await own.commit([unit("a")]);
    faults.failNext("seal", "failed");
    await rejection(own.stop());
    expect(await rejection(own.publish())).toMatchObject({ code: "shutting_down" });
  });
});
