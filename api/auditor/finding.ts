/** What an auditor refuses for: the firm's own signature, or the chain, against a rule of the log. */
import type { Misbehaviour as Proof } from "../../portal/verify/misbehaviour.ts";
import type { ReplayBreak } from "../../portal/verify/replay-log.ts";

/**
 * - `two_roots`: the log's key signed two trees of one size.
 * - `prefix`: it signed a tree that does not begin with one that it signed before.
 * - a broken rule of FORMAT §7, of the entries under a checkpoint that it signed.
 * - `chain_diverged`: the chain has another root for a size than follows from the entries.
 * - `chain_rewritten`: the chain does not have any more what was final before.
 * - `dropped_tail`: for too long the log has not served what the chain holds, or what its key has signed.
 */
export const FINDINGS = [
  "two_roots",
  "prefix",
  "entry_form",
  "seq",
  "prev",
  "map_beyond",
  "map_behind",
  "map_root",
  "end",
  "chain_diverged",
  "chain_rewritten",
  "dropped_tail",
] as const satisfies readonly (ReplayBreak | string)[];
export type FindingCode = (typeof FINDINGS)[number];

export type EvidenceValue = string | number | null | readonly EvidenceValue[] | EvidenceObject;
export interface EvidenceObject {
  readonly [name: string]: EvidenceValue;
}

/** Thrown out of a round. It ends all cosigning, until a person has looked at it. */
export class Finding extends Error {
  readonly code: FindingCode;
  /** All bytes that show it, in base64, and notes as text. */
  readonly evidence: EvidenceObject;
  /** The same as a proof that verifies by itself (FORMAT §14), where the kind of it is compact. */
  readonly proof: Proof | null;

  constructor(code: FindingCode, evidence: EvidenceObject, proof: Proof | null) {
    super(code);
    this.name = "Finding";
    this.code = code;
    this.evidence = evidence;
    this.proof = proof;
  }
}
