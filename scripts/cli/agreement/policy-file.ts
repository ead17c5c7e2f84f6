/** `counterfoil agreement policy` and `terms`, and what is signed held to the policy whose hash it carries. */

import { TIMES, timeText } from "../../../api/anchor/sharing/refusals.ts";
import { NO_SALT, type ToSign } from "../../../api/anchor/sharing/typed-data.ts";
import { agreementIdOf } from "../../../api/anchor/sharing-terms.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import { termsMismatches } from "../../../api/sharing/terms/binding.ts";
import { termsHash } from "../../../api/sharing/terms/hash.ts";
import { type Terms, termsShape } from "../../../api/sharing/terms/model.ts";
import { policyOf } from "../../../api/sharing/terms/policy.ts";
import { termsOf } from "../../../api/sharing/terms/read-policy.ts";
import { textOf } from "../../../api/sharing/terms/text.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { readJsonFile, writeJson } from "./files.ts";
import type { AgreementCommand } from "./options.ts";
import { rows } from "./words.ts";

/** Places of a document, without what stands there: it may be anything. */
const places = (fields: readonly string[]): string =>
  [...new Set(fields.map((field) => (field === "" ? "{ }" : field)))].join(", ");

/** Only a policy in the one form that FORMAT §17 gives its values: another one would have another hash, or say something else. */
export function readPolicyFile(context: Context, file: string): Promise<Terms> {
  return readJsonFile(context, file, (value) => {
    const read = termsOf(value);
    if (read.ok) return read.terms;
    const fields = read.problems.map(({ field }) => field);
    throw new CliError(EXIT.fault, context.m.agreement.notPolicy(visible(file), places(fields)));
  });
}

/**
 * A policy of values: the names are those of FORMAT §17's test vectors. In place of the agreement's id its salt may stand, or neither; a nonce
 * that is left out is drawn.
 */
export async function policy(
  context: Context,
  [file = ""]: readonly string[],
  { out }: AgreementCommand,
): Promise<void> {
  const { notValues } = context.m.agreement;
  const refused = (fields: readonly string[]): CliError =>
    new CliError(EXIT.fault, notValues(visible(file), places(fields)));
  const terms = await readJsonFile(context, file, (value) => {
    const { salt = NO_SALT, ...rest } = value as { salt?: unknown };
    const said = { nonce: systemRandom().bytes(16).toString("base64url"), ...rest };
    const hasId = Object.hasOwn(said, "agreement");
    const read = termsShape.safeParse(hasId ? { ...value, ...said } : withId(said, salt));
    if (!read.success) throw refused(read.error.issues.map(({ path }) => path.join(".")));
    // What is made here is held to what is taken later.
    const again = termsOf(policyOf(read.data));
    if (!again.ok) throw refused(again.problems.map(({ field }) => field));
    return again.terms;
  });
  await writeJson(context, { words: describeTerms(context, terms), json: policyOf(terms) }, out);
}

/** What is not of its form has no id; the form says so. */
function withId(said: Record<string, unknown>, salt: unknown): unknown {
  const { chainId, contract, controller, recipient } = said as Partial<Terms>;
  try {
    const parties = {
      controller: controller?.account as string,
      recipient: recipient?.account as string,
      salt: salt as string,
    };
    return { ...said, agreement: agreementIdOf(chainId as number, contract as string, parties) };
  } catch {
    return said;
  }
}

/** The text that people agree on, and the hash that stands for it on the chain. */
export async function terms(
  context: Context,
  [file = ""]: readonly string[],
  { json }: AgreementCommand,
): Promise<void> {
  const read = await readPolicyFile(context, file);
  if (!json) return context.terminal.out(describeTerms(context, read));
  const { agreement, version } = read;
  const said = { agreement, version, termsHash: termsHash(read).hex };
  await context.terminal.out(`${visibleJson({ ...said, terms: read })}\n`);
}

export const describeTerms = (context: Context, terms: Terms): string =>
  `${textOf(terms, new Map(), context.language)}\n${rows(context, { termsHash: termsHash(terms).hex })}`;

/**
 * Refuses what is not about this policy: what both sign carries its hash alone, and everything else that it says may differ from it.
 * `null`: no policy was named.
 */
export function assertOfPolicy({ m }: Context, toSign: ToSign, terms: Terms | null): void {
  if (terms === null) return;
  const texts = m.agreement;
  if (toSign.kind !== "Terms") throw new CliError(EXIT.usage, texts.termsOfNone);
  const { chainId, contract, message } = toSign;
  const differing = termsMismatches(policyOf(terms), { chainId, contract, ...message });
  if (differing.length === 0) return;
  const all = differing.map(({ member, signed, policy }) => {
    const name = member === "policy" ? "termsHash" : member === "chainId" ? "chain" : member;
    const [ours, theirs] = [signed, policy].map((value) =>
      TIMES.has(member) ? timeText(Number(value)) : String(value),
    ) as [string, string];
    return texts.differs(texts.names[name], ours, theirs);
  });
  throw new CliError(EXIT.fault, texts.otherPolicy(all.join(" ")));
}
