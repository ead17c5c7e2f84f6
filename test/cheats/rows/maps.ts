/** Maps that are not those of the entries. */

import { equalBytes } from "../../../portal/verify/bytes.ts";
import type { MapLeaf } from "../../../scripts/vectors/streams/map.ts";
import { keyOf } from "../../../scripts/vectors/streams/people.ts";
import { anna, CONSENT, mei } from "../../../scripts/vectors/streams/story.ts";
import { seed } from "../../../scripts/vectors/world.ts";
import { audits, looksIn } from "../auditing.ts";
import { type Cheat, cheat } from "../cheat.ts";
import { compares } from "../comparing.ts";
import { day, Firm } from "../firm.ts";
import { judge, replays, replaysLog, verifies } from "../readers.ts";

const isOf = (key: Uint8Array) => (leaf: MapLeaf) => equalBytes(leaf.key, key);
const own = keyOf(mei, CONSENT);

function given() {
  const firm = new Firm();
  const event = firm.consent("given", 2);
  firm.state(day(3));
  return { firm, event };
}

const withoutStream = cheat(
  "map-without-a-stream",
  (cheats: boolean) => {
    const { firm } = given();
    const withdrawn = firm.consent("withdrawn", 4);
    const map = firm.heads().filter((leaf) => !isOf(own)(leaf));
    firm.state(day(5), cheats ? { map } : {});
    const shown = firm.absent(cheats ? mei : anna, CONSENT);
    return { firm, shown, held: [shown, firm.record(withdrawn)] };
  },
  [
    verifies("NOT_REPLAYED not_replayed"),
    replays("DIVERGED replay_map_root"),
    audits("refuses map_root"),
    looksIn("finds remote_map_root"),
    compares("the absence and a record", "DIVERGED map_absent"),
  ],
);

const olderEntry = cheat(
  "map-names-an-older-entry",
  (cheats: boolean) => {
    const { firm, event } = given();
    const withdrawn = firm.consent("withdrawn", 4);
    const map = firm
      .heads()
      .map((leaf) => (isOf(own)(leaf) ? { key: own, value: event.leaf } : leaf));
    firm.state(day(5), cheats ? { map } : {});
    const shown = firm.history(cheats ? [event] : [event, withdrawn]);
    return { firm, shown, held: [shown, firm.record(withdrawn)] };
  },
  [
    verifies("NOT_REPLAYED not_replayed"),
    replays("DIVERGED replay_map_root"),
    audits("refuses map_root"),
    compares("the history and the newest record", "DIVERGED map_stale"),
  ],
);

const wrongRoot = cheat(
  "wrong-map-root",
  (cheats: boolean) => {
    const { firm, event } = given();
    const withdrawn = firm.consent("withdrawn", 4);
    firm.state(day(5), cheats ? { root: seed("no map at all") } : {});
    const shown = firm.history([event, withdrawn]);
    return { firm, shown, held: [shown, firm.history([event], { size: 3 })] };
  },
  [
    verifies("INVALID map_mismatch"),
    replaysLog("map_root"),
    audits("refuses map_root"),
    compares("the file and an older one", "nothing"),
  ],
);

/** A true map of its time, under newer checkpoints, while the log goes on. */
const stale = cheat(
  "stale-map",
  (cheats: boolean) => {
    const { firm, event } = given();
    const before = { map: firm.heads(), mapSize: 2 };
    const withdrawn = firm.consent("withdrawn", 4);
    firm.state(day(5), cheats ? before : {});
    const shown = firm.history(cheats ? [event] : [event, withdrawn]);
    return { firm, shown, held: [shown, firm.checkpoint(3)] };
  },
  [
    verifies("NOT_REPLAYED not_replayed"),
    replays("DIVERGED replay_map_behind"),
    audits("refuses map_behind, keeps DIVERGED map_behind"),
    compares("the file and an older checkpoint", "DIVERGED map_behind"),
  ],
);

/** A map may be over less than all entries before it, as long as it is over the state entry before. */
const lagging = cheat(
  "map-leaves-out-the-last-batch",
  (cheats: boolean) => {
    const { firm, event } = given();
    const before = { map: firm.heads(), mapSize: 3 };
    const withdrawn = firm.consent("withdrawn", 4);
    firm.state(day(5), cheats ? before : {});
    const shown = firm.history(cheats ? [event] : [event, withdrawn]);
    return { firm, shown, held: [shown, firm.record(withdrawn)] };
  },
  [
    {
      by: "verify",
      of: "the entries that the verdict says it is not about",
      sees: async ({ firm, shown }) => `${(await judge(firm, shown)).stream?.gap}`,
      honest: "0",
      cheat: "1",
    },
    verifies("VERIFIED", { of: "the word alone" }),
    replays("VERIFIED", { of: "the word alone" }),

    audits("cosigns"),
    compares("the history and the newest record", "nothing"),
  ],
);

/** The state entry of an older checkpoint, handed over as that of a newer one. */
const olderState = cheat(
  "older-map-under-a-newer-checkpoint",
  (cheats: boolean) => {
    const { firm, event } = given();
    const withdrawn = firm.consent("withdrawn", 4);
    const state = firm.states.get(2)!;
    firm.state(day(5));
    if (cheats) firm.states.set(firm.size - 1, state);
    return { firm, shown: firm.history(cheats ? [event] : [event, withdrawn]) };
  },
  [verifies("INVALID state_not_last")],
);

const beyond = cheat(
  "map-beyond-the-log",
  (cheats: boolean) => {
    const { firm, event } = given();
    const withdrawn = firm.consent("withdrawn", 4);
    firm.state(day(5), cheats ? { mapSize: 5 } : {});
    const shown = firm.history([event, withdrawn]);
    return { firm, shown, held: [shown] };
  },
  [
    verifies("INVALID state_map_size"),
    replaysLog("map_beyond"),
    audits("refuses map_beyond, keeps DIVERGED map_beyond"),
    compares("the file alone", "DIVERGED map_beyond"),
  ],
);

const noStateEnd = cheat(
  "checkpoint-without-a-map",
  (cheats: boolean) => {
    const { firm, event } = given();
    const state = firm.states.get(2)!;
    if (!cheats) return { firm, shown: firm.history([event]) };
    // Something is recorded behind the last state entry, and signed at once.
    firm.consent("withdrawn", 4);
    firm.states.set(firm.size - 1, state);
    return { firm, shown: firm.history([event]) };
  },
  [
    verifies("INVALID state_not_last"),
    replaysLog("end"),
    audits("refuses end, keeps DIVERGED no_state_end"),
  ],
);

export const MAP_CHEATS: readonly Cheat[] = [
  withoutStream,
  olderEntry,
  wrongRoot,
  stale,
  lagging,
  olderState,
  beyond,
  noStateEnd,
];
