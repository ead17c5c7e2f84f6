/** What the firm has stated of itself, its notices and its purposes, out of its streams. */
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";
import type { StreamHead } from "../store/store.ts";
import { type FirmLedger, firmStreams } from "./firm-streams.ts";
import { controllerOf, noticeTextOf, noticeVersionOf, purposeVersionOf } from "./from-records.ts";
import type {
  Controller,
  Notice,
  NoticeText,
  NoticeVersion,
  Purpose,
  PurposeVersion,
  Registry,
} from "./model.ts";

/** Where a stream is, and the number that its next version has. */
export interface Place {
  readonly head: StreamHead | null;
  readonly nextVersion: number;
}

export interface NoticePlace extends Place {
  /** Hash and language of the texts that are there already. */
  readonly texts: readonly NoticeText[];
}

/** The registry as those who write into it need it. */
export interface OwnRegistry extends Registry {
  /** As stated, in the order in which it was recorded. */
  controllers(): Promise<readonly Controller[]>;
  noticePlace(noticeId: string): Promise<NoticePlace>;
  purposePlace(purposeId: string): Promise<Place>;
}

const NOWHERE: NoticePlace = { head: null, nextVersion: 1, texts: [] };

interface HeldNotice extends NoticePlace {
  readonly notice: Notice;
}
export interface HeldPurpose extends Place {
  readonly purpose: Purpose;
}

/** Also where the version before is gone, no number comes twice: each event that is gone may have been a version. */
function nextVersion(known: readonly number[], gone: number): number {
  return 1 + Math.max(known.length + gone, ...known);
}

function readNotice({ head, events }: StreamEvents, noticeId: string): HeldNotice {
  const versions: NoticeVersion[] = [];
  const texts: NoticeText[] = [];
  for (const { record, index } of events) {
    if (record?.event === "version") versions.push(noticeVersionOf(record));
    if (record?.event !== "text") continue;
    const text = noticeTextOf(record);
    if (sha256(text.text).toString("base64url") !== text.hash)
      throw new Refusal("damaged", { what: "record", index });
    texts.push(text);
  }
  const gone = events.filter(({ record }) => record === null).length;
  const known = versions.map((version) => version.noticeVersion);
  return { head, nextVersion: nextVersion(known, gone), texts, notice: { noticeId, versions } };
}

/** What this stream says of a purpose, as far as it goes. */
export function readPurpose({ head, events }: StreamEvents, purposeId: string): HeldPurpose {
  const versions: PurposeVersion[] = [];
  let retiredFrom: string | null = null;
  let lostUpTo = 0;
  let gone = 0;
  for (const { record } of events) {
    if (record === null) {
      gone++;
      lostUpTo = Math.max(0, ...versions.map((version) => version.purposeVersion));
    } else if (record.event === "version") versions.push(purposeVersionOf(record));
    else retiredFrom = String(record.inForceFrom);
  }
  const known = versions.map((version) => version.purposeVersion);
  const purpose = { purposeId, versions, retiredFrom, lostUpTo };
  return { head, nextVersion: nextVersion(known, gone), purpose };
}

function readControllers({ events }: StreamEvents): readonly Controller[] {
  return events.flatMap(({ record }) => (record === null ? [] : [controllerOf(record)]));
}

/** Of what had occurred by a time the last; of what occurred at once, what was recorded last. */
function lastBy(all: readonly Controller[], time: string): Controller | null {
  let last: Controller | null = null;
  for (const one of all) {
    if (one.occurredAt <= time && one.occurredAt >= (last?.occurredAt ?? "")) last = one;
  }
  return last;
}

export function createRegistry(ledger: FirmLedger): OwnRegistry {
  const notices = firmStreams(ledger, "notice", readNotice);
  const purposes = firmStreams(ledger, "purpose", readPurpose);
  const controllers = firmStreams(ledger, "controller", readControllers);
  const ownControllers = async () => (await controllers()).get("") ?? [];
  return {
    controllers: ownControllers,
    controllerAt: async (time) => lastBy(await ownControllers(), time),
    purposes: async () => [...(await purposes()).values()].map(({ purpose }) => purpose),
    purpose: async (purposeId) => (await purposes()).get(purposeId)?.purpose ?? null,
    purposePlace: async (purposeId) => (await purposes()).get(purposeId) ?? NOWHERE,
    notices: async () => [...(await notices()).values()].map(({ notice }) => notice),
    notice: async (noticeId) => (await notices()).get(noticeId)?.notice ?? null,
    noticePlace: async (noticeId) => (await notices()).get(noticeId) ?? NOWHERE,
    async text(hash) {
      for (const { texts } of (await notices()).values()) {
        const found = texts.find((text) => text.hash === hash);
        if (found !== undefined) return found;
      }
      return null;
    },
  };
}
