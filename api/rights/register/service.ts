/** What a firm must keep about its processing: the record of processing, assessments, breaches. */
import type { Consents } from "../../consent/service.ts";
import type { Clock } from "../../core/clock.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Sharing } from "../../sharing/service.ts";
import { createRetention } from "../retention/service.ts";
import { type Assessments, createAssessments } from "./assessments.ts";
import { type Breaches, createBreaches } from "./breaches.ts";
import { type ProcessingRecord, processingRecord } from "./processing.ts";

export interface Registers {
  /** As it is now. */
  processing(): Promise<ProcessingRecord>;
  readonly assessments: Assessments;
  readonly breaches: Breaches;
}

interface RegistersOptions {
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly sharing: Pick<Sharing, "agreements" | "inForce">;
  readonly clock: Clock;
}

export function createRegisters(options: RegistersOptions): Registers {
  const assessments = createAssessments(options);
  const retention = createRetention(options);
  return {
    processing: () => processingRecord({ ...options, retention, assessments }),
    assessments,
    breaches: createBreaches(options),
  };
}
