/** Vectors of shared records (docs/FORMAT.md §18.1, step 9): one that holds, and what is refused of others. */
import { termsHash } from "../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import { policyOf } from "../../../api/sharing/terms/policy.ts";
import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { type Members, NOW, SHOWN, TERMS, trusted } from "../credentials/material.ts";
import { absent } from "../streams/claim.ts";
import {
  credentialOf,
  given,
  lan,
  newest,
  recordFile,
  type Step,
  storyOf,
  type Told,
  type Turn,
  tell,
  textOfFile,
  UNSEEN,
  wei,
  whole,
} from "./story.ts";

interface Case {
  readonly turn?: Turn;
  readonly terms?: Partial<Terms>;
  readonly shown?: readonly string[];
  readonly claims?: Members;
  /** Replaces the files of the consents. */
  readonly consent?: (told: Told) => readonly string[];
}

type Named = Readonly<Record<string, readonly [code: string | null, what: string, one: Case]>>;

const AGREED: Terms = {
  ...TERMS,
  purposes: [{ purposeId: "partner-offers", consents: ["newsletter", "partner-offers"] }],
};
const ISSUED = Date.parse(NOW);
const at = (ms: number): string => new Date(ms).toISOString();

const first = (told: Told): string => whole(told, "newsletter");
const second = (told: Told): string => newest(told, "partner-offers");
/** The second consent, by another file or in another story. */
const by = (make: (told: Told) => string, turn: Turn = {}): Case => ({
  turn,
  consent: (told) => [first(told), make(told)],
});
const offered = (...offers: readonly Step[]): Case => ({ turn: { offers } });
const inHistory = (...offers: readonly Step[]): Case =>
  by((told) => whole(told, "partner-offers"), { offers });
const without = (name: string): Case =>
  by((told) => newest(told, "partner-offers", () => [...UNSEEN, name]));
const withBody = (body: NonNullable<Step["body"]>): Case => offered({ ...given, body });
const less = (name: string): Case => ({ shown: SHOWN.filter((one) => one !== name) });

const HOLD: Named = {
  holds: [null, "one consent by its history, one by its newest event", {}],
  renewed: [null, "a consent that was renewed", offered(given, { ...given, event: "renewed" })],
  "both-by-history": [null, "a history of one event", inHistory(given)],
  "over-a-millisecond-later": [
    null,
    "a consent that ends a millisecond after the credential was issued",
    withBody({ validUntil: at(ISSUED + 1) }),
  ],
  "given-as-it-was-issued": [
    null,
    "a consent of the moment at which the credential was issued",
    offered({ ...given, occurredAt: NOW }),
  ],
  "withdrawn-a-millisecond-later": [
    null,
    "a withdrawal that the ledger knew of a millisecond ahead",
    inHistory(given, { event: "withdrawn", occurredAt: at(ISSUED + 1) }),
  ],
  "two-days-old": [
    null,
    "as of two days before the credential was issued",
    { turn: { sealedAt: at(ISSUED - 172_800_000) } },
  ],
  "field-that-the-record-has-not": [
    null,
    "terms that name a field which came with a later version of the kind",
    { terms: { records: [{ kind: "order", fields: ["giftWrap", "lines", "total"] }] } },
  ],
};

const RECORD: Named = {
  "agreed-field-withheld": ["shared_fields_withheld", "the total is not shown", less("total")],
  "person-withheld": ["shared_fields_withheld", "the subject is not shown", less("@subject")],
  "identifier-withheld": ["shared_fields_withheld", "the identifier is not shown", less("@id")],
  "issued-ahead": [
    "credential_ahead",
    "issued 301 seconds ahead of the clock",
    { claims: { iat: ISSUED / 1000 + 301 } },
  ],
};

