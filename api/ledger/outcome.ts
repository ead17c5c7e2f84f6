import type { StoredEntry } from "../store/store.ts";
import type { Reported } from "./decide.ts";

/** What became of one draft. `version` of what was not stored: the version it equals, or is older than. */
export type WriteOutcome =
  | {
      readonly outcome: "stored";
      readonly id: string;
      readonly version: number;
      readonly entry: StoredEntry;
      readonly disclosures: readonly string[];
    }
  | { readonly outcome: Reported; readonly id: string; readonly version: number };
