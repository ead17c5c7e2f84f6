/** From the signatures that somebody brings to the call of the contract that they are for, as things stand at the newest block. */
import { isRefusal } from "../../core/errors.ts";
import type { SaltedTerms, Sharing, SharingCall } from "./client.ts";
import { refuse, TIMES, timeText } from "./refusals.ts";
import type { PartySignature } from "./sign.ts";
import { digestOf, NO_SALT, type TermsMessage } from "./typed-data.ts";
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
  switch (toSign.kind) {
    case "Withdrawal": {
      const { agreement, proposal } = toSign.message;
      return { step: "withdraw", agreement, proposal, by, signature };
    }
    case "Termination": {
      const { agreement, version, deadline } = toSign.message;
      return { step: "terminate", agreement, version, by, deadline, signature };
    }
    case "Terms":
      return callForTerms(sharing, signatures as readonly OfTerms[], toSign.message, salt);
  }
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

/** Whether these very terms are agreed under the number that they have. */
async function isAgreed(
  view: SharingView,
  { versions }: AgreementState,
  terms: TermsMessage,
): Promise<boolean> {
  if (terms.version === 0 || terms.version > versions) return false;
  const { agreedAt: _, ...agreed } = await view.version(terms.agreement, terms.version);
  const names = Object.keys(agreed) as (keyof typeof agreed)[];
  return names.every((name) => agreed[name] === terms[name]);
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
