/** Pages of a list that goes on, as one. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";

/** Asks for the next page, where there is one and it is not on its way. */
export const onward = (query: UseInfiniteQueryResult<unknown>): (() => void) | undefined =>
  query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined;

export const rowsOf = <R>(
  data: InfiniteData<{ readonly records: readonly R[] }, unknown>,
): readonly R[] => data.pages.flatMap(({ records }) => records);
