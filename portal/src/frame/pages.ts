/** Pages of a list that goes on, as one. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import type { DamagedEntry } from "./damaged.ts";

/** Asks for the next page, where there is one and it is not on its way. */
export const onward = (query: UseInfiniteQueryResult<unknown>): (() => void) | undefined =>
  query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined;

/** A page may be empty and not the last: then nobody would see that the list goes on. `isEmpty`: the newest page is. */
export function useOnwardOverEmpty(query: UseInfiniteQueryResult<unknown>, isEmpty: boolean): void {
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const goesOn = isEmpty && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
}

export const rowsOf = <R>(
  data: InfiniteData<{ readonly records: readonly R[] }, unknown>,
): readonly R[] => data.pages.flatMap(({ records }) => records);

export const damagedOf = (
  data: InfiniteData<{ readonly damaged: readonly DamagedEntry[] }, unknown>,
): readonly DamagedEntry[] => data.pages.flatMap(({ damaged }) => damaged);
