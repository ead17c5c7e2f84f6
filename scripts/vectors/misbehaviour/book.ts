/** A small ledger, told entry by entry, with a hook at each: what a forger writes in its place. */
import { Ledger, type Written } from "../streams/ledger.ts";
import { keyOf } from "../streams/people.ts";
import { CONSENT, mei, opening } from "../streams/story.ts";

export interface Book {
  readonly ledger: Ledger;
  /** Mei's consent events, in the order in which they were written. */
  readonly consent: Written[];
  /** Versions of her customer record. */
  readonly customer: Written[];
}

/** What is written in the place of the entry with this index; it may write more than one, or none. */
export type Turns = Readonly<Record<number, (book: Book) => void>>;

export const consentKey = keyOf(mei, CONSENT);
export const customerKey = keyOf(mei, "customer");
/** Sizes of its checkpoints, if nothing turns. */
export const SIZES = [5, 10, 14] as const;

const day = (n: number): string => `2026-11-${String(n).padStart(2, "0")}T08:00:00.000Z`;

export type Forged = Partial<Parameters<Ledger["write"]>[2]>;

export function consent({ ledger, consent: events }: Book, forged: Forged = {}): Written {
  const count = events.length + 1;
  const event = count % 2 === 1 ? "given" : "withdrawn";
  const options = {
    label: `event ${count}`,
    body: { event, validUntil: null },
    occurredAt: day(count),
  };
  const written = ledger.write(mei, CONSENT, { ...options, ...forged });
  events.push(written);
  return written;
}

export function customer({ ledger, customer: versions }: Book, forged: Forged = {}): Written {
  const version = versions.length + 1;
  const body = { name: `Mei ${version}` };
  const options = { label: "customer", version, body, occurredAt: day(version) };
  const written = ledger.write(mei, "customer", { ...options, ...forged });
  versions.push(written);
  return written;
}

export const stranger = ({ ledger }: Book): void => ledger.strange(`stranger ${ledger.size}`);

const seal =
  (n: number) =>
  ({ ledger }: Book): void => {
    ledger.state(day(n));
  };

const STORY: readonly ((book: Book) => void)[] = [
  ({ ledger }) => void opening(ledger),
  (book) => void consent(book),
  stranger,
  (book) => void consent(book),
  seal(10),
  ({ ledger }) => ledger.lost(),
  (book) => void customer(book),
  stranger,
  (book) => void consent(book),
  seal(15),
  (book) => void customer(book),
  stranger,
  (book) => void consent(book),
  seal(20),
];

export function tell(turns: Turns = {}): Book {
  const book: Book = { ledger: new Ledger(), consent: [], customer: [] };
  STORY.forEach((step, index) => {
    (turns[index] ?? step)(book);
  });
  return book;
}

let told: Book | null = null;
/** The honest one, told once. */
export function honestBook(): Book {
  told ??= tell();
  return told;
}
