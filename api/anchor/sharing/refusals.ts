/** Why SharingTerms does not take a call: its custom errors as refusals that name what of the terms it is about. */
import { recoverAddress } from "ethers/transaction";
import { formatTime } from "../../../portal/verify/time.ts";
import type { AgreementParams, AgreementProblem } from "../../core/agreement-problems.ts";
import { Refusal } from "../../core/errors.ts";
import type { RpcRejected } from "../rpc.ts";
import { sharingTerms } from "../sharing-terms.ts";

export const refuse = (problem: AgreementProblem, params: AgreementParams = {}): Refusal =>
  new Refusal("agreement_refused", { problem, params });

const PROBLEMS: Readonly<Record<string, AgreementProblem>> = {
  ZeroParty: "zero_party",
  SameParty: "same_party",
  ZeroLedger: "zero_ledger",
  ZeroTermsHash: "zero_terms_hash",
  EmptyPeriod: "empty_period",
  PeriodTooLong: "period_too_long",
  DeadlineAfterEnd: "deadline_after_end",
  DeadlinePassed: "deadline_passed",
  UnknownAgreement: "unknown_agreement",
  AgreementTerminated: "terminated",
  WrongVersion: "wrong_version",
  WrongProposal: "wrong_proposal",
  NothingProposed: "nothing_proposed",
  NotParty: "not_party",
  InvalidSignature: "invalid_signature",
  UnknownVersion: "unknown_version",
  TimeNotReached: "time_not_reached",
};

/** Names of what is seconds since 1970, in what is signed, in the contract, and in files for people. */
export const TIMES: ReadonlySet<string> = new Set([
  ...["validFrom", "validUntil", "deadline", "agreedAt", "terminatedAt", "inForceFrom"],
  ...["time", "blockTime"],
]);

/** Signatures by the party whose they are said to be. */
export type Brought = ReadonlyMap<string, string>;

/** A call that reverted. `brought`: the signatures that were brought with it, so that it can be said where one party's is another's. */
export function refusalOf(error: RpcRejected, brought: Brought = new Map()): Refusal {
  const said = decoded(error.data);
  const problem = said === null ? undefined : PROBLEMS[said.name];
  if (said === null || problem === undefined) return refuse("refused_by_contract");
  const params = Object.fromEntries(
    said.args.map(([name, value]) => [
      name,
      TIMES.has(name) ? timeText(value as bigint) : String(value).toLowerCase(),
    ]),
  );
  if (problem !== "invalid_signature") return refuse(problem, params);
  const { signer = "", digest = "" } = params;
  const actual = signerOf(digest, brought.get(signer) ?? "");
  // Any 65 bytes are somebody's signature of anything: only an account that is known here says more than that this one does not hold.
  return actual !== null && actual !== signer && brought.has(actual)
    ? refuse("wrong_signer", { expected: signer, actual })
    : refuse(problem, { signer, digest });
}

/** Lower-case address of the key that made a signature; `null` if it is no key's. */
export function signerOf(digest: string, signature: string): string | null {
  try {
    return recoverAddress(digest, signature).toLowerCase();
  } catch {
    return null;
  }
}

/** Seconds since 1970 as a time without milliseconds, or the number where no calendar has it. */
export function timeText(seconds: number | bigint): string {
  try {
    return formatTime(Number(seconds) * 1000).replace(".000Z", "Z");
  } catch {
    return String(seconds);
  }
}

function decoded(data: string | null) {
  if (data === null || data.length < 10) return null;
  try {
    const error = sharingTerms.parseError(data);
    if (error === null) return null;
    const values = error.args.toArray();
    const args = error.fragment.inputs.map(({ name }, at) => [name, values[at]] as const);
    return { name: error.name, args };
  } catch {
    // A known selector with arguments that do not decode: somebody else's error.
    return null;
  }
}
