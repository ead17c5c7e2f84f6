/** Where each role can go, in order. The first is where it begins. */
import type { en } from "../words/en/index.ts";
import type { Role } from "./session.ts";

export interface Place {
  readonly to: string;
  readonly word: Extract<keyof (typeof en)["frame"], `nav${string}`>;
}

const PERSONS: readonly Place[] = [
  { to: "/app/consents", word: "navConsents" },
  { to: "/app/records", word: "navRecords" },
  { to: "/app/reads", word: "navReads" },
  { to: "/app/timeline", word: "navTimeline" },
  { to: "/app/rights", word: "navRights" },
];
const LEDGER: readonly Place[] = [
  { to: "/app/entries", word: "navEntries" },
  { to: "/app/batches", word: "navBatches" },
];
const AUDITS: Place = { to: "/app/audits", word: "navAudits" };
const PACKS: Place = { to: "/app/packs", word: "navPacks" };

export const PLACES: Readonly<Record<Role, readonly Place[]>> = {
  customer: PERSONS,
  officer: [
    { to: "/app/overview", word: "navOverview" },
    { to: "/app/requests", word: "navRequests" },
    { to: "/app/search", word: "navSearch" },
    { to: "/app/purposes", word: "navPurposes" },
    { to: "/app/agreements", word: "navAgreements" },
    ...LEDGER,
    { to: "/app/erasures", word: "navErasures" },
    { to: "/app/retention", word: "navRetention" },
    { to: "/app/processing", word: "navProcessing" },
    { to: "/app/breaches", word: "navBreaches" },
    AUDITS,
    PACKS,
  ],
  staff: [
    { to: "/app/search", word: "navSearch" },
    { to: "/app/requests", word: "navRequests" },
    { to: "/app/contacts", word: "navContacts" },
  ],
  auditor: [{ to: "/app/given", word: "navGiven" }, AUDITS, PACKS],
  administrator: [
    { to: "/app/health", word: "navHealth" },
    { to: "/app/accounts", word: "navAccounts" },
    { to: "/app/organizations", word: "navOrganizations" },
    { to: "/app/agreements", word: "navAgreements" },
    { to: "/app/keys", word: "navKeys" },
    { to: "/app/contacts", word: "navContacts" },
    { to: "/app/registry", word: "navRegistry" },
    { to: "/app/settings", word: "navSettings" },
    AUDITS,
  ],
  partner: [
    { to: "/app/agreements", word: "navAgreements" },
    { to: "/app/webhook", word: "navWebhook" },
    { to: "/app/organization", word: "navOrganization" },
  ],
};

/** Pages that no menu names, reached from others. */
const BELOW: Readonly<Partial<Record<Role, readonly string[]>>> = {
  officer: ["/app/people"],
  staff: ["/app/people"],
};

const pagesOf = (role: Role): readonly string[] => [
  ...PLACES[role].map(({ to }) => to),
  ...(BELOW[role] ?? []),
];
const isIn = (page: string, pathname: string): boolean =>
  pathname === page || pathname.startsWith(`${page}/`);

/** Whether this is a page of other roles only. What is no page at all is not: that there is none is told as such. */
export function isOfOthers(role: Role, pathname: string): boolean {
  if (pagesOf(role).some((page) => isIn(page, pathname))) return false;
  return (Object.keys(PLACES) as Role[]).some((other) =>
    pagesOf(other).some((page) => isIn(page, pathname)),
  );
}
