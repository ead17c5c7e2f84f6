/** The files of an export (docs/FORMAT.md §21) about the customer of the streams' story, written without the product's own writer, so that both are held against each other. */
import { hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { canonicalJson, type JsonObject, type JsonValue } from "../../../portal/verify/jcs.ts";
import { formatNote } from "../../../portal/verify/note.ts";
import { cellOf } from "../cells/all.ts";
import { streamPolicy } from "../streams/case.ts";
import { absent, type HistoryJson, history, json, plainStory } from "../streams/claim.ts";
import type { Written } from "../streams/ledger.ts";
import type { Class } from "../streams/people.ts";
import { CONSENT, mei, ORDER_A, ORDER_B } from "../streams/story.ts";
import { checkpointText, logKey, sign } from "../world.ts";

export type Files = Map<string, string>;

/** Of a stream: what is in it, and how many of its events are proven one by one. */
interface Told {
  readonly class: Class;
  readonly events: readonly Written[];
  readonly apart?: number;
  /** The number of an event that is not shown at all. */
  readonly gap?: number;
}

const { ledger, customer, consent, orderA, orderB } = plainStory();
const [firstA, ...laterA] = orderA;
const firstB = orderB[0] as Written;

/** Every stream that there must be, ascending; without events it does not exist. */
const STREAMS: Readonly<Record<string, Told>> = {
  access: { class: "access", events: [] },
  acknowledgement: { class: "consent", events: [] },
  administration: { class: "statutory", events: [] },
  "consent/calls": { class: "consent", events: [] },
  [CONSENT]: { class: "consent", events: consent },
  controller: { class: "statutory", events: [] },
  customer: { class: "personal", events: customer },
  erasure: { class: "statutory", events: [] },
  hold: { class: "consent", events: [] },
  ledger: { class: "statutory", events: [] },
  merge: { class: "consent", events: [] },
  order: { class: "statutory", events: [firstA as Written, firstB] },
  [`order/${ORDER_A}`]: { class: "statutory", events: laterA },
  [`order/${ORDER_B}`]: { class: "statutory", events: [] },
  payment: { class: "statutory", events: [] },
  restriction: { class: "consent", events: [] },
  retention: { class: "statutory", events: [] },
  "signal/gpc": { class: "consent", events: [] },
};
const PROVIDED = /^(consent|customer|merge|order|payment|signal)(\/|$)/;

export interface Turn {
  readonly form?: "access" | "portability";
  /** Of this stream: events proven one by one. */
  readonly apart?: Readonly<Record<string, number>>;
  readonly gap?: Readonly<Record<string, number>>;
  /** Of this stream, none of whose events is proven apart: the number of an event that its history shows by the entry alone. */
  readonly hidden?: Readonly<Record<string, number>>;
  /** Streams that the ledger says it cannot prove. */
  readonly unproven?: readonly string[];
}

const fieldOf = (disclosure: string): [string, JsonValue] => {
  const [, name, value] = JSON.parse(Buffer.from(disclosure, "base64url").toString("utf8"));
  return [name, value];
};
const recordOf = ({ disclosures }: Written): JsonObject =>
  Object.fromEntries(disclosures.map(fieldOf));

/** *record* evidence, out of a history that holds the event: its checkpoint is without the auditors' lines. */
function recordFile(of: HistoryJson, at: number): string {
  const event = of.events[at];
  if (event === undefined) throw new Error("no such event");
  const { record, ...place } = event;
  const text = checkpointText(ledger.log(ledger.size));
  return canonicalJson({
    anchor: of.anchor,
    checkpoint: formatNote(text, [sign(logKey, text)]),
    claim: "record",
    format: of.format,
    record: { ...place, ...record },
  } as unknown as JsonValue);
}

export function exportFiles(turn: Turn = {}): Files {
  const { form = "access", unproven = [], apart = {}, gap = {}, hidden = {} } = turn;
  const files: Files = new Map();
  const streams: JsonObject[] = [];
  const people: JsonObject[] = [];
  const rows = new Map<string, JsonValue[][]>();
  let checkpoint = "";
  for (const [name, told] of Object.entries(STREAMS)) {
    if (unproven.includes(name) || (form === "portability" && !PROVIDED.test(name))) continue;
    const claim = told.events.length === 0 ? "absent" : "history";
    const file = `evidence/1/${name}.${claim}.json`;
    const listed: JsonValue[] = [];
    const common = { stream: name, class: told.class };
    const before = apart[name] ?? 0;
    const whole = claim === "absent" ? null : history({ ...common, events: () => told.events });
    const shown =
      whole === null || before === 0
        ? whole
        : history({
            ...{ ...common, events: () => told.events.slice(before) },
            from: () => told.events[before - 1] as Written,
          });
    for (let at = 0; at < before; at++) {
      const path = `evidence/1/${name}.records/${at + 1}.json`;
      const isGone = gap[name] === at + 1;
      if (!isGone) files.set(path, recordFile(whole as HistoryJson, at));
      listed.push(isGone ? null : path);
    }
    const unseen = shown?.events[(hidden[name] ?? 0) - 1];
    if (unseen !== undefined) unseen.record = null;
    files.set(file, canonicalJson(json(shown ?? absent(common))));
    checkpoint = (shown ?? absent(common)).checkpoint;
    streams.push({ claim, file, name, records: listed, subject: mei.subject });
    const events = told.events.map((written, i): JsonObject => {
      const isGone = gap[name] === i + 1;
      const isShown = hidden[name] !== i + 1;
      const index = isGone ? null : written.index;
      const record = isGone || !isShown ? null : recordOf(written);
      const kind = name.split("/")[0] as string;
      rows.set(kind, [...(rows.get(kind) ?? []), [name, i + 1, index, record]]);
      return { index, record, seq: i + 1 };
    });
    people.push({ claim, events, name });
  }
  const about = { note: "the firm's word" };
  files.set(
    "data.json",
    canonicalJson({
      about,
      format: "counterfoil/export-data/v1",
      people: [{ streams: people, subject: mei.subject }],
    }),
  );
  for (const [kind, all] of rows) files.set(`csv/${kind}.csv`, tableOf(all));
  files.set("policy.json", canonicalJson(streamPolicy() as unknown as JsonValue));
  files.set("index.html", "<!doctype html><title>Mei</title>");
  files.set("README.txt", "how to check it");
  return listing(files, {
    ...{ checkpoint, form, streams, size: ledger.size, identifiers: [mei.subject], others: [] },
    purposes: ["calls", "newsletter"],
    unproven: unproven.map((name) => ({ name, subject: mei.subject, why: "damaged" })),
  });
}

/** The manifest, true to the files as they are. */
export function listing(files: Files, rest: JsonObject): Files {
  files.delete("manifest.json");
  const listed = [...files]
    .map(([path, text]) => ({
      ...{ path, bytes: utf8Encode(text).length },
      sha256: hexEncode(sha256(utf8Encode(text))),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = { ...rest, files: listed, format: "counterfoil/export/v1" };
  return files.set("manifest.json", canonicalJson(manifest));
}

/** RFC 4180, as §21.4 says it. */
function tableOf(rows: readonly (readonly JsonValue[])[]): string {
  const records = rows.map(([, , , record]) => record as JsonObject | null);
  const names = [...new Set(records.flatMap((record) => Object.keys(record ?? {})))].sort();
  const cell = (value: JsonValue | undefined): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const text = typeof value === "string" ? value : canonicalJson(value);
    return cellOf(text);
  };
  const lines = rows.map(([name, seq, index], i) =>
    [mei.subject, name, seq, index, ...names.map((one) => records[i]?.[one])].map(cell).join(","),
  );
  const head = ["subject", "stream", "seq", "index", ...names].map(cell).join(",");
  return `\ufeff${[head, ...lines].join("\r\n")}\r\n`;
}
