/** A map that fails while a log is replayed, and one that is ahead of the entries. */
import { expect, it } from "vitest";
import type { Piece } from "../../../api/auditor/pieces.ts";
import { openReplica } from "../../../api/auditor/replica.ts";
import { Refusal } from "../../../api/core/errors.ts";
import { openStreamMap } from "../../../api/log/map/open-stream-map.ts";
import type { StreamMap } from "../../../api/log/map/stream-map.ts";
import type { Store } from "../../../api/store/store.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { memoryMapStore } from "../../helpers/store/memory-map-store.ts";
import { memoryStore } from "../../helpers/store/memory-store.ts";
import { Firm } from "./firm.ts";

async function* pieces({ entries }: Firm, begin = 0): AsyncGenerator<Piece> {
  for (let from = begin; from < entries.length; from += 16) {
    const some = entries.slice(from, from + 16);
    yield { from, entries: some, leaves: Buffer.concat(some.map(leafHash)) };
  }
}

const mapOver = (store: Store): StreamMap =>
  openStreamMap({ store: memoryMapStore(), moves: (from, to) => store.moves(from, to) });

function firmOf(states: number): Firm {
  const firm = new Firm();
  for (let i = 0; i < states; i++) firm.state();
  return firm;
}

it("takes no more than a few entries while the map fails, and all when it does not", async () => {
  const firm = firmOf(800);
  const store = memoryStore();
  const real = mapOver(store);
  let fails = true;
  const down = (): Promise<never> => Promise.reject(new Error("map down"));
  const map = { ...real, rootAt: (at: number) => (fails ? down() : real.rootAt(at)) };
  const replica = await openReplica({ store, map, chunk: 16 });
  await expect(replica.append(pieces(firm))).rejects.toThrow("map down");
  const taken = await replica.size();
  expect(taken).toBeLessThan(400);
  for (let i = 0; i < 3; i++) {
    await expect(replica.append(pieces(firm, taken))).rejects.toThrow("map down");
    expect(await replica.size()).toBe(taken);
  }
  await expect(openReplica({ store, map })).rejects.toThrow("map down");
  fails = false;
  expect(await replica.append(pieces(firm, taken))).toBeNull();
  expect(await replica.root(firm.entries.length)).toEqual(firm.root());
});

const ahead = async (backTo: StreamMap["backTo"]) => {
  const store = memoryStore();
  const map = mapOver(store);
  const replica = await openReplica({ store, map });
  expect(await replica.append(pieces(firmOf(3)))).toBeNull();
  let cleared = 0;
  const clear = (): Promise<void> => {
    cleared += 1;
    return map.clear();
  };
  const opened = openReplica({ store, map: { ...map, size: async () => 99, backTo, clear } });
  return { opened, cleared: () => cleared };
};

it("makes a map anew that is ahead and damaged, and swallows no other error", async () => {
  const damaged = await ahead(() =>
    Promise.reject(new Refusal("damaged", { what: "map", index: 0 })),
  );
  await damaged.opened;
  expect(damaged.cleared()).toBe(1);
  const broken = await ahead(() => Promise.reject(new Error("a fault")));
  await expect(broken.opened).rejects.toThrow("a fault");
  expect(broken.cleared()).toBe(0);
});
