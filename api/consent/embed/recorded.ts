/** What became of a token's one choice. */
import { type Recorded, recordedOf } from "../ask/recorded.ts";
import { choiceKey, type EmbedContext } from "./context.ts";
import type { Grant } from "./token.ts";

/** `null`: nothing was chosen yet. @throws Refusal `damaged` */
export async function recordedBefore(
  { ledger }: Pick<EmbedContext, "ledger">,
  grant: Grant,
): Promise<Recorded | null> {
  const record = await ledger.madeBefore(choiceKey(grant));
  return record === null ? null : recordedOf(ledger, record);
}
