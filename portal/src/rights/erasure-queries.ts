/** What pages about erasures ask the ledger for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../frame/api.ts";
import { ONCE } from "../frame/queries.ts";

const ofSubject = api.v1.subjects[":subject"];

export type Plan = InferResponseType<(typeof ofSubject)["erasure-plan"]["$get"]>;
export type PlanPart = Plan["parts"][number];
export type Erasure = InferResponseType<(typeof api.v1.erasures)[":id"]["$get"]>;
export type CarryOut = InferRequestType<typeof ofSubject.erasures.$post>["json"];

/** @param goNow classes that are to go although the rules would keep them */
export const planQuery = (subject: string, goNow: readonly string[]) =>
  queryOptions({
    ...{ queryKey: ["erasures", "plan", subject, ...goNow], ...ONCE },
    queryFn: () =>
      ask(
        ofSubject["erasure-plan"].$get({
          param: { subject },
          query: goNow.length === 0 ? {} : { goNow: goNow.join(",") },
        }),
      ),
  });

/** So often one looks while it goes on. */
const LIVE_MS = 2_000;

export const erasureQuery = (id: string) =>
  queryOptions({
    queryKey: ["erasures", "one", id],
    queryFn: () => ask(api.v1.erasures[":id"].$get({ param: { id } })),
    refetchInterval: ({ state: { data } }) => (data?.state === "done" ? false : LIVE_MS),
  });

export const erasuresQuery = infiniteQueryOptions({
  queryKey: ["erasures", "all"],
  initialPageParam: "",
  getNextPageParam: ({ next }: { readonly next: string | null }) => next,
  queryFn: ({ pageParam: cursor }) =>
    ask(api.v1.erasures.$get({ query: cursor === "" ? {} : { cursor } })),
});

/** @throws ApiError */
export const carryOut = (subject: string, json: CarryOut) =>
  ask(ofSubject.erasures.$post({ param: { subject }, json }));
