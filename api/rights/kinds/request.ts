import { z } from "@hono/zod-openapi";
import { contentHash, identifier, place } from "../../consent/kinds/shapes.ts";
import { namesProto } from "../../core/json.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { actor, sealingKey, uuid } from "./shapes.ts";

/** What a person may ask for: GDPR 15, 16, 17, 18, 20, 21, 22(3), and a complaint; PIPL 45, 46, 47, 44, 45(3), 44, 24(3), 50. */
export const REQUEST_TYPES = [
  "access",
  "rectification",
  "erasure",
  "restriction",
  "portability",
  "objection",
  "review",
  "complaint",
] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];

/** What happens to a request. `reopened`: a grant is taken back before anything of it was carried out. `carried-out`: what was granted is done, which the ledger alone records. */
export const REQUEST_EVENTS = [
  "received",
  "identified",
  "paused",
  "resumed",
  "extended",
  "noted",
  "decided",
  "reopened",
  "carried-out",
  "answered",
  "withdrawn",
] as const;
export type RequestEvent = (typeof REQUEST_EVENTS)[number];

export const DECISIONS = ["granted", "partly", "refused"] as const;

/** What a complaint is about, as the firm's overview counts it. */
export const COMPLAINT_CATEGORIES = [
  "processing",
  "consent",
  "marketing",
  "security",
  "sharing",
  "rights",
  "automated-decision",
  "service",
  "other",
] as const;

/** What came of a complaint, or of the review of an automated decision. */
export const OUTCOMES = [
  "remedied",
  "compensated",
  "explained",
  "no-action",
  "changed",
  "upheld",
] as const;

/** How it is known that it is the person who asks. `session`: signed in, with a second factor or a code sent to their address. */
export const IDENTIFICATIONS = [
  "session",
  "code",
  "document",
  "in-person",
  "callback",
  "known",
  "signature",
  "other",
] as const;

const recordId = z.string().max(36);

/** One field of a record, as the person says that it is right. */
const correction = z.strictObject({
  record: recordId,
  field: z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/),
  value: z
    .unknown()
    .refine((value) => !namesProto(value), { params: { code: "bad_format" }, abort: true })
    .pipe(z.json()),
});

/** What is asked for in fields; which of them there are depends on the type. */
export const asked = z.strictObject({
  /** Of a complaint. */
  category: z.enum(COMPLAINT_CATEGORIES).optional(),
  /** Of an erasure: the public key that its certificate is sealed to (portal/verify/erasure-code.ts), where one is wanted. */
  certificate: sealingKey.optional(),
  /** Of a rectification. */
  corrections: z.array(correction).min(1).max(100).optional(),
  /** Of access and portability: the form that it is wanted in. */
  format: f.text(64).optional(),
  /** Of an objection, and of a restriction that is about some purposes alone. */
  purposes: z.array(identifier).min(1).max(100).optional(),
  /** Records that it is about: of a review the decision's. */
  records: z.array(recordId).min(1).max(100).optional(),
});

/** What was done, or is to be done, by what it is known by. */
export const regarding = z
  .array(
    z.strictObject({
      what: z.string().regex(/^[a-z][a-z-]{0,39}$/),
      id: f.text(128),
      version: z.number().int().min(1).optional(),
    }),
  )
  .max(200);

/** What was handed over. */
const answer = z.strictObject({
  /** Media type, or a word for it. */
  format: f.text(100),
  /** Of its exact bytes. */
  hash: contentHash.optional(),
  how: f.oneOf(["portal", "email", "post", "in-person", "phone", "other"]),
  reference: f.text(200).optional(),
});

/** The rule by which the time was reckoned, as it was when the request came (api/rights/deadline/rules.ts). */
const deadline = z.strictObject({
  /** `P1M`, `P15D`: whole months or days. */
  period: z.string().regex(/^P[1-9]\d{0,3}[MD]$/),
  extension: z
    .string()
    .regex(/^P[1-9]\d{0,3}[MD]$/)
    .optional(),
  /** Days that are no working days carry the end on to the next one. */
  nextWorkingDay: z.boolean(),
  timeZone: f.text(64),
  /** Where the rule stands: `GDPR 12(3)`. */
  source: f.text(200),
});

