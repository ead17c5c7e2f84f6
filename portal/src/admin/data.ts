/** What administrators ask for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { ApiError, api, ask, askRaw } from "../frame/api.ts";

export type Health = InferResponseType<typeof api.healthz.$get>;
export type Account = InferResponseType<(typeof api.v1.accounts)[":id"]["$get"]>;
export type Organization = InferResponseType<
  typeof api.v1.organizations.$get
>["organizations"][number];
export type Key = InferResponseType<typeof api.v1.keys.$get>["keys"][number];
export type MadeKey = InferResponseType<typeof api.v1.keys.$post>;
export type Controller = InferResponseType<typeof api.v1.controller.$get>;
export type Notice = InferResponseType<typeof api.v1.notices.$get>["notices"][number];
export type NoticeVersion = Notice["versions"][number];
export type Purpose = InferResponseType<typeof api.v1.purposes.$get>["purposes"][number];
export type PurposeVersion = Purpose["versions"][number];
export type Setting = InferResponseType<typeof api.v1.settings.$get>["settings"][number];
export type Contact = InferResponseType<
  (typeof api.v1.subjects)[":subject"]["contacts"]["$get"]
>["contacts"][number];

const isHealth = (told: object): told is Health => "alarms" in told && "log" in told;

/** Also a ledger that is down answers, with 503. */
export const healthQuery = queryOptions({
  queryKey: ["health"],
  refetchInterval: 5_000,
  staleTime: 0,
  queryFn: async (): Promise<Health> => {
    try {
      return await ask(api.healthz.$get({}));
    } catch (error) {
      if (error instanceof ApiError && isHealth(error.problem)) return error.problem;
      throw error;
    }
  },
});

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: async () => (await ask(api.v1.settings.$get({}))).settings,
});

const PAGE = "100";

/** `search`: a part of their address. */
export const accountsQuery = (customers: boolean, search: string) =>
  infiniteQueryOptions({
    queryKey: ["accounts", customers, search],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      // What is searched for is a part of an address, and the addresses of requests are written down.
      ask(
        search === ""
          ? api.v1.accounts.$get({
              query: { customers: String(customers), cursor: pageParam, limit: PAGE },
            })
          : api.v1.accounts.search.$post({
              json: { search, customers, cursor: pageParam, limit: Number(PAGE) },
            }),
      ),
    getNextPageParam: ({ next }) => next,
  });

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ["account", id],
    queryFn: () => ask(api.v1.accounts[":id"].$get({ param: { id } })),
  });

export const organizationsQuery = queryOptions({
  queryKey: ["organizations"],
  queryFn: async () => (await ask(api.v1.organizations.$get({}))).organizations,
});

export const organizationQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organizations", organization],
    queryFn: () => ask(api.v1.organizations[":organization"].$get({ param: { organization } })),
  });

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: async () => (await ask(api.v1.keys.$get({}))).keys,
});

/** `null`: nobody has stated it yet. */
export const controllerQuery = queryOptions({
  queryKey: ["registry", "controller"],
  queryFn: async (): Promise<Controller | null> => {
    try {
      return await ask(api.v1.controller.$get({}));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  },
});

export const noticesQuery = queryOptions({
  queryKey: ["registry", "notices"],
  queryFn: async () => (await ask(api.v1.notices.$get({}))).notices,
});

export const purposesQuery = queryOptions({
  queryKey: ["registry", "purposes"],
  queryFn: async () => (await ask(api.v1.purposes.$get({}))).purposes,
});

/** The exact text behind a hash: it never changes. */
export const textQuery = (hash: string) =>
  queryOptions({
    queryKey: ["admin", "text", hash],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await askRaw(`/v1/texts/${hash}`)).text(),
  });

export const contactsQuery = (subject: string) =>
  queryOptions({
    queryKey: ["contacts", subject],
    queryFn: async () =>
      (await ask(api.v1.subjects[":subject"].contacts.$get({ param: { subject } }))).contacts,
  });
