/** Documents of the DPV form, made for a test. */
import { readDpv } from "../../../../api/consent/forms/dpv-read.ts";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { refusalOf } from "./published.ts";

export type Json = Record<string, JsonValue>;
export const NOW = Date.parse("2026-11-27T08:00:00.000Z");
export const PROFILE = "https://w3id.org/dpv/schema/dpv-27560#";

export const read = (document: JsonValue) => readDpv(document, NOW);
export const refusal = (document: JsonValue) => refusalOf(() => read(document));

/** A record with these statuses of one purpose. */
export function record(statuses: JsonValue, over: Json = {}): Json {
  return {
    "@id": "https://example.com/r1",
    "@type": "dpv:ConsentRecord",
    "dct:conformsTo": `${PROFILE}record`,
    "dpv:hasProcess": [{ "dpv:hasPurpose": "dpv:Marketing" }],
    "dpv:hasConsentStatus": statuses,
    ...over,
  };
}

export const status = (type: string, time: string, over: Json = {}): Json => ({
  "@type": type,
  "dpv:isIndicatedAtTime": time,
  "dpv:isIndicatedBy": "dpv:DataSubject",
  ...over,
});
