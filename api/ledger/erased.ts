/** Who is erased: nothing is recorded of them any more, but what says what became of what is kept. */
import type { Store } from "../store/store.ts";

/** Who reads what is kept, what holds it, what partners have signed, and how the request went that it was erased for. */
const AFTER_ERASURE: ReadonlySet<string> = new Set([
  "access",
  "hold",
  "acknowledgement",
  "request",
]);

/** Whether a record of this kind is still taken of somebody of whom class `personal` is over. */
export const isAfterErasure = (kind: string): boolean => AFTER_ERASURE.has(kind);

/** Those of them who are erased, whatever is kept of them. */
export async function erasedOf(
  store: Pick<Store, "closed">,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  const closed = await store.closed([...new Set(subjects)]);
  return new Set(
    [...closed].flatMap(([subject, classes]) => (classes.has("personal") ? [subject] : [])),
  );
}
