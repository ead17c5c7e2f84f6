import { existsSync } from "node:fs";
import type { AuditSnapshot, AuditSnapshots, LedgerSnapshot } from "../../audit-store.ts";
import { StoreFault } from "../../fault.ts";
import { openLedgerSnapshot, openSnapshot } from "./snapshot.ts";

export interface SnapshotFiles {
  readonly ledger: string;
  readonly map: string;
  readonly keys: string;
}

/** A map is worked out and stored within seconds: between two openings it hardly ever is. */
const MOST_TRIES = 10;

/**
 * Opens the three files for reading. The map is of the same moment as the ledger wherever that can be had: one that is over entries that
 * the snapshot of the ledger does not have is opened anew, with the ledger.
 *
 * @throws StoreFault where ledger or keys cannot be opened
 */
export async function openSnapshots(files: SnapshotFiles): Promise<AuditSnapshots> {
  const pair = await openPair(files);
  try {
    const keys = openSnapshot("keys", files.keys);
    return {
      ...pair,
      keys,
      close: async () => {
        await keys.close();
        await closePair(pair);
      },
    };
  } catch (error) {
    await closePair(pair);
    throw error;
  }
}

type Pair = Pick<AuditSnapshots, "ledger" | "map">;

async function closePair({ ledger, map }: Pair): Promise<void> {
  if (typeof map !== "string") await map.close();
  await ledger.close();
}

async function openPair(files: SnapshotFiles): Promise<Pair> {
  for (let tries = 1; ; tries++) {
    const ledger = openLedgerSnapshot(files.ledger);
    const map = openMap(files.map);
    if (typeof map === "string" || tries === MOST_TRIES || !(await isAhead(map, ledger))) {
      return { ledger, map };
    }
    await closePair({ ledger, map });
  }
}

function openMap(path: string): AuditSnapshots["map"] {
  if (!existsSync(path)) return "missing";
  try {
    return openSnapshot("map", path);
  } catch (error) {
    if (error instanceof StoreFault) return "unreadable";
    throw error;
  }
}

const newest = { after: null, limit: 1, backwards: true } as const;

async function isAhead(map: AuditSnapshot<"map">, ledger: LedgerSnapshot): Promise<boolean> {
  try {
    const [[mapSize] = []] = await map.keys("versions", newest);
    const [[index] = []] = await ledger.keys("entries", newest);
    return typeof mapSize === "number" && mapSize > (typeof index === "number" ? index : -1) + 1;
  } catch (error) {
    // What is wrong with the files is for those to say who read all of them.
    if (error instanceof StoreFault) return false;
    throw error;
  }
}
