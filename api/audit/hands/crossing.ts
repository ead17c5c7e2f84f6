/** What goes between the threads of an audit. */
import type { AuditedFile } from "../../store/audit-store.ts";
import type { MarkRange } from "../records/check-marks.ts";
import type { SubjectRange } from "../subjects/check-subjects.ts";

export interface HandData {
  readonly files: {
    readonly ledger: string;
    readonly keys: string;
    /** `null`: there is none that can be read. */
    readonly map: string | null;
  };
  readonly rootKeyFile: string;
  readonly label: string;
}

export type HandPiece =
  | {
      readonly what: "records" | "digestedRecords" | "digest";
      readonly from: number;
      readonly to: number;
      readonly asked: Uint8Array | undefined;
    }
  | { readonly what: "subjects"; readonly range: SubjectRange }
  | { readonly what: "marks"; readonly range: MarkRange }
  | { readonly what: "part"; readonly moves: Uint8Array; readonly bits: number }
  | { readonly what: "integrity"; readonly file: AuditedFile };

export interface ToHand {
  readonly call: number;
  readonly piece: HandPiece;
}

export type FromHand =
  | { readonly call: number; readonly value: unknown }
  | {
      readonly call: number;
      readonly fault: {
        readonly operation: string;
        readonly code: string;
        readonly table: string | null;
      };
    }
  | { readonly call: number; readonly bug: { readonly message: string; readonly stack: string } };
