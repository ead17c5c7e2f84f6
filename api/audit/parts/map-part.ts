/** The stored map, against what was worked out again from the log. */

import type { CheckedLog } from "../log/check-log.ts";
import { STATE_AT, STATE_RECORD } from "../log/take.ts";
import { type CheckedMap, checkMap } from "../map/check-map.ts";
import { mapTruth } from "../map/truth.ts";
import type { Sorter } from "../spool/sorter.ts";
import type { CheckedStreams } from "../streams/check-streams.ts";
import { guarded } from "./guarded.ts";
import { versionSizes } from "./log-part.ts";
import type { WholeAudit } from "./whole.ts";

export async function checkStoredMap(
  audit: WholeAudit,
  log: CheckedLog,
  streams: CheckedStreams,
): Promise<CheckedMap | null> {
  const { scene } = audit;
  const { map } = scene.snapshots;
  if (typeof map === "string") return null;
  const states = await stateRoots(log, new Set(await versionSizes(scene)));
  const found = new Set(streams.found);
  const { unknownFrom } = streams;
  return guarded(scene.findings, { place: "map.pages" }, async () => {
    scene.steps.expect("pages", await map.count("pages"));
    return checkMap(
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
        sizesByRoot: () => sizesByRoot(log),
        needed: states.needed,
        isThere: (id) =>
          audit.freshMap(async (fresh) => (await fresh.rows("pages", [[id]]))[0] !== null),
        directory: scene.directory,
        onPages: (pages) => scene.steps.done("pages", pages),
      },
      scene.findings,
    );
  });
}

/** What the state entries say of the map: there may be millions of them, of which these alone are kept. */
async function stateRoots({ states, sealed }: CheckedLog, wanted: ReadonlySet<number>) {
  const bySize = new Map<number, Buffer>();
  let needed = 0;
  for await (const { index, mapSize, root } of statesIn(states)) {
    if (wanted.has(mapSize)) bySize.set(mapSize, Buffer.from(root));
    if (index < sealed) needed = mapSize;
  }
  return { bySize, needed };
}

/** Map sizes of the state entries, by their roots (latin1). Of a root that stands for several sizes, the last. */
async function sizesByRoot({ states }: CheckedLog): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { mapSize, root } of statesIn(states)) {
    sizes.set(root.toString("latin1"), mapSize);
  }
  return sizes;
}

/** In the order of the log. `root` is good until the next one. */
async function* statesIn(states: Sorter) {
  for await (const page of states.sorted()) {
    for (let at = 0; at < page.length; at += STATE_RECORD) {
      yield {
        index: page.readUIntBE(at, 6),
        mapSize: page.readUIntBE(at + STATE_AT.mapSize + 1, 6),
        root: page.subarray(at + STATE_AT.mapRoot, at + STATE_RECORD),
      };
    }
  }
}
