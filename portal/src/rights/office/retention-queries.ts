/** What the page about rules of retention asks the ledger for. */
import { queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../../frame/api.ts";
import { STATED_MS } from "../../frame/queries.ts";

const { retention } = api.v1;

export type Retention = InferResponseType<typeof retention.$get>;
export type NewRules = InferRequestType<typeof retention.$post>["json"];

export const retentionQuery = queryOptions({
  queryKey: ["retention"],
  staleTime: STATED_MS,
  queryFn: () => ask(retention.$get({})),
});

/** @param key makes a second press harmless @throws ApiError */
export const stateRules = (json: NewRules, key: string) =>
  ask(retention.$post({ json, header: { "idempotency-key": key } }));
