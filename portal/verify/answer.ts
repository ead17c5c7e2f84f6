/** A chain's answer is data from outside: it is read with the same distrust as a file. */
import type { AnchorAnswer, AnchorQuestion } from "./chain.ts";
import { canonicalJson, type JsonValue, parseCanonical } from "./jcs.ts";
import { integer, members, text, wrongShape } from "./shape.ts";

const ZERO = `0x${"0".repeat(64)}`;
const MAX_ANSWER_BYTES = 65_536;
/** The end of the year 9999, in Unix seconds: what a time can be written for. */
const LAST_SECOND = 253_402_300_799;

function hash(value: JsonValue | undefined, where: string): string {
  const hex = text(value, where);
  if (!/^0x[0-9a-f]{64}$/.test(hex)) throw wrongShape(where);
  return hex;
}

/** Null for what was never anchored, which a contract says as zero. */
function root(value: JsonValue | undefined, where: string): string | null {
  const hex = value === null ? null : hash(value, where);
  return hex === ZERO ? null : hex;
}

function block(value: JsonValue | undefined, where: string): { number: number } {
  return { number: integer(members(value, ["number"], where).number, 0, where) };
}

function parseEvent(value: JsonValue | undefined): AnchorAnswer["event"] {
  if (value === null || value === "unavailable") return value;
  const names = ["blockHash", "blockNumber", "blockTime", "previousSize", "root", "size"];
  const event = members(value, [...names, "transaction"], "event");
  const blockTime = integer(event.blockTime, 0, "event.blockTime");
  if (blockTime > LAST_SECOND) throw wrongShape("event.blockTime");
  return {
    blockNumber: integer(event.blockNumber, 0, "event.blockNumber"),
    blockHash: hash(event.blockHash, "event.blockHash"),
    blockTime,
    transaction: hash(event.transaction, "event.transaction"),
    size: integer(event.size, 0, "event.size"),
    previousSize: integer(event.previousSize, 0, "event.previousSize"),
    root: hash(event.root, "event.root"),
  };
}

/** A copy with zero roots as null. Throws FormatError for anything that is no answer. */
export function parseAnswer(value: unknown): AnchorAnswer {
  const plain = parseCanonical(canonicalJson(value as JsonValue), MAX_ANSWER_BYTES);
  const names = ["chainId", "event", "finalized", "latest", "registered"];
  const answer = members(plain, [...names, "rootAtFinalized", "rootAtLatest"], "answer");
  if (typeof answer.registered !== "boolean") throw wrongShape("registered");
  return {
    chainId: integer(answer.chainId, 0, "chainId"),
    registered: answer.registered,
    latest: block(answer.latest, "latest"),
    finalized: answer.finalized === null ? null : block(answer.finalized, "finalized"),
    rootAtLatest: root(answer.rootAtLatest, "rootAtLatest"),
    rootAtFinalized: root(answer.rootAtFinalized, "rootAtFinalized"),
    event: parseEvent(answer.event),
  };
}

/**
 * What no honest chain says, asked in any order: a closed list, so that every verifier turns away the
 * same answers. An event for a block that the file names is compared with the file instead.
 */
export function contradictsItself(answer: AnchorAnswer, question: AnchorQuestion): boolean {
  const { latest, finalized, rootAtLatest, rootAtFinalized, event } = answer;
  if (finalized !== null && finalized.number > latest.number) return true;
  if (rootAtFinalized !== null && (finalized === null || rootAtLatest === null)) return true;
  if (event === null || event === "unavailable") return false;
  if (event.blockNumber > latest.number) return true;
  if (rootAtFinalized !== null && finalized !== null && event.blockNumber > finalized.number) {
    return true;
  }
  const other = event.size !== question.size || event.root !== rootAtLatest;
  return question.block === null && other;
}
