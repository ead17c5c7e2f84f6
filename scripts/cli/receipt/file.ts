/** What a receipt file holds: the receipt itself, or the answer of a write, which has more. */
import { isRefusal } from "../../../api/core/errors.ts";
import { decodeUtf8, parseJsonObject } from "../../../api/core/json.ts";
import { asLeafHash, type LeafHash } from "../../../portal/verify/brands.ts";
import { base64Decode, equalBytes } from "../../../portal/verify/bytes.ts";
import { decodeDisclosure, disclosureDigest } from "../../../portal/verify/disclosure.ts";
import { decodeEntry } from "../../../portal/verify/entry.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import type { Receipt } from "../../../portal/verify/receipt.ts";
import { checkNames, recordRoot } from "../../../portal/verify/record.ts";

/** As a file of evidence: an answer with all disclosures of a record is smaller. */
export const MAX_RECEIPT_FILE_BYTES = 1_048_576;

/**
 * `no_receipt`: neither a receipt nor an answer that has one. The others: what came beside the receipt is not what it was given for.
 */
const FILE_FAULTS = [
  "no_receipt",
  "answer_differs",
  "entry_differs",
  "disclosures_differ",
] as const;
export type FileFault = (typeof FILE_FAULTS)[number];

export class ReceiptFileError extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault);
    this.name = "ReceiptFileError";
    this.fault = fault;
  }
}

/** Nothing of it is checked yet. */
export interface ReceiptFile {
  /** The signed note. */
  readonly note: string;
  readonly index: number | null;
  readonly leafHash: LeafHash | null;
  readonly entry: Uint8Array | null;
  /** Those of all fields, in the order of the record's names. */
  readonly disclosures: readonly string[] | null;
}

/** What a receipt begins with, of whichever version. */
export const RECEIPT_NOTE_BEGINS = "counterfoil/receipt/";

/** A note, or one JSON object: what `POST /v1/records` answered, or one line of its NDJSON. @throws ReceiptFileError */
export function readReceiptFile(source: Uint8Array): ReceiptFile {
  const text = within("no_receipt", () => {
    if (source.length > MAX_RECEIPT_FILE_BYTES) throw new ReceiptFileError("no_receipt");
    return decodeUtf8(source);
  });
  if (text.startsWith(RECEIPT_NOTE_BEGINS)) {
    return { note: text, index: null, leafHash: null, entry: null, disclosures: null };
  }
  const answer = within("no_receipt", () => parseJsonObject(text));
  const member = (name: string): unknown =>
    Object.hasOwn(answer, name) ? answer[name] : undefined;
  const note = member("receipt");
  if (typeof note !== "string") throw new ReceiptFileError("no_receipt");
  return {
    note,
    index: optional(member("index"), asIndex),
    leafHash: optional(member("leafHash"), (value) =>
      within("answer_differs", () => asLeafHash(base64Decode(asText(value)))),
    ),
    entry: optional(member("entry"), (value) =>
      within("entry_differs", () => base64Decode(asText(value))),
    ),
    disclosures: optional(member("disclosures"), asTexts),
  };
}

/** That all of a file is about what its receipt promises. @throws ReceiptFileError */
export function assertOfReceipt(file: ReceiptFile, receipt: Receipt): void {
  const { index, leafHash: named, entry, disclosures } = file;
  const differs =
    (index !== null && index !== receipt.index) ||
    (named !== null && !equalBytes(named, receipt.leafHash));
  if (differs) throw new ReceiptFileError("answer_differs");
  if (entry === null) return;
  if (!equalBytes(leafHash(entry), receipt.leafHash)) throw new ReceiptFileError("entry_differs");
  if (disclosures === null) return;
  const same = within("disclosures_differ", () => {
    checkNames(disclosures.map((one) => decodeDisclosure(one).name));
    const root = recordRoot(disclosures.map(disclosureDigest));
    return equalBytes(root, decodeEntry(entry).recordRoot);
  });
  if (!same) throw new ReceiptFileError("disclosures_differ");
}

/** What does not read is a fault of the file, and nothing else is. */
function within<T>(fault: FileFault, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReceiptFileError) throw error;
    if (error instanceof FormatError || isRefusal(error)) throw new ReceiptFileError(fault);
    throw error;
  }
}

const optional = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === undefined ? null : read(value);

function asText(value: unknown): string {
  if (typeof value !== "string") throw new ReceiptFileError("answer_differs");
  return value;
}

function asIndex(value: unknown): number {
  if (typeof value !== "number") throw new ReceiptFileError("answer_differs");
  return value;
}

function asTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new ReceiptFileError("disclosures_differ");
  return value.map(asText);
}
