/** What officers' pages about requests ask the ledger for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../../frame/api.ts";
import { ONCE } from "../../frame/queries.ts";

const { requests } = api.v1;
const ofSubject = api.v1.subjects[":subject"];

export type Summary = InferResponseType<typeof requests.summary.$get>;
export type Counted = Summary["counts"][number];
export type Row = InferResponseType<typeof requests.$get>["requests"][number];
export type Hold = InferResponseType<typeof ofSubject.holds.$get>["holds"][number];
export type NewHold = InferRequestType<typeof ofSubject.holds.$post>["json"];
export type NewRestriction = InferRequestType<typeof ofSubject.restriction.$post>["json"];

/** Numbers alone: nobody's data is read by looking at them. */
export const summaryQuery = queryOptions({
  queryKey: ["requests", "summary"],
  refetchInterval: 30_000,
  queryFn: () => ask(requests.summary.$get({})),
});

/** As the ledger has them. */
export const SHOWN = [
  "open",
  "due",
  "overdue",
  "to-carry-out",
  "to-answer",
  "closed",
  "all",
] as const;
export type Shown = (typeof SHOWN)[number];

export interface Filter {
  readonly show: Shown;
  /** `null`: of all rights. */
  readonly type: Row["requestType"] | null;
  readonly mine: boolean;
}

export const listQuery = ({ show, type, mine }: Filter) =>
  infiniteQueryOptions({
    ...{ queryKey: ["requests", "list", show, type, mine], ...ONCE },
    initialPageParam: "",
    getNextPageParam: ({ next }: { readonly next: string | null }) => next,
    queryFn: ({ pageParam: cursor }) =>
      ask(
        requests.$get({
          query: {
            show,
            limit: "50",
            ...(type === null ? {} : { type }),
            ...(mine ? { mine: "true" } : {}),
            ...(cursor === "" ? {} : { cursor }),
          },
        }),
      ),
  });

export const holdsQuery = (subject: string) =>
  queryOptions({
    ...{ queryKey: ["requests", "holds", subject], ...ONCE },
    queryFn: async () => (await ask(ofSubject.holds.$get({ param: { subject } }))).holds,
  });
