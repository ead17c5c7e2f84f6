/** Prefixes and profiles of the DPV form of ISO/IEC TS 27560, as dpv-27560.ttl and the published examples have them. */

export const PREFIXES = {
  dct: "http://purl.org/dc/terms/",
  dpv: "https://w3id.org/dpv#",
  "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
  loc: "https://w3id.org/dpv/loc#",
  pd: "https://w3id.org/dpv/pd#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  schema: "https://schema.org/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;

const PROFILE = "https://w3id.org/dpv/schema/dpv-27560#";

export const PROFILES = {
  record: `${PROFILE}record`,
  receipt: `${PROFILE}receipt`,
  recordGdpr: `${PROFILE}record-eu-gdpr`,
  receiptGdpr: `${PROFILE}receipt-eu-gdpr`,
} as const;

const ID = { "@type": "@id" } as const;

/** Properties whose plain strings are names of things. */
const NAMING = [
  "dct:conformsTo",
  "dct:publisher",
  "dpv:hasApplicableLaw",
  "dpv:hasDataController",
  "dpv:hasJurisdiction",
  "dpv:hasLegalBasis",
  "dpv:hasLocation",
  "dpv:hasNecessity",
  "dpv:hasNotice",
  "dpv:hasProcessing",
  "dpv:hasRecipient",
  "dpv:isExercisedAt",
  "dpv:isIndicatedBy",
  "schema:recipient",
  "schema:url",
  "skos:broader",
] as const;

const TIMES = ["dct:created", "dct:issued", "dpv:isIndicatedAtTime"] as const;

/** What every document that is written brings along, so that nobody need fetch anything to read it. */
export const CONTEXT = {
  ...PREFIXES,
  ...Object.fromEntries(NAMING.map((name) => [name, ID])),
  ...Object.fromEntries(TIMES.map((name) => [name, { "@type": "xsd:dateTime" }])),
};

/** `https://w3id.org/dpv#Marketing` as `dpv:Marketing`; what is not of a known namespace stays as it is. */
export function compact(iri: string): string {
  for (const [prefix, namespace] of Object.entries(PREFIXES)) {
    if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}
