/** A TC string, taken apart strictly: version 2, with the segment of disclosed vendors that TCF 2.3 demands. */
import { type TCModel, TCString } from "@iabtechlabtcf/core";
import type { JsonValue } from "../../core/kind.ts";
import { MOST_DOCUMENT, refuse } from "./foreign.ts";
import { bitsOf, SEGMENT, segmentFit } from "./tcf-bits.ts";

const FORMAT = "tcf-2";

export interface DecodedTcf {
  readonly string: string;
  readonly model: TCModel;
  readonly hasPublisherSegment: boolean;
}

/** Types of the segments behind the core, each checked. */
function segmentTypes(segments: readonly string[]): readonly number[] {
  return segments.map((segment) => {
    const bits = bitsOf(segment);
    if (bits === null) return refuse(FORMAT, "malformed");
    const type = Number.parseInt(bits.slice(0, 3), 2);
    if (!(Object.values(SEGMENT) as number[]).includes(type)) return refuse(FORMAT, "malformed");
    assertFit(bits, type);
    return type;
  });
}

function assertFit(bits: string, type: number | null): void {
  const fit = segmentFit(bits, type);
  if (fit === "short") refuse(FORMAT, "malformed");
  if (fit === "surplus") refuse(FORMAT, "trailing_garbage");
}

function decode(string: string): TCModel {
  try {
    return TCString.decode(string);
  } catch {
    // The library throws what it likes; whatever it is, the string is not one.
    return refuse(FORMAT, "malformed");
  }
}

/** @throws Refusal `foreign_form` */
export function decodeTcf(document: JsonValue): DecodedTcf {
  if (typeof document !== "string") return refuse(FORMAT, "wrong_type");
  if (document.length > MOST_DOCUMENT) return refuse(FORMAT, "too_large");
  const [core = "", ...more] = document.split(".");
  const bits = bitsOf(core);
  // Something appended with another alphabet (a space, a line end) is told from a string that is none at all.
  if (bits === null) {
    const begun = /^C[A-Za-z0-9_-]{10,}[^A-Za-z0-9_-]/.test(core);
    return refuse(FORMAT, begun ? "trailing_garbage" : "malformed");
  }
  if (bits.length < 6) return refuse(FORMAT, "malformed");
  if (Number.parseInt(bits.slice(0, 6), 2) !== 2) return refuse(FORMAT, "wrong_version");
  assertFit(bits, null);
  const types = segmentTypes(more);
  if (new Set(types).size !== types.length) return refuse(FORMAT, "trailing_garbage");
  if (!types.includes(SEGMENT.disclosed)) return refuse(FORMAT, "no_disclosed_vendors");
  return {
    string: document,
    model: decode(document),
    hasPublisherSegment: types.includes(SEGMENT.publisher),
  };
}
