/**
 * How far a succession has come: a file among the keys, from the moment on in which the chain may hear of it until the ledger here is
 * the successor. Each stage can be repeated, so a process that was killed between two of them goes on with the next.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  asContractAddress,
  asLedgerId,
  asRootHash,
  asTreeSize,
  type ContractAddress,
  type LedgerId,
  type RootHash,
  type TreeSize,
} from "../../../portal/verify/brands.ts";
import { base64Decode, base64Encode } from "../../../portal/verify/bytes.ts";
import { Refusal } from "../../core/errors.ts";
import { writeDurably } from "../../core/files.ts";

/**
 * What has been done:
 *
 * - `prepared`: the successor's keys are on the disk; the transaction may have been sent.
 * - `closed`: the chain has closed the ledger in favour of the successor.
 * - `retired`: the former keys are kept in `retired/<number>/`.
 * - `switched`: keys and database are the successor's; its own record and first checkpoint may be missing.
 */
export const STAGES = ["prepared", "closed", "retired", "switched"] as const;
export type Stage = (typeof STAGES)[number];

export interface Journal {
  readonly stage: Stage;
  /** Names the directory of the retired keys: 1 for the first succession. */
  readonly number: number;
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly predecessor: {
    readonly ledgerId: LedgerId;
    readonly origin: string;
    /** The chain's head of the successor. */
    readonly size: TreeSize;
    readonly root: RootHash;
  };
  readonly successor: { readonly ledgerId: LedgerId; readonly origin: string };
  /** Addresses: who closes the ledger, and who anchors the successor. */
  readonly owner: string;
  readonly anchorer: string;
  /** Whether the anchorer's key was made for the successor, and lies among its keys. */
  readonly newAnchorer: boolean;
}

const FORMAT = "counterfoil/succession/v1";

export const journalFile = (keysDirectory: string): string =>
  join(keysDirectory, "succession.json");

export function formatJournal({ predecessor, ...rest }: Journal): string {
  const root = base64Encode(predecessor.root);
  const value = { format: FORMAT, ...rest, predecessor: { ...predecessor, root } };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Null unless it is what {@link formatJournal} writes, member for member. */
export function parseJournal(text: string): Journal | null {
  try {
    const { format, stage, number, predecessor, successor, ...rest } = JSON.parse(text);
    const journal: Journal = {
      stage,
      number: asTreeSize(number),
      chainId: asTreeSize(rest.chainId),
      contract: asContractAddress(rest.contract),
      predecessor: {
        ledgerId: asLedgerId(predecessor.ledgerId),
        origin: predecessor.origin,
        size: asTreeSize(predecessor.size),
        root: asRootHash(base64Decode(predecessor.root)),
      },
      successor: { ledgerId: asLedgerId(successor.ledgerId), origin: successor.origin },
      owner: asContractAddress(rest.owner),
      anchorer: asContractAddress(rest.anchorer),
      newAnchorer: rest.newAnchorer === true,
    };
    const known = format === FORMAT && STAGES.includes(journal.stage);
    const same = JSON.stringify(sorted(JSON.parse(formatJournal(journal))));
    return known && same === JSON.stringify(sorted(JSON.parse(text))) ? journal : null;
  } catch {
    return null;
  }
}

/** Members in one order, at both levels. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return members.map(([name, each]) => [name, sorted(each)]);
}

/** Null if no succession is under way. @throws Refusal `damaged` for a file that is none of ours */
export async function readJournal(keysDirectory: string): Promise<Journal | null> {
  const text = await readFile(journalFile(keysDirectory), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );
  if (text === null) return null;
  const journal = parseJournal(text);
  if (journal === null)
    throw new Refusal("damaged", { what: "key", index: -1, id: "succession.json" });
  return journal;
}

/** Durable when it resolves. */
export function writeJournal(keysDirectory: string, journal: Journal): Promise<void> {
  return writeDurably(journalFile(keysDirectory), formatJournal(journal));
}

/**
 * A server must not start between two ledgers.
 *
 * @throws Refusal `succession_unfinished`, which says how to go on
 */
export async function assertNoUnfinishedSuccession(keysDirectory: string): Promise<void> {
  const journal = await readJournal(keysDirectory);
  if (journal === null) return;
  throw new Refusal("succession_unfinished", { origin: journal.successor.origin });
}
