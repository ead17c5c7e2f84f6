/** Cosignature lines as others send them: taken only if they hold for our own text. */
import { utf8Decode } from "../../portal/verify/bytes.ts";
import { verifyCosignatures } from "../../portal/verify/cosignature.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import {
  type CosignerKey,
  formatSignatureLine,
  isLineOf,
  type Note,
  parseNote,
} from "../../portal/verify/note.ts";
import { CosignTrouble } from "./trouble.ts";

/** A cosigner's clock may be ahead of ours by so many seconds. What is kept is never replaced, so a time far ahead would stay. */
const MOST_AHEAD = 300;

/** @throws CosignTrouble `bad_answer` */
export function readNote(body: Uint8Array): Note {
  try {
    return parseNote(utf8Decode(body));
  } catch (error) {
    if (error instanceof FormatError) throw new CosignTrouble("bad_answer");
    throw error;
  }
}

/**
 * The one line of this key, its newline included: signed over the note's text, at a time that is not ahead.
 *
 * @param now milliseconds since 1970
 * @throws CosignTrouble `no_line`, `bad_line`, `future_time`
 */
export function heldLine(note: Note, key: CosignerKey, now: number): string {
  const line = note.signatures.find((one) => isLineOf(one, key));
  if (line === undefined) throw new CosignTrouble("no_line");
  const [cosigned] = verified(note, key);
  if (cosigned === undefined) throw new CosignTrouble("bad_line");
  if (cosigned.time > now / 1000 + MOST_AHEAD) throw new CosignTrouble("future_time");
  return formatSignatureLine(line);
}

/** Also where a second line of the key stands beside the first. */
function verified(note: Note, key: CosignerKey): ReturnType<typeof verifyCosignatures> {
  try {
    return verifyCosignatures(note, [key]);
  } catch (error) {
    if (error instanceof FormatError) throw new CosignTrouble("bad_line");
    throw error;
  }
}
