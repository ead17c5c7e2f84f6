/** What a partner asks its own node: whether the terms stand on the chain and are in force, and of the ledger's anchors. */
import { createNewerReader } from "../../../api/anchor/newer.ts";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { openSharing } from "../../../api/anchor/sharing/client.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import type { AnchorAnswer, AskChain } from "../../../portal/verify/chain.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { EXIT_CODES } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import type { Judging } from "./judging.ts";
import { type TermsProblem, termsProblem } from "./terms-problem.ts";

export const CANNOT_TELL = EXIT_CODES.CANNOT_TELL;

export type AskTerms = (time: number | null) => Promise<TermsProblem | null>;

/**
 * As of the final block; of a time, in seconds, or of that block's.
 *
 * @throws CliError where the node does not answer, or has no such contract
 */
export function termsReader(context: Context, rpcUrl: string, terms: Terms): AskTerms {
  return async (time) => {
    try {
      const { contract, chainId, agreement, version: number } = terms;
      const sharing = await openSharing({ rpcUrl, contract });
      if (sharing.chainId !== chainId)
        throw new CliError(CANNOT_TELL, context.m.partner.otherChain(sharing.chainId, chainId));
      const view = await sharing.at("final");
      const state = await view.agreement(agreement);
      const version = number <= state.versions ? await view.version(agreement, number) : null;
      const at = Math.min(time ?? view.block.time, view.block.time);
      return termsProblem(terms, { state, version, inForce: await view.versionAt(agreement, at) });
    } catch (error) {
      throw explainedHere(context, error);
    }
  };
}

function explainedHere(context: Context, error: unknown): unknown {
  if (error instanceof RpcUnreachable || error instanceof RpcRejected)
    return new CliError(CANNOT_TELL, context.m.partner.noChain);
  if (isRefusal(error, "agreement_refused") && error.details.problem === "unknown_agreement")
    return new CliError(EXIT.refused, context.m.partner.terms.not_agreed);
  return explained(error, context);
}

/** @throws CliError */
export async function assertInForce(context: Context, ask: AskTerms, terms: Terms): Promise<void> {
  const problem = await ask(null);
  const { m, clock } = context;
  if (problem !== null) throw new CliError(EXIT.refused, m.partner.terms[problem]);
  // The final block may be of some time ago.
  if (clock.now() >= parseTime(terms.validUntil))
    throw new CliError(EXIT.refused, m.partner.terms.not_in_force);
}

/** Of the ledger's anchors; what is final does not change, so it is asked once. */
export function ledgerChain(rpcUrl: string, policy: Policy): Pick<Judging, "ask" | "newer"> {
  const reader = createChainReader(rpcUrl);
  const known = new Map<string, AnchorAnswer>();
  const ask: AskChain = async (question) => {
    const name = JSON.stringify(question);
    const found = known.get(name);
    if (found !== undefined) return found;
    const answer = await reader(question);
    if (answer.rootAtFinalized !== null && answer.event !== "unavailable") known.set(name, answer);
    return answer;
  };
  const { contract, ledgerId } = policy;
  const newer = createNewerReader(rpcUrl, { contract, ledgerId });
  return { ask, newer: remembered(newer) };
}

/** Each anchor is asked about once in a while: a page has many records that rest on one. */
const REMEMBERED_MS = 5_000;

function remembered(newer: NonNullable<Judging["newer"]>): NonNullable<Judging["newer"]> {
  const known = new Map<
    number,
    { readonly at: number; readonly answer: ReturnType<typeof newer> }
  >();
  return (size, block) => {
    const now = performance.now();
    const found = known.get(size);
    if (found !== undefined && now - found.at < REMEMBERED_MS) return found.answer;
    const answer = newer(size, block).catch((error: unknown) => {
      if (error instanceof RpcUnreachable || error instanceof RpcRejected)
        return "unknown" as const;
      throw error;
    });
    known.set(size, { at: now, answer });
    return answer;
  };
}
