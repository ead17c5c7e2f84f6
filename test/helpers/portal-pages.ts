/** Every page of the portal, each with somebody who may see it: what is looked at by axe, by keyboard and in pictures. */
import type { PersonRole } from "../../api/core/principal.ts";

export interface ShownPage {
  /** Of its picture, too. */
  readonly name: string;
  /** `{subject}` stands for the demonstration's customer, `{agreement}` for its agreement, `{case}` for a request. */
  readonly path: string;
  /** `null`: nobody is signed in. */
  readonly role: PersonRole | null;
  /** In the data directory: brought to the page. */
  readonly file?: string;
}

const OPEN: readonly ShownPage[] = [
  { name: "landing", path: "/", role: null },
  { name: "sign-in", path: "/sign-in", role: null },
  { name: "verify", path: "/verify", role: null },
  { name: "verified", path: "/verify", role: null, file: "evidence/order.json" },
  { name: "certificate", path: "/app/certificate", role: null },
  { name: "nowhere", path: "/app/nowhere", role: "customer" },
  { name: "account", path: "/account", role: "customer" },
];

/** Below `/app`, each of whom it is first of all for. A test holds them against the menu. */
const PLACES: readonly (readonly [PersonRole, readonly string[]])[] = [
  ["customer", ["consents", "records", "reads", "timeline", "rights"]],
  [
    "officer",
    [
      ...["overview", "requests", "search", "purposes", "agreements", "entries", "batches"],
      ...["erasures", "retention", "processing", "breaches", "audits", "packs"],
    ],
  ],
  ["auditor", ["given"]],
  [
    "administrator",
    ["health", "accounts", "organizations", "keys", "contacts", "registry", "settings"],
  ],
  ["partner", ["webhook", "organization"]],
];

const person = "/app/people/{subject}";
/** What places lead to. */
const FURTHER: readonly ShownPage[] = [
  ...["access", "rectification", "objection", "erasure", "complaint"].map(
    (right): ShownPage => ({
      ...{ name: `customer-ask-${right}`, path: `/app/rights/ask/${right}`, role: "customer" },
    }),
  ),
  { name: "officer-case", path: "/app/requests/{case}", role: "officer" },
  { name: "officer-person-rights", path: `${person}?tab=rights`, role: "officer" },
  { name: "officer-person", path: person, role: "officer" },
  {
    name: "officer-answer",
    path: `${person}/consents/northwind-offers?day=2024-04-30`,
    role: "officer",
  },
  { name: "officer-stream", path: `${person}/stream?stream=customer`, role: "officer" },
  { name: "officer-purpose", path: "/app/purposes/northwind-offers", role: "officer" },
  { name: "officer-assessment", path: "/app/processing/northwind-offers", role: "officer" },
  { name: "officer-entry", path: "/app/entries/1857", role: "officer" },
  { name: "officer-agreement", path: "/app/agreements/{agreement}", role: "officer" },
  { name: "partner-agreements", path: "/app/agreements", role: "partner" },
  { name: "partner-agreement", path: "/app/agreements/{agreement}", role: "partner" },
  { name: "officer-anchors", path: "/app/batches?tab=anchors", role: "officer" },
];

export const PAGES: readonly ShownPage[] = [
  ...OPEN,
  ...PLACES.flatMap(([role, places]) =>
    places.map((place) => ({ name: `${role}-${place}`, path: `/app/${place}`, role })),
  ),
  ...FURTHER,
];
