/** What delivery works with. */
import type { FirmStreams } from "../../consent/firm-streams.ts";
import type { Consents } from "../../consent/service.ts";
import type { Clock } from "../../core/clock.ts";
import type { Reader } from "../../ledger/access.ts";
import type { EvidenceChecker } from "../../ledger/evidence/checker.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Issuer } from "../../log/issuer.ts";
import type { GivenKey } from "../../store/partner-store.ts";
import type { Agreement } from "../agreements.ts";
import type { Cursors } from "./cursor.ts";
import type { InForce } from "./in-force.ts";

export interface DeliveryContext {
  readonly ledger: Ledger;
  readonly consents: Pick<
    Consents,
    "carried" | "decideMany" | "stoppedAmong" | "identifiersOf" | "registry"
  >;
  readonly clock: Clock;
  /** Checks the evidence of what is given; at once when left out. */
  readonly checker?: EvidenceChecker;
  /** Signs credentials. */
  readonly issuer: Issuer;
  readonly cursors: Cursors;
  /** Whether something of a person was ever given under an agreement, by all that is recorded by now: a partner hears of nobody whom it does not know. @throws Refusal `busy` */
  readonly wasGiven: (what: GivenKey) => Promise<boolean>;
  readonly inForce: InForce;
  readonly agreements: () => Promise<FirmStreams<Agreement>>;
}

export interface DeliveryQuery {
  readonly agreementId: string;
  readonly purposeId: string;
  readonly reader: Reader;
  /** As an access record names it. */
  readonly route: string;
  /** The same of all pages of one request. */
  readonly request: string;
  /** What an answer before had as `until`: only what has changed since. `null`: everything; with a cursor, what the cursor says. */
  readonly since: number | null;
  /** Where a page ended. */
  readonly cursor: string | null;
  readonly limit: number;
  /** Only of this person, as this identifier has it. */
  readonly subject: string | null;
}
