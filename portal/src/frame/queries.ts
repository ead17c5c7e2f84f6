/** What pages of several rooms ask for. A key stands in one file alone: two answers under one key would be taken for each other. */
import { queryOptions } from "@tanstack/react-query";
import { api, ask } from "./api.ts";

/** What the firm states seldom changes. */
export const STATED_MS = 60_000;

/** Each asking is recorded with the person, so none is asked twice by itself. */
export const ONCE = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } as const;

export const purposesQuery = queryOptions({
  queryKey: ["purposes"],
  staleTime: STATED_MS,
  queryFn: async () => (await ask(api.v1.purposes.$get({}))).purposes,
});
