/**
 * The ledger that certificates of erasure are about: a person of two identifiers, who is erased; what came before and after it; and two checkpoints, the
 * first of which covers the declaration, the second what became of it.
 */
import {
  base64Encode,
  base64UrlEncode,
  hexEncode,
  utf8Encode,
} from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { canonicalJson, type JsonObject } from "../../../portal/verify/jcs.ts";
import { formatNote, formatVkey } from "../../../portal/verify/note.ts";
import { idOf, Ledger, type Written } from "../streams/ledger.ts";
import type { MapLeaf } from "../streams/map.ts";
import { type Person, person } from "../streams/people.ts";
import { opening, theFirm } from "../streams/story.ts";
import { type SigningKey, sign, signingKey } from "../world.ts";
import { type EntryJson, type ListJson, listOf, rootOfList } from "./list.ts";

export const mei: Person = person("Mei, who is erased");
/** The same person, who was taken for another one once. */
export const meiAgain: Person = person("Mei, entered twice");
export const anna: Person = person("Anna");
export const ERASURE_ID = "7b0a4c1e-52d9-4f0e-9a36-1f6d3c8e2b57";
export const OTHER_ERASURE_ID = "0d6f2a91-8c3b-4e57-b1a4-6e9d7f3c5a20";
export const ORDER = idOf("order that is kept");
export const OUTCOMES = `erasure-outcome/${ERASURE_ID}`;
export const TREE_SIZE = 12;

export const partnerKey: SigningKey = signingKey("fourthcoffee.example/erasure", "erasing partner");
export const otherPartner: SigningKey = signingKey("other.example/erasure", "another partner");

const day = (n: string, time = "08:00:00"): string => `2026-11-${n}T${time}.000Z`;

/** By what they are called here: the records of the person, and of who is not. */
export interface Records {
  readonly [name: string]: Written;
}

export interface Erasure {
  readonly ledger: Ledger;
  readonly records: Records;
  /** As it was declared. */
  readonly list: ListJson;
  readonly declaration: Written;
  readonly outcomes: readonly Written[];
  /** Of outcomes: the messages' bodies, by the label of the outcome. */
  readonly bodies: readonly (string | null)[];
}

/** What the firm does otherwise. */
export interface Turn {
  /** The list that is declared, instead of the ordinary one. */
  readonly list?: (list: ListJson, records: Records, ledger: Ledger) => ListJson;
  /** Fields of the declaration that are others; undefined takes away. */
  readonly declared?: JsonObject;
  /** Who declares, and in which stream. */
  readonly declares?: readonly [who: Person, stream: string];
  readonly outcomes?: readonly Outcome[];
  /** Writes into the person's streams when the list has been made. */
  readonly late?: (ledger: Ledger) => void;
  /** How many entries the two state entries behind the list speak of. */
  readonly mapSize?: number;
  /** What the last state entry commits to, given the truth. */
  readonly map?: (truth: readonly MapLeaf[], records: Records) => readonly MapLeaf[];
  /** Writes between the map of the last state entry and itself. */
  readonly gap?: boolean;
  /** The outcomes come before the declaration. */
  readonly hasty?: boolean;
  /** Replaces the second consent of the person: what a forger writes. */
  readonly forged?: { readonly seq?: number; readonly prev?: Uint8Array };
}

export interface Outcome {
  readonly event: string;
  readonly erasureId?: string;
  readonly message?: Message;
  /** Members of the record's acknowledgement that are others than the note's. */
  readonly said?: JsonObject;
  /** Withheld from nobody, but surplus or missing. */
  readonly acknowledgement?: JsonObject | null;
}

export interface Message {
  readonly subject?: string;
  readonly type?: string;
  readonly organization?: string;
  readonly what?: string;
  readonly key?: SigningKey;
  /** Whose key the record names, if not the one that has signed. */
  readonly named?: SigningKey;
  /** The agreement that the note names. */
  readonly agreement?: string;
  /** Its cause is the time, not the entry. */
  readonly timed?: boolean;
}

const AGREEMENT = "a1".repeat(20);
const AT = day("20", "08:30:00");

/** The body of a message (docs/FORMAT.md §19.1), and what a partner has signed of it. */
export function acknowledged(message: Message) {
  const { subject = mei.subject, type = "person.erased", organization = "fourth-coffee" } = message;
  const { what = "done", key = partnerKey, agreement = AGREEMENT, timed = false } = message;
  const data: JsonObject = {
    ...{ acknowledgeBy: day("24"), agreement: AGREEMENT, deleteBy: day("23"), version: 1 },
    ...{ index: timed ? null : TREE_SIZE, occurredAt: AT, purpose: "partner-offers" },
    ...{ reason: "erased", record: null, recordVersion: null, subject },
  };
  const body = canonicalJson({ data, timestamp: AT, type });
  const { index, purpose, record, recordVersion } = data;
  const named = [
    organization,
    AGREEMENT,
    purpose,
    subject,
    type,
    index ?? AT,
    record,
    recordVersion,
  ];
  const id = `msg_${hexEncode(sha256(utf8Encode(canonicalJson(named as never)))).slice(0, 32)}`;
  const hash = sha256(utf8Encode(body));
  const statedAt = day("21", "09:00:00");
  const lines = [
    "counterfoil/acknowledgement/v1",
    agreement,
    id,
    base64Encode(hash),
    what,
    statedAt,
  ];
  const text = lines.map((line) => `${line}\n`).join("");
  const signer = message.named ?? key;
  const record_ = {
    ...{ message: id, messageHash: base64UrlEncode(hash), organization, statedAt, what },
    ...{
      note: formatNote(text, [sign(key, text)]),
      vkey: formatVkey(signer.name, signer.publicKey),
    },
  };
  return { body, acknowledgement: record_ as JsonObject };
}

