/** Recording what a person who is signed in chooses for themselves, or for somebody whom they stand for. The same request again is told what was recorded, and records nothing. */
import { z } from "@hono/zod-openapi";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import { recordControl } from "../ask/control.ts";
import { eventOf } from "../ask/event-of.ts";
import { type Recorded, recordedOf } from "../ask/recorded.ts";
import { CHOICES, wordingOf } from "../ask/wording.ts";
import { EXPLICIT } from "../explicit.ts";
import { type Input, invalid } from "../input.ts";
import { isEnding } from "../kinds/consent.ts";
import { identifier, versionNumber } from "../kinds/shapes.ts";
import type { ConsentAnswer } from "../state-of.ts";
import type { OwnContext } from "./context.ts";

export const choiceInput = z
  .strictObject({
    purposeId: identifier,
    choice: z.enum(CHOICES),
    /** Of the text that was shown, and of the buttons below it. */
    language: f.language,
    /** A yes is to a text: these three it has to name, as the offer told them. */
    noticeId: identifier.nullish(),
    noticeVersion: versionNumber.nullish(),
    purposeVersion: versionNumber.nullish(),
  })
  .openapi("OwnChoice");
type ChoiceInput = z.infer<typeof choiceInput>;

/** Who chooses, for whom, and how the request came. */
export interface Choosing {
  readonly by: Pick<Principal, "id" | "subjects" | "actsFor">;
  readonly subject: string;
  /** As the client sent it; `null`: none. */
  readonly key: string | null;
  /** The browser sends `Sec-GPC: 1`. */
  readonly globalPrivacyControl: boolean;
}

export interface OwnChosen extends Recorded {
  /** It had come before, and nothing was recorded. Of several at once each may take itself for the first. */
  readonly repeated: boolean;
  /** How the consent stands now. */
  readonly state: ConsentAnswer;
}

/** @throws Refusal `invalid_record`, `consent_refused`, `idempotency_conflict`, `not_found` (`subject`), `damaged`, `busy`, `forbidden` */
export async function ownChoice(
  context: OwnContext,
  choosing: Choosing,
  input: Input,
): Promise<OwnChosen> {
  const { consents } = context;
  const { subject } = choosing;
  const asked = parse(input);
  const actor = actorOf(choosing);
  const before = await madeBefore(context, choosing, asked);
  if (before !== null) return told(context, choosing, asked, before, true);
  const { purposeId, choice, language } = asked;
  const state = await consents.stateOf({ subject, purposeId, at: null });
  // The same request may have come twice at once.
  const meanwhile = await madeBefore(context, choosing, asked);
  if (meanwhile !== null) return told(context, choosing, asked, meanwhile, true);
  const event = eventOf(choice, state);
  const request = consents.parse({
    ...{ "@subject": subject, event, actor, channel: "web", purposeId },
    ...shown(asked),
    choice: wordingOf(choice, language),
    consentType: isEnding(event) ? null : EXPLICIT,
    evidence: [{ type: "other", reference: `signed-in session of ${choosing.by.id}` }],
  });
  const key = keyOf(choosing);
  // Only beside what will be recorded; and a browser speaks for whoever sits before it, not for somebody whom they stand for.
  if (choosing.globalPrivacyControl && actor.role === "subject")
    await recordControl(consents, { subject, purposeId, choice, site: null, key });
  const [outcome] = await consents.record([{ request, key }]);
  if (isRefusal(outcome, "idempotency_conflict")) {
    const lost = await madeBefore(context, choosing, asked);
    if (lost !== null) return told(context, choosing, asked, lost, true);
  }
  if (outcome === undefined || outcome instanceof Refusal) throw outcome ?? new Error("no outcome");
  const id = outcome.outcome === "stored" ? outcome.events[0]!.id : outcome.id;
  const { record } = await context.ledger.record(id, null);
  return told(context, choosing, asked, record, outcome.outcome !== "stored");
}

/** @throws Refusal `invalid_record` */
function parse(input: Input): ChoiceInput {
  const parsed = choiceInput.safeParse(input);
  if (!parsed.success)
    throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
  const { data } = parsed;
  if (data.choice === "given") {
    const missing = (["noticeId", "noticeVersion", "purposeVersion"] as const).find(
      (name) => (data[name] ?? null) === null,
    );
    if (missing !== undefined) throw invalid(missing, "missing");
  }
  return data;
}

/** The matrix lets nobody else here; who would come all the same speaks for nobody. @throws Refusal `forbidden` */
function actorOf({ by, subject }: Choosing): { role: string; reference?: string } {
  if (!by.subjects.has(subject)) throw new Refusal("forbidden", { problem: "target" });
  // What entitles them the firm knows, who has tied the account to the person.
  return by.actsFor.has(subject) ? { role: "guardian", reference: by.id } : { role: "subject" };
}

/** What was in view. The domain holds it against what is in force, and of a no leaves out what does not fit (fill.ts). */
function shown({ noticeId, noticeVersion, purposeVersion, language }: ChoiceInput) {
  const isNamed = (noticeId ?? null) !== null && (noticeVersion ?? null) !== null;
  return {
    ...(purposeVersion ? { purposeVersion } : {}),
    ...(isNamed ? { noticeId, noticeVersion, language } : {}),
  };
}

/** A key is its sender's: what another person sends is another one. No header's key has a blank, and no line's one in front. */
const keyOf = ({ subject, key }: Choosing): string | null =>
  key === null ? null : ` own ${subject} ${key}`;

/** What the same request made before; `null`: it is new. @throws Refusal `idempotency_conflict`: the key came with another */
async function madeBefore(
  { ledger }: OwnContext,
  choosing: Choosing,
  { purposeId, choice, language }: ChoiceInput,
): Promise<Readonly<Record<string, unknown>> | null> {
  const key = keyOf(choosing);
  const record = key === null ? null : await ledger.madeBefore(key);
  if (record === null) return null;
  if (record.purposeId === purposeId && record.choice === wordingOf(choice, language))
    return record;
  throw new Refusal("idempotency_conflict", {});
}

async function told(
  { ledger, consents }: OwnContext,
  { subject }: Choosing,
  { purposeId }: ChoiceInput,
  record: Readonly<Record<string, unknown>>,
  repeated: boolean,
): Promise<OwnChosen> {
  const state = await consents.stateOf({ subject, purposeId, at: null });
  return { ...(await recordedOf(ledger, record)), repeated, state };
}
