/** What pages about the firm's registers ask the ledger for. */
import { queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../../frame/api.ts";

const { breaches } = api.v1;
const processing = api.v1["processing-register"];
const assessments = api.v1.purposes[":id"].assessments;

export type Breach = InferResponseType<typeof breaches.$get>["breaches"][number];
export type NewBreach = InferRequestType<typeof breaches.$post>["json"];
export type BreachStep = InferRequestType<(typeof breaches)[":id"]["steps"]["$post"]>["json"];
export type Activity = InferResponseType<typeof processing.$get>["activities"][number];
export type NewAssessment = InferRequestType<typeof assessments.$post>["json"];

export const breachesQuery = queryOptions({
  queryKey: ["breaches"],
  refetchInterval: 60_000,
  queryFn: async () => (await ask(breaches.$get({}))).breaches,
});

export const processingQuery = queryOptions({
  queryKey: ["processing"],
  queryFn: () => ask(processing.$get({})),
});

const once = (key: string) => ({ header: { "idempotency-key": key } });

/** @param key makes a second press harmless @throws ApiError */
export const recordBreach = (json: NewBreach, key: string) =>
  ask(breaches.$post({ json, ...once(key) }));

/** @throws ApiError */
export const stepBreach = (id: string, json: BreachStep, key: string) =>
  ask(breaches[":id"].steps.$post({ param: { id }, json, ...once(key) }));

/** @throws ApiError */
export const assess = (id: string, json: NewAssessment, key: string) =>
  ask(assessments.$post({ param: { id }, json, ...once(key) }));
