/** One vector of a comparison. */
import type { PolicyJson } from "../build.ts";
import type { Texts } from "../case.ts";
import { reader } from "../misbehaviour/case.ts";

export interface CompareExpectation {
  /** The kind of the proof that is in them; null: none is. */
  readonly found: string | null;
  /** Why a file is nothing that could be compared; null: it can. */
  readonly refused: readonly [a: string | null, b: string | null];
  /** Why a file does not hold as a whole, though parts of it do. */
  readonly faults: readonly [a: string | null, b: string | null];
}

export interface CompareCase {
  readonly name: string;
  readonly en: string;
  readonly zh: string;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly policy: PolicyJson;
  readonly expect: CompareExpectation;
}

type Rest = Partial<Omit<CompareExpectation, "found">> & { readonly policy?: PolicyJson };
type Files = readonly [a: Uint8Array, b: Uint8Array];

function make(
  name: string,
  [en, zh]: Texts,
  [a, b]: Files,
  found: string | null,
  rest: Rest,
): CompareCase {
  const { policy = reader(), refused = [null, null], faults = [null, null] } = rest;
  return { name, en, zh, a, b, policy, expect: { found, refused, faults } };
}

export const finds = (kind: string, name: string, texts: Texts, files: Files, rest: Rest = {}) =>
  make(name, texts, files, kind, rest);

export const findsNothing = (name: string, texts: Texts, files: Files, rest: Rest = {}) =>
  make(name, texts, files, null, rest);
