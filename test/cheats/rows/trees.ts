/** Trees that do not go together, and those that are not shown any more. */
import { type Audited, audit, auditOnce, audits, type Followed, looksIn } from "../auditing.ts";
import { type Cheat, cheat } from "../cheat.ts";
import { compares } from "../comparing.ts";
import { day, Firm, seconds } from "../firm.ts";
import { pinned, type Shown, verifies, verify } from "../readers.ts";

/** One event, sealed; then another, sealed. The other view has something else as the second. */
function view(second: string) {
  const firm = new Firm();
  const events = [firm.consent("given", 2)];
  firm.state(day(4));
  events.push(firm.consent(second, 5));
  firm.state(day(6));
  return { firm, events };
}

interface Split extends Shown, Audited {
  /** What the two readers hold. */
  readonly held: readonly Uint8Array[];
  /** Who is never shown anything else, and asks the chain. */
  readonly other: { readonly followed: Followed };
}

/** The chain holds the one view; a reader is shown the other, or the same. */
function split(cheats: boolean, ...anchored: readonly number[]): Split {
  const ours = view("withdrawn");
  const other = view(cheats ? "given" : "withdrawn");
  const ask = ours.firm.chain(...anchored.map((size) => ({ size })));
  const servings = [{ firm: ours.firm }, { firm: other.firm }];
  return {
    ...{ firm: other.firm, shown: other.firm.history(other.events), ask },
    held: [ours.firm.history(ours.events), other.firm.history(other.events)],
    followed: { servings },
    other: {
      followed: {
        servings: [{ firm: other.firm, anchored: { firm: ours.firm, sizes: anchored } }],
      },
    },
  };
}

const splitView = cheat("split-view", (cheats: boolean) => split(cheats, 3, 5), [
  verifies("DIVERGED root_differs"),
  audits("refuses two_roots, keeps DIVERGED two_roots", { of: "both" }),
  compares("the files of both", "DIVERGED two_roots"),
  {
    ...audits("refuses chain_diverged, keeps DIVERGED off_chain", {
      of: "the one that is not on the chain",
    }),
    sees: ({ other }) => audit(other.followed),
  },
  {
    ...looksIn("finds remote_chain_diverged", { of: "the one that is not on the chain" }),
    sees: ({ other }) => auditOnce(other.followed),
  },
]);

/** The second view is of a size that is not on the chain; nor will it ever be. */
const splitBehind = cheat(
  "split-view-behind-the-anchor",
  (cheats: boolean) => (cheats ? split(true, 3) : split(false, 3, 5)),
  [
    verifies("NOT_ANCHORED not_anchored"),
    audits("refuses two_roots, keeps DIVERGED two_roots", { of: "both" }),
    compares("the files of both", "DIVERGED two_roots"),
    {
      ...audits("cosigns", { of: "the one that is not on the chain" }),
      sees: ({ other }) => audit(other.followed),
    },
  ],
);

/** A tree that was signed and shown, and then is as if it had never been: the ledger goes on from what was before it. */
const droppedTail = cheat(
  "dropped-tail",
  (cheats: boolean) => {
    const { firm, events } = view("withdrawn");
    const shown = firm.history(events);
    const other = view("given").firm;
    other.consent("withdrawn", 7);
    other.state(day(8));
    const ask = cheats
      ? other.chain({ size: 3 }, { size: 7 })
      : firm.chain({ size: 3 }, { size: 5 });
    const followed = { servings: [{ firm }, { firm: cheats ? other : firm }] };
    const after = cheats ? other : firm;
    return {
      firm,
      shown,
      ask,
      followed,
      held: [shown, after.checkpoint(), after.record(after.first)],
    };
  },
  [
    verifies("NOT_ANCHORED not_anchored"),
    audits("refuses prefix, keeps DIVERGED prefix", { of: "both" }),
    compares("the file, and one of the log as it goes on", "DIVERGED two_nodes"),
  ],
);

/** A true file of some time ago, as if nothing had come since. */
const rolledBack = cheat(
  "checkpoint-rolled-back",
  (cheats: boolean) => {
    const { firm, events } = view("withdrawn");
    const newest = firm.history(events);
    const ask = firm.chain({ size: 3, time: seconds(day(5)) }, { size: 5, time: seconds(day(22)) });
    const shown = cheats ? firm.history(events.slice(0, 1), { size: 3 }) : newest;
    return {
      firm,
      ask,
      shown,
      held: [shown, newest],
      followed: { servings: [{ firm }, { firm, size: cheats ? 3 : 5 }] },
    };
  },
  [
    {
      ...verifies("STALE too_old", { of: "a file, where the policy bounds its age" }),
      sees: ({ firm, shown, ask }) =>
        verify(firm, shown, { policy: pinned({ maxAgeSeconds: 86_400 }), ask }),
    },
    verifies("VERIFIED", { of: "a file, where the policy does not" }),
    audits("refuses dropped_tail", { of: "the log, before and after" }),
    {
      ...looksIn("finds remote_dropped_tail", { of: "the log afterwards, and the chain" }),
      sees: ({ firm, followed: { servings } }) =>
        auditOnce({
          servings: servings.map((one) => ({ ...one, anchored: { firm, sizes: [3, 5] } })),
        }),
    },
    compares("the older file and the newest one", "nothing"),
  ],
);

/** What was final is not on the chain any more. */
const anchorGone = cheat(
  "anchor-gone-from-the-chain",
  (cheats: boolean) => {
    const { firm, events } = view("withdrawn");
    const sizes = cheats ? [3] : [3, 5];
    const ask = firm.chain(...sizes.map((size) => ({ size })));
    const before = { firm, anchored: { firm, sizes: [3, 5] } };
    const servings = [before, { firm, anchored: { firm, sizes } }];
    return { firm, ask, shown: firm.history(events), followed: { servings } };
  },
  [verifies("NOT_ANCHORED not_anchored"), audits("refuses chain_rewritten"), looksIn("clean")],
);

/** The bundles hold other entries than the tree. */
const otherEntries = cheat(
  "entries-of-another-tree",
  (cheats: boolean) => {
    const { firm } = view("withdrawn");
    const { entries } = view(cheats ? "given" : "withdrawn").firm;
    return { firm, followed: { servings: [{ firm, entries }] } };
  },
  [audits("waits log_wrong"), looksIn("finds remote_served_entries")],
);

/** The hash tiles, which everybody is served, are others than the tree has; an auditor who has them already does not ask for them again. */
const otherTiles = cheat(
  "tiles-of-another-tree",
  (cheats: boolean) => {
    const { firm } = view("withdrawn");
    const tiles = view(cheats ? "given" : "withdrawn").firm;
    return { firm, followed: { servings: [{ firm }, { firm, tiles }] } };
  },
  [audits("cosigns", { of: "who has replayed it before" }), looksIn("finds remote_served_edge")],
);

export const TREE_CHEATS: readonly Cheat[] = [
  splitView,
  splitBehind,
  droppedTail,
  rolledBack,
  anchorGone,
  otherEntries,
  otherTiles,
];
