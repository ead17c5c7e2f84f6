/** What a file is, and what is known from it (docs/FORMAT.md §14.4). */
import { asStreamKey } from "./brands.ts";
import { base64Decode, utf8Decode } from "./bytes.ts";
import { checkEvidence } from "./check.ts";
import { checkMisbehaviour } from "./check-misbehaviour.ts";
import { Collector, lastIndex } from "./collect.ts";
import { decodeDisclosure } from "./disclosure.ts";
import { FormatError } from "./errors.ts";
import { EVIDENCE_FORMAT, type Evidence, parseEvidence } from "./evidence.ts";
import type { EvidenceContent } from "./evidence-parts.ts";
import { type JsonObject, type JsonValue, parseAnyJson } from "./jcs.ts";
import { MISBEHAVIOUR_FORMAT, type Misbehaviour, parseMisbehaviour } from "./misbehaviour.ts";
import type { Policy } from "./policy.ts";
import { list, text } from "./shape.ts";
import type { Statement } from "./statement.ts";
import type { FileForm, KnownReceipt, KnownTree, Statements } from "./statements.ts";
import { streamKey } from "./subject.ts";
import { parseTlogProof, TLOG_PROOF_HEADER } from "./tlog-proof.ts";

/** As much as is read of any file. */
export const MAX_STATEMENT_BYTES = 1_048_576;

export interface RefusedStatements {
  /** What it was taken for; null: nothing that is known. */
  readonly form: FileForm | null;
  readonly refused: FormatError;
}

/**
 * All that the ledger of this policy has signed in a file, as far as it holds: evidence of any claim, a checkpoint, a receipt or the
 * answer of a write, a C2SP tlog-proof, a proof of misbehaviour. Never throws for any bytes.
 */
export function statementsOf(source: Uint8Array, policy: Policy): Statements | RefusedStatements {
  let form: FileForm | null = null;
  try {
    if (source.length > MAX_STATEMENT_BYTES) {
      throw new FormatError("too_large", { limit: MAX_STATEMENT_BYTES });
    }
    const content = utf8Decode(source);
    const json = content.startsWith("{") ? jsonOf(content) : null;
    form = json === null ? formOfText(content) : formOfJson(json);
    return READERS[form](source, content, policy, json ?? {});
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { form, refused: error };
  }
}

/** Only what it is, and of an answer the receipt, is taken from this: evidence and proofs are read again, in their one spelling. */
const jsonOf = (content: string): JsonObject =>
  parseAnyJson(content, MAX_STATEMENT_BYTES) as JsonObject;

function formOfJson(json: JsonObject): FileForm {
  if (json.format === EVIDENCE_FORMAT) return "evidence";
  if (json.format === MISBEHAVIOUR_FORMAT) return "misbehaviour";
  if (json.format === undefined && typeof json.receipt === "string") return "receipt";
  throw new FormatError("unknown_file");
}

function formOfText(content: string): FileForm {
  const [first] = content.split("\n", 1);
  if (first === TLOG_PROOF_HEADER) return "tlog_proof";
  if (first === "counterfoil/receipt/v1") return "receipt";
  // Any text has empty lines; behind the last one of a note there is a signature.
  const end = content.lastIndexOf("\n\n");
  if (end < 0 || !content.startsWith("— ", end + 2)) throw new FormatError("unknown_file");
  return "checkpoint";
}

type Reader = (source: Uint8Array, content: string, policy: Policy, json: JsonObject) => Statements;

const READERS: Readonly<Record<FileForm, Reader>> = {
  evidence: (source, _content, policy) => readEvidence(source, policy),
  misbehaviour: (source, _content, policy) => readMisbehaviour(source, policy),
  checkpoint: (_source, content, policy) => {
    const found = new Collector(policy);
    found.tree(content);
    return found.result("checkpoint", null);
  },
  receipt: (_source, content, policy, json) =>
    content.startsWith("{") ? readAnswer(json, policy) : readReceipt(content, policy),
  tlog_proof: (_source, content, policy) => readTlogProof(content, policy),
};

/** Each part for itself: a file that does not show what it claims may well show something else. */
function readEvidence(source: Uint8Array, policy: Policy): Statements {
  const evidence = parseEvidence(source);
  const found = new Collector(policy);
  const tree = found.tree(evidence.checkpoint);
  if ("record" in evidence) found.entry(tree, evidence.record, evidence.record);
  if (evidence.claim === "history") {
    for (const event of evidence.events) found.entry(tree, event, event.record);
  }
  if (evidence.claim !== "record") readStream(evidence, tree, found);
  const failed = checkEvidence(source, policy).layers.find(({ state }) => state === "fail");
  return found.result("evidence", failed === undefined ? null : faultOf(failed));
}

