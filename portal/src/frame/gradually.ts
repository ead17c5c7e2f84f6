import { startTransition, useEffect, useState } from "react";

/** So many of a list's first cards, which fill a screen, and all of them as soon as these are drawn: whoever waits for the first need not wait for the last. */
export function useGradually(onPhone: number, onDesk: number): number {
  const [limit, setLimit] = useState(() => (innerWidth < 768 ? onPhone : onDesk));
  useEffect(() => startTransition(() => setLimit(Number.POSITIVE_INFINITY)), []);
  return limit;
}
