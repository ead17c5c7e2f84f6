/** What is wrong with an export, and which file shows it. */
import type { FormatError } from "../../../../portal/verify/errors.ts";

const FAULT_CODES = [
  /** The manifest lists it, and it is not there. */
  "file_missing",
  /** It is there, and the manifest does not list it. */
  "file_surplus",
  "hash_differs",
  "not_ascending",
  /** It cannot be read. `reason`: why. */
  "unreadable",
  /** It does not have its form. `reason`: a code of the kernel. */
  "bad_form",
  /** A stream that there must be evidence of is not listed. `name`: which. */
  "stream_missing",
  /** A stream is listed that nothing asks for, or twice. `name`: which. */
  "stream_surplus",
  /** The evidence does not hold. `reason`: a code of the kernel. */
  "evidence_fails",
  /** It is evidence of something else than the manifest says, or as of another checkpoint. */
  "evidence_other",
  /** A field of a record is withheld that must be shown. `name`: which. */
  "field_withheld",
  /** The event does not follow the one before it. */
  "event_foreign",
  /** The records of joined identifiers name others than the manifest. */
  "identifiers_differ",
  /** It does not say what the evidence discloses. */
  "content_differs",
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export interface Fault {
  readonly file: string;
  readonly code: FaultCode;
  readonly name?: string;
  readonly reason?: string;
}

export const fault = (
  file: string,
  code: FaultCode,
  more: Pick<Fault, "name" | "reason"> = {},
): Fault => ({ file, code, ...more });

export const ofForm = (file: string, error: FormatError): Fault =>
  fault(file, "bad_form", { reason: error.code });

/** Why a file cannot be read out of what somebody has handed over. */
type UnreadableReason =
  | "missing"
  | "no_zip"
  | "cut"
  | "name"
  | "twice"
  | "link"
  | "form"
  | "overlaps"
  | "too_large"
  | "damaged";

/** Thrown by whoever reads an export's files: it is no bug, and no fault of the system. `path`: empty where it is the whole. */
export class Unreadable extends Error {
  readonly path: string;
  readonly reason: UnreadableReason;

  constructor(path: string, reason: UnreadableReason) {
    super(reason);
    this.name = "Unreadable";
    this.path = path;
    this.reason = reason;
  }
}
