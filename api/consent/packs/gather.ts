/** What goes into a pack of evidence: found in the log, proven one by one, and each judged by the kernel as whoever gets it will. */
import { setImmediate as othersTurn } from "node:timers/promises";
import type { AskChain } from "../../../portal/verify/chain.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import { askedOnce } from "../../core/asked-once.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import type { Reach } from "../../core/reach.ts";
import type { Shown, ShownRecord, Told } from "../../ledger/access.ts";
import { ownKindsByName } from "../../ledger/kinds/registry.ts";
import type { RecordedPlace } from "../../ledger/recorded-in.ts";
import type { Ledger } from "../../ledger/service.ts";
import { streamOf } from "../history.ts";
import { consent } from "../kinds/consent.ts";
import { notice } from "../kinds/notice.ts";
import type { Consents } from "../service.ts";
import type { PackRow } from "./index-csv.ts";
import type { PackRequest } from "./schemas.ts";

/** Evidence files of one pack, and their bytes: it is put together in memory, and looked through by people. */
const MOST_FILES = 5_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Consents that are opened to find out of which purpose they are: a row does not tell. */
const MOST_OPENED = 20_000;
/** … before others get their turn. */
const TURN = 20;

export interface GatherContext {
  readonly ledger: Pick<
    Ledger,
    "recordedIn" | "recordedOf" | "record" | "evidence" | "streamEvidence" | "policy"
  >;
  readonly consents: Pick<Consents, "registry">;
  /** The chain that the server itself asks. */
  readonly ask: AskChain;
  readonly clock: Clock;
  readonly mostFiles?: number;
  readonly mostBytes?: number;
  readonly mostOpened?: number;
}

export interface GatherProgress {
  readonly part: "finding" | "making";
  readonly done: number;
  readonly of: number;
}

export interface PackFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Gathered {
  readonly files: readonly PackFile[];
  readonly rows: readonly PackRow[];
  /** What of whom is in it. */
  readonly shown: readonly Shown[];
  /** Entries of the period whose records are not here any more; 0 where not all of the period was asked for: nobody can tell whose or what they were. */
  readonly gone: number;
}

/** What somebody asks for, and how far they reach. */
export interface Asked {
  readonly request: PackRequest;
  readonly reach: Reach;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: GatherProgress) => void;
}

const kindsOf = ({ kinds, purposes }: PackRequest): ((kind: string) => boolean) => {
  if (kinds !== undefined) return (kind) => kinds.includes(kind);
  if (purposes !== undefined) return (kind) => kind === consent.kind;
  return (kind) => !ownKindsByName.has(kind);
};

/** @throws Refusal `pack_too_large`, `client_left` where somebody ends it, `damaged` of the log itself */
export async function gather(context: GatherContext, asked: Asked): Promise<Gathered> {
  const { places, gone } = await find(context, asked);
  const pack = packing(context);
  const hashes = new Set<string>();
  const people = new Set(asked.request.subjects);
  const { purposes } = asked.request;
  const mayHistories = asked.reach.condition === "any" && purposes !== undefined;
  let done = 0;
  for (const place of places) {
    assertWanted(asked);
    asked.onProgress({ part: "making", done: done++, of: places.length });
    const record = await pack.record(place);
    for (const hash of hashesOf(place, record)) hashes.add(hash);
    if (place.kind === consent.kind) people.add(place.subject);
    await othersTurn();
  }
  if (mayHistories) {
    const wanted = [...people].sort().flatMap((who) => purposes.map((purpose) => [who, purpose]));
    for (const [subject, purpose] of wanted as [string, string][]) {
      assertWanted(asked);
      await pack.history(subject, purpose);
      await othersTurn();
    }
  }
  for (const hash of [...hashes].sort()) await pack.text(hash);
  return { ...pack.made(), gone };
}

function assertWanted({ signal }: Asked): void {
  if (signal.aborted) throw new Refusal("client_left", {});
}

/** The texts that a record is about: a consent's, and those of a version of a notice. */
function hashesOf({ kind }: RecordedPlace, record: Opened | null): readonly string[] {
  if (record === null) return [];
  if (kind === consent.kind)
    return typeof record.noticeHash === "string" ? [record.noticeHash] : [];
  if (kind !== notice.kind) return [];
  const texts = Array.isArray(record.texts) ? (record.texts as { hash: string }[]) : [];
  return [
    ...texts.map(({ hash }) => hash),
    ...(typeof record.hash === "string" ? [record.hash] : []),
  ];
}

type Opened = Readonly<Record<string, unknown>>;

async function find(
  context: GatherContext,
  asked: Asked,
): Promise<{ places: readonly RecordedPlace[]; gone: number }> {
  const { ledger, mostFiles = MOST_FILES, mostOpened = MOST_OPENED } = context;
  const { request, reach, onProgress } = asked;
  const isKind = kindsOf(request);
  const subjects = request.subjects && [...new Set(request.subjects)];
  const purposes = request.purposes && new Set(request.purposes);
  const period = { from: Date.parse(request.from), until: Date.parse(request.until) };
  const places: RecordedPlace[] = [];
  const isWhole = [request.subjects, request.purposes, request.kinds].every((one) => !one);
  const mayCount = isWhole && reach.condition === "any";
  let gone = 0;
  let opened = 0;
  const isWanted = async (place: RecordedPlace): Promise<boolean> => {
    if (purposes === undefined || place.kind !== consent.kind) return true;
    assertWanted(asked);
    if (++opened > mostOpened)
      throw new Refusal("pack_too_large", { bound: "opened", most: mostOpened });
    if (opened % TURN === 0) await othersTurn();
    return isOf(context, place, purposes);
  };
  const pages = subjects ? ledger.recordedOf(period, subjects) : ledger.recordedIn(period);
  for await (const page of pages) {
    assertWanted(asked);
    if (mayCount) gone += page.gone;
    for (const place of page.places) {
      const { kind, subject, recordedAt } = place;
      if (!isKind(kind)) continue;
      if (!reach.mayRead(subject, recordedAt)) continue;
      if (!(await isWanted(place))) continue;
      if (places.push(place) > mostFiles)
        throw new Refusal("pack_too_large", { bound: "files", most: mostFiles });
    }
    onProgress({ part: "finding", done: page.upTo, of: page.of });
  }
  return { places: places.sort((a, b) => a.index - b.index), gone };
}

