/** What a granted rectification does (GDPR 16, PIPL 46): each record that the person says is wrong gets a version with what is right. The versions before stay, and the decision names the new ones. */
import type { Consents } from "../../consent/service.ts";
import { isRefusal, Refusal, type RefusalCode } from "../../core/errors.ts";
import type { JsonValue } from "../../core/kind.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Grant, Regarding, RequestHandler } from "../cases/handlers.ts";

interface RectifyContext {
  readonly ledger: Pick<Ledger, "correct" | "mayCorrect" | "madeBefore">;
  readonly consents: Pick<Consents, "identifiersOf">;
}

interface Corrected {
  readonly record: string;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

interface AskedCorrection {
  readonly record: string;
  readonly field: string;
  readonly value: JsonValue;
}

/** By record, in the order in which they were named. Of a field that is named twice, the last counts. */
function correctionsIn({ asked }: Pick<Grant, "asked">): readonly Corrected[] {
  const all = (asked?.corrections ?? []) as readonly AskedCorrection[];
  const byRecord = new Map<string, Record<string, JsonValue>>();
  for (const { record, field, value } of all)
    byRecord.set(record, { ...byRecord.get(record), [field]: value });
  return [...byRecord].map(([record, fields]) => ({ record, fields }));
}

/** Those that the decision names, where it grants a part: `regarding` lists records. */
function granted(grant: Grant): readonly Corrected[] {
  const all = correctionsIn(grant);
  const named = grant.regarding.filter(({ what }) => what === "record").map(({ id }) => id);
  return grant.decision === "partly" && named.length > 0
    ? all.filter(({ record }) => named.includes(record))
    : all;
}

/** One for each record of a decision: what was made before is found by it, after a crash too; what is decided anew may grant other fields. No header's key has a blank. */
const keyOf = ({ requestId, occurredAt }: Grant, record: string): string =>
  ` rectify ${requestId} ${occurredAt} ${record}`;

/** The record is no longer what it was when its correction was granted. */
const MOVED: readonly RefusalCode[] = [
  ...(["not_found", "content_lost", "not_newest", "invalid_record", "consent_refused"] as const),
];

export function rectificationHandler({ ledger, consents }: RectifyContext): RequestHandler {
  const correctionOf = (grant: Grant, { record, fields }: Corrected) => ({
    ...{ id: record, version: null, fields, occurredAt: grant.occurredAt },
    idempotency: keyOf(grant, record),
  });
  return {
    async prepare(grant) {
      const all = granted(grant);
      if (all.length === 0) throw new Refusal("request_refused", { problem: "nothing_asked" });
      const own = await consents.identifiersOf(grant.subject);
      for (const one of all) {
        const { subject } = await ledger.mayCorrect(correctionOf(grant, one));
        // Of somebody else there is nothing that this person could have corrected.
        if (!own.includes(subject)) throw new Refusal("not_found", { what: "record" });
      }
      return { events: [], regarding: [] };
    },
    async hasBegun(grant) {
      for (const one of granted(grant))
        if ((await ledger.madeBefore(keyOf(grant, one.record))) !== null) return true;
      return false;
    },
    async carryOut(grant) {
      const regarding: Regarding[number][] = [];
      for (const one of granted(grant)) {
        const correction = correctionOf(grant, one);
        const before = await ledger.madeBefore(correction.idempotency);
        if (before !== null) {
          const version = Number(before["@version"]);
          regarding.push({ what: "record", id: String(before["@id"]), version });
          continue;
        }
        try {
          const { id, version } = await ledger.correct(correction);
          regarding.push({ what: "record", id, version });
        } catch (error) {
          if (!isRefusal(error) || !MOVED.includes(error.code)) throw error;
          // Whoever decides anew sees which ones are corrected already.
          return { stopped: error, regarding };
        }
      }
      return { regarding, answer: null };
    },
  };
}
