/** What the parts of this domain work with. */
import type { SharingRelay } from "../anchor/sharing/relay.ts";
import type { FirmStreams } from "../consent/firm-streams.ts";
import type { Registry } from "../consent/model.ts";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { Ledger } from "../ledger/service.ts";
import type { Agreement } from "./agreements.ts";

export interface SharingContext {
  readonly ledger: Ledger;
  /** What the firm has stated of itself and its purposes. */
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  /** On which contract terms are signed; `null`: it is not known. */
  readonly chain: { readonly chainId: number; readonly contract: string } | null;
  /** Who brings signatures to it; `null`, or left out: nobody, and nothing is signed here. */
  readonly relay?: SharingRelay | null;
  /** Whether there is such an organization; left out: nobody knows of any. */
  readonly hasOrganization?: (id: string) => boolean;
  /** Where transactions are shown to people (core/explorer.ts). */
  readonly explorer?: string | null;
}

export interface OwnContext extends SharingContext {
  /** All agreements, as they stand when it is asked. */
  readonly agreements: () => Promise<FirmStreams<Agreement>>;
}
