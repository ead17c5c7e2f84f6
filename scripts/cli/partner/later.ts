/** Whether what is held was given after what a message tells: then the message came late, and what it tells was known to the firm when it gave. */
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { parseEvidence } from "../../../portal/verify/evidence.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { entries } from "./copy.ts";
import type { Message } from "./receive-message.ts";
import type { StoredRecord } from "./stored.ts";

/** That two clocks may differ by. */
const SKEW_MS = 3_600_000;

/** Something of the person is held that may be. Of which entry a message tells it says; of a moment alone two clocks have to do. */
export async function isOfLater(
  directory: string,
  subject: string,
  { timestamp, data: { index } }: Pick<Message, "timestamp" | "data">,
): Promise<boolean> {
  for await (const entry of entries(directory, subject))
    if (!("record" in entry) || isAfter(entry.record)) return true;
  return false;

  function isAfter(record: StoredRecord): boolean {
    if (index !== null) return sizeUnder(record) > index;
    return !(record.takenAt < Date.parse(timestamp) - SKEW_MS);
  }
}

/** Of the largest log that its evidence was made under: every entry of it was there when the record was given. */
function sizeUnder({ proofs }: StoredRecord): number {
  const sizes = [proofs.evidence, ...proofs.consent].map((text) => {
    try {
      const { checkpoint } = parseEvidence(new TextEncoder().encode(text));
      return parseCheckpoint(parseNote(checkpoint).text).size;
    } catch (error) {
      if (error instanceof FormatError) return Number.POSITIVE_INFINITY;
      throw error;
    }
  });
  return Math.max(...sizes);
}