function faultOf({ code, params }: { code: string; params: object }): FormatError {
  return new FormatError(code as FormatError["code"], params);
}

function readStream(
  evidence: Exclude<Evidence, { claim: "record" }>,
  tree: KnownTree,
  found: Collector,
): void {
  const { state, stream, map } = evidence;
  found.stream(stream);
  const shown = { ...state, index: lastIndex(tree) };
  if (shown.index < 0 || !found.entry(tree, shown)) return;
  found.map(tree, shown, streamKey(stream.secret, stream.name), map);
}

function readReceipt(content: string, policy: Policy): Statements {
  const found = new Collector(policy);
  found.receipt(content);
  return found.result("receipt", null);
}

/** What a write answers with, as far as it is needed here: the receipt, the entry, and the disclosures if they were asked for. */
function readAnswer(json: JsonObject, policy: Policy): Statements {
  const found = new Collector(policy);
  const receipt = found.receipt(text(json.receipt, "receipt"));
  return found.result("receipt", readBeside(json, receipt, found));
}

/** What stands beside a receipt, which is signed whatever that is. Answers what does not hold of it. */
function readBeside(
  { entry, disclosures }: JsonObject,
  receipt: KnownReceipt,
  found: Collector,
): FormatError | null {
  if (entry === undefined) return null;
  const bytes = orFault(() => base64Decode(text(entry, "entry")));
  if (bytes instanceof FormatError) return bytes;
  const content = orFault(() => disclosedIn(disclosures));
  const isFault = content instanceof FormatError;
  const fits = found.promised(receipt, bytes, isFault ? null : content);
  if (!fits) return new FormatError("receipt_entry_mismatch");
  return isFault ? content : null;
}

function orFault<T>(read: () => T): T | FormatError {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

/** At most as many as a record has fields. */
const MAX_DISCLOSURES = 128;

function disclosedIn(value: JsonValue | undefined): EvidenceContent | null {
  if (value === undefined) return null;
  const disclosures = list(value, MAX_DISCLOSURES, "disclosures").map((one) =>
    text(one, "disclosures"),
  );
  return {
    names: disclosures.map((disclosure) => decodeDisclosure(disclosure).name),
    fields: disclosures.map((disclosure) => ({ disclosure })),
  };
}

function readTlogProof(content: string, policy: Policy): Statements {
  const proof = parseTlogProof(content);
  const found = new Collector(policy);
  const tree = found.tree(proof.checkpoint);
  const { entry, index, inclusion } = proof;
  if (entry === null || !found.entry(tree, { entry, index, inclusion })) found.loose(tree, proof);
  return found.result("tlog_proof", null);
}

function readMisbehaviour(source: Uint8Array, policy: Policy): Statements {
  const proof = parseMisbehaviour(source);
  const found = new Collector(policy);
  for (const statement of statementsIn(proof)) addStatement(statement, found);
  const { failure } = checkMisbehaviour(source, policy);
  // What the chain has to say is not asked here.
  const proven = failure === null && proof.kind !== "off_chain" ? proof : null;
  return found.result("misbehaviour", failure, proven);
}

const statementsIn = ({ a, b, c }: Misbehaviour): readonly Statement[] =>
  [a, b, c].filter((statement) => statement !== null);

/** @throws FormatError if it is not signed: then the file is no proof at all */
function addStatement(statement: Statement, found: Collector): void {
  switch (statement.form) {
    case "checkpoint":
      found.tree(statement.checkpoint);
      return;
    case "node": {
      const { hash, level, index, path } = statement.node;
      found.node(found.tree(statement.checkpoint), { level, index }, hash, path);
      return;
    }
    case "entry":
      found.entry(found.tree(statement.checkpoint), statement);
      return;
    case "record":
      found.entry(found.tree(statement.checkpoint), statement, statement.record);
      return;
    case "map": {
      const tree = found.tree(statement.checkpoint);
      const { key, siblings, terminal } = statement.map;
      if (!found.entry(tree, statement)) return;
      found.map(tree, statement, asStreamKey(key), { siblings, terminal });
      return;
    }
    case "receipt":
      found.receipt(statement.receipt);
      return;
    case "promised":
      found.promised(found.receipt(statement.receipt), statement.entry);
      return;
    case "promised_record":
      found.promised(found.receipt(statement.receipt), statement.entry, statement.record);
      return;
    case "stream":
      found.stream(statement.stream);
      return;
    case "anchor":
      return;
  }
}
