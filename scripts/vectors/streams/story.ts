/**
 * The ledger that the claims about streams are about: one customer with a record in three versions, six consent events and two
 * orders, one of them changed twice; the firm; strangers; an index that was lost; and three checkpoints.
 */
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { formatVkey } from "../../../portal/verify/note.ts";
import { CHAIN_ID, CONTRACT, LEDGER_ID } from "../build.ts";
import { logKey, ORIGIN, receiptKey, type SigningKey, seed } from "../world.ts";
import { idOf, Ledger, type Written } from "./ledger.ts";
import type { MapLeaf } from "./map.ts";
import { firm, type Person, person } from "./people.ts";

/** Who all is about, and somebody else. */
export const mei: Person = person("Mei");
export const anna: Person = person("Anna");
export const theFirm: Person = firm();

export const CONSENT = "consent/newsletter";
export const ORDER_A = idOf("order A");
export const ORDER_B = idOf("order B");

export interface Story {
  readonly ledger: Ledger;
  readonly first: Written;
  /** Three versions. */
  readonly customer: Written[];
  /** Six events, the last one a withdrawal. */
  readonly consent: Written[];
  /** Version 1 in the stream `order`, two later ones in a stream of their own. */
  readonly orderA: Written[];
  readonly orderB: Written[];
}

export interface Turn {
  /** What the six consent events are, if not the ordinary ones. */
  readonly events?: readonly ConsentEvent[];
  /** Writes more before the last state entry. */
  readonly more?: (story: Story) => void;
  /** What the last state entry commits to, given the truth. */
  readonly map?: (truth: readonly MapLeaf[], story: Story) => readonly MapLeaf[];
  readonly mapSize?: number;
  /** The root that it names, if not that of the map. */
  readonly mapRoot?: Uint8Array;
  /** Writes more behind the last state entry. */
  readonly after?: (story: Story) => void;
}

export interface ConsentEvent {
  readonly event: string;
  readonly occurredAt: string;
  readonly recordedAt?: string;
  readonly validUntil?: JsonValue;
  /** Without the fields `event` and `validUntil`. */
  readonly bare?: boolean;
}

export function consentEvent(
  { ledger, consent }: Story,
  { event, occurredAt, recordedAt = occurredAt, validUntil = null, bare = false }: ConsentEvent,
): Written {
  const label = `consent event ${consent.length + 1}`;
  const rest = bare ? {} : { event, validUntil };
  const body = { channel: "email", purpose: "newsletter", ...rest };
  const written = ledger.write(mei, CONSENT, { label, body, occurredAt, recordedAt });
  consent.push(written);
  return written;
}

const day = (n: string, time = "08:00:00"): string => `2026-11-${n}T${time}.000Z`;

function customerVersion({ ledger, customer }: Story, name: string, occurredAt: string): void {
  const version = customer.length + 1;
  const body = { emails: ["mei@example.com"], language: "zh", name, note: null };
  customer.push(ledger.write(mei, "customer", { label: "customer", version, body, occurredAt }));
}

function order(story: Story, which: "A" | "B", orderStatus: string, occurredAt: string): void {
  const list = which === "A" ? story.orderA : story.orderB;
  const version = list.length + 1;
  const label = `order ${which}`;
  const stream = version === 1 ? "order" : `order/${idOf(label)}`;
  const body = { currency: "CNY", orderStatus, total: { amount: "250.00", currency: "CNY" } };
  list.push(story.ledger.write(mei, stream, { label, version, body, occurredAt }));
}

/** Entry 0: the ledger's own record. */
export function opening(ledger: Ledger): Written {
  const vkey = ({ name, publicKey }: SigningKey) => formatVkey(name, publicKey);
  const keys = { logKey: vkey(logKey), receiptKey: vkey(receiptKey) };
  const body = { chainId: CHAIN_ID, contract: CONTRACT, ledgerId: LEDGER_ID, ...keys };
  return ledger.write(theFirm, "ledger", {
    label: "ledger",
    envelope: { "@source": "ledger" },
    occurredAt: "2026-11-01T00:00:00.000Z",
    body: { ...body, origin: ORIGIN, predecessor: null },
  });
}

/** Given and taken back three times. */
export const EVENTS: readonly ConsentEvent[] = [
  { event: "given", occurredAt: day("01", "09:00:00") },
  { event: "withdrawn", occurredAt: day("03") },
  { event: "given", occurredAt: day("08") },
  { event: "withdrawn", occurredAt: day("12") },
  { event: "given", occurredAt: day("18") },
  { event: "withdrawn", occurredAt: day("21") },
];

export function story(turn: Turn = {}): Story {
  const ledger = new Ledger();
  const first = opening(ledger);
  const told: Story = { ledger, first, customer: [], consent: [], orderA: [], orderB: [] };
  const nextEvent = () =>
    consentEvent(told, (turn.events ?? EVENTS)[told.consent.length] as ConsentEvent);
  ledger.strange("order of a stranger");
  customerVersion(told, "Wang Mei", day("01"));
  nextEvent();
  ledger.strange("consent of a stranger");
  order(told, "A", "placed", day("02"));
  nextEvent();
  ledger.state(day("04"));
  customerVersion(told, "Wang-Schmidt Mei", day("07"));
  nextEvent();
  ledger.lost();
  order(told, "B", "placed", day("09"));
  order(told, "A", "shipped", day("10"));
  nextEvent();
  ledger.strange("payment of a stranger");
  ledger.state(day("14"));
  customerVersion(told, "王梅", day("16"));
  nextEvent();
  ledger.strange("customer of a stranger", seed("a stream of a stranger"));
  order(told, "A", "delivered", day("19"));
  nextEvent();
  ledger.strange("customer of a stranger, changed", seed("a stream of a stranger"));
  ledger.strange("another order of a stranger");
  turn.more?.(told);
  const truth = ledger.heads();
  const map = turn.map?.(truth, told) ?? truth;
  ledger.state(day("22"), {
    map,
    ...(turn.mapSize !== undefined && { mapSize: turn.mapSize }),
    ...(turn.mapRoot && { root: turn.mapRoot }),
  });
  turn.after?.(told);
  return told;
}

/** The anchors of its checkpoints: size, block and the block's time in seconds. */
export const ANCHORS = [
  { size: 8, block: 7_100_000, time: Date.parse(day("05", "09:45:00")) / 1000 },
  { size: 16, block: 7_200_000, time: Date.parse(day("15", "09:45:00")) / 1000 },
  { size: 24, block: 7_300_000, time: Date.parse(day("22", "09:45:00")) / 1000 },
] as const;
