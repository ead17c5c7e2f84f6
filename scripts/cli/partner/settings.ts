/** What a copy is of, and by what it is judged: said once, and then kept in its directory. */
import { join } from "node:path";
import { isRefusal } from "../../../api/core/errors.ts";
import { writeDurably } from "../../../api/core/files.ts";
import { exists, readPrivate } from "../../../api/core/private-files.ts";
import { visible } from "../../../api/core/visible.ts";
import { agreementOnChain } from "../../../api/sharing/agreement-id.ts";
import { termsUse } from "../../../api/sharing/delivery/decide.ts";
import { termsHash } from "../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import { policyOf } from "../../../api/sharing/terms/policy.ts";
import { canonicalBytes, type JsonValue } from "../../../portal/verify/jcs.ts";
import { formatPolicy, type Policy } from "../../../portal/verify/policy.ts";
import { readPolicyFile } from "../agreement/policy-file.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { findPolicy } from "../policy-file.ts";
import { type Access, accessOf, serverUrl, tokenFile } from "../settings.ts";
import type { PartnerCommand } from "./options.ts";
import { type CopyState, FORMATS, type Format, readState, writeState } from "./state.ts";

export interface Pinned {
  readonly policy: Policy;
  readonly terms: Terms;
  /** Their policy in canonical form. */
  readonly termsBytes: Uint8Array;
}

const policyFile = (directory: string): string => join(directory, "policy.json");
const termsFile = (directory: string): string => join(directory, "terms.json");

const wrong = (message: string): CliError => new CliError(EXIT.usage, message);

/** @throws CliError for what is there, and no copy */
export async function stateIn(context: Context, directory: string): Promise<CopyState | null> {
  try {
    return await readState(directory);
  } catch (error) {
    if (isRefusal(error)) throw error;
    throw wrong(context.m.partner.badCopy(visible(directory)));
  }
}

/** The key at the firm; its file is held to what the other secrets are. @throws CliError, and Refusal `invalid_setting` for a file that others may read */
export async function partnerAccess(
  { env, m }: Context,
  options: Pick<PartnerCommand, "tokenFile">,
): Promise<Access> {
  const file = tokenFile(options, env);
  if (await exists(file)) await readPrivate(file, "--token-file");
  return accessOf(options, env, m);
}

/** What is named, else what the copy was begun with. @throws CliError */
export async function pinnedIn(
  context: Context,
  directory: string,
  options: Pick<PartnerCommand, "policy" | "terms">,
): Promise<Pinned> {
  const { m } = context;
  const there = await exists(termsFile(directory));
  const needs = (option: string): CliError => wrong(m.partner.needsOption(option));
  if (!there && options.policy === undefined) throw needs("--policy");
  if (!there && options.terms === undefined) throw needs("--terms");
  const policy = (await findPolicy(context, options.policy ?? policyFile(directory))) as Policy;
  const terms = await readPolicyFile(context, options.terms ?? termsFile(directory));
  if (terms.controller.ledgerId !== policy.ledgerId) throw wrong(m.partner.otherLedger);
  if (terms.chainId !== policy.chainId)
    throw wrong(m.partner.otherChain(policy.chainId, terms.chainId));
  return { policy, terms, termsBytes: canonicalBytes(policyOf(terms) as unknown as JsonValue) };
}

/** So that it can be verified again, and pulled again, with nothing else. */
async function keepPinned(directory: string, { policy, termsBytes }: Pinned): Promise<void> {
  await writeDurably(policyFile(directory), formatPolicy(policy));
  await writeDurably(termsFile(directory), termsBytes);
}

/** The copy as it is to be from now on; not written yet. @throws CliError */
export function stateFor(
  context: Context,
  before: CopyState | null,
  { terms }: Pinned,
  options: PartnerCommand,
): CopyState {
  const { m, env } = context;
  const purpose = options.purpose ?? before?.purpose ?? onlyPurpose(context, terms);
  if (before !== null && before.purpose !== purpose) throw wrong(m.partner.otherCopy("--purpose"));
  if (termsUse(terms, purpose) === null) throw wrong(m.partner.noPurpose(visible(purpose)));
  const agreement = options.agreement ?? before?.agreement;
  if (agreement === undefined) throw wrong(m.partner.needsOption("--agreement"));
  if (before !== null && before.agreement !== agreement)
    throw wrong(m.partner.otherCopy("--agreement"));
  const { chainId, contract, controller, recipient } = terms;
  const parties = { controller: controller.account, recipient: recipient.account };
  if (agreementOnChain(agreement, { chainId, contract, ...parties }) !== terms.agreement)
    throw wrong(m.partner.notItsTerms);
  const server = options.server ?? before?.server ?? serverUrl({}, env, m);
  const files = formatOf(context, options.format) ?? before?.files ?? "both";
  const isAnew = options.whole === true || before === null;
  return {
    ...{ format: "counterfoil/partner-copy/v1", server, agreement, purpose, files },
    ...{ until: isAnew ? null : before.until, walk: isAnew ? null : before.walk },
    walks: Math.max(before?.walks ?? 0, before?.walk?.number ?? 0),
    kinds: [...new Set([...(before?.kinds ?? []), ...terms.records.map(({ kind }) => kind)])],
  };
}

function onlyPurpose({ m }: Context, { purposes }: Terms): string {
  const [first, ...more] = purposes;
  if (first === undefined || more.length > 0) throw wrong(m.partner.needsOption("--purpose"));
  return first.purposeId;
}

function formatOf({ m }: Context, text: string | undefined): Format | null {
  if (text === undefined) return null;
  const format = FORMATS.find((one) => one === text);
  if (format === undefined) throw wrong(m.partner.badFormat);
  return format;
}

/** Other terms are another walk: what they do not cover any more is not to stay. */
export async function begin(
  directory: string,
  {
    state,
    pinned,
    termsBefore,
  }: {
    readonly state: CopyState;
    readonly pinned: Pinned;
    /** Hash of those that the copy had; `null`: it is new. */
    readonly termsBefore: string | null;
  },
): Promise<CopyState> {
  const isSame = termsBefore === null || termsBefore === termsHash(pinned.terms).hex;
  const begun: CopyState = isSame ? state : { ...state, until: null, walk: null };
  await keepPinned(directory, pinned);
  await writeState(directory, begun);
  return begun;
}
