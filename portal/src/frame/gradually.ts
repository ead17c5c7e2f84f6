import { startTransition, useEffect, useState } from "react";

/** So many of a list's first lines, which fill a screen, and all of them as soon as these are drawn: whoever waits for the first need not wait for the last. */
export function useGradually(first: number): number {
  const [limit, setLimit] = useState(first);
  useEffect(() => startTransition(() => setLimit(Number.POSITIVE_INFINITY)), []);
  return limit;
}
