import { Refusal } from "../../core/errors.ts";

/**
 * Global Privacy Control: what the header `Sec-GPC` of a request says. `1` is the one value that the W3C draft gives a meaning.
 *
 * @returns whether the person's software sends the signal; without the header it does not
 * @throws Refusal `consent_refused` (`signal_not_set`) of any other value: it is no signal, and must not pass for one
 */
export function readGpc(header: string | undefined): boolean {
  if (header === undefined) return false;
  if (header !== "1") throw new Refusal("consent_refused", { problem: "signal_not_set" });
  return true;
}
