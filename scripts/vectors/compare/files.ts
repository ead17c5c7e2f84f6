/** Files that people may hold of a book: each as it is handed out. */
import { base64Encode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { canonicalBytes, type JsonObject } from "../../../portal/verify/jcs.ts";
import type { Book } from "../misbehaviour/book.ts";
import {
  entry,
  map,
  note,
  type ProofJson,
  promised,
  proofJson,
  receipt,
  record,
  type Signing,
  stream,
} from "../misbehaviour/statements.ts";
import type { Written } from "../streams/ledger.ts";
import { keyOf, type Person } from "../streams/people.ts";

const FORMAT = "counterfoil/evidence/v1";
const object = (value: JsonObject, name: string): JsonObject => value[name] as JsonObject;

export const checkpointFile = ({ ledger }: Book, size: number, signing?: Signing): Uint8Array =>
  utf8Encode(note(ledger, size, signing));

export function recordFile(
  { ledger }: Book,
  size: number,
  written: Written,
  withheld: readonly string[] = [],
): Uint8Array {
  const { checkpoint, record: content, ...place } = record(ledger, size, written, withheld);
  const shown = { ...place, ...(content as JsonObject) };
  return canonicalBytes({
    anchor: null,
    checkpoint: checkpoint as string,
    claim: "record",
    format: FORMAT,
    record: shown,
  });
}

/** The members that all claims about streams have. */
function common({ ledger }: Book, size: number, who: Person, name: string): JsonObject {
  const {
    checkpoint,
    entry: state,
    inclusion,
    map: shown,
  } = map(ledger, size, size - 1, keyOf(who, name));
  const { siblings, terminal } = shown as JsonObject;
  return {
    anchor: null,
    checkpoint: checkpoint as string,
    format: FORMAT,
    map: { siblings: siblings as string[], terminal: terminal as JsonObject | null },
    state: { entry: state as string, inclusion: inclusion as string[] },
    stream: object(stream(who, name), "stream"),
  };
}

export function absentFile(book: Book, size: number, who: Person, name: string): Uint8Array {
  return canonicalBytes({ ...common(book, size, who, name), claim: "absent" });
}

export interface HistoryOf {
  readonly size: number;
  readonly name: string;
  readonly events: readonly Written[];
  /** The event that it goes on behind. */
  readonly from?: Written;
}

export function historyFile(book: Book, who: Person, of: HistoryOf): Uint8Array {
  const { size, name, events, from } = of;
  const shown = events.map((one) => {
    const { checkpoint: _checkpoint, record: content, ...place } = record(book.ledger, size, one);
    return { ...place, record: content as JsonObject };
  });
  return canonicalBytes({
    ...common(book, size, who, name),
    at: null,
    claim: "history",
    events: shown,
    from: from === undefined ? null : { leafHash: base64Encode(from.leaf), seq: from.seq },
  });
}

export const receiptFile = (written: Pick<Written, "index" | "leaf">): Uint8Array =>
  utf8Encode(receipt(written).receipt);

/** What a write answers, with the disclosures. */
export function answerFile(written: Written): Uint8Array {
  const { index, leaf, disclosures } = written;
  const answer = {
    outcome: "stored",
    index,
    leafHash: base64Encode(leaf),
    ...promised(written),
    disclosures,
  };
  return utf8Encode(`${JSON.stringify(answer, null, 2)}\n`);
}

/** @param extra the entry beside it, as this ledger's own have it */
export function tlogProofFile({ ledger }: Book, size: number, index: number, extra = true) {
  const { checkpoint, entry: bytes, inclusion } = entry(ledger, size, index);
  const lines = [
    "c2sp.org/tlog-proof@v1",
    ...(extra ? [`extra ${bytes}`] : []),
    `index ${index}`,
    ...(inclusion as string[]),
  ];
  return utf8Encode(`${lines.join("\n")}\n\n${checkpoint}`);
}

export const proofFile = (proof: ProofJson): Uint8Array => canonicalBytes(proofJson(proof));
