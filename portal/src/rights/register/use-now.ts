import { useEffect, useState } from "react";

const STEP_MS = 15_000;

/** Milliseconds since 1970, moving on while the page is shown. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
