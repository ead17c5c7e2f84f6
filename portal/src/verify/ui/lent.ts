/** Whether a verdict rests on the word of the firm that is checked, and the way out. */
import { createContext, useContext } from "react";

export interface LentWord {
  /** It told what the chain holds. */
  readonly chain: boolean;
  /** It told whose keys count. */
  readonly policy: boolean;
  /** Leads to where somebody else is chosen to be asked. */
  choose(): void;
}

export const Lent = createContext<LentWord>({ chain: false, policy: false, choose: () => {} });

export const useIsLent = (): boolean => useContext(Lent).chain;
