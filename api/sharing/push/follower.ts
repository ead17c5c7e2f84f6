/** Follows the log into the file of what partners are told. */
import { firmStreams } from "../../consent/firm-streams.ts";
import type { Clock } from "../../core/clock.ts";
import { createFollowing, type Follower } from "../../ledger/following.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";
import type { PartnerStore } from "../../store/partner-store.ts";
import { damagedAgreement, readAgreement } from "../agreements.ts";
import { agreement as agreementKind } from "../kinds/agreement.ts";
import type { PushContext } from "./context.ts";
import { createWalk } from "./walk.ts";

export interface FollowerOptions {
  readonly ledger: Ledger;
  readonly store: PartnerStore;
  readonly clock: Clock;
  readonly size: () => Promise<number>;
  readonly onBug: (error: unknown) => void;
  /** Something may be there to be sent. */
  readonly onConcluded?: () => void;
  /** As {@link PushContext.erased}; left out: nobody is. */
  readonly erased?: PushContext["erased"];
}

export function pushContext(options: FollowerOptions): PushContext {
  const { ledger, store, clock, size, erased = async () => [] } = options;
  const agreements = firmStreams(ledger, agreementKind.kind, readAgreement, damagedAgreement);
  const purposes = firmStreams<StreamEvents | null>(
    ledger,
    "purpose",
    (stream) => stream,
    () => null,
  );
  return { ledger, store, clock, size, agreements, purposes, erased };
}

export function createFollower(options: FollowerOptions): Follower {
  return createFollowing({ ...options, walk: createWalk(pushContext(options)) });
}
