/** One vector, and the chain that answers in it. */
import { base64Decode, base64Encode, hexEncode } from "../../portal/verify/bytes.ts";
import type { JsonObject, JsonValue } from "../../portal/verify/jcs.ts";
import {
  BLOCK,
  BLOCK_TIME,
  CHAIN_ID,
  type EvidenceJson,
  evidence,
  fileOf,
  NOW,
  type PolicyJson,
  policy,
  type Recipe,
} from "./build.ts";

export interface VectorCase {
  readonly name: string;
  readonly en: string;
  readonly zh: string;
  readonly file: Uint8Array;
  /** A text: the policy file as it is, which may be none. */
  readonly policy: PolicyJson | string | null;
  /** Null: the chain cannot be asked. */
  readonly answer: JsonValue;
  /** What it answers about the anchors around a time. */
  readonly bounds?: { readonly before: JsonValue; readonly after: JsonValue };
  /** What the reader's own replay came to. */
  readonly replay?: ReplayJson;
  readonly now: string;
  readonly expect: Expectation;
}

/** Roots in base64. */
export type ReplayJson = { readonly root: string; readonly size: number } & (
  | { readonly mapRoot: string; readonly mapSize: number }
  | { readonly broken: string; readonly index: number }
);

export interface Expectation {
  /** Null: the policy is refused, and the file is not judged. */
  readonly word: string | null;
  /** The layer that decides and its code; null for VERIFIED. */
  readonly layer: string | null;
  readonly code: string | null;
  /** Names of the keys whose signature lines are to be named as ignored. */
  readonly ignored: readonly string[];
  /** Where the layer `time` passes: what was so then. */
  readonly asOf?: AsOfExpectation;
}

export interface AsOfExpectation {
  readonly state: "made" | "expired" | "none" | "unknown";
  /** Numbers of events within their stream. */
  readonly madeBy: number | null;
  readonly endedBy: number | null;
  readonly endsAt: string | null;
  /** One for each event. */
  readonly standings: readonly ("in_log" | "by_clock" | "not_anchored")[];
  /** The numbers of those whose own word does not fit the anchors. */
  readonly named: readonly number[];
}

/** Any file that has a checkpoint. */
export type Signed = { readonly checkpoint: string };

/** The answer of a chain that has anchored the file's checkpoint, with members changed. */
export function answer(file: Signed, changes: JsonObject = {}): JsonObject {
  const [, size, root] = file.checkpoint.split("\n");
  const hex = `0x${hexEncode(base64Decode(root as string))}`;
  return {
    chainId: CHAIN_ID,
    event: eventOf(Number(size), hex),
    finalized: { number: BLOCK + 64 },
    latest: { number: BLOCK + 75 },
    registered: true,
    rootAtFinalized: hex,
    rootAtLatest: hex,
    ...changes,
  };
}

export function eventOf(size: number, root: string) {
  return {
    blockHash: `0x${"b1".repeat(32)}`,
    blockNumber: BLOCK,
    blockTime: BLOCK_TIME,
    previousSize: Math.max(0, size - 4),
    root,
    size,
    transaction: `0x${"7a".repeat(32)}`,
  };
}

type Rest = Partial<Omit<VectorCase, "name" | "en" | "zh" | "expect">> & {
  readonly ignored?: readonly string[];
  /** Whose anchor the chain has; the ordinary file's if not given. */
  readonly of?: Signed;
  readonly asOf?: AsOfExpectation;
};

function make(name: string, texts: Texts, expect: Expectation, rest: Rest): VectorCase {
  const of = rest.of ?? evidence();
  return {
    name,
    en: texts[0],
    zh: texts[1],
    file: rest.file ?? fileOf(of as unknown as JsonValue),
    policy: rest.policy === undefined ? policy() : rest.policy,
    answer: rest.answer === undefined ? answer(of) : rest.answer,
    ...(rest.bounds && { bounds: rest.bounds }),
    ...(rest.replay && { replay: rest.replay }),
    now: rest.now ?? NOW,
    expect: rest.asOf ? { ...expect, asOf: rest.asOf } : expect,
  };
}

export type Texts = readonly [en: string, zh: string];

export function verified(name: string, texts: Texts, rest: Rest = {}): VectorCase {
  const expect = { word: "VERIFIED", layer: null, code: null, ignored: rest.ignored ?? [] };
  return make(name, texts, expect, rest);
}

/** `reason` is `layer/code`. */
export function other(name: string, word: string, reason: string, texts: Texts, rest: Rest = {}) {
  const [layer = "", code = ""] = reason.split("/");
  return make(name, texts, { word, layer, code, ignored: rest.ignored ?? [] }, rest);
}

export function invalid(name: string, reason: string, texts: Texts, rest: Rest = {}): VectorCase {
  return other(name, "INVALID", reason, texts, rest);
}

/** A policy that is refused; the file beside it is well. */
export function refused(name: string, code: string, texts: Texts, text: string): VectorCase {
  return make(name, texts, { word: null, layer: null, code, ignored: [] }, { policy: text });
}

/** A changed copy of the ordinary file. */
export function changed(change: (file: EvidenceJson) => void, from = evidence()): EvidenceJson {
  const copy = structuredClone(from);
  change(copy);
  return copy;
}

/** The ordinary file, changed after it was made. */
export function tampered(
  name: string,
  reason: string,
  texts: Texts,
  change: (file: EvidenceJson) => void,
): VectorCase {
  return invalid(name, reason, texts, { file: fileOf(changed(change)) });
}

/** A file that is wrong in one way only: all that follows from it was made to fit. */
export function consistent(name: string, reason: string, texts: Texts, recipe: Recipe): VectorCase {
  return invalid(name, reason, texts, { of: evidence(recipe) });
}

/** A file that holds, made by this recipe. */
export function holds(name: string, texts: Texts, recipe: Recipe): VectorCase {
  return verified(name, texts, { of: evidence(recipe) });
}

/** The ordinary file's bytes, changed as text. */
export function asText(change: (text: string) => string): Uint8Array {
  return new TextEncoder().encode(change(new TextDecoder().decode(fileOf(evidence()))));
}

export function flip(base64: string, byte: number, bit = 0): string {
  const bytes = base64Decode(base64);
  bytes[byte] = (bytes[byte] as number) ^ (1 << bit);
  return base64Encode(bytes);
}
