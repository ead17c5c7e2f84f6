/** A kept promise becomes proof, without the firm: from the chain, hash tiles, a checkpoint that anybody has, and the holder's own file. */
import type { FinalAnchor } from "../../../api/anchor/anchors-down.ts";
import { equalBytes, hexDecode, utf8Encode } from "../../../portal/verify/bytes.ts";
import type { AskChain } from "../../../portal/verify/chain.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { decodeDisclosure } from "../../../portal/verify/disclosure.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { encodeEvidence } from "../../../portal/verify/evidence.ts";
import { verifyNote } from "../../../portal/verify/note.ts";
import { logKeyFor, type Policy } from "../../../portal/verify/policy.ts";
import type { Receipt } from "../../../portal/verify/receipt.ts";
import { formatTlogProof } from "../../../portal/verify/tlog-proof.ts";
import type { VerdictWord } from "../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import type { ReceiptFile } from "./file.ts";
import { type Place, placeUnder } from "./place.ts";
import type { LogSource } from "./source.ts";

export interface Upgraded {
  readonly kind: "record" | "tlog-proof";
  readonly bytes: Uint8Array;
  readonly size: number;
  /** Block of the anchor, as far as the node told. */
  readonly block: number | null;
}

/**
 * `no_checkpoint`: nowhere a signed checkpoint of a size that is anchored for good; `tiles`: nor the tiles to prove the entry under it;
 * `diverges`: a checkpoint is signed by the log key and has another root than the chain; `not_verified`: the kernel finds something else
 * wrong, by its word.
 */
export type UpgradeFailure =
  | { readonly failure: "no_checkpoint" | "tiles" | "diverges"; readonly word: null }
  | { readonly failure: "not_verified"; readonly word: VerdictWord };

export interface UpgradeOptions {
  readonly policy: Policy;
  readonly source: LogSource;
  /** The greatest size first. */
  readonly anchors: AsyncIterable<FinalAnchor>;
  readonly ask: AskChain;
  readonly now: number;
}

/** @param file whose receipt is `receipt`, and whose entry stands where it was promised */
export async function upgrade(
  file: ReceiptFile,
  receipt: Receipt,
  options: UpgradeOptions,
): Promise<Upgraded | UpgradeFailure> {
  let failure: "no_checkpoint" | "tiles" = "no_checkpoint";
  for await (const anchor of options.anchors) {
    // Some have no other checkpoint than the newest.
    const { checkpoint } = options.source;
    const note = (await checkpoint(anchor.size)) ?? (await checkpoint(null));
    const said = note === null ? "none" : readCheckpoint(note, anchor, options.policy);
    if (said === "diverges") return { failure: "diverges", word: null };
    if (note === null || said === "none") continue;
    const place = await placeUnder(options.source, receipt, anchor.size, anchor.root);
    if (typeof place !== "string" && place.at === "promised") {
      return file.entry !== null && file.disclosures !== null
        ? record(
            { ...file, entry: file.entry, disclosures: file.disclosures },
            receipt,
            { note, anchor, place },
            options,
          )
        : tlogProof(file, receipt, { note, anchor, place });
    }
    failure = "tiles";
  }
  return { failure, word: null };
}

/** Whether a note is what the chain has of this size. */
function readCheckpoint(
  note: string,
  { size, root }: FinalAnchor,
  policy: Policy,
): "fits" | "diverges" | "none" {
  const key = logKeyFor(policy, size);
  if (key === null) return "none";
  try {
    const said = parseCheckpoint(verifyNote(note, [key]).text);
    if (said.size !== size || said.origin !== key.name) return "none";
    return equalBytes(said.root, hexDecode(root.slice(2))) ? "fits" : "diverges";
  } catch (error) {
    if (error instanceof FormatError) return "none";
    throw error;
  }
}

interface Ground {
  readonly note: string;
  readonly anchor: FinalAnchor;
  readonly place: Place;
}

/** A file with all fields disclosed, as the ledger itself would give it (FORMAT §11.1); the kernel has the last word on it. */
async function record(
  { entry, disclosures }: { entry: Uint8Array; disclosures: readonly string[] },
  { index }: Receipt,
  { note, anchor: { size, block }, place: { inclusion } }: Ground,
  { policy, ask, now }: UpgradeOptions,
): Promise<Upgraded | UpgradeFailure> {
  const { chainId, contract, ledgerId } = policy;
  const bytes = encodeEvidence({
    claim: "record",
    record: {
      ...{ entry, inclusion, index },
      fields: disclosures.map((disclosure) => ({ disclosure })),
      names: disclosures.map((one) => decodeDisclosure(one).name),
    },
    checkpoint: note,
    anchor: block === null ? null : { block, chainId, contract, ledgerId },
  });
  const { word } = await verifyEvidence(bytes, { policy, ask, now });
  // Old, but whole: how old a file may be is for its readers.
  if (word !== "VERIFIED" && word !== "STALE") return { failure: "not_verified", word };
  return { kind: "record", bytes, size, block };
}

function tlogProof(
  { entry }: ReceiptFile,
  { index }: Receipt,
  { note, anchor: { size, block }, place: { inclusion } }: Ground,
): Upgraded {
  const text = formatTlogProof({ index, inclusion, entry, checkpoint: note });
  return { kind: "tlog-proof", bytes: utf8Encode(text), size, block };
}
