import type { Policy } from "../../../portal/verify/policy.ts";
import type { Clock } from "../../core/clock.ts";
import type { KindRegistry } from "../../core/kind.ts";
import type { HashReader } from "../../log/hash-reader.ts";
import type { StreamMap } from "../../log/map/stream-map.ts";
import type { Store, StoredCheckpoint, StoredEntry } from "../../store/store.ts";
import type { Vault } from "../../vault/vault.ts";
import type { provenPath } from "../committed.ts";
import type { CosignedNotes } from "../cosigned.ts";
import type { ChosenState } from "./chosen.ts";

/** What evidence is made of. */
export interface EvidenceContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly kinds: KindRegistry;
  readonly domainKinds: KindRegistry;
  readonly read: HashReader;
  readonly map: StreamMap;
  /** Our own keys and contract, as a stranger would pin them. */
  readonly policy: Policy;
  /** @throws Refusal `damaged` if the log key has not signed it */
  readonly assertSigned: (checkpoint: StoredCheckpoint) => void;
  /** The proof of an entry under a checkpoint; see `provenPath`. @throws Refusal `damaged` */
  readonly path: (
    stored: StoredEntry,
    checkpoint: StoredCheckpoint,
  ) => ReturnType<typeof provenPath>;
  /** @throws Refusal `damaged` if its columns are not those of its note */
  readonly assertWhole: (checkpoint: StoredCheckpoint) => void;
  readonly notes: CosignedNotes;
  /** Takes files that are checked together, before any of them is handed out; `null`: each is when it has been made. */
  readonly later: ((bytes: Uint8Array) => void) | null;
  /** Of files that shall rest on one checkpoint; left out: each on what is best for it. */
  readonly pinned?: ChosenState;
}

/**
 * `final`: the newest final checkpoint that covers what is claimed (of a stream: and that an auditor has cosigned), else the best there is; `newest`: the
 * newest of all.
 */
export type PreferredCheckpoint = "final" | "newest";
