/** What the contract says of the ledger itself. */
import { concat } from "../../../portal/verify/bytes.ts";
import { parseVkey } from "../../../portal/verify/note.ts";
import { sha256 } from "../../core/hash.ts";
import type { OwnKey } from "../../log/own-note.ts";
import type { AuditScene } from "../scene.ts";
import type { ChainFacts } from "./read-chain.ts";

export interface LedgerOnChain {
  readonly facts: ChainFacts;
  readonly logKey: OwnKey;
  /** Entries in the database. */
  readonly entries: number;
  readonly sizeNow: () => Promise<number>;
}

export async function checkLedgerOnChain(
  { policy, findings }: AuditScene,
  { facts, logKey, entries, sizeNow }: LedgerOnChain,
): Promise<void> {
  const { ledger, chainId, headSize } = facts;
  const hash = `0x${sha256(concat(Uint8Array.of(0x01), parseVkey(logKey.vkey).publicKey)).toString("hex")}`;
  if (chainId !== policy.chainId || ledger === null || ledger.logKeyHash !== hash) {
    const key = { ledgerId: policy.ledgerId.slice(0, 18) };
    findings.add({ place: "chain", key, kind: "contradicts", cause: "chain_ledger" });
    return;
  }
  if (headSize > entries && headSize > (await sizeNow())) {
    const key = { size: headSize };
    findings.add({ place: "chain", key, kind: "contradicts", cause: "chain_head_ahead" });
  }
}
