/** Ledgers and requests for tests of claims about streams. */
import { z } from "@hono/zod-openapi";
import type { AbsentRequest } from "../../../../api/ledger/evidence/absent.ts";
import type { HistoryRequest } from "../../../../api/ledger/evidence/history.ts";
import type { EvidenceRequest } from "../../../../api/ledger/evidence/together.ts";
import { defineKind } from "../../../../api/ledger/kinds/define.ts";
import { kindsByName } from "../../../../api/ledger/kinds/registry.ts";
import { parseEvidence, type StreamEvidence } from "../../../../portal/verify/evidence.ts";
import type { Verdict } from "../../../../portal/verify/verdict.ts";
import type { TestLedger } from "../../../helpers/ledger.ts";

/** A kind of layout *events*, as far as these tests need one. */
const consent = defineKind({
  kind: "consent",
  layout: "events",
  retentionClass: "consent",
  retentionYears: null,
  body: z.strictObject({
    event: z.string(),
    note: z.string().nullish(),
    validUntil: z.string().nullish(),
  }),
});
export const withConsent = new Map([...kindsByName, ["consent", consent]]);

export const consentOf = (subject: string, event: string, occurredAt: string, more = {}) => ({
  "@kind": "consent",
  "@subject": subject,
  "@occurredAt": occurredAt,
  "@source": "shop",
  event,
  ...more,
});

export const current = (
  { ledger }: TestLedger,
  id: string,
  change: Partial<EvidenceRequest> = {},
): Promise<Uint8Array> =>
  ledger.evidence({
    ...{ id, version: null, fields: null, checkpoint: "final", claim: "current" },
    ...change,
  });

export const history = (
  { ledger }: TestLedger,
  subject: string,
  stream: string,
  change: Partial<Omit<HistoryRequest, "claim">> = {},
): Promise<Uint8Array> =>
  ledger.streamEvidence({
    ...{ claim: "history", subject, stream, fields: null, withhold: [], from: null, at: null },
    ...{ checkpoint: "final", ...change },
  });

export const absent = (
  { ledger }: TestLedger,
  subject: string,
  stream: string,
  change: Partial<Omit<AbsentRequest, "claim">> = {},
): Promise<Uint8Array> =>
  ledger.streamEvidence({ claim: "absent", subject, stream, checkpoint: "final", ...change });

/** A file about a stream, taken apart. */
export function parsed<C extends StreamEvidence["claim"]>(
  file: Uint8Array,
  claim: C,
): Extract<StreamEvidence, { claim: C }> {
  const evidence = parseEvidence(file);
  if (evidence.claim !== claim) throw new Error(`it is a file of ${evidence.claim}`);
  return evidence as Extract<StreamEvidence, { claim: C }>;
}

/** Word, and the layer and code of what decided. */
export function told({ word, layers }: Verdict): string {
  const decided = layers.find(({ state }) => state !== "pass");
  return decided === undefined ? word : `${word} ${decided.layer} ${decided.code}`;
}

/** Anchors for good, with the auditor's line. */
export async function publish(ledger: TestLedger): Promise<void> {
  await ledger.anchor();
  await ledger.cosign();
}
