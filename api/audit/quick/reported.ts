/** What the report of a quick audit counts and notes. */

import { MAC_PURPOSES } from "../../vault/macs.ts";
import type { OpenedScene } from "../open-scene.ts";
import type { LimitFound } from "../outcome.ts";
import type { Count, Note } from "../report.ts";
import type { PickedAnchor } from "./pick-anchor.ts";
import type { CheckedSample } from "./sample.ts";

/** What was looked at, of how many as far as somebody counted them. */
export function quickCounts(
  { counted, erasures }: Pick<OpenedScene, "counted" | "erasures">,
  found: CheckedSample,
  namedKeys: number,
): Count[] {
  const of = (what: Count["what"], checked: number, all: number | null = null): Count => ({
    ...{ what, checked },
    of: all,
  });
  return [
    of("entries", found.entries, counted.entries),
    of("record_entries", found.recordEntries),
    of("state_entries", found.states),
    of("void_entries", found.voids),
    of("tiles", found.tiles),
    of("checkpoints", 1, counted.checkpoints),
    of("anchors", 1, counted.anchors),
    of("streams", found.heads),
    of("records", found.records),
    of("subjects", found.subjects, counted.subjects),
    of("identities", found.identities),
    of("idempotency", found.marks, counted.idempotency),
    ...(erasures.erased ? [of("erased", erasures.erased, counted.erased)] : []),
    of("keys.stream_secrets", found.secrets),
    of("keys.sealing_keys", found.sealingKeys),
    of("keys.named_secrets", namedKeys, namedKeys),
  ];
}

/** Marks of erasures are all read, for they are few. */
export const erasedIn = ({ erasures }: Pick<OpenedScene, "erasures">) =>
  erasures.erased === null ? {} : { erased: erasures.erased };

export function quickNotes({ size, newest }: PickedAnchor, entries: number): Note[] {
  const notes: Note[] = [];
  if (newest !== null) {
    notes.push({
      code: "sample_older",
      details: { size: newest.size, block: newest.awaited, drawn: size },
    });
  }
  if (entries > size) notes.push({ code: "sample_beyond", details: { count: entries - size } });
  return notes;
}

/** What this audit could not do. */
export function limitsOf(
  { copyLimit, rowMac, tools }: OpenedScene,
  { unopened, undecided, unsought, unlinked }: CheckedSample,
): LimitFound[] {
  return [
    ...(copyLimit === null ? [] : [{ limit: copyLimit }]),
    ...(rowMac === null ? [{ limit: "row_key_lost" } as const] : []),
    ...(tools.purposes.size < MAC_PURPOSES.length ? [{ limit: "mac_keys_lost" } as const] : []),
    ...(unopened > 0 ? [{ limit: "records_unopened", count: unopened } as const] : []),
    ...(undecided > 0 ? [{ limit: "records_undecided", count: undecided } as const] : []),
    ...(unsought > 0 ? [{ limit: "marks_unsought", count: unsought } as const] : []),
    ...(unlinked > 0 ? [{ limit: "links_unsought", count: unlinked } as const] : []),
  ];
}
