/** What officers look through, for reads.test.ts: path, and what is recorded of it. */
import { day } from "../../helpers/consents.ts";
import type { ReadApp } from "./reading-app.ts";

type Found = Pick<ReadApp, "subject" | "order" | "profile" | "request">;
interface Expected {
  route: string;
  records?: () => readonly object[];
  told?: () => readonly object[];
}

export const officerReads = (found: () => Found): readonly [string, () => string, Expected][] => [
  [
    "what a person has asked for",
    () => `/v1/subjects/${found().subject}/requests`,
    {
      route: "GET /v1/subjects/{subject}/requests",
      told: () => [{ what: "list", of: "request" }],
    },
  ],
  [
    "a request of a person",
    () => `/v1/subjects/${found().subject}/requests/${found().request.id}`,
    {
      route: "GET /v1/subjects/{subject}/requests/{requestId}",
      records: () => [{ id: found().request.record, kind: "request", version: 1 }],
    },
  ],
  [
    "requests of everybody",
    () => "/v1/requests",
    { route: "GET /v1/requests", told: () => [{ what: "list", of: "request" }] },
  ],
  [
    "how everybody stands to a purpose",
    () => `/v1/purposes/newsletter/consents?at=${day(3, 2)}`,
    {
      route: "GET /v1/purposes/{id}/consents",
      told: () => [{ what: "decision", of: "newsletter", at: day(3, 2) }],
    },
  ],
  [
    "which streams there are",
    () => `/v1/subjects/${found().subject}/streams`,
    { route: "GET /v1/subjects/{subject}/streams", told: () => [{ what: "list" }] },
  ],
  [
    "the chain of a stream",
    () => `/v1/subjects/${found().subject}/streams/entries?stream=order`,
    {
      route: "GET /v1/subjects/{subject}/streams/entries",
      records: () => [
        {
          ...{ id: found().order, kind: "order", version: 1 },
          fields: ["@id", "@kind", "@occurredAt", "@recordedAt", "@version"],
        },
      ],
      told: () => [{ what: "list", of: "order" }],
    },
  ],
  [
    "an entry of the log, and whose it is",
    () => "/v1/entries/1",
    {
      route: "GET /v1/entries/{index}",
      records: () => [
        {
          ...{ id: found().profile, kind: "customer", version: 1 },
          fields: ["@id", "@kind", "@subject", "@version"],
        },
      ],
    },
  ],
];
