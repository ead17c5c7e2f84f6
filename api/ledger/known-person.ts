/** Whether there is anything of somebody to be read: for who may know of them. */
import { RETENTION_CLASSES } from "../../portal/verify/subject.ts";
import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";

/** @throws Refusal `not_found` (`subject`); `subject_erased` where nothing is left of who was there: what the law keeps is read as before */
export async function assertPerson(
  store: Pick<Store, "knownSubjects" | "closed">,
  subject: string,
): Promise<void> {
  if (!(await store.knownSubjects([subject])).has(subject))
    throw new Refusal("not_found", { what: "subject" });
  const closed = (await store.closed([subject])).get(subject);
  if (closed?.size === RETENTION_CLASSES.length) throw new Refusal("subject_erased", {});
}