const FILES: Named = {
  "no-consent": ["consent_missing", "no consent", { consent: () => [] }],
  "one-consent": ["consent_missing", "one of two consents", { consent: (told) => [first(told)] }],
  "a-consent-more": [
    "consent_surplus",
    "one consent twice, behind both",
    { consent: (told) => [first(told), second(told), second(told)] },
  ],
  "one-consent-twice": [
    "consent_other_purpose",
    "one consent twice, in place of both",
    { consent: (told) => [first(told), first(told)] },
  ],
  "other-order": [
    "consent_other_purpose",
    "the consents in another order than the terms'",
    { consent: (told) => [second(told), first(told)] },
  ],
  "another-person": [
    "consent_other_person",
    "the consent of somebody else",
    offered({ ...given, who: lan }),
  ],
  damaged: [
    "consent_evidence",
    "evidence of a consent with one byte changed",
    by((told) => second(told).replace('"index":', '"index":1')),
  ],
  "event-is-there": [
    "consent_evidence",
    "that the event is in the ledger, whatever came later",
    by((told) => {
      const [event] = told.consents["partner-offers"];
      return recordFile(told, event!, event!.names);
    }),
  ],
  "no-stream": [
    "consent_evidence",
    "that there is no such stream",
    by((told) =>
      textOfFile(
        absent({ story: storyOf(told, "partner-offers"), who: wei, stream: "consent/surveys" }),
      ),
    ),
  ],
  "part-of-a-history": [
    "consent_evidence",
    "a history from behind its first event",
    by((told) => whole(told, "partner-offers", () => UNSEEN, true), {
      offers: [given, { ...given, event: "renewed" }],
    }),
  ],
  "two-days-and-a-second-old": [
    "consent_old",
    "as of a second more than two days before the credential was issued",
    { turn: { sealedAt: at(ISSUED - 172_801_000) } },
  ],
};

const EVENTS: Named = {
  withdrawn: [
    "consent_not_given",
    "a consent that was withdrawn, by its newest event",
    offered(given, { event: "withdrawn", occurredAt: "2026-12-06T08:00:00.000Z" }),
  ],
  "withdrawn-in-history": [
    "consent_not_given",
    "a consent that was withdrawn, by its history",
    inHistory(given, { event: "withdrawn", occurredAt: "2026-12-06T08:00:00.000Z" }),
  ],
  "withdrawn-later-recorded-earlier": [
    "consent_not_given",
    "a consent that was recorded behind the withdrawal that came after it",
    inHistory({ event: "withdrawn", occurredAt: "2026-12-06T08:00:00.000Z" }, given),
  ],
  "withdrawn-at-once": [
    "consent_not_given",
    "given and withdrawn at once",
    inHistory({ ...given, event: "withdrawn" }, given),
  ],
  requested: [
    "consent_not_given",
    "asked, not answered",
    offered({ ...given, event: "requested" }),
  ],
  "another-event": [
    "consent_not_given",
    "an event that no version of the format knows",
    offered({ ...given, event: "assumed" }),
  ],
  "given-later": [
    "consent_not_given",
    "a consent of a millisecond after the credential was issued",
    offered({ ...given, occurredAt: at(ISSUED + 1) }),
  ],
  over: [
    "consent_over",
    "a consent that ended as the credential was issued",
    withBody({ validUntil: NOW }),
  ],
  "end-that-is-no-time": [
    "consent_over",
    "an end that is no time",
    withBody({ validUntil: "2027" }),
  ],
  "event-withheld": ["consent_withheld", "what it was is not shown", without("event")],
  "end-withheld": ["consent_withheld", "until when is not shown", without("validUntil")],
  "time-withheld": ["consent_withheld", "when is not shown", without("@occurredAt")],
  "purpose-withheld": ["consent_withheld", "what for is not shown", without("purposeId")],
  "version-withheld": [
    "consent_withheld",
    "which version of the purpose is not shown",
    without("purposeVersion"),
  ],
  "event-of-a-history-withheld": [
    "consent_withheld",
    "one event of a history is not shown at all",
    by((told) => whole(told, "partner-offers", (event) => (event.seq === 1 ? null : UNSEEN)), {
      offers: [given, { ...given, event: "renewed" }],
    }),
  ],
  "another-purpose-in-it": [
    "consent_other_purpose",
    "an event that names another purpose than its stream",
    withBody({ purposeId: "newsletter" }),
  ],
  "no-version": [
    "consent_other_purpose",
    "an event that names no version of the purpose",
    withBody({ purposeVersion: null }),
  ],
};

/** By name: the code that it is refused with (`null`: it holds), and what is particular about it. */
const CASES: Named = { ...HOLD, ...RECORD, ...FILES, ...EVENTS };

export function allSharedRecordVectors(): Map<string, string> {
  return new Map(
    Object.entries(CASES).map(([name, [code, description, one]]) => {
      const { turn = {}, shown = SHOWN, claims = {} } = one;
      const { consent = (it: Told) => [first(it), second(it)] } = one;
      const told = tell(turn);
      const terms: Terms = { ...AGREED, ...one.terms };
      const vector = {
        ...{ description, credential: credentialOf(told, termsHash(terms).hex, shown, claims) },
        ...{ evidence: recordFile(told, told.order, shown), consent: consent(told) },
        ...{ policy: trusted, terms: canonicalJson(policyOf(terms)), now: NOW, expect: code },
      };
      return [`${name}.json`, `${JSON.stringify(vector, null, 2)}\n`];
    }),
  );
}
