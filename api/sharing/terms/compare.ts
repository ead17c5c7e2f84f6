/** What two versions of terms say differently, for whoever is to sign the second. */
import type { Terms } from "./model.ts";

/** Members that can differ; those with `of` are told once for each thing that they are about, and so are the words of a list. */
export type ChangedMember =
  | "agreement"
  | "version"
  | "chain"
  | "controller.name"
  | "controller.account"
  | "controller.ledgerId"
  | "recipient.name"
  | "recipient.account"
  | "recipient.contact"
  | "purposes.consents"
  | "records.fields"
  | "validFrom"
  | "validUntil"
  | "retention"
  | "onward"
  | "onward.to"
  | "duties.deleteWithin"
  | "duties.acknowledgeWithin"
  | "notes.en"
  | "notes.zh";

/** `of`: the purpose, or the kind of records. `null`: it was not said before, or is not any more. */
export interface TermsChange {
  readonly member: ChangedMember;
  readonly of: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

interface Statement {
  readonly member: ChangedMember;
  readonly of: string | null;
  /** A word of a list stands for itself; of all else there is one value. */
  readonly word: string | null;
  readonly value: string;
}

const one = (member: ChangedMember, value: string): Statement => ({
  ...{ member, of: null, word: null, value },
});

const many = (
  member: ChangedMember,
  of: string | null,
  words: readonly string[],
): readonly Statement[] => words.map((word) => ({ member, of, word, value: word }));

/** All that terms say, one thing each. The nonce says nothing, and is another in every draft. */
function statements(terms: Terms): readonly Statement[] {
  const { controller, recipient, purposes, records, onward, duties, notes } = terms;
  return [
    one("agreement", terms.agreement),
    one("version", String(terms.version)),
    one("chain", `eip155:${terms.chainId}:${terms.contract}`),
    one("controller.name", controller.name),
    one("controller.account", controller.account),
    one("controller.ledgerId", controller.ledgerId),
    one("recipient.name", recipient.name),
    one("recipient.account", recipient.account),
    one("recipient.contact", recipient.contact),
    ...purposes.flatMap(({ purposeId, consents }) =>
      many("purposes.consents", purposeId, consents),
    ),
    ...records.flatMap(({ kind, fields }) => many("records.fields", kind, fields)),
    one("validFrom", terms.validFrom),
    one("validUntil", terms.validUntil),
    one("retention", terms.retention),
    one("onward", onward === "prohibited" ? onward : "to"),
    ...many("onward.to", null, onward === "prohibited" ? [] : onward.to),
    one("duties.deleteWithin", duties.deleteWithin),
    one("duties.acknowledgeWithin", duties.acknowledgeWithin),
    ...(notes?.en === undefined ? [] : [one("notes.en", notes.en)]),
    ...(notes?.zh === undefined ? [] : [one("notes.zh", notes.zh)]),
  ];
}

const placeOf = ({ member, of, word }: Statement): string => JSON.stringify([member, of, word]);

/** In the order of the terms; what is gone stands behind what is there. */
export function compareTerms(before: Terms, after: Terms): readonly TermsChange[] {
  const old = new Map(statements(before).map((each) => [placeOf(each), each]));
  const fresh = new Map(statements(after).map((each) => [placeOf(each), each]));
  return [...new Set([...fresh.keys(), ...old.keys()])].flatMap((place) => {
    const [was, is] = [old.get(place), fresh.get(place)];
    const { member, of } = (is ?? was) as Statement;
    if (was?.value === is?.value) return [];
    return [{ member, of, before: was?.value ?? null, after: is?.value ?? null }];
  });
}
