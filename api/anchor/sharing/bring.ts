/** From the signatures that somebody brings to the call of the contract that they are for, as things stand at the newest block. */
import { isRefusal } from "../../core/errors.ts";
import type { SaltedTerms, Sharing, SharingCall } from "./client.ts";
import type { AgreementEvent } from "./events.ts";
import { refuse, signerOf, TIMES, timeText } from "./refusals.ts";
import type { PartySignature } from "./sign.ts";
import { digestOf, NO_SALT, signersOf, type TermsMessage } from "./typed-data.ts";
import type { AgreementState, PendingProposal, SharingView } from "./view.ts";

type OfTerms = PartySignature & { readonly toSign: { readonly kind: "Terms" } };

/**
 * Which call brings these signatures to the contract; `null` if it has them already, so that what was cut off can be done again.
 *
 * `salt`: the one that the agreement was made with; `null`: the one that the chain knows, or zero.
 *
 * @throws Refusal `agreement_refused`
 */
export async function callFor(
  sharing: Sharing,
  signatures: readonly PartySignature[],
  salt: string | null,
): Promise<SharingCall | null> {
  const [first, second] = signatures;
  if (first === undefined || signatures.length > 2) throw refuse("not_together");
  for (const { toSign } of signatures) {
    const { chainId, contract } = toSign;
    if (chainId !== sharing.chainId)
      throw refuse("other_chain", { signed: chainId, chain: sharing.chainId });
    if (contract !== sharing.contract)
      throw refuse("other_contract", { signed: contract, contract: sharing.contract });
  }
  const { by, signature, toSign } = first;
  if (second !== undefined) {
    if (toSign.kind !== "Terms" || digestOf(toSign) !== digestOf(second.toSign))
      throw refuse("not_together");
    if (by === second.by) throw refuse("same_signer", { party: by });
  }
  for (const each of signatures) await assertHolds(sharing, each);
  switch (toSign.kind) {
    case "Withdrawal": {
      const { agreement, proposal } = toSign.message;
      if (await isWithdrawn(sharing, agreement, proposal, by)) return null;
      return { step: "withdraw", agreement, proposal, by, signature };
    }
    case "Termination": {
      const { agreement, version, deadline } = toSign.message;
      if (await isEnded(sharing, agreement, version, by)) return null;
      return { step: "terminate", agreement, version, by, deadline, signature };
    }
    case "Terms":
      return callForTerms(sharing, signatures as readonly OfTerms[], toSign.message, salt);
  }
}

/**
 * Before anything is said to be there already: it is by who may sign it, and an account's own signature is over it. What a contract takes, the
 * contract alone knows.
 */
async function assertHolds(
  sharing: Sharing,
  { by, toSign, signature }: PartySignature,
): Promise<void> {
  const { agreement } = toSign.message;
  const parties = signersOf(toSign);
  if (!parties.includes(by)) throw refuse("not_party", { agreement, party: by });
  if (await sharing.hasCode(by)) return;
  const digest = digestOf(toSign);
  // The one spelling that the contract takes: 65 bytes, v 27 or 28.
  const actual = /^0x[0-9a-f]{128}1[bc]$/.test(signature) ? signerOf(digest, signature) : null;
  if (actual === by) return;
  throw actual !== null && parties.includes(actual)
    ? refuse("wrong_signer", { expected: by, actual })
    : refuse("invalid_signature", { signer: by, digest });
}

const isParty = ({ controller, recipient }: AgreementState, account: string): boolean =>
  account === controller || account === recipient;

/** Whether this very proposal is taken back or refused, by whichever party. */
async function isWithdrawn(
  sharing: Sharing,
  agreement: string,
  proposal: number,
  by: string,
): Promise<boolean> {
  const view = await sharing.at("newest");
  const state = await known(view, agreement);
  if (state === null || !isParty(state, by) || proposal > state.proposals) return false;
  if ((await view.pending(agreement))?.terms.proposal === proposal) return false;
  const events = await view.events(agreement);
  return events.some((each) => each.event === "Withdrawn" && each.proposal === proposal);
}

