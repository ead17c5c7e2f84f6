/** Making and sending the transaction of one anchor: known to the store before it is known to anybody else. */
import type { Clock } from "../core/clock.ts";
import { Misbehaviour } from "../core/errors.ts";
import type { AnchorRow, StoredCheckpoint } from "../store/store.ts";
import type { ContractRefusal } from "./abi.ts";
import type { AnchorStore } from "./anchor-store.ts";
import type { LedgerClient, SignedAnchor } from "./contract.ts";
import { disagreement } from "./divergence.ts";
import { AnchorFailure, type AnchorFailureCode } from "./failures.ts";
import type { Fees } from "./fees.ts";
import type { ChainHead } from "./views.ts";

/** The RFC 9162 consistency proof between two sizes of the log; empty from size 0. */
export type ProofSource = (size1: number, size2: number) => Promise<readonly Uint8Array[]>;

export interface SendContext {
  readonly client: LedgerClient;
  readonly store: AnchorStore;
  readonly clock: Clock;
  readonly consistencyProof: ProofSource;
}

/** An eighth more each time: five raises nearly double the offer. */
const MOST_RAISES = 5;

/**
 * Sends, or sends again, the anchor of a size on top of the chain's head. Calling it twice is safe: the contract takes a size once.
 * Answers the row as stored; null if nothing was stored because the contract would not take it just now.
 */
export async function sendAnchor(
  context: SendContext,
  size: number,
  head: ChainHead,
  replaces: Fees | null,
): Promise<AnchorRow | null> {
  const { client, store } = context;
  const checkpoint = await store.checkpoint(size);
  if (checkpoint === null) throw new Error("no checkpoint of the size to anchor");
  const proof = await context.consistencyProof(head.size, size);
  let row: AnchorRow | null = null;
  let former = replaces;
  for (let raise = 0; raise <= MOST_RAISES; raise += 1) {
    const nonce = await client.nextNonce();
    const call = { size, root: checkpoint.root, proof, nonce, replaces: former };
    const prepared = await client.prepare(call);
    if (prepared.outcome === "enough_offered") return row;
    if (prepared.outcome === "refused") {
      explain(prepared.refusal, client, head, checkpoint);
      return row;
    }
    row = rowOf(context.clock, checkpoint, prepared.signed);
    await store.putAnchor(row);
    const delivery = await client.send(prepared.signed);
    if (delivery === "no_funds") throw new AnchorFailure("no_funds");
    // A used nonce: something of ours was mined meanwhile. The next round looks what.
    if (delivery !== "underpriced") return row;
    former = prepared.signed.fees;
  }
  return row;
}

function rowOf(clock: Clock, checkpoint: StoredCheckpoint, signed: SignedAnchor): AnchorRow {
  return {
    size: checkpoint.size,
    state: "pending",
    transaction: signed.hash,
    nonce: signed.nonce,
    block: null,
    blockHash: null,
    blockTime: null,
    previousSize: null,
    gasUsed: null,
    gasPrice: null,
    updatedAt: clock.now(),
  };
}

const FAILURES: Readonly<Record<string, AnchorFailureCode>> = {
  UnknownLedger: "ledger_gone",
  LedgerClosed: "ledger_closed",
  NotAnchorer: "not_anchorer",
};

/** Returns where the head has moved since we read it (the next round sees it anew); throws for everything that stays. */
function explain(
  refusal: ContractRefusal,
  client: LedgerClient,
  head: ChainHead,
  checkpoint: StoredCheckpoint,
): void {
  if (refusal.name === "SizeNotGrowing") return;
  if (refusal.name !== "InvalidConsistencyProof") {
    throw new AnchorFailure(FAILURES[refusal.name] ?? "refused_by_contract");
  }
  if (refusal.args[1] !== BigInt(head.size)) return;
  const { evidence } = disagreement("checkpoint_not_extending", client, head, checkpoint);
  throw new Misbehaviour("checkpoint_not_extending", evidence);
}
