/** Audits of a test ledger: those that a test says, and otherwise ones that never come to an end by themselves. */
import { join } from "node:path";
import {
  type AuditEnd,
  type AuditRuns,
  type AuditRunsOptions,
  openAuditRuns,
  type StartAudit,
} from "../../api/audit/runs/runs.ts";

type Given = Omit<AuditRunsOptions, "start" | "onReport"> & Partial<AuditRunsOptions>;

const endless: StartAudit = () => {
  const { promise, resolve } = Promise.withResolvers<AuditEnd>();
  return { end: promise, cancel: async () => resolve({ failure: "fault" }) };
};

export const noAudits = ({ directory, ...given }: Given): Promise<AuditRuns> =>
  openAuditRuns({
    start: endless,
    onReport: async () => {},
    ...given,
    directory: join(directory, "audits"),
  });
