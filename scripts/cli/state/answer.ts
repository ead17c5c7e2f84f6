import { stateAnswer } from "../../../api/ledger/schemas.ts";

/** As much of the ledger's answer as this program knows. */
export type StateAnswer = ReturnType<typeof stateAnswer.parse>;

/** The answer as it is, too; null for what is no state. */
export function readState(
  bytes: Buffer,
): { readonly raw: unknown; readonly state: StateAnswer } | null {
  let raw: unknown;
  try {
    raw = JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
  const { data } = stateAnswer.safeParse(raw);
  return data === undefined ? null : { raw, state: data };
}
