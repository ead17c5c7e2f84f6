/** What officers' pages ask the ledger for. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { api, ask } from "../frame/api.ts";
import { ONCE } from "../frame/queries.ts";

const { v1 } = api;
const ofSubject = v1.subjects[":subject"];
const ofPurpose = v1.purposes[":id"].consents;

export type Overview = InferResponseType<typeof v1.overview.$get>;
export type Series = InferResponseType<typeof v1.overview.series.$get>;
export type Anchor = InferResponseType<typeof v1.anchors.$get>["anchors"][number];
export type Batch = InferResponseType<typeof v1.batches.$get>["batches"][number];
export type Entry = InferResponseType<(typeof v1.entries)[":index"]["$get"]>;
export type Streams = InferResponseType<typeof ofSubject.streams.$get>;
export type Chain = InferResponseType<typeof ofSubject.streams.entries.$get>;
export type ChainEntry = Chain["entries"][number];
export type Answer = InferResponseType<(typeof ofSubject.consents)[":purpose"]["$get"]>;
export type Everybody = InferResponseType<typeof ofPurpose.$get>;
export type Person = Everybody["people"][number];
export type StandsAs = Person["reason"];

const LIVE_MS = 5_000;
const PAGE = "50";
const nextPage = ({ next }: { readonly next: string | null }) => next;
const cursorOf = (cursor: string | null) => (cursor === null ? {} : { cursor });
const atOf = (at: string | null) => (at === null ? {} : { at });

export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  refetchInterval: LIVE_MS,
  queryFn: () => ask(v1.overview.$get({})),
});

export const seriesQuery = (days: number) =>
  queryOptions({
    queryKey: ["series", days],
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: () => ask(v1.overview.series.$get({ query: { days: String(days) } })),
  });

export const anchorsQuery = infiniteQueryOptions({
  queryKey: ["anchors"],
  initialPageParam: null as string | null,
  getNextPageParam: nextPage,
  queryFn: ({ pageParam }) =>
    ask(v1.anchors.$get({ query: { limit: PAGE, ...cursorOf(pageParam) } })),
});

export const batchesQuery = infiniteQueryOptions({
  queryKey: ["batches"],
  initialPageParam: null as string | null,
  getNextPageParam: nextPage,
  queryFn: ({ pageParam }) =>
    ask(v1.batches.$get({ query: { limit: PAGE, ...cursorOf(pageParam) } })),
});

export const entryQuery = (index: string) =>
  queryOptions({
    ...{ queryKey: ["entry", index], ...ONCE, staleTime: 30_000 },
    queryFn: () => ask(v1.entries[":index"].$get({ param: { index } })),
  });

export const streamsQuery = (subject: string) =>
  queryOptions({
    ...{ queryKey: ["streams", subject], ...ONCE },
    queryFn: () => ask(ofSubject.streams.$get({ param: { subject } })),
  });

export const chainQuery = (subject: string, stream: string) =>
  infiniteQueryOptions({
    ...{ queryKey: ["chain", subject, stream], ...ONCE },
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      ask(
        ofSubject.streams.entries.$get({
          param: { subject },
          query: { stream, limit: PAGE, ...cursorOf(pageParam) },
        }),
      ),
  });

export const profileQuery = (subject: string) =>
  queryOptions({
    ...{ queryKey: ["officer", "profile", subject], ...ONCE },
    queryFn: async () => {
      const { records } = await ask(
        v1.records.$get({ query: { subject, kind: "customer", limit: "1" } }),
      );
      return records[0] ?? null;
    },
  });

/** @param at `null`: now */
export const consentsQuery = (subject: string, at: string | null) =>
  queryOptions({
    ...{ queryKey: ["officer", "consents", subject, at], ...ONCE },
    queryFn: async () =>
      (await ask(ofSubject.consents.$get({ param: { subject }, query: atOf(at) }))).consents,
  });

export const answerQuery = (subject: string, purpose: string, at: string | null) =>
  queryOptions({
    ...{ queryKey: ["answer", subject, purpose, at], ...ONCE },
    queryFn: () =>
      ask(ofSubject.consents[":purpose"].$get({ param: { subject, purpose }, query: atOf(at) })),
  });

export const recordsQuery = (subject: string) =>
  infiniteQueryOptions({
    ...{ queryKey: ["officer", "timeline", subject, "order,payment"], ...ONCE },
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      ask(
        ofSubject.timeline.$get({
          param: { subject },
          query: { kinds: "order,payment", limit: PAGE, ...cursorOf(pageParam) },
        }),
      ),
  });

export const readsQuery = (subject: string) =>
  infiniteQueryOptions({
    ...{ queryKey: ["officer", "reads", subject], ...ONCE },
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      ask(
        ofSubject.reads.$get({
          param: { subject },
          query: { limit: PAGE, ...cursorOf(pageParam) },
        }),
      ),
  });

export const countsQuery = (purpose: string, at: string | null) =>
  queryOptions({
    ...{ queryKey: ["counts", purpose, at], ...ONCE },
    queryFn: ({ signal }) =>
      ask(ofPurpose.counts.$get({ param: { id: purpose }, query: atOf(at) }, { init: { signal } })),
  });

export const everybodyQuery = (purpose: string, at: string | null, state: StandsAs | null) =>
  infiniteQueryOptions({
    ...{ queryKey: ["everybody", purpose, at, state], ...ONCE },
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) => everybodyPage(purpose, at, state, pageParam, PAGE),
  });

/** One page, also for whoever wants all of them in a file. */
export const everybodyPage = (
  purpose: string,
  at: string | null,
  state: StandsAs | null,
  cursor: string | null,
  limit: string,
): Promise<Everybody> =>
  ask(
    ofPurpose.$get({
      param: { id: purpose },
      query: { limit, ...atOf(at), ...cursorOf(cursor), ...(state === null ? {} : { state }) },
    }),
  );
