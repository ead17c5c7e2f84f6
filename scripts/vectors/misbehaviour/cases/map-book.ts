/** The book with another map in its second state entry, and what there is to show of it. */
import { equalBytes } from "../../../../portal/verify/bytes.ts";
import type { Written } from "../../streams/ledger.ts";
import type { MapLeaf } from "../../streams/map.ts";
import { type Book, consentKey, honestBook, tell } from "../book.ts";
import { entry, map } from "../statements.ts";

export const book = honestBook();
export const TIME = "2026-11-15T08:00:00.000Z";
type Change = (truth: readonly MapLeaf[], book: Book) => readonly MapLeaf[];

/** The state entry at 9, of 9 entries, commits to this map. */
export const mapped = (change: Change): Book =>
  tell({
    9: (it) => void it.ledger.state(TIME, { map: change(it.ledger.heads(), it) }),
  });

const isConsent = ({ key }: MapLeaf): boolean => equalBytes(key, consentKey);
const without: Change = (truth) => truth.filter((leaf) => !isConsent(leaf));
export const naming =
  (value: Uint8Array): Change =>
  (truth) =>
    truth.map((leaf) => (isConsent(leaf) ? { ...leaf, value } : leaf));

export const [first, second, third, fourth] = book.consent as [Written, Written, Written, Written];
export const [version1, version2] = book.customer as [Written, Written];
export const consentMap = (turned: Book, size = 10) => map(turned.ledger, size, 9, consentKey);
export const at = ({ index }: Written, turned: Book = book) => entry(turned.ledger, 14, index);

export const hidden = mapped(without);
export const stale = mapped(naming(second.leaf));
