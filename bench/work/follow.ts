/** One of those who follow a published log, in a process of its own: `node bench/work/follow.ts (auditor|bare) DIRECTORY`. Tells what it took. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAuditor } from "../../api/auditor/auditor.ts";
import { loadOrCreateAuditorKeys, openCosigned } from "../../api/auditor/keys.ts";
import { openMemory } from "../../api/auditor/memory.ts";
import { openReplica } from "../../api/auditor/replica.ts";
import { systemClock } from "../../api/core/clock.ts";
import { systemRandom } from "../../api/core/random.ts";
import { startStreamMap } from "../../api/log/map/start-stream-map.ts";
import { openSqliteStore } from "../../api/store/sqlite/sqlite-store.ts";
import { keyedRowMac } from "../../api/vault/row-mac.ts";
import { parsePolicy } from "../../portal/verify/policy.ts";
import { bareFollow } from "./bare-follow.ts";
import { fileSource } from "./published.ts";
import { stopwatch, type Took } from "./stopwatch.ts";

/** What a child tells its parent. */
export interface Followed extends Took {
  /** Most that it took of memory so far, at each tenth of the log, in bytes. */
  readonly memory: readonly number[];
}

async function auditor(directory: string, own: string, onProgress: (entries: number) => void) {
  const policy = parsePolicy(await readFile(join(directory, "policy.json")));
  const rowMac = keyedRowMac(systemRandom().bytes(32));
  const store = await openSqliteStore({ file: join(own, "log.db"), rowMac });
  const moves = (from: number, to: number) => store.moves(from, to);
  const map = await startStreamMap({ file: join(own, "map.db"), moves });
  const keys = await loadOrCreateAuditorKeys(join(own, "keys"), "bench.example", systemRandom());
  const opened = await openAuditor({
    ...{ policy, store, chain: null, clock: systemClock, graceMs: 0, gapMs: 0 },
    source: fileSource(directory),
    replica: await openReplica({ store, map, onProgress }),
    memory: await openMemory(store, policy),
    cosigned: openCosigned(join(own, "keys")).auditor,
    signer: keys.auditor,
    refusals: { directory: join(own, "refusals"), policy, vkey: keys.auditor.vkey },
    ...{ onRound: () => {}, onRefusing: () => {}, onServed: () => {} },
  });
  const outcome = await opened.round();
  if (outcome.state !== "ok") throw new Error(JSON.stringify(outcome));
  await map.close();
  await store.close();
}

const [who, directory] = process.argv.slice(2) as [string, string];
const own = await mkdtemp(join(tmpdir(), "counterfoil-follow-"));
const { size } = JSON.parse(await readFile(join(directory, "published.json"), "utf8"));
const memory: number[] = [];
const onProgress = (entries: number): void => {
  if (entries * 10 < size * (memory.length + 1)) return;
  memory.push(process.resourceUsage().maxRSS * 1_024);
};
const watch = stopwatch();
await watch.time(() =>
  who === "bare" ? bareFollow(directory, own) : auditor(directory, own, onProgress),
);
memory.push(process.resourceUsage().maxRSS * 1_024);
await rm(own, { recursive: true });
process.stdout.write(`${JSON.stringify({ ...watch.took(), memory } satisfies Followed)}\n`);
