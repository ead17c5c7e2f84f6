/**
 * A log as it is published, in files: entry bundles, hash tiles and a signed checkpoint, which anybody may follow. Every record opens a stream of its own, the
 * worst that there is for the map; each batch ends with a state entry. The same at every run, but for the key.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type LogSource, SourceFailure } from "../../api/auditor/source.ts";
import { merkleLeaf, sha256 } from "../../api/core/hash.ts";
import { systemRandom } from "../../api/core/random.ts";
import { decodeBundle, encodeBundle } from "../../api/log/bundles.ts";
import { createGrowth } from "../../api/log/growth.ts";
import { generateNoteSigner, loadNoteSigner } from "../../api/log/keys.ts";
import { openStreamMap } from "../../api/log/map/open-stream-map.ts";
import { bundlePath, HASH_BYTES, TILE_WIDTH, tilePath } from "../../api/log/tiles.ts";
import type { MapChange, MapStore } from "../../api/store/map-store.ts";
import { openSqliteMapStore } from "../../api/store/sqlite/sqlite-map-store.ts";
import {
  asContractAddress,
  asLedgerId,
  asRecordRoot,
  asStreamKey,
  asStreamSeq,
  asTreeSize,
} from "../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../portal/verify/checkpoint.ts";
import { encodeRecordEntry, encodeStateEntry, NO_PREV } from "../../portal/verify/entry.ts";
import { formatPolicy, type Policy } from "../../portal/verify/policy.ts";

/** What the map wrote for one batch. */
export interface MapWrite {
  readonly changes: number;
  readonly keys: number;
  /** Bytes of each page, and how many of those that were there before are not used any more. */
  readonly added: readonly number[];
  readonly replaced: number;
}

/** What is written beside the log, for the processes that follow it. */
export interface Published {
  readonly size: number;
  readonly mapWrites: readonly MapWrite[];
}

const ORIGIN = "bench.example/published";
const BATCH = 10_000;
const TIME = Date.parse("2026-01-02T03:04:05.000Z");

/** @param records as many as streams */
export async function publish(directory: string, records: number): Promise<Published> {
  const signer = loadNoteSigner(generateNoteSigner(ORIGIN, systemRandom()));
  const growth = createGrowth(0, new Map());
  const mapWrites: MapWrite[] = [];
  const inner = await openSqliteMapStore({ file: join(directory, "map.db") });
  const moved: Buffer[] = [];
  let [movedFrom, entriesWritten] = [0, 0];
  let added: number[] = [];
  let replaced = 0;
  const counting: MapStore = {
    ...inner,
    write: (change: MapChange) => {
      added.push(...change.added.map(({ bytes }) => bytes.length));
      replaced += change.replaced.length;
      return inner.write(change);
    },
  };
  const map = openStreamMap({
    store: counting,
    moves: async (from, to) => Buffer.concat(moved.slice(from - movedFrom, to - movedFrom)),
  });
  let bundle: Uint8Array[] = [];

  async function file(name: string, bytes: Uint8Array): Promise<void> {
    await mkdir(join(directory, dirname(name)), { recursive: true });
    await writeFile(join(directory, name), bytes);
  }
  async function put(entry: Uint8Array, key: Uint8Array | null): Promise<void> {
    const leaf = merkleLeaf(entry);
    growth.append(leaf);
    moved.push(key === null ? Buffer.alloc(0) : Buffer.concat([key, leaf]));
    bundle.push(entry);
    if (bundle.length < TILE_WIDTH) return;
    await file(bundlePath(entriesWritten++), encodeBundle(bundle));
    bundle = [];
  }

  for (let done = 0; done < records; ) {
    const end = Math.min(records, done + BATCH);
    const from = done;
    for (; done < end; done++) {
      const streamKey = asStreamKey(Uint8Array.from(sha256(`stream ${done}`)));
      const recordRoot = asRecordRoot(Uint8Array.from(sha256(`root ${done}`)));
      const entry = { recordRoot, streamKey, seq: asStreamSeq(1), prev: NO_PREV };
      await put(encodeRecordEntry(entry), streamKey);
    }
    const mapSize = asTreeSize(growth.size);
    const mapRoot = await map.advance(mapSize);
    await map.forget(mapSize);
    mapWrites.push({ changes: end - from, keys: end, added, replaced });
    [added, replaced] = [[], 0];
    [movedFrom] = [mapSize];
    moved.length = 0;
    await put(encodeStateEntry({ mapRoot, mapSize, time: TIME + done }), null);
  }
  const { size } = growth;
  if (bundle.length > 0)
    await file(bundlePath(entriesWritten, bundle.length), encodeBundle(bundle));
  for (const { level, n, hashes } of growth.changed()) {
    await file(tilePath({ level, n }, hashes.length / HASH_BYTES), hashes);
  }
  const checkpoint = { origin: ORIGIN, size: asTreeSize(size), root: growth.root() };
  const note = signer.sign(formatCheckpointText(checkpoint));
  await file("checkpoint", Buffer.from(note));
  await map.close();
  const policy: Policy = {
    chainId: 31337,
    contract: asContractAddress(`0x${"11".repeat(20)}`),
    ledgerId: asLedgerId(`0x${"22".repeat(32)}`),
    keys: [{ role: "log", vkey: signer.vkey, fromSize: asTreeSize(0) }],
    maxAgeSeconds: null,
  };
  await file("policy.json", Buffer.from(formatPolicy(policy)));
  const published: Published = { size, mapWrites };
  await file("published.json", Buffer.from(JSON.stringify(published)));
  return published;
}

/** The published log, read where it lies. */
export function fileSource(directory: string): LogSource {
  const read = (name: string): Promise<Buffer> => readFile(join(directory, name));
  return {
    checkpoint: async () => (await read("checkpoint")).toString("utf8"),
    checkpointAt: async () => null,
    tile: (tile, width) => read(tilePath(tile, width)),
    async bundle(n, width) {
      const entries = decodeBundle(await read(bundlePath(n, width)), width);
      if (entries === null) throw new SourceFailure("bad_answer", "entries");
      return entries;
    },
  };
}
