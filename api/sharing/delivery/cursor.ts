/**
 * Where a page of a delivery ended: over which part of the log it goes, how far it has come, and what was left out so far. Sealed, so that nobody can choose a place, or
 * read by the page how a single person stands; and bound to whose answer it is the next page of.
 */
import type { Random } from "../../core/random.ts";
import { decrypt, encrypt, KEY_BYTES } from "../../vault/aead.ts";
import type { Mac } from "../../vault/macs.ts";
import type { LeftOutCounts } from "./decide.ts";

export interface Position {
  /** Index of the entry that is looked at next. */
  readonly at: number;
  /** Of people whose records are given because something moved at `at`, and of the one who is asked about: index of the last one that was; −1: of none. */
  readonly sub: number;
}

export interface Walk extends Position {
  /** Entries from here on come with the changes since. */
  readonly until: number;
  /** `null`: everything. */
  readonly since: number | null;
}

/** What the next page has to know. */
export interface Kept {
  readonly walk: Walk;
  /** The `since` that was asked with. */
  readonly asked: number | null;
  /** Of all pages so far. */
  readonly leftOut: LeftOutCounts;
}

/** Whose answer it is. */
export interface CursorOf {
  readonly agreementId: string;
  readonly purposeId: string;
  readonly subject: string | null;
  readonly organization: string | null;
}

export interface Cursors {
  make(kept: Kept, of: CursorOf): string;
  /** `null` for what this ledger has not made, letter for letter, for this very answer. */
  open(cursor: string, of: CursorOf): Kept | null;
}

const VERSION = Buffer.of(0x01);
const FORM = /^[A-Za-z0-9_-]{60,2048}$/;
/** Its length tells nothing of what was counted. */
const PADDED_TO = 384;

/** @param origin of the ledger: a cursor of another ledger is none, also where both have the same keys */
export const cursorsOf = (mac: Mac, random: Random, origin: string): Cursors =>
  cursorsWith(mac("delivery", "cursor", origin), random, origin);

/** Cursors that end with the process. */
export const passingCursors = (random: Random): Cursors =>
  cursorsWith(random.bytes(KEY_BYTES), random, "");

function cursorsWith(key: Buffer, random: Random, origin: string): Cursors {
  const dataOf = ({ agreementId, purposeId, subject, organization }: CursorOf): Buffer => {
    const of = [origin, agreementId, purposeId, subject, organization];
    return Buffer.from(`counterfoil/delivery-cursor/v1\0${JSON.stringify(of)}`, "utf8");
  };
  return {
    make(kept, of) {
      const text = JSON.stringify(kept);
      const padded = Math.ceil(Buffer.byteLength(text) / PADDED_TO) * PADDED_TO;
      const plain = Buffer.alloc(padded, " ");
      plain.write(text, "utf8");
      return Buffer.concat([VERSION, encrypt(key, plain, dataOf(of), random)]).toString(
        "base64url",
      );
    },
    open(cursor, of) {
      if (!FORM.test(cursor)) return null;
      const bytes = Buffer.from(cursor, "base64url");
      // The last letter may hold bits that say nothing: one spelling only.
      if (bytes.toString("base64url") !== cursor || bytes[0] !== VERSION[0]) return null;
      const plain = decrypt(key, bytes.subarray(VERSION.length), dataOf(of));
      return plain === null ? null : (JSON.parse(plain.toString("utf8")) as Kept);
    },
  };
}
