/** Which of the page's two views its address names. */
import { useEffect, useState } from "react";

export type View = "file" | "ledger";

const LEDGER = "#ledger";
/** What leads to a place on the page leaves the view as it is. */
const OF_A_FILE = /^(#file|#(e|from)=.*)?$/s;

const viewOf = (hash: string, now: View): View =>
  hash === LEDGER ? "ledger" : OF_A_FILE.test(hash) ? "file" : now;

export function useView(): View {
  const [view, setView] = useState<View>(() => viewOf(location.hash, "file"));
  useEffect(() => {
    const onChange = (): void => setView((now) => viewOf(location.hash, now));
    window.addEventListener("hashchange", onChange);
    return () => window.removeEventListener("hashchange", onChange);
  }, []);
  return view;
}
