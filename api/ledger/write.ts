/**
 * Writing records: duplicates are recognised, new versions numbered, records sealed, units committed. Many drafts at a time,
 * each with an outcome of its own; the order of outcomes is the order of drafts.
 */
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import { newRecordId, type Random } from "../core/random.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { type Ranges, recoveredRanges } from "../log/recovered.ts";
import type { KnownRecord } from "../store/record-reads.ts";
import type {
  Conflict,
  RecordRow,
  SealedRecord,
  Store,
  StreamHead,
  Unit,
  UnitOutcome,
} from "../store/store.ts";
import type { SealedWithDisclosures, Vault } from "../vault/vault.ts";
import { compose } from "./compose.ts";
import { type Decision, decide } from "./decide.ts";
import type { Draft } from "./draft.ts";
import { erasedOf } from "./erased.ts";
import { headToExtend } from "./extend.ts";
import { type IdempotencyKey, idempotencyMark, replay } from "./idempotency.ts";
import { contentMac, identityMac } from "./identity.ts";
import { lostHead, versionBehind } from "./lost.ts";
import type { WriteOutcome } from "./outcome.ts";

export interface WriteRequest {
  readonly draft: Draft;
  readonly insist: boolean;
  readonly idempotency: IdempotencyKey | null;
  /** It is the next version of this record, whatever it is called outside, and was made of this version (correct.ts). */
  readonly corrects?: { readonly id: string; readonly version: number };
}

export interface WriteContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly read: HashReader;
  /** Sequencing; units of concurrent callers share a commit. */
  readonly commit: (units: readonly Unit[]) => Promise<readonly UnitOutcome[]>;
  /** How long after its recording an entry is promised to be anchored, milliseconds. */
  readonly promiseMilliseconds: number;
}

/** A draft on its way, with what does not change between attempts. */
interface Item {
  readonly at: number;
  readonly request: WriteRequest;
  readonly identity: Buffer | null;
  readonly content: Buffer;
  readonly mark: ReturnType<typeof idempotencyMark>;
}

interface Planned {
  readonly item: Item;
  readonly decision: Exclude<Decision, { what: "conflict" }>;
  readonly id: string;
  readonly version: number;
  /** Where the version's stream must be; `undefined`: anywhere, for a first version among many. */
  readonly head: StreamHead | null | undefined;
}

/** Of n concurrent writers of one record the last repeats n times; so many times in a row is no accident. */
const MOST_ATTEMPTS = 200;

export async function writeRecords(
  context: WriteContext,
  requests: readonly WriteRequest[],
): Promise<(WriteOutcome | Refusal)[]> {
  const results: (WriteOutcome | Refusal | undefined)[] = requests.map(() => undefined);
  let pending = await admit(context, requests, results);
  const movedUnder = new Map<Item, number>();
  for (let lost = 0; pending.length > 0; ) {
    const { now, later } = oncePerIdentity(pending);
    const planned = await plan(context, now, results);
    const again = await carryOut(context, planned, results, movedUnder);
    lost = again.length > 0 && again.length === now.length ? lost + 1 : 0;
    if (lost > MOST_ATTEMPTS) {
      for (const item of again) results[item.at] = new Refusal("busy", {});
      pending = later;
    } else pending = [...again, ...later];
  }
  return results as (WriteOutcome | Refusal)[];
}

/** Refuses drafts of subjects that are not there, and derives the keyed hashes of the others. */
async function admit(
  { store, vault }: WriteContext,
  requests: readonly WriteRequest[],
  results: (WriteOutcome | Refusal | undefined)[],
): Promise<Item[]> {
  const subjects = [...new Set(requests.map((r) => r.draft.subject))];
  const known = await store.knownSubjects(subjects);
  const erased = await erasedOf(store, subjects);
  const items: Item[] = [];
  requests.forEach((request, at) => {
    const { draft } = request;
    if (erased.has(draft.subject)) {
      results[at] = new Refusal("subject_erased", {});
      return;
    }
    if (!known.has(draft.subject)) {
      results[at] = new Refusal("unknown_subject", {});
      return;
    }
    const identity = identityMac(vault.mac, draft);
    const mark = idempotencyMark(vault.mac, request);
    items.push({ at, request, identity, content: contentMac(vault.mac, draft), mark });
  });
  return items;
}