const shape = z.strictObject({
  actor,
  answer: answer.nullish(),
  asked: asked.nullish(),
  channel: f.channel.nullish(),
  deadline: deadline.nullish(),
  decision: f.oneOf(DECISIONS).nullish(),
  /** What the person says, in their words. */
  details: f.text(10_000).nullish(),
  /** When the answer is due as of this step, the first moment that is too late; `null`: the clock stands, or the request is closed. */
  dueAt: f.time.nullish(),
  event: f.oneOf(REQUEST_EVENTS),
  externalNumber: f.externalNumber.nullish(),
  /** What it rests on: `GDPR 17(3)(b)`, `PIPL 47`. */
  ground: f.text(200).nullish(),
  identification: z
    .strictObject({ method: f.oneOf(IDENTIFICATIONS), reference: f.text(200).optional() })
    .nullish(),
  jurisdiction: place.nullish(),
  /** Which the person is answered in. */
  language: f.language.nullish(),
  note: f.text(2_000).nullish(),
  outcome: f.oneOf(OUTCOMES).nullish(),
  reason: f.text(4_000).nullish(),
  regarding: regarding.nullish(),
  requestId: uuid,
  requestType: f.oneOf(REQUEST_TYPES),
  /** What came of it in a few words, which the person can read. */
  summary: f.text(2_000).nullish(),
});

type Step = z.infer<typeof shape>;
type Field = keyof Step;

/** What an event must have, and what it may have besides `note` and `externalNumber`. Whatever it does not name it has not. */
const FIELDS: Readonly<Record<RequestEvent, { must: readonly Field[]; may: readonly Field[] }>> = {
  received: {
    must: ["channel", "deadline", "dueAt", "jurisdiction"],
    may: ["asked", "details", "identification", "language", "regarding"],
  },
  identified: { must: ["identification"], may: ["dueAt"] },
  paused: { must: ["reason"], may: ["ground"] },
  resumed: { must: ["dueAt"], may: ["reason"] },
  extended: { must: ["dueAt", "reason"], may: ["ground"] },
  noted: { must: ["note"], may: ["dueAt", "regarding", "asked"] },
  decided: {
    must: ["decision", "reason"],
    may: ["dueAt", "ground", "outcome", "regarding", "summary"],
  },
  reopened: { must: ["reason"], may: ["dueAt"] },
  "carried-out": { must: [], may: ["dueAt", "regarding"] },
  answered: { must: ["answer"], may: ["outcome", "regarding", "summary"] },
  withdrawn: { must: [], may: ["reason"] },
};
const ALWAYS: ReadonlySet<Field> = new Set([
  ...(["actor", "event", "externalNumber", "note", "requestId", "requestType"] as const),
]);

/** The first field that an event lacks, or has and cannot have. */
function contradiction(step: Step): readonly [field: Field, code: "missing" | "surplus"] | null {
  const { must, may } = FIELDS[step.event];
  const has = (field: Field): boolean => step[field] !== null && step[field] !== undefined;
  const lacking = must.find((field) => !has(field));
  if (lacking !== undefined) return [lacking, "missing"];
  const known = new Set<Field>([...must, ...may]);
  const surplus = (Object.keys(step) as Field[]).find(
    (field) => has(field) && !known.has(field) && !ALWAYS.has(field),
  );
  return surplus === undefined ? null : [surplus, "surplus"];
}

/** One step of a request of a person: stream `request/<requestId>` of the person. Written by the ledger alone, after the rules of api/rights/cases. */
export const request = defineKind({
  kind: "request",
  layout: "events",
  streamField: "requestId",
  retentionClass: "consent",
  retentionYears: null,
  body: shape.superRefine((step, context) => {
    const found = contradiction(step);
    if (found === null) return;
    const [field, code] = found;
    context.addIssue({ code: "custom", path: [field], params: { code } });
  }),
});
