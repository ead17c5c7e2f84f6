/** Every page of the portal, each with somebody who may see it: what is looked at by axe, by keyboard and in pictures. */
import type { PersonRole } from "../../api/core/principal.ts";

export interface ShownPage {
  /** Of its picture, too. */
  readonly name: string;
  readonly path: string;
  /** `null`: nobody is signed in. */
  readonly role: PersonRole | null;
}

const OPEN: readonly ShownPage[] = [
  { name: "landing", path: "/", role: null },
  { name: "sign-in", path: "/sign-in", role: null },
  { name: "verify", path: "/verify", role: null },
  { name: "nowhere", path: "/app/nowhere", role: "customer" },
  { name: "account", path: "/account", role: "customer" },
];

/** Below `/app`, each of whom it is first of all for. A test holds them against the menu. */
const PLACES: readonly (readonly [PersonRole, readonly string[]])[] = [
  ["customer", ["consents", "records", "reads", "timeline"]],
  ["officer", ["overview", "search", "purposes", "entries", "batches", "audits", "packs"]],
  ["auditor", ["given"]],
  [
    "administrator",
    ["health", "accounts", "organizations", "keys", "contacts", "registry", "settings"],
  ],
  ["partner", ["organization"]],
];

export const PAGES: readonly ShownPage[] = [
  ...OPEN,
  ...PLACES.flatMap(([role, places]) =>
    places.map((place) => ({ name: `${role}-${place}`, path: `/app/${place}`, role })),
  ),
];
