/** What a verdict on a certificate of erasure tells beside its word. */
import type { CheckedCertificate } from "./check-erasure.ts";
import { erasureCounts } from "./erasure-list.ts";
import type { PersonStream, StreamExtent } from "./erasure-streams.ts";
import type {
  AcknowledgementFacts,
  DeclarationFacts,
  ErasedStreamFacts,
  ErasureCaveat,
  KeptFacts,
} from "./erasure-verdict.ts";
import { kindOfStream } from "./kinds.ts";
import type { Policy } from "./policy.ts";
import { formatTime } from "./time.ts";
import { DEVELOPMENT_CHAINS } from "./verdict.ts";

export function declarationFacts(held: CheckedCertificate): DeclarationFacts {
  const { certificate, declaration } = held;
  const { erasureId, treeSize } = certificate.list;
  const { cause, recordedAt } = declaration;
  const { index } = certificate.declaration;
  return { erasureId, cause, index, recordedAt, treeSize, ...erasureCounts(certificate.list) };
}

function streamFactsOf({
  bound,
  entries,
  extent,
  next,
}: PersonStream & { readonly extent: StreamExtent }): ErasedStreamFacts {
  const { subject, name, kind, form } = bound;
  const erased = entries.filter(({ fate }) => fate === "erased").length;
  const kept = entries.length - erased;
  return { subject, name, kind, class: form.class, erased, kept, extent, goesOn: next !== null };
}

export const erasedStreams = ({ streams }: CheckedCertificate): readonly ErasedStreamFacts[] =>
  streams.map(streamFactsOf);

/** By ground, then by year; what has no year last. */
export function keptFacts({ certificate }: CheckedCertificate): readonly KeptFacts[] {
  const { entries, grounds } = certificate.list;
  return grounds.flatMap(({ ground, texts }) => {
    const here = entries.flatMap((one) =>
      one.fate === "kept" && one.ground === ground ? [one] : [],
    );
    const years = [...new Set(here.map(({ until }) => until ?? Number.POSITIVE_INFINITY))];
    return years
      .sort((a, b) => a - b)
      .map((year) => {
        const until = Number.isFinite(year) ? year : null;
        const those = here.filter((one) => one.until === until);
        const kinds = [...new Set(those.map(({ stream }) => kindOfStream(stream)))].sort();
        return { ground, texts, until, count: those.length, kinds };
      });
  });
}

/** Of whom the list has an entry: the only ones whom it binds to anything that is in the log. */
const listedSubjects = ({ certificate }: CheckedCertificate): ReadonlySet<string> =>
  new Set(certificate.list.entries.map(({ subject }) => subject));

export function acknowledgementFacts(held: CheckedCertificate): readonly AcknowledgementFacts[] {
  const listed = listedSubjects(held);
  return held.outcomes.flatMap(({ acknowledgement, index, recordedAt }) => {
    if (acknowledgement === null) return [];
    const { organization, keyName, vkey, agreement, message, what, time } = acknowledgement;
    const about = acknowledgement.subject;
    const subject = about !== null && listed.has(about) ? about : null;
    const statedAt = formatTime(time);
    return [
      {
        ...{ index, organization, keyName, vkey, agreement, message, what },
        ...{ statedAt, recordedAt, subject },
      },
    ];
  });
}

/** The first record that says so. */
export const completedAt = ({ outcomes }: CheckedCertificate): string | null =>
  outcomes.find(({ acknowledgement }) => acknowledgement === null)?.recordedAt ?? null;

export function erasureCaveats(
  held: CheckedCertificate,
  policy: Policy | null,
): readonly ErasureCaveat[] {
  const { checked, state, streams } = held;
  const signed = acknowledgementFacts(held);
  const { subjects } = held.certificate.list;
  const when: readonly (readonly [boolean, ErasureCaveat])[] = [
    [true, "declared_not_done"],
    [true, "copies_may_exist"],
    [true, "never_recorded"],
    [true, "other_identifiers"],
    [subjects.length > 1, "one_person"],
    [listedSubjects(held).size < subjects.length, "identifiers_without_entries"],
    [true, "other_streams"],
    [streams.some(({ extent }) => extent === "some" || extent === "to_here"), "streams_in_part"],
    [signed.length > 0, "partner_keys"],
    [signed.some(({ what }) => what === "done"), "partner_word"],
    [signed.some(({ subject }) => subject === null), "message_not_shown"],
    [state.mapSize < checked.checkpoint.size - 1, "entries_between"],
    [true, "later_entries"],
    [true, "holds_secrets"],
    [policy !== null && DEVELOPMENT_CHAINS.includes(policy.chainId), "development_chain"],
  ];
  return when.filter(([holds]) => holds).map(([, code]) => code);
}