/** A second draft of one record must see what became of the first: it waits for the next round. */
function oncePerIdentity(items: readonly Item[]): { now: Item[]; later: Item[] } {
  const seen = new Set<string>();
  const now: Item[] = [];
  const later: Item[] = [];
  const isNew = (mac: Buffer | null | undefined): boolean => {
    if (!mac) return true;
    const before = seen.size;
    return seen.add(mac.toString("latin1")).size > before;
  };
  for (const item of items) {
    const identity = isNew(item.identity);
    const key = isNew(item.mark?.keyMac);
    (identity && key ? now : later).push(item);
  }
  return { now, later };
}

async function knownRecords(
  store: Store,
  items: readonly Item[],
): Promise<(KnownRecord<RecordRow> | null)[]> {
  const named = items.filter((item) => item.identity !== null);
  const found = await store.findByIdentity(named.map((item) => item.identity!));
  const byItem = new Map(named.map((item, i) => [item, found[i] ?? null]));
  if (items.every(({ request }) => request.corrects === undefined))
    return items.map((item) => byItem.get(item) ?? null);
  const all: (KnownRecord<RecordRow> | null)[] = [];
  for (const item of items) all.push((await corrected(store, item)) ?? byItem.get(item) ?? null);
  return all;
}

/** The record that an item corrects; `undefined`: none. */
async function corrected(
  store: Store,
  { request: { corrects } }: Item,
): Promise<KnownRecord<RecordRow> | undefined> {
  if (corrects === undefined) return undefined;
  const newest = await store.record(corrects.id, null);
  if (newest === null) throw new Error("a correction of nothing");
  return { newest, contentMacs: [] };
}

/** Decides what becomes of each; settles those that need no unit. */
async function plan(
  context: WriteContext,
  items: readonly Item[],
  results: (WriteOutcome | Refusal | undefined)[],
): Promise<Planned[]> {
  const known = await knownRecords(context.store, items);
  const recovered = await recoveredRanges(context.store);
  const planned: Planned[] = [];
  for (const [i, item] of items.entries()) {
    // Nearly all of a bulk: nothing to wait for, so that no promises need to be made for each.
    if (item.mark === null && !known[i] && !mayContinue(item, recovered)) {
      planned.push(newRecord(context, item, null));
      continue;
    }
    const found = { known: known[i] ?? null, recovered };
    const plan = await planOne(context, item, found).catch((error: unknown) => {
      // A damaged record spoils its own draft, not those of its neighbours.
      if (error instanceof Refusal) return error;
      throw error;
    });
    if ("item" in plan) planned.push(plan);
    else results[item.at] = plan;
  }
  return planned;
}

/** Whether a record that nobody knows may have versions that were lost: only where the subject says which stream they are in. */
const mayContinue = ({ request }: Item, recovered: Ranges): boolean =>
  request.draft.kind.layout === "single" && recovered.length > 0;

/** @param lost behind what it goes, of layout *single*; a record among many that nobody knows begins anew */
function newRecord({ clock, random }: WriteContext, item: Item, lost: StreamHead | null): Planned {
  const { draft } = item.request;
  const head = draft.kind.layout === "single" ? lost : undefined;
  const version = lost === null ? 1 : versionBehind(draft, lost);
  return { item, decision: { what: "new" }, id: newRecordId(clock, random), version, head };
}

interface Found {
  readonly known: KnownRecord<RecordRow> | null;
  readonly recovered: Ranges;
}

async function planOne(
  context: WriteContext,
  item: Item,
  { known, recovered }: Found,
): Promise<Planned | WriteOutcome | Refusal> {
  const repeated = await replay(context, item.mark);
  if (repeated !== null) return repeated;
  const { draft, insist, corrects } = item.request;
  const { subject, occurredAt } = draft;
  // What it was made of is not the newest any more: whoever corrects looks again.
  if (corrects !== undefined && known !== null && known.newest.version !== corrects.version)
    return new Refusal("not_newest", { id: corrects.id, version: known.newest.version });
  const own = known === null ? mayContinue(item, recovered) : known.newest.subject === subject;
  const lost = own ? await lostHead(context, draft, known, recovered) : null;
  const decision = await decide(
    { subject, contentMac: item.content, occurredAt, insist, newestLost: lost !== null },
    known,
    async () => String((await context.vault.open(known!.newest)).record["@occurredAt"]),
  );
  if (decision.what === "conflict") {
    return new Refusal("reference_conflict", { externalNumber: "other_subject" });
  }
  if (decision.what === "new" || known === null) return newRecord(context, item, lost);
  const { id, version } = decision;
  if (decision.what !== "version") return { item, decision, id, version, head: undefined };
  const head = await headToExtend(context, draft, known);
  return lost === null
    ? { item, decision, id, version, head }
    : { item, decision, id, version: versionBehind(draft, lost), head: lost };
}

