/** What following the log, and telling partners, works with. */
import type { FirmStreams } from "../../consent/firm-streams.ts";
import type { Clock } from "../../core/clock.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { PartnerStore } from "../../store/partner-store.ts";
import type { Agreement } from "../agreements.ts";
import type { PurposeStreams } from "./moment.ts";

export interface PushContext {
  readonly ledger: Pick<
    Ledger,
    "events" | "firm" | "firms" | "list" | "placesIn" | "placeAt" | "record" | "entryAt" | "closed"
  >;
  readonly store: PartnerStore;
  readonly clock: Clock;
  /** Entries of the log that are durable. */
  readonly size: () => Promise<number>;
  readonly agreements: () => Promise<FirmStreams<Agreement>>;
  readonly purposes: () => Promise<PurposeStreams>;
  /** Whom a declared erasure is of; nobody, where only some years of them have gone. @param id of the erasure */
  readonly erased: (id: string) => Promise<readonly string[]>;
}
