/** Drafting terms: what people settle, made into a policy with what is known here, held against what the firm has stated, and recorded. */
import { z } from "@hono/zod-openapi";
import { appendJudged, type EventOutcome } from "../consent/context.ts";
import { occurredAsBefore, parseInput } from "../consent/input.ts";
import { formatTime } from "../core/clock.ts";
import { Refusal, type ToldProblem } from "../core/errors.ts";
import type { Principal } from "../core/principal.ts";
import type { SharingProblem } from "../core/sharing-refusals.ts";
import type { Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import * as f from "../ledger/kinds/fields.ts";
import { fieldProblems, MOST_PROBLEMS } from "../ledger/kinds/problems.ts";
import { ledgerKinds } from "../ledger/kinds/registry.ts";
import type { StreamHead } from "../store/store.ts";
import { agreementOnChain, newAgreementId } from "./agreement-id.ts";
import type { Agreement, VersionState } from "./agreements.ts";
import type { OwnContext } from "./context.ts";
import { agreement as kind } from "./kinds/agreement.ts";
import { termsHash } from "./terms/hash.ts";
import { limitProblems } from "./terms/limits.ts";
import {
  controllerShape,
  recipientShape,
  settledShape,
  type Terms,
  termsShape,
} from "./terms/model.ts";
import { policyOf } from "./terms/policy.ts";
import { problemsOf } from "./terms/problems.ts";

/** What people settle. The firm's name is as it has stated it, and its ledger is this one. */
export const draftInput = z.strictObject({
  controller: controllerShape.pick({ account: true }),
  recipient: recipientShape,
  ...settledShape.shape,
  notes: settledShape.shape.notes.optional(),
  /** Of this step; no part of the terms. */
  note: f.text(2000).nullish(),
});
type DraftInput = z.infer<typeof draftInput>;

/** Who drafts. */
export type Drafter = Pick<Principal, "id" | "role">;

export type DraftOutcome = EventOutcome & {
  readonly agreementId: string;
  readonly version: number;
  /** In hex, as the contract has it. */
  readonly termsHash: string;
};

/** Which draft is to be recorded, and behind what. */
interface Place {
  readonly agreementId: string;
  readonly version: number;
  readonly event: "drafted" | "changed";
  readonly head: StreamHead | null;
  /** The terms that the parties have signed last; `null`: none yet. */
  readonly signed: Terms | null;
  /** Of these terms alone. */
  readonly nonce: string;
  /** Why nothing is to be drafted there. */
  readonly refused: SharingProblem | null;
}

/** Drafts of one version: all of them are held in memory, for somebody may have signed any. */
const MOST_DRAFTS = 100;

const refuse = (problem: SharingProblem, problems?: readonly ToldProblem[]): Refusal =>
  new Refusal("sharing_refused", { problem, ...(problems ? { problems } : {}) });

/** The first draft of a new agreement. @throws Refusal `invalid_record`, `sharing_refused`, `consent_refused` (`no_controller`), and those of append.ts */
export async function draftAgreement(
  context: OwnContext,
  input: unknown,
  by: Drafter,
  key: IdempotencyKey | null,
): Promise<DraftOutcome> {
  const asked = parse(input);
  const before = key === null ? null : await context.ledger.madeBefore(key);
  const agreementId = String(before?.agreementId ?? newAgreementId(context.random));
  const nonce = nonceFor(context, before);
  return record(context, asked, by, key, async () => ({
    ...{ agreementId, version: 1, event: "drafted", head: null },
    ...{ signed: null, refused: null, nonce },
  }));
}

/**
 * The next draft: of the newest version as long as nobody has been asked to sign it, or it was withdrawn; of the next version once it is in force, or has run out.
 *
 * @throws Refusal `not_found` (`agreement`), `content_lost`, and those of {@link draftAgreement}
 */
export async function changeAgreement(
  context: OwnContext,
  agreementId: string,
  input: unknown,
  by: Drafter,
  key: IdempotencyKey | null,
): Promise<DraftOutcome> {
  const asked = parse(input);
  const before = key === null ? null : await context.ledger.madeBefore(key);
  const nonce = nonceFor(context, before);
  return record(context, asked, by, key, async () => {
    const known = await agreementOf(context, agreementId);
    const place = nextPlace(known, nonce);
    if (before?.agreementId !== agreementId) return place;
    // The same request: what it made is made again, to be recognised.
    const version = Number(before.agreementVersion);
    return { ...place, version, event: before.event as Place["event"] };
  });
}

/** Another for each draft: whoever was shown one cannot try what the next says. The same request sent again has the one that it had. */
function nonceFor(
  { random }: OwnContext,
  before: Readonly<Record<string, unknown>> | null,
): string {
  const made = (before?.policy as { readonly "st:nonce"?: unknown } | null | undefined)?.[
    "st:nonce"
  ];
  return typeof made === "string" ? made : random.bytes(16).toString("base64url");
}

/** @throws Refusal `not_found` (`agreement`) */
export async function agreementOf(context: OwnContext, agreementId: string): Promise<Agreement> {
  const found = (await context.agreements()).get(agreementId);
  if (found === undefined) throw new Refusal("not_found", { what: "agreement" });
  return found;
}

/** @throws Refusal `content_lost`: what the agreement is in cannot be known */
function nextPlace(known: Agreement, nonce: string): Place {
  const { agreementId, head, steps, versions, lost } = known;
  const isEnded = steps.some(({ event }) => event === "terminated");
  const newest = versions.at(-1);
  if (lost !== null || newest === undefined)
    throw new Refusal("content_lost", { index: lost ?? 0 });
  const { version, state } = newest;
  const isOver = state === "active" || state === "expired";
  const signed = isOver ? newest : versions.at(-2);
  const isFull = !isOver && newest.drafts.size >= MOST_DRAFTS;
  return {
    ...{ agreementId, head, nonce, signed: signed?.terms ?? null },
    ...(isOver
      ? { version: version + 1, event: "drafted" as const }
      : { version, event: "changed" as const }),
    refused: isEnded ? "ended" : (refusedIn(state) ?? (isFull ? "too_many_drafts" : null)),
  };
}

function refusedIn(state: VersionState): SharingProblem | null {
  return state === "proposed" || state === "signed" ? "not_draft" : null;
}

/** @throws Refusal `invalid_record` */
function parse(input: unknown): DraftInput {
  const parsed = draftInput.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
}

async function record(
  context: OwnContext,
  asked: DraftInput,
  by: Drafter,
  key: IdempotencyKey | null,
  placeNow: () => Promise<Place>,
): Promise<DraftOutcome> {
  let place = await placeNow();
  let terms = await termsAt(context, place, asked);
  const outcome = await appendJudged(
    context,
    async () => {
      place = await placeNow();
      terms = await termsAt(context, place, asked);
      // Terms beyond the limits are no policy, which the kind would tell in fewer words.
      if (limitProblems(terms).length > 0) await judge(context, place, terms);
      const draft = await stepOf(context, { place, terms, by, note: asked.note ?? null, key });
      return { events: [{ draft, expect: place.head }], idempotency: key };
    },
    () => judge(context, place, terms),
  );
  const { agreementId, version } = place;
  return { ...outcome, agreementId, version, termsHash: termsHash(terms).hex };
}

/** The whole terms. @throws Refusal `sharing_refused` (`no_chain`), `consent_refused` (`no_controller`), `invalid_record` */
async function termsAt(context: OwnContext, place: Place, asked: DraftInput): Promise<Terms> {
  const { chain, clock, ledger, registry } = context;
  if (chain === null) throw refuse("no_chain");
  const stated = await registry.controllerAt(formatTime(clock.now()));
  if (stated === null) throw new Refusal("consent_refused", { problem: "no_controller" });
  const { note: _, notes = null, controller, recipient, ...settled } = asked;
  const parties = { controller: controller.account, recipient: recipient.account };
  const terms: Terms = {
    ...settled,
    ...{ notes, recipient, version: place.version, nonce: place.nonce, ...chain },
    agreement: agreementOnChain(place.agreementId, { ...chain, ...parties }),
    controller: { ...controller, name: stated.name, ledgerId: ledger.policy.ledgerId },
  };
  // The firm's name was stated for another purpose, and may be more than one line of words.
  const parsed = termsShape.safeParse(terms);
  if (parsed.success) return parsed.data;
  throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, terms) });
}