const OUTCOMES_TOLD: readonly Outcome[] = [
  { event: "acknowledged", message: {} },
  {
    event: "acknowledged",
    message: { subject: meiAgain.subject, key: otherPartner, what: "received", timed: true },
  },
  { event: "completed" },
];

function write(ledger: Ledger, who: Person, stream: string, label: string, n: string, rest = {}) {
  return ledger.write(who, stream, { label, occurredAt: day(n), body: { note: label }, ...rest });
}

function past(ledger: Ledger, { forged = {} }: Turn): Records {
  opening(ledger);
  ledger.strange("order of a stranger");
  const customer = write(ledger, mei, "customer", "customer who is erased", "02");
  const first = write(ledger, mei, "consent/newsletter", "first consent", "03");
  const order = write(ledger, mei, "order", "order that is kept", "04");
  const again = write(ledger, meiAgain, "customer", "customer who is erased, again", "05");
  const read = write(ledger, mei, "access", "reading", "06");
  const annas = write(ledger, anna, "customer", "customer who stays", "06");
  const second = write(ledger, mei, "consent/newsletter", "second consent", "07", forged);
  const changed = write(ledger, mei, `order/${ORDER}`, "order that is kept", "08", { version: 2 });
  const third = write(ledger, mei, "consent/newsletter", "third consent", "09");
  ledger.state(day("10"));
  return { customer, first, order, again, read, annas, second, changed, third };
}

export const KEPT = { ground: "AO 147", until: 2036 } as const;
export const READ = { ground: "eu-gdpr:A5-2", until: 2036 } as const;
const ERASED = { ground: null, until: null } as const;

export const erased = ({ index, stream, who }: Written): EntryJson => ({
  ...{ fate: "erased", ...ERASED, index, salt: "", stream, subject: who.subject },
});
export const kept = (written: Written, why: typeof KEPT | typeof READ = KEPT): EntryJson => ({
  ...erased(written),
  ...{ fate: "kept", ...why },
});

function plainList({ customer, first, order, again, read, second, changed, third }: Records) {
  const all = [customer, first, order, again, read, second, changed, third] as Written[];
  const entries = all.map((one) =>
    one === order || one === changed ? kept(one) : one === read ? kept(one, READ) : erased(one),
  );
  return listOf(ERASURE_ID, TREE_SIZE, [mei, meiAgain], entries);
}

function outcome(ledger: Ledger, one: Outcome, i: number) {
  const { event, erasureId = ERASURE_ID, message, said = {} } = one;
  const told = message === undefined ? null : acknowledged(message);
  const own = told && { ...told.acknowledgement, ...said };
  const acknowledgement = one.acknowledgement === undefined ? own : one.acknowledgement;
  const written = ledger.write(theFirm, OUTCOMES, {
    label: `outcome ${i + 1} of an erasure`,
    occurredAt: day("21", `10:0${i}:00`),
    body: { acknowledgement, erasureId, event },
  });
  return { written, body: told?.body ?? null };
}

export function erasureStory(turn: Turn = {}): Erasure {
  const ledger = new Ledger();
  const records = past(ledger, turn);
  turn.late?.(ledger);
  const list = turn.list?.(plainList(records), records, ledger) ?? plainList(records);
  const told: ReturnType<typeof outcome>[] = [];
  const tell = () => {
    for (const one of turn.outcomes ?? OUTCOMES_TOLD) told.push(outcome(ledger, one, told.length));
  };
  if (turn.hasty) tell();
  const [who, stream] = turn.declares ?? [theFirm, "erasure"];
  const { count, kept: stay, root } = rootOfList(list, ledger.entries);
  const { erasureId, treeSize } = list;
  const declaration = ledger.write(who, stream, {
    label: "declaration of an erasure",
    occurredAt: day("20"),
    body: { cause: "request", count, erasureId, kept: stay, root, treeSize, ...turn.declared },
  });
  ledger.state(day("20", "08:20:00"), turn.mapSize === undefined ? {} : { mapSize: turn.mapSize });
  const other = ledger.write(theFirm, "erasure", {
    label: "declaration of another erasure",
    occurredAt: day("20", "09:00:00"),
    body: { cause: "order", count: 1, erasureId: OTHER_ERASURE_ID, kept: 0, root, treeSize },
  });
  const readAgain = write(ledger, mei, "access", "reading again", "20");
  ledger.strange("another order of a stranger");
  if (!turn.hasty) tell();
  const seen = ledger.size;
  const map = turn.map?.(ledger.heads(), records) ?? ledger.heads();
  if (turn.gap) ledger.strange("an order while the map was made");
  const mapSize = turn.mapSize ?? seen;
  ledger.state(day("22"), { map, mapSize });
  return {
    ledger,
    records: { ...records, other, readAgain },
    ...{ list, declaration },
    outcomes: told.map(({ written }) => written),
    bodies: told.map(({ body }) => body),
  };
}

/** Of its two checkpoints: which sizes they have depends on the turn. */
export function checkpointsOf({ ledger }: Erasure): readonly [first: number, second: number] {
  const [, first, second] = [...ledger.states.keys()].map((index) => index + 1);
  return [first as number, second as number];
}
