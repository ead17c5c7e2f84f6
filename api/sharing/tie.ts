/** Which organization of this ledger is an agreement's recipient: its members and keys, and nobody else, get what the terms allow. */
import { z } from "@hono/zod-openapi";
import { appendDecided, type EventOutcome } from "../consent/context.ts";
import { occurredAsBefore, parseInput } from "../consent/input.ts";
import { Refusal } from "../core/errors.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { opaqueId } from "../ledger/kinds/access.ts";
import { fieldProblems } from "../ledger/kinds/problems.ts";
import type { OwnContext } from "./context.ts";
import { agreementOf, type Drafter } from "./drafts.ts";
import { agreement as kind } from "./kinds/agreement.ts";
import { termsHash } from "./terms/hash.ts";

export const tieInput = z.strictObject({
  organization: opaqueId.meta({ description: "Of GET /v1/organizations" }),
});

/** Again it may be another one: the newest counts. @throws Refusal `invalid_record`, `not_found` (`agreement`, `organization`), `content_lost`, and those of append.ts */
export async function tieAgreement(
  context: OwnContext,
  agreementId: string,
  input: unknown,
  by: Drafter,
  key: IdempotencyKey | null,
): Promise<EventOutcome> {
  const { ledger, clock } = context;
  const parsed = tieInput.safeParse(input);
  if (!parsed.success)
    throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
  const { organization } = parsed.data;
  const before = key === null ? null : await ledger.madeBefore(key);
  // Sent again: it was there then.
  if (before === null && context.hasOrganization?.(organization) === false)
    throw new Refusal("not_found", { what: "organization" });
  return appendDecided(context, async () => {
    const known = await agreementOf(context, agreementId);
    const newest = known.versions.at(-1);
    if (newest === undefined) throw new Refusal("content_lost", { index: known.lost ?? 0 });
    const draft = await occurredAsBefore(
      ledger,
      parseInput(kind, {}, clock, {
        "@subject": ledger.firm,
        actor: { id: by.id, role: by.role },
        ...{ agreementId, event: "tied" },
        agreementVersion: Number(before?.agreementVersion ?? newest.version),
        recipientOrganization: organization,
        termsHash: String(before?.termsHash ?? termsHash(newest.terms).text),
      }),
      key,
    );
    return { events: [{ draft, expect: known.head }], idempotency: key };
  });
}
