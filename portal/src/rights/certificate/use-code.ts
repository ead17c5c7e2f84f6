import { useEffect, useState } from "react";
import { codeIn } from "../code.ts";

/** The code behind the `#` of the address: taken out of it at once, so that nobody reads it there, and kept nowhere else. */
export function useCode(): {
  readonly code: string | null;
  /** It came with the address. */
  readonly wasInAddress: boolean;
  readonly take: (code: string | null) => void;
} {
  const [code, take] = useState<string | null>(() => codeIn(location.hash));
  const [wasInAddress, setWas] = useState(code !== null);
  useEffect(() => {
    const look = (): void => {
      const found = codeIn(location.hash);
      if (found === null) return;
      take(found);
      setWas(true);
      history.replaceState(history.state, "", location.pathname);
    };
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return { code, wasInAddress, take };
}
