/** What these pages ask the ledger for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { api, ask, askRaw } from "../frame/api.ts";
import { STATED_MS } from "../frame/queries.ts";

export type Consent = InferResponseType<
  (typeof api.v1.subjects)[":subject"]["consents"]["$get"]
>["consents"][number];
export type Purpose = InferResponseType<typeof api.v1.purposes.$get>["purposes"][number];
export type Offer = InferResponseType<
  (typeof api.v1.subjects)[":subject"]["purposes"][":purpose"]["offer"]["$get"]
>;
export type Chosen = InferResponseType<(typeof api.v1.subjects)[":subject"]["choices"]["$post"]>;
export type Choice = Offer["choices"][number]["choice"];
export type Page = InferResponseType<(typeof api.v1.subjects)[":subject"]["timeline"]["$get"]>;
export type LedgerRecord = Page["records"][number];
export type ReadsPage = InferResponseType<(typeof api.v1.subjects)[":subject"]["reads"]["$get"]>;

const PAGE = "50";

export const consentsQuery = (subject: string) =>
  queryOptions({
    queryKey: ["consents", subject],
    queryFn: async () =>
      (await ask(api.v1.subjects[":subject"].consents.$get({ param: { subject } }))).consents,
  });

export const controllerQuery = queryOptions({
  queryKey: ["controller"],
  staleTime: STATED_MS,
  queryFn: () => ask(api.v1.controller.$get({})),
});

export const noticesQuery = queryOptions({
  queryKey: ["notices"],
  staleTime: STATED_MS,
  queryFn: async () => (await ask(api.v1.notices.$get({}))).notices,
});

/** The exact text, by its hash: it never changes. */
export const textQuery = (hash: string) =>
  queryOptions({
    queryKey: ["text", hash],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const response = await askRaw(`/v1/texts/${hash}`);
      const language = response.headers.get("content-language") ?? "en";
      return { text: await response.text(), language };
    },
  });

/** Asked anew whenever it is shown: a yes is to what is in force now. */
export const offerQuery = (subject: string, purpose: string, language: string) =>
  queryOptions({
    queryKey: ["offer", subject, purpose, language],
    staleTime: 0,
    gcTime: 0,
    queryFn: () =>
      ask(
        api.v1.subjects[":subject"].purposes[":purpose"].offer.$get({
          param: { subject, purpose },
          query: { language },
        }),
      ),
  });

/** Newest first. `kinds` null: all. */
export const timelineQuery = (subject: string, kinds: string | null) =>
  infiniteQueryOptions({
    queryKey: ["timeline", subject, kinds],
    initialPageParam: "",
    queryFn: ({ pageParam: cursor }) =>
      ask(
        api.v1.subjects[":subject"].timeline.$get({
          param: { subject },
          query: {
            limit: PAGE,
            ...(kinds === null ? {} : { kinds }),
            ...(cursor === "" ? {} : { cursor }),
          },
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const readsQuery = (subject: string) =>
  infiniteQueryOptions({
    queryKey: ["reads", subject],
    initialPageParam: "",
    queryFn: ({ pageParam: cursor }) =>
      ask(
        api.v1.subjects[":subject"].reads.$get({
          param: { subject },
          query: { limit: PAGE, ...(cursor === "" ? {} : { cursor }) },
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** The newest version of somebody's own record: it, or that it is damaged; both `null`: there is none. */
export const profileQuery = (subject: string) =>
  queryOptions({
    queryKey: ["profile", subject],
    staleTime: STATED_MS,
    queryFn: async () => {
      const query = { kinds: "customer", limit: "1" };
      const page = await ask(
        api.v1.subjects[":subject"].timeline.$get({ param: { subject }, query }),
      );
      return { newest: page.records[0] ?? null, damaged: page.damaged[0] ?? null };
    },
  });
