/** A receipt as a document, before it is HTML or PDF: both say the same, because both are drawn from this. All text in it can be shown as it is. */
import type { Language } from "../../core/language.ts";

/** A piece of text that stands on lines of its own. */
export interface Value {
  readonly text: string;
  /** BCP 47, where it is not the document's. */
  readonly language?: string;
  /** What it leads to: `https:`, `http:`, `mailto:` or `tel:`, nothing else. */
  readonly link?: string;
}

export interface Fact {
  readonly label: string;
  readonly values: readonly Value[];
}

/** A part of a line of a notice. */
export interface Run {
  readonly text: string;
  readonly bold: boolean;
}

export interface NoticeLine {
  readonly kind: "heading" | "item" | "text" | "gap";
  /** What stands before an item: `•`, `1.`. */
  readonly mark: string;
  readonly runs: readonly Run[];
}

export type Block =
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }
  | { readonly kind: "paragraph"; readonly text: string; readonly language?: string }
  | { readonly kind: "points"; readonly heading: string; readonly points: readonly string[] }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: "notice"; readonly language: string; readonly lines: readonly NoticeLine[] }
  /** An address, also as a QR code. */
  | {
      readonly kind: "address";
      readonly label: string;
      readonly address: string;
      readonly caption: string;
    }
  | { readonly kind: "files" };

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A file that goes with the receipt. */
export interface Attachment {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** What it is, in the receipt's language. */
  readonly description: string;
  readonly bytes: Uint8Array;
  /** PDF 2.0 §7.11.3. */
  readonly relationship: "Data" | "Source" | "Alternative" | "Supplement";
}

export type Tone = "good" | "open" | "ended" | "bad";

export interface ReceiptDocument {
  readonly language: Language;
  readonly title: string;
  /** `@id` of the record that it tells of. */
  readonly number: string;
  /** RFC 3339. */
  readonly issuedAt: string;
  readonly issuer: string;
  readonly status: {
    readonly tone: Tone;
    readonly state: string;
    readonly sentences: readonly string[];
  };
  /** What stands at the top, beside the title. */
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  readonly files: readonly Attachment[];
}
