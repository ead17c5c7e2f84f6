import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../api/core/clock.ts";
import type { LineAnswer } from "./answer.ts";
import { AWAY_CODES, type PostLines, ServerAway } from "./client.ts";

export interface Patience {
  readonly clock: Clock;
  /** How long nothing may move before the import gives up: longer than a server's restart. */
  readonly giveUpMs: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

export const usualPatience = (clock: Clock): Patience => ({
  clock,
  giveUpMs: 90_000,
  firstWaitMs: 200,
  longestWaitMs: 5_000,
});

const isAway = (answer: LineAnswer): boolean =>
  answer.type === "problem" && AWAY_CODES.has(answer.problem.code);

/**
 * The answers to all lines, in their order. Lines without an answer, or whose answer is "busy", are sent again: the server
 * recognises what it has taken already. Throws the last {@link ServerAway} when patience ends.
 */
export async function postPatiently(
  post: PostLines,
  path: string,
  lines: readonly string[],
  patience: Patience,
): Promise<LineAnswer[]> {
  const answers: (LineAnswer | undefined)[] = lines.map(() => undefined);
  let open = lines.map((_, at) => at);
  let wait = patience.firstWaitMs;
  let moved = patience.clock.now();
  for (;;) {
    const sent = open;
    const away = await attempt(post, path, sent, lines, answers);
    open = sent.filter((at) => answers[at] === undefined);
    if (open.length === 0) return answers as LineAnswer[];
    const now = patience.clock.now();
    if (open.length < sent.length) {
      moved = now;
      wait = patience.firstWaitMs;
    }
    if (now - moved >= patience.giveUpMs) throw away ?? new ServerAway();
    await sleep(Math.min(away?.retryAfterMs ?? wait, patience.longestWaitMs));
    wait = Math.min(wait * 2, patience.longestWaitMs);
  }
}

/** Fills in what was answered. */
async function attempt(
  post: PostLines,
  path: string,
  open: readonly number[],
  lines: readonly string[],
  answers: (LineAnswer | undefined)[],
): Promise<ServerAway | null> {
  try {
    const got = await post(
      path,
      open.map((at) => lines[at]!),
    );
    for (const [line, answer] of got) if (!isAway(answer)) answers[open[line - 1]!] = answer;
    return null;
  } catch (error) {
    if (error instanceof ServerAway) return error;
    throw error;
  }
}