interface Step {
  readonly place: Place;
  readonly terms: Terms;
  readonly by: Drafter;
  readonly note: string | null;
  readonly key: IdempotencyKey | null;
}

async function stepOf({ ledger, clock }: OwnContext, step: Step): Promise<Draft> {
  const { place, terms, by, note, key } = step;
  const asked = parseInput(kind, {}, clock, {
    "@subject": ledger.firm,
    actor: { id: by.id, role: by.role },
    agreementId: place.agreementId,
    agreementVersion: place.version,
    event: place.event,
    note,
    policy: policyOf(terms),
    termsHash: termsHash(terms).text,
  });
  return occurredAsBefore(ledger, asked, key);
}

/** @throws Refusal `sharing_refused` */
async function judge(
  { clock, registry }: OwnContext,
  { signed, refused }: Place,
  terms: Terms,
): Promise<void> {
  if (refused !== null) throw refuse(refused);
  if (signed !== null && (signed.chainId !== terms.chainId || signed.contract !== terms.contract))
    throw refuse("other_contract");
  const facts = {
    now: formatTime(clock.now()),
    purposes: await registry.purposes(),
    kinds: ledgerKinds,
  };
  const problems = [...otherAccounts(signed, terms), ...problemsOf(terms, facts)];
  if (problems.length > 0) throw refuse("terms", problems.slice(0, MOST_PROBLEMS));
}

/** The contract knows an agreement by its parties: another one's next version is no version of it. */
function otherAccounts(signed: Terms | null, terms: Terms): ToldProblem[] {
  if (signed === null) return [];
  return (["controller", "recipient"] as const).flatMap((party) =>
    signed[party].account === terms[party].account
      ? []
      : [{ field: `${party}.account`, code: "other_account" as const }],
  );
}
