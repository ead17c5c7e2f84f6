/** Vectors of the claims about streams, and the chain that answers in them. */
import { base64Encode, hexEncode } from "../../../portal/verify/bytes.ts";
import type { JsonObject, JsonValue } from "../../../portal/verify/jcs.ts";
import { BLOCK, BLOCK_TIME, type PolicyJson, policy, policyKey } from "../build.ts";
import {
  type AsOfExpectation,
  answer,
  eventOf,
  other,
  type Signed,
  type Texts,
  type VectorCase,
  verified,
} from "../case.ts";
import { logKey } from "../world.ts";
import { auditor, auditorKey } from "./auditor.ts";
import type { AtJson, ClaimJson } from "./claim.ts";
import { plainStory } from "./claim.ts";
import { ANCHORS, type Story } from "./story.ts";

export type ClaimRest = Partial<
  Pick<VectorCase, "file" | "policy" | "answer" | "bounds" | "replay" | "now">
> & { readonly ignored?: readonly string[]; readonly asOf?: AsOfExpectation };

/** Log key and auditor, as a reader of stream claims pins them. */
export function streamPolicy(changes: Partial<PolicyJson> = {}): PolicyJson {
  return policy({ keys: [policyKey("log", logKey), auditorKey(auditor)], ...changes });
}

/** The event of the anchor of this size. */
function anchorEvent(size: number, root: string, changes: JsonObject = {}): JsonObject {
  const at = ANCHORS.findIndex((anchor) => anchor.size === size);
  const anchor = ANCHORS[at] ?? { block: BLOCK, time: BLOCK_TIME };
  return {
    ...eventOf(size, root),
    blockHash: `0x${"b1".repeat(31)}${size.toString(16).padStart(2, "0")}`,
    blockNumber: anchor.block,
    blockTime: anchor.time,
    previousSize: ANCHORS[at - 1]?.size ?? 0,
    ...changes,
  };
}

/** The chain has anchored the file's checkpoint. */
export function claimAnswer(of: Signed, changes: JsonObject = {}): JsonObject {
  const said = answer(of);
  const size = Number(of.checkpoint.split("\n")[1]);
  return { ...said, event: anchorEvent(size, String(said.rootAtLatest)), ...changes };
}

/** What the chain answers about one of the story's anchors. */
export function boundAnswer(
  size: number,
  changes: JsonObject = {},
  eventChanges: JsonObject = {},
  told: Story = plainStory(),
): JsonObject {
  const root = `0x${hexEncode(told.ledger.log(size).root)}`;
  return {
    ...answer({ checkpoint: `\n${size}\n${base64Encode(told.ledger.log(size).root)}` }),
    event: anchorEvent(size, root, eventChanges),
    ...changes,
  };
}

/** What an honest chain answers about both. */
export function boundAnswers(at: AtJson): { before: JsonValue; after: JsonValue } {
  const said = (bound: AtJson["before"]) => bound && boundAnswer(bound.size);
  return { before: said(at.before), after: said(at.after) };
}

function full(of: ClaimJson, rest: ClaimRest) {
  const at = "at" in of ? of.at : null;
  const bounds = at === null ? undefined : boundAnswers(at);
  const anchored = rest.answer === undefined ? claimAnswer(of) : rest.answer;
  return { policy: streamPolicy(), ...(bounds && { bounds }), ...rest, of, answer: anchored };
}

export function claimHolds(
  name: string,
  texts: Texts,
  of: ClaimJson,
  rest: ClaimRest = {},
): VectorCase {
  return verified(name, texts, full(of, rest));
}

/** `reason` is `layer/code`. */
export function claimOther(
  name: string,
  word: string,
  reason: string,
  texts: Texts,
  of: ClaimJson,
  rest: ClaimRest = {},
): VectorCase {
  return other(name, word, reason, texts, full(of, rest));
}

export function claimInvalid(
  name: string,
  reason: string,
  texts: Texts,
  of: ClaimJson,
  rest: ClaimRest = {},
): VectorCase {
  return claimOther(name, "INVALID", reason, texts, of, rest);
}

/** A changed copy of a file; what the chain answers stays that of the copy's checkpoint. */
export function altered<T extends ClaimJson>(of: T, change: (file: T) => void): T {
  const copy = structuredClone(of);
  change(copy);
  return copy;
}
