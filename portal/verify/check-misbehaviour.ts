/** M1 to M4 of docs/FORMAT.md §14.3: all of a proof of misbehaviour that needs no chain. */
import { hexEncode } from "./bytes.ts";
import { RULES } from "./contradictions.ts";
import { verifyCosignatures } from "./cosignature.ts";
import { FormatError } from "./errors.ts";
import { type Misbehaviour, parseMisbehaviour } from "./misbehaviour.ts";
import { isLineOf, type Note, type NoteSignature, verifyNote } from "./note.ts";
import { auditorKeysFor, logKeyFor, type Policy } from "./policy.ts";
import { verifyReceiptNote } from "./receipt.ts";
import { at } from "./shape.ts";
import type { Shown } from "./shown.ts";
import { type Fact, factOf, type Signed } from "./statement-facts.ts";
import type { IgnoredSignature } from "./verdict.ts";

/** Who stands behind a statement, beside the ledger. */
export interface Signers {
  /** Names of pinned auditors whose lines hold. Others of their lines count for nothing: the proof does not rest on them. */
  readonly cosigned: readonly string[];
  readonly ignored: readonly IgnoredSignature[];
  /** The lines that count: the ledger's own, and those auditors'. */
  readonly lines: readonly NoteSignature[];
}

const NOBODY: Signers = { cosigned: [], ignored: [], lines: [] };

export interface MisbehaviourCheck {
  /** Null: the file could not be read. */
  readonly proof: Misbehaviour | null;
  /** Null: `failure` says why. */
  readonly shown: Shown | null;
  /** Of a, b and c; empty without a policy. */
  readonly signers: readonly Signers[];
  readonly failure: FormatError | null;
}

/** M2. */
function showAll({ a, b, c, hashes, value }: Misbehaviour): Shown {
  return {
    a: at("a", () => factOf(a)),
    b: b && at("b", () => factOf(b)),
    c: c && at("c", () => factOf(c)),
    hashes,
    value,
  };
}

export const originOf = (signed: Signed): string =>
  signed.by === "log" ? signed.checkpoint.origin : signed.receipt.origin;

/** Two ledgers may well say different things. */
function mustBeOfOneLedger({ a, b, c }: Shown): void {
  const origins = [a, b, c].flatMap((fact) => (fact?.signed ? [originOf(fact.signed)] : []));
  if (new Set(origins).size > 1) throw new FormatError("origin_mismatch");
}

/** M2 and M3. @throws FormatError `no_contradiction` if all can be true of one honest ledger, or what does not hold by itself */
export function mustContradict(proof: Misbehaviour): Shown {
  const shown = showAll(proof);
  mustBeOfOneLedger(shown);
  if (!RULES[proof.kind](shown)) throw new FormatError("no_contradiction");
  return shown;
}

function signersFrom(
  { signatures }: Note,
  ignored: readonly NoteSignature[],
  cosigned: readonly string[],
): Signers {
  return {
    cosigned,
    ignored: ignored.map(({ name, keyId }) => ({ name, keyId: hexEncode(keyId) })),
    lines: signatures.filter((line) => !ignored.includes(line)),
  };
}

function auditorsOn(note: Note, policy: Policy, size: number) {
  return auditorKeysFor(policy, size).filter((key) => {
    try {
      return verifyCosignatures(note, [key]).length > 0;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return false;
    }
  });
}

/** The ledger's own key, for the size or index in question, has signed it. @throws FormatError */
export function signersOf(signed: Signed, policy: Policy): Signers {
  const { note } = signed;
  if (signed.by === "receipt") {
    return signersFrom(note, verifyReceiptNote(note, policy).ignored, []);
  }
  const { size, origin } = signed.checkpoint;
  const key = logKeyFor(policy, size);
  if (key === null) throw new FormatError("no_key_for_size");
  if (key.name !== origin) throw new FormatError("origin_mismatch");
  const { ignored } = verifyNote(note, [key]);
  const auditors = auditorsOn(note, policy, size);
  const others = ignored.filter((line) => !auditors.some((auditor) => isLineOf(line, auditor)));
  const names = auditors.map(({ name }) => name);
  return signersFrom(note, others, names);
}

/** M4. */
function signAll({ a, b, c }: Shown, policy: Policy): readonly Signers[] {
  const of = (fact: Fact, where: string): Signers => {
    const { signed } = fact;
    return signed === null ? NOBODY : at(where, () => signersOf(signed, policy));
  };
  return [of(a, "a"), ...(b ? [of(b, "b")] : []), ...(c ? [of(c, "c")] : [])];
}

/** Never throws for any bytes. */
export function checkMisbehaviour(source: Uint8Array, policy: Policy | null): MisbehaviourCheck {
  let proof: Misbehaviour | null = null;
  try {
    proof = parseMisbehaviour(source);
    const shown = mustContradict(proof);
    const signers = policy === null ? [] : signAll(shown, policy);
    return { proof, shown, signers, failure: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { proof, shown: null, signers: [], failure: error };
  }
}
