/**
 * How long the segments of a TC string are by what they themselves say (IAB TCF, "Consent string and vendor list formats v2"). The library decodes what it
 * expects and looks no further; so what follows, and what is cut off, is found here.
 */

/** Bits, read from the front. Reading over the end makes it `short`, and yields zero; after that nothing of it counts. */
class Bits {
  readonly #bits: string;
  at: number;
  /** Vendors that ranges have named so far. */
  ranged = 0;
  short = false;

  constructor(bits: string, at: number) {
    this.#bits = bits;
    this.at = at;
  }

  take(length: number): number {
    const bits = this.#bits.slice(this.at, this.at + length);
    this.at += length;
    if (bits.length === length) return Number.parseInt(bits, 2);
    this.short = true;
    return 0;
  }

  skip(length: number): void {
    this.at += length;
    if (this.at > this.#bits.length) this.short = true;
  }
}

/**
 * So many vendors all ranges of a string may name together: with a global list of some thousand vendors, and a restriction of each purpose for each of them, a
 * tenth of it. A few characters can name a range of 65,535, and the library would count it out.
 */
const MOST_RANGED = 2 ** 18;

interface Ranges {
  readonly maxId: number;
  /** No vendor is named twice. */
  readonly apart: boolean;
}

/** Of restrictions: there are strings in the field that name a vendor twice running. */
const RESTRICTED: Ranges = { maxId: 2 ** 16 - 1, apart: false };

/** A list of ranges of vendors, ascending, none beyond the greatest. What no list of vendors can be is `short` of being one. */
function skipRanges(bits: Bits, { maxId, apart }: Ranges): void {
  const entries = bits.take(12);
  let before = 0;
  for (let i = 0; i < entries && !bits.short; i++) {
    const isRange = bits.take(1) === 1;
    const first = bits.take(16);
    const last = isRange ? bits.take(16) : first;
    bits.ranged += last - first + 1;
    const ascends = apart ? before < first : before <= first && first > 0;
    const fits = ascends && first <= last && last <= maxId;
    if (!fits || bits.ranged > MOST_RANGED) bits.short = true;
    before = last;
  }
}

/** A vendor section: bit field or ranges. */
function skipVendors(bits: Bits): void {
  const maxId = bits.take(16);
  if (bits.take(1) === 1) skipRanges(bits, { maxId, apart: true });
  else bits.skip(maxId);
}

/** Fields of fixed length before the vendors: from version up to publisher country. */
const CORE_HEAD = 6 + 36 + 36 + 12 + 12 + 6 + 12 + 12 + 6 + 1 + 1 + 12 + 24 + 24 + 1 + 12;

function skipCore(bits: Bits): void {
  bits.skip(CORE_HEAD);
  skipVendors(bits);
  skipVendors(bits);
  const restrictions = bits.take(12);
  const seen = new Set<number>();
  for (let i = 0; i < restrictions && !bits.short; i++) {
    // Of a purpose and a type of restriction there is one list.
    const purposeAndType = bits.take(6 + 2);
    if (seen.has(purposeAndType)) bits.short = true;
    seen.add(purposeAndType);
    skipRanges(bits, RESTRICTED);
  }
}

function skipPublisher(bits: Bits): void {
  bits.skip(24 + 24);
  const custom = bits.take(6);
  bits.skip(2 * custom);
}

/** Types of the segments that may follow the core. */
export const SEGMENT = { disclosed: 1, allowed: 2, publisher: 3 } as const;

export type SegmentFit = "fits" | "short" | "surplus";

/** The string's alphabet; a character is six bits. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** `null`: a character is none of the alphabet's, or there is none. */
export function bitsOf(segment: string): string | null {
  if (!/^[A-Za-z0-9_-]+$/.test(segment)) return null;
  return [...segment].map((each) => ALPHABET.indexOf(each).toString(2).padStart(6, "0")).join("");
}

/** @param type of {@link SEGMENT}; `null`: the core */
export function segmentFit(bits: string, type: number | null): SegmentFit {
  const reader = new Bits(bits, type === null ? 0 : 3);
  if (type === null) skipCore(reader);
  else if (type === SEGMENT.publisher) skipPublisher(reader);
  else skipVendors(reader);
  if (reader.short) return "short";
  const rest = bits.slice(reader.at);
  // Filled up with zeros to whole bytes and whole characters: at most to a multiple of 24 bits.
  return rest.length < 24 && !rest.includes("1") ? "fits" : "surplus";
}