/** What cannot be read may be of any purpose: it is named as what it is. */
async function isOf(
  { ledger }: GatherContext,
  { id, version }: RecordedPlace,
  purposes: ReadonlySet<string>,
): Promise<boolean> {
  try {
    return purposes.has(String((await ledger.record(id, version)).record.purposeId));
  } catch (error) {
    if (isRefusal(error)) return true;
    throw error;
  }
}

/** What keeps one file from being made keeps no other from it. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const REFUSED: Readonly<Record<string, string>> = { not_sealed: "NOT_SEALED" };

function packing(context: GatherContext) {
  const { ledger, consents, clock, mostBytes = MOST_BYTES, mostFiles = MOST_FILES } = context;
  const files: PackFile[] = [];
  const rows: PackRow[] = [];
  const shown = new Map<string, { records: ShownRecord[]; told: Told[] }>();
  const ask = askedOnce(context.ask);
  let total = 0;

  function add(path: string, bytes: Uint8Array, row: Omit<PackRow, "file" | "sha256">): void {
    total += bytes.length;
    if (total > mostBytes) throw new Refusal("pack_too_large", { bound: "bytes", most: mostBytes });
    if (files.push({ path, bytes }) > mostFiles)
      throw new Refusal("pack_too_large", { bound: "files", most: mostFiles });
    rows.push({ ...row, file: path, sha256: sha256(bytes).toString("hex") });
  }

  async function verdictOf(bytes: Uint8Array): Promise<string> {
    const { policy } = ledger;
    return (await verifyEvidence(bytes, { policy, ask, now: clock.now() })).word;
  }

  const of = (subject: string) => {
    const found = shown.get(subject) ?? { records: [], told: [{ what: "evidence" }] };
    shown.set(subject, found);
    return found;
  };

  return {
    /** Answers what is in it; `null`: it cannot be read. */
    async record(place: RecordedPlace): Promise<Opened | null> {
      const { id, version, kind, subject, index } = place;
      const opened = await unlessRefused(async () => (await ledger.record(id, version)).record);
      const record = opened instanceof Refusal ? null : opened;
      const row = {
        ...{ kind, id, version, subject, index, recordedAt: formatTime(place.recordedAt) },
        occurredAt: String(record?.["@occurredAt"] ?? ""),
      };
      const request = { id, version, fields: null, checkpoint: "final" } as const;
      const bytes = await unlessRefused(() => ledger.evidence(request));
      of(subject).records.push({ id, kind, version, fields: null });
      if (bytes instanceof Refusal) {
        rows.push({ ...row, verdict: REFUSED[bytes.code] ?? "DAMAGED", file: "", sha256: "" });
        return record;
      }
      const path = `evidence/${kind}/${id}-v${version}.json`;
      add(path, bytes, { ...row, verdict: await verdictOf(bytes) });
      return record;
    },

    async history(subject: string, purpose: string): Promise<void> {
      const stream = streamOf(purpose);
      const whole = { subject, stream, fields: null, checkpoint: "final" } as const;
      let claim: "history" | "absent" = "history";
      let bytes = await unlessRefused(() =>
        ledger.streamEvidence({ claim: "history", ...whole, withhold: [], from: null, at: null }),
      );
      if (isRefusal(bytes, "not_found") && bytes.details.what === "stream") {
        claim = "absent";
        bytes = await unlessRefused(() =>
          ledger.streamEvidence({ claim: "absent", subject, stream, checkpoint: "final" }),
        );
      }
      const row = {
        ...{ kind: claim, id: stream, version: null, subject, index: null },
        ...{ occurredAt: "", recordedAt: "" },
      };
      of(subject).told.push({ what: "evidence", of: stream });
      if (bytes instanceof Refusal) {
        rows.push({ ...row, verdict: REFUSED[bytes.code] ?? "DAMAGED", file: "", sha256: "" });
        return;
      }
      const path = `evidence/${claim}/${subject}-${purpose}.json`;
      add(path, bytes, { ...row, verdict: await verdictOf(bytes) });
    },

    /** As it was shown, to the byte: its hash is what consents name. */
    async text(hash: string): Promise<void> {
      const found = await consents.registry.text(hash);
      if (found === null) return;
      const ending = found.mediaType === "text/markdown" ? "md" : "txt";
      const bytes = Buffer.from(found.text, "utf8");
      const row = { kind: "notice-text", id: found.noticeId, version: null, subject: "" };
      const rest = { occurredAt: "", recordedAt: "", index: null, verdict: "TEXT" };
      add(`notices/${hash}.${found.language}.${ending}`, bytes, { ...row, ...rest });
    },

    made: (): Omit<Gathered, "gone"> => ({
      ...{ files, rows },
      shown: [...shown].map(([subject, what]) => ({ subject, ...what })),
    }),
  };
}
