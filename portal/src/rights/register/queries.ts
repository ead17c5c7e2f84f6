/** What the pages of the registers ask the ledger for: of the firm, and of nobody. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../../frame/api.ts";
import { STATED_MS } from "../../frame/queries.ts";
import { useOnce } from "../own/use-ask.ts";

const { breaches } = api.v1;
const processing = api.v1["processing-register"];
const { assessments } = api.v1.purposes[":id"];
const { steps } = breaches[":id"];

export type Breach = InferResponseType<typeof breaches.$get>["breaches"][number];
export type NewBreach = InferRequestType<typeof breaches.$post>["json"];
export type NewBreachStep = InferRequestType<typeof steps.$post>["json"];
export type ProcessingRecord = InferResponseType<typeof processing.$get>;
export type Activity = ProcessingRecord["activities"][number];
export type Assessment = InferResponseType<typeof assessments.$get>["assessments"][number];
export type NewAssessment = InferRequestType<typeof assessments.$post>["json"];

/** The clocks run on. */
const LIVE_MS = 60_000;

export const breachesQuery = queryOptions({
  queryKey: ["breaches"],
  refetchInterval: LIVE_MS,
  queryFn: async () => (await ask(breaches.$get({}))).breaches,
});

export const breachQuery = (id: string) =>
  queryOptions({
    ...{ queryKey: ["breaches", id], refetchInterval: LIVE_MS },
    queryFn: () => ask(breaches[":id"].$get({ param: { id } })),
  });

export const processingQuery = queryOptions({
  ...{ queryKey: ["processing"], staleTime: STATED_MS },
  queryFn: () => ask(processing.$get({})),
});

export const assessmentsQuery = (id: string) =>
  queryOptions({
    ...{ queryKey: ["processing", id], staleTime: STATED_MS },
    queryFn: async () => (await ask(assessments.$get({ param: { id } }))).assessments,
  });

/** What is sent again unchanged is recorded once. */
function useRecording<T, A>(send: (json: T, key: string) => Promise<A>, queryKey: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (json: T) => send(json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: [queryKey] }),
  });
}

export const useReport = () =>
  useRecording(
    (json: NewBreach, key) => ask(breaches.$post({ json, header: { "idempotency-key": key } })),
    "breaches",
  );

export const useBreachStep = (id: string) =>
  useRecording(
    (json: NewBreachStep, key) =>
      ask(steps.$post({ param: { id }, json, header: { "idempotency-key": key } })),
    "breaches",
  );

export const useAssess = (id: string) =>
  useRecording(
    (json: NewAssessment, key) =>
      ask(assessments.$post({ param: { id }, json, header: { "idempotency-key": key } })),
    "processing",
  );