/** Whether the agreement has ended with this version, by whichever party. */
async function isEnded(
  sharing: Sharing,
  agreement: string,
  version: number,
  by: string,
): Promise<boolean> {
  const state = await known(await sharing.at("newest"), agreement);
  if (state === null || !isParty(state, by)) return false;
  return state.terminatedAt !== null && state.versions === version;
}

async function callForTerms(
  sharing: Sharing,
  signatures: readonly OfTerms[],
  terms: TermsMessage,
  salt: string | null,
): Promise<SharingCall | null> {
  const view = await sharing.at("newest");
  const state = await known(view, terms.agreement);
  if (state !== null && (await isAgreed(view, state, terms))) return null;
  const pending = state === null ? null : await view.pending(terms.agreement);
  // Another proposal of the same number is one that came first; an older number the contract refuses by itself.
  if (pending !== null && pending.terms.proposal === terms.proposal)
    return acceptance(signatures, terms, pending);
  const salted = await withSalt(sharing, view, terms, state !== null, salt);
  const [first] = signatures;
  if (signatures.length === 2) {
    const of = (party: string): string =>
      signatures.find(({ by }) => by === party)?.signature ?? "0x";
    return {
      step: "conclude",
      terms: salted,
      controllerSignature: of(terms.controller),
      recipientSignature: of(terms.recipient),
    };
  }
  const { by, signature } = first as OfTerms;
  return { step: "propose", terms: salted, by, signature };
}

function acceptance(
  signatures: readonly OfTerms[],
  terms: TermsMessage,
  pending: PendingProposal,
): SharingCall | null {
  const names = Object.keys(terms) as (keyof TermsMessage)[];
  const field = names.find((name) => terms[name] !== pending.terms[name]);
  if (field !== undefined) {
    const [signed, proposed] = [terms, pending.terms].map((each) =>
      TIMES.has(field) ? timeText(each[field] as number) : each[field],
    ) as [string, string];
    throw refuse("other_terms", { field, signed, proposed });
  }
  const other = signatures.find(({ by }) => by !== pending.proposer);
  if (other === undefined) return null;
  return { step: "accept", terms, by: other.by, signature: other.signature };
}

async function known(view: SharingView, agreement: string): Promise<AgreementState | null> {
  try {
    return await view.agreement(agreement);
  } catch (error) {
    if (isRefusal(error, "agreement_refused") && error.details.problem === "unknown_agreement")
      return null;
    throw error;
  }
}

/** Whether these very terms are agreed under the numbers that they have: of the deadline and the proposal only the history tells. */
async function isAgreed(
  view: SharingView,
  { versions }: AgreementState,
  terms: TermsMessage,
): Promise<boolean> {
  if (terms.version === 0 || terms.version > versions) return false;
  const { agreedAt: _, ...agreed } = await view.version(terms.agreement, terms.version);
  const names = Object.keys(agreed) as (keyof typeof agreed)[];
  if (names.some((name) => agreed[name] !== terms[name])) return false;
  const { version, proposal, deadline } = terms;
  const events = await view.events(terms.agreement);
  const isSame = (each: AgreementEvent): boolean =>
    each.event === "Agreed" && each.version === version && each.proposal === proposal;
  const isProposed = (each: AgreementEvent): boolean =>
    each.event === "Proposed" && each.proposal === proposal && each.deadline === deadline;
  return events.some(isSame) && events.some(isProposed);
}

/** The contract wants the salt, which nobody has signed: the agreement's id follows from it. */
async function withSalt(
  sharing: Sharing,
  view: SharingView,
  terms: TermsMessage,
  isKnown: boolean,
  named: string | null,
): Promise<SaltedTerms> {
  const { controller, recipient, agreement } = terms;
  const salt = named ?? (isKnown ? await saltOf(view, agreement) : NO_SALT);
  if ((await sharing.agreementIdOf({ controller, recipient, salt })) !== agreement)
    throw refuse("other_salt", { agreement });
  return { ...terms, salt };
}

async function saltOf(view: SharingView, agreement: string): Promise<string> {
  const proposed = (await view.events(agreement)).find(({ event }) => event === "Proposed");
  return proposed?.event === "Proposed" ? proposed.salt : NO_SALT;
}
