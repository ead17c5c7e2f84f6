/**
 * What is asked of a chain, and what it answers: plain data, so that a vector can carry it and any
 * client can give it. Nothing here is trusted beyond "this is what the chain said".
 */
import type { ContractAddress, LedgerId } from "./brands.ts";

export interface AnchorQuestion {
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
  readonly size: number;
  /**
   * The block said to hold the `Anchored` event of that size: the reader looks there and nowhere
   * else. Null: it looks for the event by its topics.
   */
  readonly block: number | null;
}

export interface AnchorEvent {
  readonly blockNumber: number;
  readonly blockHash: string;
  /** Unix seconds. */
  readonly blockTime: number;
  readonly transaction: string;
  readonly size: number;
  /** Of the anchor before this one; 0 for the first. */
  readonly previousSize: number;
  readonly root: string;
}

export interface AnchorAnswer {
  /** As the chain itself says, not as it was asked. */
  readonly chainId: number;
  /** The contract is there and knows the ledger. */
  readonly registered: boolean;
  readonly latest: { readonly number: number };
  /** Null on a chain that names no final block. */
  readonly finalized: { readonly number: number } | null;
  /** `rootAt` at the tag `latest`, 0x and 64 hex digits; null or zero: never anchored. */
  readonly rootAtLatest: string | null;
  /** `rootAt` at the block whose number is in `finalized`. */
  readonly rootAtFinalized: string | null;
  /** Null: there is none. `unavailable`: the query for it failed or was refused, all others did not. */
  readonly event: AnchorEvent | "unavailable" | null;
}

/** Rejects if the chain could not be asked. */
export type AskChain = (question: AnchorQuestion) => Promise<AnchorAnswer>;
