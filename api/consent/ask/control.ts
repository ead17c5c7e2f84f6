/** What a browser says by itself beside a choice. */
import { isRefusal } from "../../core/errors.ts";
import type { Consents } from "../service.ts";
import type { Choice } from "./wording.ts";

export interface Control {
  readonly subject: string;
  readonly purposeId: string;
  readonly choice: Choice;
  /** Of the page that was shown, where one is known. */
  readonly site: string | null;
  /** Of the choice: the signal has one beside it. `null`: none, so that it is recorded each time. */
  readonly key: string | null;
}

/**
 * Global Privacy Control (`Sec-GPC: 1`) is an event of its own. It changes nothing of what the person says now, nor of what they chose before in spite of it; and what keeps it from
 * being recorded keeps nobody from saying no.
 *
 * @throws Refusal of a signal, where the choice is a yes
 */
export async function recordControl(
  consents: Pick<Consents, "signal">,
  { subject, purposeId, choice, site, key }: Control,
): Promise<void> {
  const said = { signal: "gpc", value: "1", channel: "web", ...(site === null ? {} : { site }) };
  try {
    await consents.signal(subject, said, key === null ? null : `${key} gpc`, purposeId);
  } catch (error) {
    // No purpose names it, or somebody was faster with the same key.
    const isDone = isRefusal(error, "consent_refused") || isRefusal(error, "idempotency_conflict");
    if (!isDone && !(isRefusal(error) && choice !== "given")) throw error;
  }
}
