/** One vector of a proof of misbehaviour, and the reader who judges it. */
import { canonicalBytes, type JsonValue } from "../../../portal/verify/jcs.ts";
import { type PolicyJson, policy, policyKey } from "../build.ts";
import type { Texts } from "../case.ts";
import { auditor, auditorKey, nextAuditor } from "../streams/auditor.ts";
import { logKey, receiptKey } from "../world.ts";
import { type ProofJson, proofJson } from "./statements.ts";

export interface MisbehaviourExpectation {
  readonly word: "INVALID" | "DIVERGED" | "UNPINNED" | "CANNOT_TELL";
  /** Why it is not proven; null: it is. */
  readonly code: string | null;
  /** Null: INVALID. */
  readonly kind: string | null;
  readonly caveats: readonly string[];
  /** Of a, b and c: the auditors whose lines hold. */
  readonly cosigned: readonly (readonly string[])[];
  readonly ignored: readonly string[];
}

export interface MisbehaviourCase {
  readonly name: string;
  readonly en: string;
  readonly zh: string;
  readonly file: Uint8Array;
  readonly policy: PolicyJson | null;
  /** What the chain says about the size that is asked about; null: it cannot be asked. */
  readonly answer: JsonValue;
  readonly expect: MisbehaviourExpectation;
}

/** Log key, receipt key and two auditors. */
export function reader(changes: Partial<PolicyJson> = {}): PolicyJson {
  const keys = [
    policyKey("log", logKey),
    policyKey("receipt", receiptKey),
    auditorKey(auditor),
    auditorKey(nextAuditor),
  ];
  return policy({ keys, ...changes });
}

type Rest = Partial<Pick<MisbehaviourCase, "policy" | "answer" | "file">> &
  Partial<MisbehaviourExpectation>;

const NOTHING = { kind: null, caveats: [], cosigned: [], ignored: [] };

function make(
  name: string,
  [en, zh]: Texts,
  file: Uint8Array,
  expect: MisbehaviourExpectation,
  { policy: pinned = reader(), answer = null }: Rest,
): MisbehaviourCase {
  return { name, en, zh, file, policy: pinned, answer, expect };
}

const bytesOf = (proof: ProofJson): Uint8Array => canonicalBytes(proofJson(proof));

const statementsIn = ({ a, b, c }: ProofJson): readonly JsonValue[] =>
  [a, b ?? null, c ?? null].filter((one) => one !== null);

function shownBy(proof: ProofJson, rest: Rest) {
  const promise = statementsIn(proof).some((one) => Object.hasOwn(one as object, "receipt"));
  return {
    kind: proof.kind,
    caveats: rest.caveats ?? ["key_holder", ...(promise ? ["broken_promise"] : [])],
    cosigned: rest.cosigned ?? statementsIn(proof).map(() => []),
    ignored: rest.ignored ?? [],
  };
}

/** It proves what it says. */
export function proves(name: string, texts: Texts, proof: ProofJson, rest: Rest = {}) {
  const expect = { word: "DIVERGED", code: null, ...shownBy(proof, rest) } as const;
  return make(name, texts, bytesOf(proof), expect, rest);
}

/** Its statements contradict each other, but something is missing. */
export function open(
  name: string,
  word: "UNPINNED" | "CANNOT_TELL",
  code: string,
  texts: Texts,
  proof: ProofJson,
  rest: Rest = {},
) {
  return make(name, texts, bytesOf(proof), { word, code, ...shownBy(proof, rest) }, rest);
}

/** It proves nothing. */
export function accusesNobody(
  name: string,
  code: string,
  texts: Texts,
  proof: ProofJson,
  rest: Rest = {},
) {
  return make(name, texts, bytesOf(proof), { word: "INVALID", code, ...NOTHING }, rest);
}

/** These bytes are no such file. */
export function noFile(name: string, code: string, texts: Texts, file: Uint8Array) {
  return make(name, texts, file, { word: "INVALID", code, ...NOTHING }, {});
}

/** All of it can be so in an honest ledger. */
export const honest = (name: string, texts: Texts, proof: ProofJson, rest: Rest = {}) =>
  accusesNobody(name, "no_contradiction", texts, proof, rest);
