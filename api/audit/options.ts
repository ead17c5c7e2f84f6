import type { Policy } from "../../portal/verify/policy.ts";
import type { AuditChain } from "../anchor/audit-chain.ts";
import type { Clock } from "../core/clock.ts";
import type { OwnKey } from "../log/own-note.ts";
import type { SnapshotFiles } from "../store/sqlite/audit/open-snapshots.ts";
import type { KeyProvider } from "../vault/key-provider.ts";
import type { FoundSigner } from "./log/signer.ts";
import type { FoundState } from "./resume/journal.ts";
import type { Progress } from "./steps.ts";

/** What an audit is given: where the ledger lies, and its keys. */
export interface AuditOptions {
  readonly files: SnapshotFiles;
  /** `null`: the operator wants none. */
  readonly copyDirectory: string | null;
  /** Opens the keys of the key store; and the file that it is from, for other threads. */
  readonly provider: KeyProvider;
  readonly rootKeyFile: string;
  readonly origin: string;
  /** The log key's public half, and those of the ledgers that this one succeeded. */
  readonly logKey: OwnKey;
  readonly retired: readonly OwnKey[];
  /** The receipt key's public half. */
  readonly receiptKey: string;
  readonly signer: FoundSigner;
  /** A policy that the auditor brings; `null`: what keys and database say. */
  readonly pinned: Policy | null;
  /** The text of the policy that the server hands out; `null`: there is none. */
  readonly policyFile: string | null;
  /** `null`: the chain is left out. */
  readonly openChain: ((place: { contract: string; ledgerId: string }) => AuditChain) | null;
  /** The chain is our own, as the settings say: blocks come with anchors only. Whether it can be rewritten: rewritable.ts. */
  readonly embedded: boolean;
  readonly clock: Clock;
  /** 0: all in this thread. */
  readonly threads: number;
  /** A directory for what does not fit into memory. */
  readonly directory: string;
  /** Where an audit that is interrupted leaves what it has done, for the next one to go on; `null`: nowhere. */
  readonly keep: KeepOptions | null;
  readonly onProgress?: (progress: Progress) => void;
}

export interface KeepOptions {
  /** A directory of one audit at a time. */
  readonly directory: string;
  /** How often it is written. What was done since is done again. */
  readonly everyMilliseconds: number;
  /** Entries of a piece, of which each is taken over as a whole, or not. */
  readonly piece: number;
  /** Told, before anything is read, what becomes of what lies there. */
  readonly onFound?: (found: FoundState) => void;
}
