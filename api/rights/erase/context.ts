/** What planning and carrying out erasures works with. */
import type { Clock } from "../../core/clock.ts";
import type { KindRegistry } from "../../core/kind.ts";
import type { Random } from "../../core/random.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { KeyStore } from "../../store/key-store.ts";
import type { GivenRow } from "../../store/partner-store.ts";
import type { Store } from "../../store/store.ts";
import type { Vault } from "../../vault/vault.ts";
import type { Retention } from "../retention/service.ts";
import type { Together } from "./together.ts";

/** A place beside ledger and keys that holds something of people: accounts, what partners were given, packs, exports … */
export interface Copy {
  /** As it is told to people. */
  readonly name: CopyName;
  /** How many things there are of these identifiers. */
  count(subjects: readonly string[]): Promise<number>;
  /** Deletes what is of them; again and again, as often as it is called. */
  erase(subjects: readonly string[]): Promise<void>;
  /** Takes what was deleted off the disk. `false`: not yet, since somebody reads; to be called again. */
  scrub(): Promise<boolean>;
}

export const COPY_NAMES = [
  "accounts",
  "partners",
  "requests",
  "packs",
  "exports",
  "messages",
] as const;
export type CopyName = (typeof COPY_NAMES)[number];

export interface ErasureContext {
  readonly ledger: Ledger;
  readonly retention: Retention;
  readonly store: Store;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  /** All that there are. */
  readonly kinds: KindRegistry;
  readonly together: Together;
  readonly copies: readonly Copy[];
  /** Ids of root keys of which a copy for escrow is about. */
  readonly escrowedRoots: () => Promise<ReadonlySet<string>>;
  /** What partners were given of these identifiers, as all that is recorded by now tells. */
  readonly given: (subjects: readonly string[]) => Promise<readonly GivenRow[]>;
  /** Forgets messages about erased people that nobody needs any more. */
  readonly prune: () => Promise<void>;
  /** Resolves when what partners are to be told of all that was recorded before it was called lies ready to be sent. @throws Refusal `busy` */
  readonly told: () => Promise<void>;
}
