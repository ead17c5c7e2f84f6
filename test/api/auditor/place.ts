/** An auditor in a directory of its own, whose parts a test can take away, put back and start again. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { AnchorFollower } from "../../../api/anchor/follower.ts";
import {
  type Auditor,
  type AuditorOptions,
  type Outcome,
  openAuditor,
} from "../../../api/auditor/auditor.ts";
import {
  type AuditorKeys,
  loadOrCreateAuditorKeys,
  openCosigned,
} from "../../../api/auditor/keys.ts";
import { openMemory } from "../../../api/auditor/memory.ts";
import type { Refusing } from "../../../api/auditor/refusals.ts";
import { openReplica } from "../../../api/auditor/replica.ts";
import type { LogSource } from "../../../api/auditor/source.ts";
import { openStreamMap } from "../../../api/log/map/open-stream-map.ts";
import type { StreamMap } from "../../../api/log/map/stream-map.ts";
import { openSqliteMapStore } from "../../../api/store/sqlite/sqlite-map-store.ts";
import { openSqliteStore } from "../../../api/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../api/store/store.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { seededRandom, type TestClock, testClock } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { testRowMac } from "../../helpers/store/row-mac.ts";

export const NAME = "auditor.example/a1";

type Place = Omit<AuditorOptions, "refusals" | "onRound" | "onRefusing">;

export interface OpenedAuditor extends Auditor {
  readonly context: Place;
  readonly keys: AuditorKeys;
  readonly store: Store;
  readonly map: StreamMap;
  readonly shouted: readonly Refusing[];
  readonly told: readonly Outcome[];
  close(): Promise<void>;
}

export interface Opening {
  readonly policy: Policy;
  readonly source: LogSource;
  readonly chain?: AnchorFollower | null;
  readonly chunk?: number;
  readonly graceMs?: number;
  readonly gapMs?: number;
}

export function auditorPlace(name = NAME) {
  const place = newPlace();
  const path = (...names: string[]): string => join(place.directory, ...names);
  const clock: TestClock = testClock();
  const random = seededRandom(name);

  return {
    clock,
    path,
    remove: place.remove,
    /** What is in one of the directories, kept under another name; and put back. */
    save(part: string, under: string): void {
      rmSync(path(under), { recursive: true, force: true });
      cpSync(path(part), path(under), { recursive: true });
    },
    restore(part: string, from: string): void {
      rmSync(path(part), { recursive: true, force: true });
      cpSync(path(from), path(part), { recursive: true });
    },
    lose(part: string): void {
      rmSync(path(part), { recursive: true, force: true });
    },

    async open(opening: Opening): Promise<OpenedAuditor> {
      const { policy, source, chain = null, graceMs = 60_000, gapMs = 60_000 } = opening;
      mkdirSync(path("state"), { recursive: true });
      const keys = await loadOrCreateAuditorKeys(path("keys"), name, random);
      const store = await openSqliteStore({ file: path("state", "log.db"), rowMac: testRowMac });
      const map = openStreamMap({
        store: await openSqliteMapStore({ file: path("state", "map.db") }),
        moves: (from, to) => store.moves(from, to),
      });
      const shouted: Refusing[] = [];
      const told: Outcome[] = [];
      const free = async (): Promise<void> => {
        await map.close();
        await store.close();
      };
      const memory = await openMemory(store, policy).catch(async (error: unknown) => {
        await free();
        throw error;
      });
      const context: Place = {
        ...{ policy, source, chain, store, graceMs, gapMs, clock },
        replica: await openReplica({ store, map, chunk: opening.chunk ?? 4_096 }),
        memory,
        cosigned: openCosigned(path("keys")).auditor,
        signer: keys.auditor,
        onServed: () => undefined,
      };
      const auditor = await openAuditor({
        ...context,
        refusals: { directory: path("refusals"), policy, vkey: keys.auditor.vkey },
        onRound: (outcome) => told.push(outcome),
        onRefusing: (refusing) => shouted.push(refusing),
      });
      return {
        ...auditor,
        ...{ context, keys, store, map, shouted, told },
        async close() {
          await auditor.idle();
          await context.replica.append((async function* () {})()).catch(() => null);
          await free();
        },
      };
    },
  };
}

/** What a round came to, in a word. */
export function word(outcome: Outcome): string {
  if (outcome.state === "ok") return "ok";
  return outcome.state === "waiting" ? outcome.reason : outcome.refusing.code;
}
