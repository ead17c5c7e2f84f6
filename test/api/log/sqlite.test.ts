import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { createCommitter } from "../../../api/log/committer.ts";
import { openStreamMap } from "../../../api/log/map/open-stream-map.ts";
import type { StreamMap } from "../../../api/log/map/stream-map.ts";
import { inclusionProof } from "../../../api/log/proofs.ts";
import { createSealer } from "../../../api/log/sealer.ts";
import { checkEntry, checkLog } from "../../../api/log/self-check.ts";
import { createSignerFile, fileSignerState } from "../../../api/log/signer-file.ts";
import { newSignerRecord } from "../../../api/log/signer-state.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import { openSqliteMapStore } from "../../../api/store/sqlite/sqlite-map-store.ts";
import { openSqliteStore } from "../../../api/store/sqlite/sqlite-store.ts";
import type { Store, Unit } from "../../../api/store/store.ts";
import { asRecordRoot, asStreamKey } from "../../../portal/verify/brands.ts";
import { verifyInclusion } from "../../../portal/verify/merkle.ts";
import { everyMacHolds, testRowMac } from "../../helpers/store/row-mac.ts";
import { newSigner, ORIGIN, rejection } from "./fixtures.ts";

let folder: string;
let store: Store;
let map: StreamMap;
const random = systemRandom();
const signer = newSigner(ORIGIN);
const clock = { now: () => 1_795_340_000_000 };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterfoil-log-"));
  store = await openSqliteStore({ file: join(folder, "ledger.db"), rowMac: testRowMac });
  map = openStreamMap({
    store: await openSqliteMapStore({ file: join(folder, "map.db") }),
    moves: (from, to) => store.moves(from, to),
  });
  await createSignerFile(join(folder, "signer-state.json"), newSignerRecord(random));
});
afterEach(async () => {
  await map.close();
  await store.close();
  everyMacHolds(join(folder, "ledger.db"));
  await rm(folder, { recursive: true });
});

/** One record in a stream of its own. */
function recordUnit(): Unit {
  const id = `00000000-0000-7000-8000-${random.bytes(6).toString("hex")}`;
  const record = {
    id,
    version: 1,
    kind: "order",
    subject: random.bytes(32).toString("base64url"),
    retentionClass: "statutory",
    expiry: "open",
    sealed: random.bytes(40),
    recordRoot: asRecordRoot(random.bytes(32)),
    streamKey: asStreamKey(random.bytes(32)),
    contentMac: random.bytes(32),
  } as const;
  return {
    records: [record],
    standings: [],
    expected: [{ streamKey: record.streamKey, head: null }],
    identities: [],
    idempotency: null,
    recordedAt: clock.now(),
    dueAt: clock.now() + 60_000,
  };
}

/** What a process builds when it starts. */
function start() {
  const signerState = fileSignerState(join(folder, "signer-state.json"));
  const sealing = { signer, origin: ORIGIN, clock, map, copy: null };
  return {
    signerState,
    sealing,
    committer: createCommitter({ store, signerState, maxUnits: 5_000, reserveStep: 1_000 }),
    sealer: createSealer({ ...sealing, store, signerState }),
    check: () => checkLog({ store, signer, signerState, map }),
  };
}

const units = (count: number): Unit[] => Array.from({ length: count }, recordUnit);

it("commits, seals, checks and proves, over restarts", async () => {
  const first = start();
  expect(await first.check()).toEqual({ size: 0, sealed: 0, signed: 0 });
  await first.committer.commitMany(units(300));
  expect(await first.sealer.seal()).toMatchObject({ size: 301 });
  await Promise.all(units(450).map((one) => first.committer.commit(one)));
  expect((await first.signerState.get()).reserved).toBe(1_000);

  await store.close();
  store = await openSqliteStore({ file: join(folder, "ledger.db"), rowMac: testRowMac });
  const second = start();
  expect(await second.check()).toEqual({ size: 751, sealed: 301, signed: 301 });
  const newest = await second.sealer.seal();
  expect(newest).toMatchObject({ size: 752 });
  expect(await second.check()).toEqual({ size: 752, sealed: 752, signed: 752 });

  const read = createTileReader(store);
  for (const index of [0, 255, 256, 299, 300, 751]) {
    const { leafHash, index: at } = await checkEntry(store, read, index, 752);
    const proof = await inclusionProof(read, index, 752);
    if (newest === null) throw new Error("nothing sealed");
    const claim = { leafHash, index: at, size: newest.size, root: newest.root, proof };
    expect(verifyInclusion(claim)).toBe(true);
  }
});

it("seals what was signed and not stored, with the same root", async () => {
  const { committer, signerState, sealing } = start();
  await committer.commitMany(units(300));
  const dying: Store = { ...store, seal: () => Promise.reject(new Error("killed")) };
  const sealer = createSealer({ ...sealing, store: dying, signerState });
  await rejection(sealer.seal());
  await committer.commitMany(units(20));

  const again = start();
  expect(await again.check()).toEqual({ size: 321, sealed: 0, signed: 301 });
  const signed = await again.signerState.get();
  expect(await again.sealer.seal()).toMatchObject({ size: 322 });
  expect(await store.checkpoint(301)).toMatchObject({ size: 301, root: signed.root });
});

it("refuses a database that was restored from before the last checkpoint", async () => {
  const { committer, sealer } = start();
  await committer.commitMany(units(30));
  await sealer.seal();
  await store.close();
  store = await openSqliteStore({ file: join(folder, "restored.db"), rowMac: testRowMac });
  const restored = start();
  const behind = { code: "behind", details: { what: "signer", size: 0, expected: 31 } };
  expect(await rejection(restored.check())).toMatchObject(behind);
  await restored.committer.commitMany(units(5));
  expect(await rejection(restored.sealer.seal())).toMatchObject({ code: "behind" });
});
