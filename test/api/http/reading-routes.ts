/** Every route that shows something of a person, asked about the one of {@link ReadApp}, and what is recorded of that. */
import { day } from "../../helpers/consents.ts";
import type { ReadApp } from "./reading-app.ts";

export const whole = (id: string, kind: string, version = 1) => ({ id, kind, version });
const part = (id: string, fields: readonly string[], kind = "order") => ({
  ...whole(id, kind),
  fields,
});

type ReadingRoute = readonly [
  what: string,
  path: () => string,
  left: { route: string; records?: () => readonly object[]; told?: () => readonly object[] },
];

/** @param of what there is to read, once it is there */
export const readingRoutes = (of: () => ReadApp): readonly ReadingRoute[] => [
  [
    "a list",
    () => `/v1/records?subject=${of().subject}&kind=order`,
    {
      route: "GET /v1/records",
      records: () => [whole(of().order, "order")],
      told: () => [{ what: "list", of: "order" }],
    },
  ],
  [
    "a page of a list: what is on it, and no more",
    () => `/v1/records?subject=${of().subject}&limit=1`,
    {
      route: "GET /v1/records",
      records: () => [whole(of().profile, "customer", 2)],
      told: () => [{ what: "list" }],
    },
  ],
  [
    "what was given to an auditor",
    () => `/v1/given-records?subject=${of().subject}&kind=order`,
    {
      route: "GET /v1/given-records",
      records: () => [part(of().order, [])],
      told: () => [{ what: "list", of: "order" }],
    },
  ],
  [
    "a record",
    () => `/v1/records/${of().order}`,
    { route: "GET /v1/records/{id}", records: () => [whole(of().order, "order")] },
  ],
  [
    "an earlier version",
    () => `/v1/records/${of().profile}?version=1`,
    { route: "GET /v1/records/{id}", records: () => [whole(of().profile, "customer", 1)] },
  ],
  [
    "evidence of a record",
    () => `/v1/records/${of().order}/evidence`,
    {
      route: "GET /v1/records/{id}/evidence",
      records: () => [whole(of().order, "order")],
      told: () => [{ what: "evidence" }],
    },
  ],
  [
    "evidence of a record with some of its fields, and those that every file has",
    () => `/v1/records/${of().order}/evidence?fields=total,currency&claim=current`,
    {
      route: "GET /v1/records/{id}/evidence",
      records: () => [
        part(of().order, [
          ...["total", "currency", "@kind", "@schema", "@stream", "@subject", "@id", "@version"],
        ]),
      ],
      told: () => [{ what: "evidence" }],
    },
  ],
  [
    "a promise",
    () => `/v1/records/${of().order}/receipt`,
    {
      route: "GET /v1/records/{id}/receipt",
      records: () => [part(of().order, [])],
      told: () => [{ what: "promise" }],
    },
  ],
  [
    "a proof for the tools of others",
    () => `/v1/records/${of().order}/tlog-proof`,
    {
      route: "GET /v1/records/{id}/tlog-proof",
      records: () => [part(of().order, [])],
      told: () => [{ what: "evidence" }],
    },
  ],
  [
    "the history of a stream",
    () => `/v1/subjects/${of().subject}/evidence?claim=history&stream=customer&fields=name`,
    {
      route: "GET /v1/subjects/{subject}/evidence",
      told: () => [
        {
          ...{ what: "evidence", of: "customer" },
          fields: ["name", "@kind", "@schema", "@stream", "@subject"],
        },
      ],
    },
  ],
  [
    "the history of a stream, withheld",
    () => `/v1/subjects/${of().subject}/evidence?claim=history&stream=customer&withhold=all`,
    {
      route: "GET /v1/subjects/{subject}/evidence",
      told: () => [{ what: "evidence", of: "customer", fields: [] }],
    },
  ],
  [
    "whether processing is restricted",
    () => `/v1/subjects/${of().subject}/restriction`,
    {
      route: "GET /v1/subjects/{subject}/restriction",
      told: () => [{ what: "state", of: "restriction" }],
    },
  ],
  [
    "that there is no such stream",
    () => `/v1/subjects/${of().subject}/evidence?claim=absent&stream=payment`,
    {
      route: "GET /v1/subjects/{subject}/evidence",
      told: () => [{ what: "evidence", of: "payment", fields: [] }],
    },
  ],
  [
    "everything, to take away",
    () => `/v1/subjects/${of().subject}/export`,
    {
      route: "GET /v1/subjects/{subject}/export",
      told: () => [{ what: "document", of: "export/access" }],
    },
  ],
  [
    "a state, with the record that was in force",
    () => `/v1/subjects/${of().subject}/state?stream=customer&at=2026-11-22T09:30:00.000Z`,
    {
      route: "GET /v1/subjects/{subject}/state",
      records: () => [whole(of().profile, "customer", 2)],
      told: () => [{ what: "state", of: "customer", at: "2026-11-22T09:30:00.000Z" }],
    },
  ],
  [
    "a consent",
    () => `/v1/subjects/${of().subject}/consents/newsletter`,
    {
      route: "GET /v1/subjects/{subject}/consents/{purpose}",
      records: () => [whole(of().consent, "consent")],
      told: () => [{ what: "consent", of: "newsletter" }],
    },
  ],
  [
    "all consents at a time",
    () => `/v1/subjects/${of().subject}/consents?at=${day(3, 2)}`,
    {
      route: "GET /v1/subjects/{subject}/consents",
      records: () => [whole(of().consent, "consent")],
      told: () => [{ what: "consents", at: day(3, 2) }],
    },
  ],
  [
    "what a person can choose, and how it stands",
    () => `/v1/subjects/${of().subject}/purposes/newsletter/offer`,
    {
      route: "GET /v1/subjects/{subject}/purposes/{purpose}/offer",
      records: () => [whole(of().consent, "consent")],
      told: () => [{ what: "consent", of: "newsletter" }],
    },
  ],
  [
    "a timeline: what is on its page, and no more",
    () => `/v1/subjects/${of().subject}/timeline?kinds=customer`,
    {
      route: "GET /v1/subjects/{subject}/timeline",
      records: () => [whole(of().profile, "customer", 2), whole(of().profile, "customer", 1)],
      told: () => [{ what: "list", of: "customer" }],
    },
  ],
  [
    "who has read",
    () => `/v1/subjects/${of().subject}/reads?limit=1`,
    {
      route: "GET /v1/subjects/{subject}/reads",
      records: () => [{ kind: "access", version: 1 }],
      told: () => [{ what: "list", of: "access" }],
    },
  ],
  [
    "identifiers",
    () => `/v1/subjects/${of().subject}/identifiers`,
    {
      route: "GET /v1/subjects/{subject}/identifiers",
      told: () => [{ what: "identifiers" }],
    },
  ],
  [
    "a receipt for the person",
    () => `/v1/consents/${of().consent}/receipt`,
    {
      route: "GET /v1/consents/{id}/receipt",
      records: () => [whole(of().consent, "consent")],
      told: () => [
        { what: "document", of: "receipt" },
        { what: "evidence", of: "consent/newsletter" },
      ],
    },
  ],
  [
    "a document of another system",
    () => `/v1/consents/${of().consent}/forms/dpv`,
    {
      route: "GET /v1/consents/{id}/forms/{form}",
      records: () => [whole(of().consent, "consent")],
      told: () => [{ what: "document", of: "dpv" }],
    },
  ],
];
