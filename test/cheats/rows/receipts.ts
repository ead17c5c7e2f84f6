/** Promises that are not kept, or given twice. */
import { coverReader } from "../../../api/anchor/cover.ts";
import { asContractAddress, asLedgerId } from "../../../portal/verify/brands.ts";
import { hexEncode } from "../../../portal/verify/bytes.ts";
import { verifyReceipt } from "../../../portal/verify/receipt.ts";
import { judge } from "../../../scripts/cli/receipt/judge.ts";
import { CHAIN_ID, CONTRACT, LEDGER_ID } from "../../../scripts/vectors/build.ts";
import { anna, CONSENT } from "../../../scripts/vectors/streams/story.ts";
import { seed } from "../../../scripts/vectors/world.ts";
import { madeUpRpc } from "../../helpers/anchored-chain.ts";
import { promisedLog, sourceOf } from "../../helpers/promised-log.ts";
import { type Cheat, cheat, type Look } from "../cheat.ts";
import { compares, type Held } from "../comparing.ts";
import { day, Firm, type Promised, seconds } from "../firm.ts";
import { pinned } from "../readers.ts";

const PLACE = {
  chainId: CHAIN_ID,
  contract: asContractAddress(CONTRACT),
  ledgerId: asLedgerId(LEDGER_ID),
};
const DUE = day(10);
const LATE = day(12);

interface Kept {
  readonly firm: Firm;
  readonly receipt: string;
  /** Size and day of each anchor. */
  readonly anchors: readonly (readonly [size: number, on: number])[];
  /** The tiles that are served are those of this ledger. */
  readonly tiles?: Firm;
}

/** `counterfoil receipt`: the word, and why. The chain's last block is of the 20th. */
async function status({ firm, receipt, anchors, tiles = firm }: Kept): Promise<string> {
  const blocks = anchors.map(([size, on]) => ({
    time: seconds(day(on)),
    anchors: [{ size, root: `0x${hexEncode(firm.root(size))}` }],
  }));
  const all = [{ time: seconds(day(1)), anchors: [] }, ...blocks];
  const node = { ...PLACE, blocks: [...all, { time: seconds(day(20)), anchors: [] }] };
  const ask = coverReader(madeUpRpc({ ...node, final: all.length }));
  const served = promisedLog(tiles.log().leaves);
  const source = sourceOf(new Map(anchors.flatMap(([size]) => [...served.tiles(size)])));
  const policy = pinned();
  const judged = await judge(verifyReceipt(receipt, policy), { policy, ask, source, now: 0 });
  return judged.status === "kept" ? "kept" : `${judged.status} ${judged.code}`;
}

const tells = (cheat: string, of: Pick<Look<Kept>, "of"> = {}): Look<Kept> => ({
  ...{ by: "receipt", honest: "kept", cheat, ...of },
  sees: status,
});

/** Something that came before; then what is promised, or another thing in its place. */
function begun() {
  const firm = new Firm();
  const given = firm.consent("given", 2);
  firm.state(day(3));
  firm.consent("confirmed", 3);
  return { firm, given };
}

const ANCHORED = [
  [3, 5],
  [6, 9],
] as const;

/** The entry that is promised is `promised`; `instead` is what the ledger then has there. */
function promise(
  instead: ((firm: Firm) => void) | null,
): Kept & Held & { readonly given: Promised } {
  const promised = begun();
  const given = promised.firm.consent("withdrawn", 4);
  const { firm } = begun();
  if (instead === null) firm.consent("withdrawn", 4);
  else instead(firm);
  firm.state(day(5));
  const receipt = firm.receipt(given, DUE);
  // The last entry but one of the log is a sibling on the way of the last.
  const seen = firm.absent(anna, CONSENT);
  return { firm, given, receipt, anchors: ANCHORED, held: [receipt, seen] };
}

const neverAnchored = cheat(
  "promise-never-anchored",
  (cheats: boolean) => ({ ...promise(null), anchors: cheats ? ANCHORED.slice(0, 1) : ANCHORED }),
  [tells("broken never_anchored")],
);

const late = cheat(
  "promise-anchored-late",
  (cheats: boolean) => ({
    ...promise(null),
    anchors: [ANCHORED[0], cheats ? ([6, 11] as const) : ANCHORED[1]],
  }),
  [tells("broken anchored_late")],
);

const otherLeaf = cheat(
  "promised-index-holds-another-entry",
  (cheats: boolean) => promise(cheats ? (firm) => void firm.consent("given", 4) : null),
  [
    tells("broken other_entry"),
    compares("the receipt, and a file of the log", "DIVERGED receipt_leaf"),
  ],
);

const voided = cheat(
  "void-over-a-promise",
  (cheats: boolean) => promise(cheats ? (firm) => firm.lost() : null),
  [
    tells("broken void_entry"),
    compares("the receipt, and a file of the log", "DIVERGED receipt_void"),
  ],
);

/** One of the two is kept; whoever holds the other finds out. */
const twoReceipts = cheat(
  "two-receipts-for-one-index",
  (cheats: boolean) => {
    const told = promise(null);
    const other = {
      index: told.given.index,
      leaf: cheats ? seed("another leaf") : told.given.leaf,
    };
    const second = told.firm.receipt(other, DUE);
    return { ...told, second, held: [told.receipt, second] };
  },
  [
    tells("kept", { of: "the receipt of what was recorded" }),
    {
      ...tells("broken other_entry", { of: "the other receipt" }),
      sees: ({ second, ...told }) => status({ ...told, receipt: second }),
    },
    compares("both receipts", "DIVERGED two_receipts"),
  ],
);

/** The same promise with more time, when somebody asks for it again. */
const deadlineMoved = cheat(
  "deadline-moved",
  (cheats: boolean) => {
    const told = promise(null);
    const anchors = [ANCHORED[0], cheats ? ([6, 11] as const) : ANCHORED[1]];
    const later = told.firm.receipt(told.given, cheats ? LATE : DUE);
    return { ...told, anchors, later, held: [told.receipt, later] };
  },
  [
    tells("broken anchored_late", { of: "the receipt that was given first" }),
    {
      ...tells("kept", { of: "the one that was given later" }),
      sees: ({ later, ...told }) => status({ ...told, receipt: later }),
    },
    compares("both receipts", "nothing"),
  ],
);

/** Hash tiles made for one reader: they do not give the root that the chain has. */
const falseTiles = cheat(
  "hash-tiles-of-another-tree",
  (cheats: boolean) => {
    const told = promise(null);
    const other = promise((firm) => void firm.consent("given", 4)).firm;
    return { ...told, ...(cheats && { tiles: other }) };
  },
  [tells("cannot_tell tiles_wrong")],
);

export const RECEIPT_CHEATS: readonly Cheat[] = [
  neverAnchored,
  late,
  otherLeaf,
  voided,
  twoReceipts,
  deadlineMoved,
  falseTiles,
];
