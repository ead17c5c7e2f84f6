/** `counterfoil partner verify DIRECTORY`: all that was taken, once more, by the partner's own node alone. The firm is not asked, and need not be there. */

import { createHash, type Hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { visibleJson } from "../../../api/core/visible.ts";
import { EXIT_CODES, VERDICT_WORDS, type VerdictWord } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { rpcUrl } from "../settings.ts";
import { type AskTerms, ledgerChain, termsReader } from "./chain.ts";
import { entries } from "./copy.ts";
import type { Found, Open } from "./found.ts";
import { judge } from "./judge.ts";
import type { Judging, Refused } from "./judging.ts";
import { alone } from "./lock.ts";
import { NotTaken } from "./not-taken.ts";
import type { PartnerCommand } from "./options.ts";
import { outputs } from "./output.ts";
import { pinnedIn, stateIn } from "./settings.ts";
import type { CopyState } from "./state.ts";
import type { StoredRecord } from "./stored.ts";
import { describeFound } from "./told.ts";

/** So many are told one by one. */
const MOST_TOLD = 20;

/** What has shown that it does not hold. Of anything else it is only not shown now that it does. */
const FAILING: ReadonlySet<VerdictWord> = new Set(["INVALID", "DIVERGED", "UNPINNED"]);

/**
 * @param judging `now` and `newer` are not looked at: each is judged as of when it was taken
 */
export async function verifyCopy(
  directory: string,
  state: CopyState,
  judging: Omit<Judging, "now" | "newer">,
  askTerms: AskTerms,
): Promise<Found> {
  const refused: Refused[] = [];
  const words = new Set<VerdictWord>();
  const open = new Map<string, Open>();
  let [count, refusals] = [0, 0];
  for await (const entry of entries(directory)) {
    count += 1;
    const one = "record" in entry ? await again(entry.record, judging, askTerms) : entry.damaged;
    if (one === null) continue;
    words.add(one.why.word);
    if (!FAILING.has(one.why.word)) {
      const name = JSON.stringify(one.why);
      const known = open.get(name) ?? { why: one.why, count: 0 };
      open.set(name, known);
      known.count += 1;
      continue;
    }
    refusals += 1;
    if (refused.length < MOST_TOLD) refused.push(one);
  }
  const differing: string[] = [];
  for (const [name, content] of await outputs(directory, judging.terms, state.files))
    if (!(await isSame(join(directory, name), content))) differing.push(name);
  const word = VERDICT_WORDS.find((each) => words.has(each)) ?? "VERIFIED";
  return { records: count, refusals, refused, open: [...open.values()], word, differing };
}

/** As of when it was taken: that it may be kept since is another question, which withdrawals answer. */
async function again(
  record: StoredRecord,
  judging: Omit<Judging, "now" | "newer">,
  askTerms: AskTerms,
): Promise<Refused | null> {
  const { id, subject, takenAt, proofs } = record;
  const now = takenAt;
  const judged = await judge(proofs, { ...judging, subject, now, newer: null });
  if ("refused" in judged) return { ...judged.refused, id, subject };
  const { taken } = judged;
  const isIt =
    taken.id === id &&
    taken.version === record.version &&
    taken.kind === record.kind &&
    taken.index === record.index;
  if (!isIt) return { why: new NotTaken("delivery", "delivery_form").why, id, subject };
  const problem = await askTerms(Math.floor(takenAt / 1000));
  if (problem === null) return null;
  return { why: new NotTaken("credential", "credential_other_terms").why, id, subject };
}

/** Parts need not end where those of the file do. */
async function isSame(file: string, content: AsyncIterable<string>): Promise<boolean> {
  const digest = (hash: Hash): string => hash.digest("hex");
  const wanted = createHash("sha256");
  for await (const part of content) wanted.update(part);
  const there = await readFile(file).catch(() => null);
  return there !== null && digest(createHash("sha256").update(there)) === digest(wanted);
}

export async function verifyAgain(
  context: Context,
  [directory = ""]: readonly string[],
  options: PartnerCommand,
): Promise<number> {
  const { m, env } = context;
  const state = await stateIn(context, directory);
  if (state === null) throw new CliError(EXIT.usage, m.partner.noCopy(directory));
  const pinned = await pinnedIn(context, directory, options);
  const rpc = rpcUrl(options.rpc, env, m);
  const askTerms = rememberedBySecond(termsReader(context, rpc, pinned.terms));
  const replayed =
    options.unreplayed !== true && pinned.policy.keys.some(({ role }) => role === "auditor");
  const { ask } = ledgerChain(rpc, pinned.policy);
  const judging = {
    ...{ ...pinned, purpose: state.purpose, subject: null, ask, mostBehind: 0, replayed },
  };
  const found = await alone(directory, () => verifyCopy(directory, state, judging, askTerms));
  await tell(context, found, options);
  if (found.word !== "VERIFIED") return EXIT_CODES[found.word];
  return found.differing.length > 0 ? EXIT.refused : EXIT.ok;
}

/** A pull takes many in one second. */
function rememberedBySecond(ask: AskTerms): AskTerms {
  const known = new Map<number | null, ReturnType<AskTerms>>();
  return (time) => {
    const found = known.get(time) ?? ask(time);
    known.set(time, found);
    return found;
  };
}

async function tell(context: Context, found: Found, { json }: PartnerCommand): Promise<void> {
  const { terminal } = context;
  if (json) {
    const refused = found.refused.map(({ why, id }) => ({ ...why, id }));
    const open = found.open.map(({ why, count }) => ({ ...why, count }));
    return terminal.out(`${visibleJson({ ...found, refused, open })}\n`);
  }
  await terminal.out(describeFound(context, found));
}
