/** One record, as a partner gets it: the credential, and what shows that it and the consents hold. */
import type { Shown } from "../../ledger/access.ts";
import type { EvidenceTogether } from "../../ledger/evidence/together.ts";
import type { IndexedPlace } from "../../ledger/places.ts";
import { termsHash } from "../terms/hash.ts";
import type { Terms } from "../terms/model.ts";
import { type ConsentProof, consentProof, loneConsents } from "./consent-proof.ts";
import type { DeliveryContext } from "./context.ts";
import { credentialOf, DELIVERED_ENVELOPE } from "./credential.ts";
import type { LeftOut } from "./decide.ts";
import { unreadable } from "./unreadable.ts";

/** Evidence files as their exact text. */
export interface DeliveredRecord {
  readonly credential: string;
  readonly evidence: string;
  /** Of each consent that the use rests on, in the order of the terms. */
  readonly consent: readonly string[];
}

export interface Given {
  readonly place: IndexedPlace;
  readonly record: DeliveredRecord;
  readonly fields: readonly string[];
  readonly proofs: readonly ConsentProof[];
}

export interface Giving {
  readonly terms: Terms;
  readonly purposeId: string;
  readonly consents: readonly string[];
}

/** What is given of one record, or why it is not. */
export type Give = (place: IndexedPlace, fields: readonly string[]) => Promise<Given | LeftOut>;

/**
 * Of a page. Proofs of consents are made once for each page: a person may have many records.
 *
 * @param together not one of the records goes out before what it has made is held
 * @param places those of which something may be given: what that takes is read at once
 */
export async function giver(
  context: DeliveryContext,
  together: EvidenceTogether,
  { terms, purposeId, consents }: Giving,
  places: readonly IndexedPlace[],
): Promise<Give> {
  const { hex: hash } = termsHash(terms);
  const subjects = [...new Set(places.map(({ subject }) => subject))];
  await together.readAhead(places.map(({ id }) => id));
  const lone = await loneConsents(context, together, subjects, consents);
  const known = new Map<string, Promise<ConsentProof | LeftOut>>();
  const proofOf = (subject: string, consent: string) => {
    const name = `${subject} ${consent}`;
    const found = known.get(name) ?? consentProof(context, { together, lone }, subject, consent);
    known.set(name, found);
    return found;
  };
  return async (place, fields) => {
    const proofs: ConsentProof[] = [];
    for (const consent of consents) {
      const proof = await proofOf(place.subject, consent);
      if (typeof proof === "string") return proof;
      proofs.push(proof);
    }
    try {
      const { ledger, issuer, clock } = context;
      const disclosed = [...fields, ...DELIVERED_ENVELOPE];
      const file = await together.file({
        ...{ claim: "record", id: place.id, version: place.version },
        ...{ fields: disclosed, checkpoint: "final" },
      });
      const credential = credentialOf({
        ...{ issuer, ledgerId: ledger.policy.ledgerId, kind: place.kind, purposeId, terms },
        ...{ now: clock.now(), record: file.record, termsHash: hash },
      });
      const consent = proofs.map(({ evidence }) => evidence);
      const record = { credential, evidence: file.text, consent };
      return { place, record, fields: [...(file.fields ?? disclosed)].sort(), proofs };
    } catch (error) {
      return unreadable(error);
    }
  };
}

/** What of whom that shows: for the record of it. */
export function shownOf({ place, fields, proofs }: Given): readonly Shown[] {
  const { subject, id, kind, version } = place;
  const records = [{ id, kind, version, fields }];
  const consent = proofs[0]?.id ?? null;
  return [
    { subject, consent, records },
    ...proofs.map((proof) => ({
      subject: proof.subject,
      told: [{ what: "evidence" as const, of: proof.stream, fields: proof.fields }],
    })),
  ];
}
