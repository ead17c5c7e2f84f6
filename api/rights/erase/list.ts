/** The salted list of an erasure (FORMAT §20.1), out of a person's entries and their fates. */

import type { LedgerId, SubjectId, TreeSize } from "../../../portal/verify/brands.ts";
import type {
  ErasureFate,
  ErasureGround,
  ErasureList,
  ErasureListEntry,
  ErasureSubject,
} from "../../../portal/verify/erasure-list.ts";
import type { Random } from "../../core/random.ts";
import { keyName } from "./bundles.ts";
import type { PersonEntry } from "./entries.ts";
import type { Kept, Planned, Scope } from "./plan.ts";

const SALT_BYTES = 16;

export interface ListInput {
  readonly erasureId: string;
  readonly ledgerId: LedgerId;
  readonly treeSize: TreeSize;
  /** Ascending by index. */
  readonly entries: readonly PersonEntry[];
  readonly planned: readonly Planned[];
  readonly scopes: readonly Scope[];
  readonly subjects: readonly ErasureSubject[];
  readonly textsOf: (ground: string) => ErasureGround["texts"];
  readonly random: Random;
}

/** Of an entry without a record: it goes with its class. */
function fateOf(
  entry: PersonEntry,
  planned: ReadonlyMap<string, Planned>,
  closes: (subject: string) => Scope["closes"],
): ErasureFate {
  const { subject, retentionClass, expiry } = entry;
  const own =
    expiry === null ? undefined : planned.get(keyName({ subject, retentionClass, expiry }));
  if (own !== undefined)
    return own.kept === null ? { fate: "erased" } : keptFate(own.kept, own.held);
  if (closes(subject).includes(retentionClass)) return { fate: "erased" };
  const other = [...planned.values()].find(
    (one) => one.subject === subject && one.retentionClass === retentionClass && one.kept !== null,
  );
  return other?.kept ? keptFate(other.kept, other.held) : { fate: "erased" };
}

/** Nobody knows when a legal hold ends. */
const keptFate = ({ ground, until }: Kept, held: boolean): ErasureFate => ({
  ...{ fate: "kept", ground },
  until: held ? null : until,
});

export function makeList(input: ListInput): ErasureList {
  const { entries, planned, scopes, textsOf, random } = input;
  const byKey = new Map(planned.map((one) => [keyName(one), one]));
  const closed = new Map(scopes.map(({ subject, closes }) => [subject, closes]));
  const listed = entries.map((entry): ErasureListEntry => {
    const fate = fateOf(entry, byKey, (subject) => closed.get(subject) ?? []);
    const { index, subject, stream } = entry;
    const salt = new Uint8Array(random.bytes(SALT_BYTES));
    return { ...fate, index, subject: subject as SubjectId, stream, salt };
  });
  const grounds = [...new Set(listed.flatMap((one) => (one.fate === "kept" ? [one.ground] : [])))]
    .sort()
    .map((ground) => ({ ground, texts: textsOf(ground) }));
  return {
    ...{ erasureId: input.erasureId, ledgerId: input.ledgerId, treeSize: input.treeSize },
    subjects: [...input.subjects].sort((a, b) => (a.subject < b.subject ? -1 : 1)),
    ...{ grounds, entries: listed },
  };
}
