/** The tiny ledger of docs/FORMAT.md's worked example: its own first record, two events of one person, and a state entry. */
import { formatNote } from "../../../portal/verify/note.ts";
import { auditor, cosignature } from "../streams/auditor.ts";
import { Ledger, type State, type Written } from "../streams/ledger.ts";
import { keyOf, type Person, person } from "../streams/people.ts";
import { opening, theFirm } from "../streams/story.ts";
import { checkpointText, logKey, sign } from "../world.ts";

export const STREAM = "consent/newsletter";

export interface Example {
  readonly ledger: Ledger;
  readonly first: Written;
  readonly events: readonly [Written, Written];
  readonly who: Person;
  readonly state: State;
  /** The text that is signed. */
  readonly text: string;
  /** The note, with the lines of log and auditor. */
  readonly note: string;
}

const bit = (key: Uint8Array, depth: number): number =>
  ((key[depth >> 3] as number) >> (7 - (depth & 7))) & 1;

/** Somebody whose stream shares its first bit with the ledger's own, and not the second: so the map has a half without keys. */
function neighbour(): Person {
  const own = keyOf(theFirm, "ledger");
  for (let i = 1; ; i++) {
    const who = person(`example ${i}`);
    const key = keyOf(who, STREAM);
    if (bit(key, 0) === bit(own, 0) && bit(key, 1) !== bit(own, 1)) return who;
  }
}

export function example(): Example {
  const ledger = new Ledger();
  const first = opening(ledger);
  const who = neighbour();
  const event = (name: string, label: string): Written =>
    ledger.write(who, STREAM, { label, body: { event: name, validUntil: null } });
  const events = [
    event("given", "example event 1"),
    event("withdrawn", "example event 2"),
  ] as const;
  const state = ledger.state("2026-11-22T09:30:00.000Z");
  const text = checkpointText(ledger.log());
  const note = formatNote(text, [sign(logKey, text), cosignature(auditor, text)]);
  return { ledger, first, events, who, state, text, note };
}
