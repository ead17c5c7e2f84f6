/** Audits that people have this server run, put together: where they are kept, what runs them, and the record of each. */
import { join } from "node:path";
import { type AuditRuns, openAuditRuns } from "../audit/runs/runs.ts";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import type { Principal } from "../core/principal.ts";
import type { Random } from "../core/random.ts";
import { auditChild } from "./audit-child.ts";
import { noteAudit } from "./audit-record.ts";

export interface AuditsParts {
  readonly config: Config;
  /** The node that the server asks. */
  readonly rpcUrl: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Puts on record what was noted. */
  readonly drain: () => Promise<void>;
  readonly onBug: (error: unknown) => void;
}

export function openAudits(parts: AuditsParts): Promise<AuditRuns> {
  const { config, rpcUrl, clock, random, drain, onBug } = parts;
  return openAuditRuns({
    ...{ directory: join(config.dataDirectory, "audits"), clock, random, onBug },
    start: auditChild(config, rpcUrl),
    async onReport(report, by) {
      if (noteAudit(config, report, clock, by as Pick<Principal, "id" | "role">) !== "noted")
        throw new Error("it could not be noted that an audit was run");
      await drain();
    },
  });
}
