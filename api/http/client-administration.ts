/** Types alone: signing in, and what administrators ask for. */
import type { z } from "@hono/zod-openapi";
import type { Controller, PurposeVersion, Recorded } from "../consent/model.ts";
import type * as consent from "../consent/schemas.ts";
import type { AccountSearch } from "../identity/account-routes.ts";
import type { DemoPerson } from "../identity/demonstration.ts";
import type { keyAnswer, keyInput, keyList, madeKey } from "../identity/key-schemas.ts";
import type * as people from "../identity/schemas.ts";
import type { Line } from "./client-line.ts";
import type { Health } from "./health.ts";
import type { settingsAnswer } from "./settings-route.ts";

type OfId = { param: { id: string } };
type Reasoned = { json: z.input<typeof people.onlyReason> };
type OfOrganization = { param: { organization: string } };
type OfSubject = { param: { subject: string } };

type OfPeople = Line<"get", "/v1/me", object, typeof people.me> &
  Line<"get", "/dev/people", object, { people: DemoPerson[] }> &
  Line<
    "get",
    "/v1/accounts",
    { query: { customers?: string; cursor?: string; limit?: string } },
    typeof people.accountList
  > &
  Line<"post", "/v1/accounts/search", { json: AccountSearch }, typeof people.accountList> &
  Line<"post", "/v1/accounts", { json: z.input<typeof people.newAccount> }, typeof people.account> &
  Line<"get", "/v1/accounts/:id", OfId, typeof people.account> &
  Line<
    "post",
    "/v1/accounts/:id/role",
    OfId & { json: z.input<typeof people.newRole> },
    typeof people.account
  > &
  Line<
    "post",
    "/v1/accounts/:id/given",
    OfId & { json: z.input<typeof people.newGrant> },
    typeof people.account
  > &
  Line<"post", "/v1/accounts/:id/given-end", OfId & Reasoned, typeof people.account> &
  Line<"post", "/v1/accounts/:id/second-factor-removal", OfId & Reasoned, typeof people.account> &
  Line<"post", "/v1/accounts/:id/removal", OfId & Reasoned, object> &
  Line<"get", "/v1/readers", { query: { ids: string } }, typeof people.readerList>;

type OfOrganizations = Line<
  "get",
  "/v1/organizations/:organization/keys",
  OfOrganization,
  typeof keyList
> &
  Line<"get", "/v1/organizations", object, typeof people.organizationList> &
  Line<
    "post",
    "/v1/organizations",
    { json: z.input<typeof people.newOrganization> },
    typeof people.organizationAnswer
  > &
  Line<
    "get",
    "/v1/organizations/:organization",
    OfOrganization,
    typeof people.organizationWithMembers
  > &
  Line<
    "post",
    "/v1/organizations/:organization/name",
    OfOrganization & { json: z.input<typeof people.newOrganization> },
    typeof people.organizationAnswer
  >;

type OfKeys = Line<"get", "/v1/keys", object, typeof keyList> &
  Line<"post", "/v1/keys", { json: z.input<typeof keyInput> }, typeof madeKey> &
  Line<"post", "/v1/keys/:id/revocation", OfId & Reasoned, typeof keyAnswer>;

type OfContacts = Line<
  "post",
  "/v1/subjects/lookup",
  { json: { source: string; externalNumber: string } },
  { readonly subject: string; readonly created: boolean }
> &
  Line<"get", "/v1/subjects/:subject/contacts", OfSubject, typeof people.contactList> &
  Line<
    "post",
    "/v1/subjects/:subject/contacts",
    OfSubject & { json: z.input<typeof people.newContact> },
    typeof people.contactList
  > &
  Line<
    "post",
    "/v1/subjects/:subject/contacts/removal",
    OfSubject & { json: z.input<typeof people.noContact> },
    typeof people.contactList
  >;

type StatedPurpose = Omit<
  PurposeVersion,
  keyof Recorded | "purposeVersion" | "material" | "inForceFrom"
> & { material?: boolean; inForceFrom?: string };

/** What the firm states. The key makes a second press harmless. */
type Once = { header: { "idempotency-key": string } };
type OfRegistry = Line<
  "post",
  "/v1/controller",
  Once & { json: Omit<Controller, keyof Recorded | "role"> & { role?: string } },
  typeof consent.eventAnswer
> &
  Line<
    "post",
    "/v1/notices",
    Once & { json: z.input<typeof consent.noticeInput> },
    typeof consent.versionAnswer
  > &
  Line<"post", "/v1/purposes", Once & { json: StatedPurpose }, typeof consent.versionAnswer> &
  Line<
    "post",
    "/v1/purposes/:id/retirement",
    OfId & Once & { json: z.input<typeof consent.retirementInput> },
    typeof consent.eventAnswer
  >;

type OfInstallation = Line<"get", "/healthz", object, Health> &
  Line<"get", "/v1/settings", object, typeof settingsAnswer>;

export type OfAdministration = OfPeople &
  OfOrganizations &
  OfKeys &
  OfContacts &
  OfRegistry &
  OfInstallation;
