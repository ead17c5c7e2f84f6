/** What pages about requests ask the ledger for. */
import { queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { ApiError, api, ask } from "../frame/api.ts";
import { ONCE } from "../frame/queries.ts";

const ofSubject = api.v1.subjects[":subject"];
const one = ofSubject.requests[":requestId"];

export type Listed = InferResponseType<typeof ofSubject.requests.$get>["requests"][number];
export type Request = InferResponseType<typeof one.$get>;
export type NewRequest = InferRequestType<typeof ofSubject.requests.$post>["json"];
export type NewStep = InferRequestType<typeof one.events.$post>["json"];
export type Restriction = InferResponseType<typeof ofSubject.restriction.$get>;

/** All about requests of one person, and how the use of their data stands. */
export const OF_REQUESTS = "requests";

/** The newest first. */
export const ownRequestsQuery = (subject: string) =>
  queryOptions({
    queryKey: ["requests", "of", subject],
    queryFn: async () => {
      const { requests, timeZone } = await ask(ofSubject.requests.$get({ param: { subject } }));
      return { requests: requests.toReversed(), timeZone };
    },
  });

/** While an erasure begins nothing can be put on record of the person for a moment, also no reading. */
const isBarred = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === "subject_erased" || error.status === 503);
const MOST_TRIES = 10;

/** Looks again by itself while something goes on that nobody does by hand. */
export const requestQuery = (subject: string, requestId: string) =>
  queryOptions({
    ...{ queryKey: ["requests", "one", subject, requestId], ...ONCE },
    queryFn: () => ask(one.$get({ param: { subject, requestId } })),
    retry: (tries, error) => tries < MOST_TRIES && isBarred(error),
    retryDelay: 1_000,
    refetchInterval: ({ state: { data } }) => (data?.state === "granted" ? 3_000 : false),
  });

export const restrictionQuery = (subject: string) =>
  queryOptions({
    queryKey: ["requests", "restriction", subject],
    queryFn: () => ask(ofSubject.restriction.$get({ param: { subject } })),
  });

/** @param key makes a second press harmless @throws ApiError */
export const askFor = (subject: string, json: NewRequest, key: string) =>
  ask(ofSubject.requests.$post({ param: { subject }, json, header: { "idempotency-key": key } }));

/** @throws ApiError */
export const takeStep = (subject: string, requestId: string, json: NewStep, key: string) =>
  ask(
    one.events.$post({
      ...{ param: { subject, requestId }, json },
      header: { "idempotency-key": key },
    }),
  );