const stores = ({ decision }: Planned): boolean =>
  decision.what === "new" || decision.what === "version";

/** Seals and commits; answers the items that lost a race and must be decided again. */
async function carryOut(
  context: WriteContext,
  planned: readonly Planned[],
  results: (WriteOutcome | Refusal | undefined)[],
  movedUnder: Map<Item, number>,
): Promise<Item[]> {
  const recordedAt = context.clock.now();
  const writing = planned.filter(stores);
  const sealed = await context.vault.seal(
    writing.map(({ item, id, version }) =>
      compose(item.request.draft, { id, version, recordedAt, contentMac: item.content }),
    ),
  );
  const boxes = new Map(writing.map((each, i) => [each, sealed[i]!]));

  const sent: { planned: Planned; unit: Unit; box: SealedWithDisclosures | undefined }[] = [];
  for (const each of planned) {
    const box = boxes.get(each);
    if (box instanceof Refusal) {
      results[each.item.at] = box;
    } else if (box === undefined && each.item.mark === null) {
      results[each.item.at] = reported(each);
    } else {
      const unit = unitOf(context, each, box?.sealed ?? null, recordedAt);
      sent.push({ planned: each, unit, box });
    }
  }
  if (sent.length === 0) return [];
  const outcomes = await commitOrRefuse(
    context,
    sent.map(({ unit }) => unit),
  );
  if (outcomes instanceof Refusal) {
    // Nothing of this round was stored; what earlier rounds stored keeps its answers.
    for (const { planned: each } of sent) results[each.item.at] = outcomes;
    return [];
  }
  const again: Item[] = [];
  sent.forEach(({ planned: each, box }, i) => {
    const outcome = outcomes[i]!;
    if (!outcome.ok) {
      const refusal = refusalOf(outcome.conflict, each, movedUnder);
      if (refusal === null) again.push(each.item);
      else results[each.item.at] = refusal;
    } else if (outcome.entries[0] === undefined) results[each.item.at] = reported(each);
    else {
      const { id, version } = each;
      results[each.item.at] = {
        outcome: "stored",
        id,
        version,
        entry: outcome.entries[0],
        get disclosures() {
          return box?.disclosures ?? [];
        },
      };
    }
  });
  return again;
}

/**
 * A race for a version shows as `identity_taken`. A stream that has moved though the version is still free, twice in a row, has an
 * entry whose row is missing.
 */
function refusalOf(
  conflict: Conflict,
  { item, id, version }: Planned,
  movedUnder: Map<Item, number>,
): Refusal | null {
  if (conflict === "erased") return new Refusal("subject_erased", {});
  if (conflict === "barred") return new Refusal("busy", {});
  const again = movedUnder.get(item) === version;
  if (conflict === "head_moved") movedUnder.set(item, version);
  if (conflict !== "head_damaged" && !(conflict === "head_moved" && again)) return null;
  return new Refusal("damaged", { what: "stream", index: -1, id });
}

async function commitOrRefuse(
  context: WriteContext,
  units: readonly Unit[],
): Promise<readonly UnitOutcome[] | Refusal> {
  try {
    return await context.commit(units);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function reported({ decision, id, version }: Planned): WriteOutcome {
  if (decision.what === "new" || decision.what === "version") throw new Error("stored nothing");
  return { outcome: decision.what, id, version };
}

function unitOf(
  context: WriteContext,
  { item, decision, id, version, head }: Planned,
  sealed: SealedRecord | null,
  recordedAt: number,
): Unit {
  const outcome = sealed === null ? decision.what : "stored";
  return {
    records: sealed === null ? [] : [sealed],
    standings: [],
    expected: sealed === null || head === undefined ? [] : [{ streamKey: sealed.streamKey, head }],
    identities: decision.what === "new" && item.identity ? [{ mac: item.identity, id }] : [],
    idempotency: item.mark === null ? null : { ...item.mark, outcome, id, version },
    recordedAt,
    dueAt: recordedAt + context.promiseMilliseconds,
  };
}
