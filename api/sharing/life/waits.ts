/** Why the chain does not have what was signed yet, where that is tried again by itself. */
import { isRefusal } from "../../core/errors.ts";

/** `chain`: it does not answer. `funds`: nobody can pay. `fee`: it costs more than is paid at once, now. */
export const WAITS_FOR = ["chain", "funds", "fee"] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

/** `null`: it is refused for good. */
export function waits(error: unknown): WaitsFor | null {
  if (isRefusal(error, "chain_unavailable")) return "chain";
  if (!isRefusal(error, "agreement_refused")) return null;
  switch (error.details.problem) {
    case "no_funds":
      return "funds";
    case "fee_too_high":
    case "gas_too_much":
      return "fee";
    default:
      return null;
  }
}
