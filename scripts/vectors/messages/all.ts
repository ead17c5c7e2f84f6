/** Vectors of messages to partners (docs/FORMAT.md §19.1): what caused each, its exact body, and its identifier. Made without the server's writer, so that both are held against each other. */
import { hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { canonicalJson, type JsonObject } from "../../../portal/verify/jcs.ts";

const AGREEMENT = "a1".repeat(20);
const SUBJECT = "s".repeat(43);
const RECORD = "019ab1c2-0000-7000-8000-000000000001";
const AT = "2026-12-24T10:00:00.000Z";

/** Of what is not said there is nothing. */
const NOTHING = {
  ...{ purpose: null, subject: null, reason: null, record: null, recordVersion: null },
  ...{ index: null, occurredAt: null, deleteBy: null, acknowledgeBy: null },
};
const PERSON = { purpose: "partner-offers", subject: SUBJECT };
const DUTIES = {
  deleteBy: "2026-12-25T10:00:00.000Z",
  acknowledgeBy: "2026-12-27T10:00:00.000Z",
};
const RECORDED = { index: 12, occurredAt: "2026-12-24T09:59:58.000Z" };

const CASES: Readonly<Record<string, readonly [type: string, said: JsonObject]>> = {
  withdrawn: [
    "consent.withdrawn",
    { ...PERSON, ...RECORDED, ...DUTIES, reason: "consent_withdrawn" },
  ],
  expired: ["consent.expired", { ...PERSON, ...DUTIES, occurredAt: AT, reason: "consent_expired" }],
  "not-covered": [
    "consent.ended",
    { ...PERSON, ...RECORDED, ...DUTIES, reason: "consent_not_covered" },
  ],
  erased: ["person.erased", { ...PERSON, ...RECORDED, ...DUTIES, reason: "erased" }],
  objected: ["consent.ended", { ...PERSON, ...RECORDED, ...DUTIES, reason: "consent_objected" }],
  restricted: [
    "person.restricted",
    {
      ...{ ...PERSON, ...RECORDED, reason: "consent_restricted" },
      acknowledgeBy: DUTIES.acknowledgeBy,
    },
  ],
  "restriction-lifted": [
    "restriction.lifted",
    { ...PERSON, ...RECORDED, acknowledgeBy: DUTIES.acknowledgeBy },
  ],
  corrected: [
    "record.corrected",
    {
      ...{ ...PERSON, ...RECORDED, record: RECORD, recordVersion: 2 },
      acknowledgeBy: DUTIES.acknowledgeBy,
    },
  ],
  "agreement-ended": ["agreement.ended", { ...RECORDED, ...DUTIES, reason: "not_in_force" }],
  test: ["webhook.test", { agreement: null, version: null }],
};
/** Of a test it follows from nothing. */
const RANDOM_ID = `msg_${"7e57".repeat(8)}`;

export function allMessageVectors(): Map<string, string> {
  return new Map(
    Object.entries(CASES).map(([name, [type, said]]) => {
      const data: JsonObject = { agreement: AGREEMENT, version: 2, ...NOTHING, ...said };
      const organization = "fourth-coffee";
      const { purpose, subject, index, record, recordVersion } = data;
      const named = canonicalJson([
        ...[organization, AGREEMENT, purpose ?? null, subject ?? null, type],
        ...[index ?? AT, record ?? null, recordVersion ?? null],
      ]);
      const isTest = type === "webhook.test";
      const id = isTest ? RANDOM_ID : `msg_${hexEncode(sha256(utf8Encode(named))).slice(0, 32)}`;
      const vector = { organization, id, body: canonicalJson({ type, timestamp: AT, data }) };
      return [`${name}.json`, `${JSON.stringify(vector, null, 2)}\n`];
    }),
  );
}
