/** `counterfoil partner pull DIRECTORY`: takes what an agreement gives now, after verifying all of it. */
import { mkdir, rmdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import { termsHash } from "../../../api/sharing/terms/hash.ts";
import { EXIT_CODES, type VerdictWord } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { rpcUrl } from "../settings.ts";
import { assertInForce, ledgerChain, termsReader } from "./chain.ts";
import { damagedIn } from "./copy.ts";
import type { Judging } from "./judging.ts";
import { alone } from "./lock.ts";
import type { PartnerCommand } from "./options.ts";
import { writeOutputs } from "./output.ts";
import { showProgress } from "./progress.ts";
import { begin, type Pinned, partnerAccess, pinnedIn, stateFor, stateIn } from "./settings.ts";
import { httpSource } from "./source.ts";
import type { CopyState } from "./state.ts";
import type { Damaged } from "./stored.ts";
import { describeTally, refusedTable, tallyAsJson } from "./told.ts";
import { type Tally, type Walking, walkOn, worstWord } from "./walk.ts";

/** Seconds: a ledger hears within a minute or so that an anchor is final, and then proves by it. */
const MOST_BEHIND = 600;
/** For a receiver that is just deleting somebody. */
const PATIENCE_MS = 10_000;
const MOST_SECONDS = 31_536_000;
/** So many are told one by one. */
const MOST_TOLD = 20;

export async function pull(
  context: Context,
  [directory = ""]: readonly string[],
  options: PartnerCommand,
): Promise<number> {
  const work = async (): Promise<number> => {
    const { prepared, state } = await prepare(context, directory, options);
    const damaged = await damagedIn(directory);
    if (damaged.length > 0) await tellDamaged(context, damaged);
    // What has changed since would not bring it.
    const from = damaged.length > 0 ? { ...state, until: null, walk: null } : state;
    const progress = showProgress(context);
    try {
      const walked = await walkOn({ ...prepared.walking, onPage: progress.at }, from);
      progress.stop();
      const { terms } = prepared.pinned;
      const files = await writeOutputs(directory, terms, walked.state);
      const left = damaged.length > 0 ? await damagedIn(directory) : [];
      const word = left.length > 0 ? "INVALID" : worstWord(walked.tally);
      await tell(context, directory, { tally: walked.tally, word, left, files }, options);
      return EXIT_CODES[word];
    } finally {
      progress.stop();
    }
  };
  const made = await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    return await alone(directory, work, PATIENCE_MS);
  } catch (error) {
    if (made !== undefined) await removeEmpty(resolve(directory), resolve(made));
    throw error;
  }
}

/** What was made for nothing: up to the first of them, as far as nothing lies there. */
async function removeEmpty(last: string, first: string): Promise<void> {
  for (let one = last; one.length >= first.length; one = dirname(one))
    await rmdir(one).catch(() => undefined);
}

async function tellDamaged(context: Context, damaged: readonly Damaged[]): Promise<void> {
  const { terminal, m, language } = context;
  const count = damaged.length.toLocaleString(language);
  const some = damaged.slice(0, MOST_TOLD);
  await terminal.err(`${m.partner.pulledAnew(count)}\n${refusedTable(context, some)}`);
}

export interface Prepared {
  readonly pinned: Pinned;
  readonly walking: Walking;
}

/** Everything that a walk needs; the terms are in force by the partner's own node. @throws CliError */
export async function prepare(
  context: Context,
  directory: string,
  options: PartnerCommand,
): Promise<{ readonly prepared: Prepared; readonly state: CopyState }> {
  const { m, env, clock } = context;
  const before = await stateIn(context, directory);
  const pinned = await pinnedIn(context, directory, options);
  const said = stateFor(context, before, pinned, options);
  const access = await partnerAccess(context, options);
  const rpc = rpcUrl(options.rpc, env, m);
  await assertInForce(context, termsReader(context, rpc, pinned.terms), pinned.terms);
  const termsBefore = before === null ? null : await hashThere(context, directory);
  const state = await begin(directory, { state: said, pinned, termsBefore });
  const { server, agreement, purpose } = state;
  const judging: Omit<Judging, "now"> = {
    ...pinned,
    ...{ purpose, subject: null, ...ledgerChain(rpc, pinned.policy) },
    mostBehind: secondsOf(context, options.mostBehind),
    replayed:
      options.unreplayed !== true && pinned.policy.keys.some(({ role }) => role === "auditor"),
  };
  const page = httpSource(context, { server, agreement, purpose, access });
  const walking = { directory, judging, now: () => clock.now(), page };
  return { prepared: { pinned, walking }, state };
}

async function hashThere(context: Context, directory: string): Promise<string> {
  return termsHash((await pinnedIn(context, directory, {})).terms).hex;
}

function secondsOf({ m }: Context, text: string | undefined): number {
  if (text === undefined) return MOST_BEHIND;
  if (/^\d{1,8}$/.test(text) && Number(text) <= MOST_SECONDS) return Number(text);
  throw new CliError(EXIT.usage, m.partner.notANumber("--most-behind", `0–${MOST_SECONDS}`));
}

interface Came {
  readonly tally: Tally;
  readonly word: VerdictWord;
  /** Damaged still. */
  readonly left: readonly Damaged[];
  readonly files: readonly string[];
}

async function tell(
  context: Context,
  directory: string,
  { tally, word, left, files }: Came,
  { json }: PartnerCommand,
): Promise<void> {
  const { terminal, m, language } = context;
  if (json) {
    const told = { ...tallyAsJson(tally), word, damaged: left.length, files };
    return terminal.out(`${visibleJson(told)}\n`);
  }
  await terminal.out(describeTally(context, tally));
  await terminal.out(`${m.partner.written(visible(directory), files.join(", "))}\n`);
  if (left.length > 0)
    await terminal.err(`${m.partner.stillDamaged(left.length.toLocaleString(language))}\n`);
  if (tally.refusals > 0) await terminal.err(`${m.partner.setAside(visible(directory))}\n`);
}
