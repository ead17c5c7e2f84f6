/** The stored map, against what was worked out again from the log. */

import type { CheckedLog } from "../log/check-log.ts";
import { STATE_AT, STATE_RECORD } from "../log/take.ts";
import { type CheckedMap, checkMap } from "../map/check-map.ts";
import { mapTruth } from "../map/truth.ts";
import type { CheckedStreams } from "../streams/check-streams.ts";
import { guarded } from "./guarded.ts";
import type { WholeAudit } from "./whole.ts";

export async function checkStoredMap(
  audit: WholeAudit,
  log: CheckedLog,
  streams: CheckedStreams,
): Promise<CheckedMap | null> {
  const { scene } = audit;
  const { map } = scene.snapshots;
  if (typeof map === "string") return null;
  const states = await stateRoots(log);
  const found = new Set(streams.found);
  const { unknownFrom } = streams;
  scene.steps.expect("pages", await map.count("pages"));
  return guarded(scene.findings, { place: "map.pages" }, () =>
    checkMap(
      {
        map,
        truth: mapTruth({
          ...{ moves: log.moves, placed: streams.placed },
          isFound: (index) => found.has(index),
        }),
        entries: log.size,
        rootAt: (mapSize) =>
          unknownFrom !== null && mapSize > unknownFrom
            ? (states.bySize.get(mapSize) ?? null)
            : (streams.roots.get(mapSize) ?? null),
        isState: (mapSize) => states.bySize.has(mapSize),
        sizeOfRoot: (root) => states.byRoot.get(root) ?? null,
        needed: states.newestBelow(log.sealed),
        isThere: (id) =>
          audit.freshMap(async (fresh) => (await fresh.rows("pages", [[id]]))[0] !== null),
        directory: scene.directory,
        onPages: (pages) => scene.steps.done("pages", pages),
      },
      scene.findings,
    ),
  );
}

/** What the state entries say of the map. */
async function stateRoots({ states }: CheckedLog) {
  const bySize = new Map<number, Buffer>();
  const byRoot = new Map<string, number>();
  const closing: { index: number; mapSize: number }[] = [];
  for await (const page of states.sorted()) {
    for (let at = 0; at < page.length; at += STATE_RECORD) {
      const mapSize = page.readUIntBE(at + STATE_AT.mapSize + 1, 6);
      const root = Buffer.from(page.subarray(at + STATE_AT.mapRoot, at + STATE_RECORD));
      bySize.set(mapSize, root);
      byRoot.set(root.toString("latin1"), mapSize);
      closing.push({ index: page.readUIntBE(at, 6), mapSize });
    }
  }
  return {
    bySize,
    byRoot,
    newestBelow: (size: number): number =>
      closing.findLast(({ index }) => index < size)?.mapSize ?? 0,
  };
}
