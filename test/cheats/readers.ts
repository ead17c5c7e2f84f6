/** Those who look, and what they say in a word or two. */
import type { AskChain } from "../../portal/verify/chain.ts";
import { type Policy, parsePolicy } from "../../portal/verify/policy.ts";
import type { Verdict } from "../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../portal/verify/verify.ts";
import { type PolicyJson, policy, policyKey } from "../../scripts/vectors/build.ts";
import { auditor, auditorKey } from "../../scripts/vectors/streams/auditor.ts";
import { anna, CONSENT } from "../../scripts/vectors/streams/story.ts";
import { logKey, receiptKey } from "../../scripts/vectors/world.ts";
import type { Look } from "./cheat.ts";
import { day, type Firm } from "./firm.ts";

/** What a reader pins who trusts this ledger's keys and one auditor. */
export function pinned(changes: Partial<PolicyJson> = {}): Policy {
  const keys = [policyKey("log", logKey), policyKey("receipt", receiptKey), auditorKey(auditor)];
  return parsePolicy(JSON.stringify(policy({ keys, ...changes })));
}

const NOW = Date.parse(day(22, "10:00:00"));

export interface Reader {
  readonly policy?: Policy;
  readonly ask?: AskChain;
  /** Replays the entries of the firm. */
  readonly replays?: boolean;
}

export function judge(firm: Firm, file: Uint8Array, reader: Reader = {}): Promise<Verdict> {
  const replay = reader.replays === true ? firm.replayed() : null;
  const { policy = pinned(), ask = firm.chain() } = reader;
  return verifyEvidence(file, { policy, ask, now: NOW, replay });
}

/** `VERIFIED`, or the word and why. */
export async function verify(firm: Firm, file: Uint8Array, reader: Reader = {}): Promise<string> {
  const { word, layers } = await judge(firm, file, reader);
  const reason = layers.find(({ state }) => state !== "pass");
  return reason === undefined ? word : `${word} ${reason.code}`;
}

export const replay = (firm: Firm, file: Uint8Array): Promise<string> =>
  verify(firm, file, { replays: true });

/** What a reader is shown. */
export interface Shown {
  readonly firm: Firm;
  readonly shown: Uint8Array;
  /** The chain, if it is not simply one that holds the firm's newest size. */
  readonly ask?: AskChain;
}

type Of = Pick<Look<Shown>, "of">;

/** Who holds the file that is shown. Without the cheat it is VERIFIED. */
export const verifies = (cheat: string, of: Of = {}): Look<Shown> => ({
  ...{ by: "verify", honest: "VERIFIED", cheat, ...of },
  sees: ({ firm, shown, ask }) => verify(firm, shown, ask && { ask }),
});

/** The same, and has replayed the entries. */
export const replays = (cheat: string, of: Of = {}): Look<Shown> => ({
  ...{ by: "replay", honest: "VERIFIED", cheat, ...of },
  sees: ({ firm, shown }) => replay(firm, shown),
});

/** Who is told of another stream has the same log before him. */
export const replaysElsewhere = (cheat: string): Look<Shown> => ({
  ...{ by: "replay", of: "a file about another stream", honest: "VERIFIED", cheat },
  sees: ({ firm }) => replay(firm, firm.absent(anna, CONSENT)),
});

/** Who has replayed the entries, whatever file there is. */
export const replaysLog = (cheat: string): Look<Pick<Shown, "firm">> => ({
  ...{ by: "replay", of: "the log", honest: "sound", cheat },
  sees: ({ firm }) => {
    const replayed = firm.replayed();
    return "broken" in replayed ? `${replayed.broken}` : "sound";
  },
});
