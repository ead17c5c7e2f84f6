/** Requests under joined identifiers: a person knows one of theirs, and may have asked under another. */
import { reachedOf } from "../../consent/identifiers.ts";
import { isRefusal } from "../../core/errors.ts";
import type { CaseContext } from "./context.ts";
import type { CaseName } from "./step.ts";

/** Whether whoever asks reaches an identifier (`Reach.mayName`). */
export type MayName = (subject: string) => boolean;

/** Who works for the firm. */
export const ANYBODY: MayName = () => true;

/** Does it with the request under the identifier that is named; where that has no such one, under the joined one that has, as far as whoever asks reaches. @throws Refusal of `work`, `busy`, `damaged`, `stream_too_long` */
export async function underJoined<T>(
  { ledger, store, caughtUp }: Pick<CaseContext, "ledger" | "store" | "caughtUp">,
  name: CaseName,
  mayName: MayName,
  work: (name: CaseName) => Promise<T>,
): Promise<T> {
  try {
    return await work(name);
  } catch (error) {
    if (!isRefusal(error, "not_found")) throw error;
    await caughtUp();
    const subject = (await store.get(name.requestId))?.subject ?? null;
    if (subject === null || subject === name.subject) throw error;
    const { identifiers } = await reachedOf({ ledger }, name.subject, mayName);
    if (!identifiers.includes(subject)) throw error;
    return work({ ...name, subject });
  }
}
