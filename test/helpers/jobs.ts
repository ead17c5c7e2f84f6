/** What the app of a test ledger does behind its answers: packs of evidence, and audits that never come to an end by themselves. */
import { join } from "node:path";
import { type AuditEnd, openAuditRuns, type StartAudit } from "../../api/audit/runs/runs.ts";
import { type MakeContext, packMaker } from "../../api/consent/packs/make.ts";
import { openPacks } from "../../api/consent/packs/packs.ts";
import type { Random } from "../../api/core/random.ts";
import type { AppOptions } from "../../api/http/app.ts";
import type { Ledger } from "../../api/ledger/service.ts";

const endless: StartAudit = () => {
  const { promise, resolve } = Promise.withResolvers<AuditEnd>();
  return { end: promise, cancel: async () => resolve({ failure: "fault" }) };
};

export async function openJobs(
  directory: string,
  parts: Omit<MakeContext, "ledger"> & {
    readonly ledger: Ledger;
    readonly random: Random;
    readonly onBug: (error: unknown) => void;
  },
): Promise<Required<Pick<AppOptions, "audits" | "packs">>> {
  const { clock, random, onBug, ledger } = parts;
  const common = { clock, random, onBug };
  return {
    audits: await openAuditRuns({
      ...{ ...common, directory: join(directory, "audits"), start: endless },
      onReport: async () => {},
    }),
    packs: await openPacks({
      ...{ ...common, directory: join(directory, "packs"), newId: ledger.newId },
      personNow: (asked) => asked,
      make: packMaker(parts),
    }),
  };
}
