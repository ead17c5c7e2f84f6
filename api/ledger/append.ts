/**
 * Writing events: records of layout *events*, which are never versioned. Where a decision rests on what a stream holds, the writer says
 * where it saw the stream; if it has moved since, nothing is written and the writer decides again. What happens at once stands in one unit,
 * all of it or nothing.
 */
import { Refusal } from "../core/errors.ts";
import { newRecordId } from "../core/random.ts";
import type { StoredEntry, StreamHead, Unit } from "../store/store.ts";
import type { SealedWithDisclosures } from "../vault/vault.ts";
import { compose } from "./compose.ts";
import type { Draft } from "./draft.ts";
import { erasedOf, isAfterErasure } from "./erased.ts";
import { type IdempotencyKey, idempotencyMark, replay } from "./idempotency.ts";
import { contentMac, identityMac } from "./identity.ts";
import { withStandings } from "./standings.ts";
import type { WriteContext } from "./write.ts";

/**
 * One event. `expect`: where its stream must be, `null`: it must not exist; `undefined`: anywhere. Of several events in one stream only the first says it.
 * `id`: where another event of the unit names it (`Ledger.newId`).
 */
export interface EventDraft {
  readonly draft: Draft;
  readonly id?: string;
  readonly expect?: StreamHead | null | undefined;
}

/** Events that are recorded together. The key stands for the first of them. */
export interface EventUnit {
  readonly events: readonly EventDraft[];
  readonly idempotency: IdempotencyKey | null;
}

export interface StoredEvent {
  readonly id: string;
  readonly entry: StoredEntry;
  readonly disclosures: readonly string[];
}

/**
 * - `stored`: all of them, in order; also where the same request with the same key was carried out before (then only the first is told).
 * - `known`: an event with the first one's number of the same source, and the same content, is there already; nothing was written.
 * - `moved`: a stream is not where it was expected; nothing was written.
 */
export type AppendOutcome =
  | { readonly outcome: "stored"; readonly events: readonly StoredEvent[] }
  | { readonly outcome: "known"; readonly id: string }
  | { readonly outcome: "moved" };

type Settled = AppendOutcome | Refusal;

interface Item {
  readonly at: number;
  readonly unit: EventUnit;
  readonly ids: readonly string[];
  readonly contents: readonly Buffer[];
  readonly identities: readonly (Buffer | null)[];
  readonly mark: ReturnType<typeof idempotencyMark>;
}

/**
 * In order; each with an outcome of its own.
 *
 * @returns a `Refusal`: `unknown_subject`, `event_conflict`, `idempotency_conflict`, `too_large`, `busy`, `damaged`
 */
export async function appendEvents(
  context: WriteContext,
  units: readonly EventUnit[],
): Promise<Settled[]> {
  const results = units.map((): Settled | null => null);
  const items = await admit(context, units, results);
  const fresh: Item[] = [];
  for (const item of items) {
    const before = await seenBefore(context, item);
    if (before === null) fresh.push(item);
    else results[item.at] = before;
  }
  await store(context, fresh, results);
  return results as Settled[];
}

/**
 * What became of such units before, without writing anything; `null` for one that is new. For who would judge it: what was recorded already
 * must not be refused because it cannot follow itself.
 */
export async function recogniseEvents(
  context: WriteContext,
  units: readonly EventUnit[],
): Promise<(Settled | null)[]> {
  const results = units.map((): Settled | null => null);
  for (const item of await admit(context, units, results))
    results[item.at] = await seenBefore(context, item);
  return results;
}

async function admit(
  { store, vault, clock, random }: WriteContext,
  units: readonly EventUnit[],
  results: (Settled | null)[],
): Promise<Item[]> {
  const drafts = units.flatMap(({ events }) => events.map(({ draft }) => draft));
  const subjects = [...new Set(drafts.map(({ subject }) => subject))];
  const known = await store.knownSubjects(subjects);
  const erased = await erasedOf(store, subjects);
  const items: Item[] = [];
  for (const [at, unit] of units.entries()) {
    const [first] = unit.events;
    if (first === undefined) throw new Error("a unit without events");
    if (unit.events.some(({ draft }) => draft.kind.layout !== "events"))
      throw new Error("only events are appended");
    if (!unit.events.every(({ draft }) => known.has(draft.subject))) {
      results[at] = new Refusal("unknown_subject", {});
      continue;
    }
    const isTaken = ({ draft }: EventDraft): boolean =>
      !erased.has(draft.subject) || isAfterErasure(draft.kind.kind);
    if (!unit.events.every(isTaken)) {
      results[at] = new Refusal("subject_erased", {});
      continue;
    }
    const { idempotency } = unit;
    items.push({
      ...{ at, unit },
      ids: unit.events.map(({ id }) => id ?? newRecordId(clock, random)),
      contents: unit.events.map(({ draft }) => contentMac(vault.mac, draft)),
      identities: unit.events.map(({ draft }) => identityMac(vault.mac, draft)),
      mark: idempotencyMark(vault.mac, { draft: first.draft, insist: false, idempotency }),
    });
  }
  return items;
}

/** What became of it earlier: under its key, or because its source has named it by the same number. */
async function seenBefore(context: WriteContext, item: Item): Promise<Settled | null> {
  const replayed = await replay(context, item.mark);
  if (replayed instanceof Refusal) return replayed;
  if (replayed !== null) {
    if (replayed.outcome !== "stored") return { outcome: "known", id: replayed.id };
    const { id, entry, disclosures } = replayed;
    return { outcome: "stored", events: [{ id, entry, disclosures }] };
  }
  const named = item.identities.flatMap((mac, i) => (mac === null ? [] : [{ mac, i }]));
  if (named.length === 0) return null;
  const found = await context.store.findByIdentity(named.map(({ mac }) => mac));
  for (const [at, { i }] of named.entries()) {
    const known = found[at] ?? null;
    if (known === null) continue;
    const { draft } = item.unit.events[i]!;
    const same =
      known.newest.subject === draft.subject && item.contents[i]!.equals(known.newest.contentMac);
    return same && i === 0
      ? { outcome: "known", id: known.newest.id }
      : new Refusal("event_conflict", {});
  }
  return null;
}

interface Sent {
  readonly item: Item;
  readonly unit: Unit;
  readonly boxes: readonly SealedWithDisclosures[];
}

async function store(
  context: WriteContext,
  items: readonly Item[],
  results: (Settled | null)[],
): Promise<void> {
  const recordedAt = context.clock.now();
  const plain = items.flatMap(({ unit, ids, contents }) =>
    unit.events.map(({ draft }, i) =>
      compose(draft, { id: ids[i]!, version: 1, recordedAt, contentMac: contents[i]! }),
    ),
  );
  const sealed = await context.vault.seal(plain);
  const ready: Sent[] = [];
  let from = 0;
  for (const item of items) {
    const own = sealed.slice(from, from + item.ids.length);
    from += item.ids.length;
    const refusal = own.find((box) => box instanceof Refusal);
    if (refusal !== undefined) results[item.at] = refusal;
    else {
      const boxes = own as SealedWithDisclosures[];
      ready.push({ item, boxes, unit: unitOf(context, item, boxes, recordedAt) });
    }
  }
  const sent = await standing(context, ready, results);
  if (sent.length === 0) return;
  const outcomes = await context.commit(sent.map(({ unit }) => unit)).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  for (const [i, { item, boxes }] of sent.entries()) {
    if (outcomes instanceof Refusal) {
      results[item.at] = outcomes;
      continue;
    }
    const outcome = outcomes[i]!;
    if (!outcome.ok) {
      // Who lost a race to itself under another name looks again: what won is told then.
      results[item.at] =
        outcome.conflict === "head_damaged"
          ? new Refusal("damaged", { what: "stream", index: -1, id: item.ids[0]! })
          : outcome.conflict === "erased"
            ? new Refusal("subject_erased", {})
            : outcome.conflict === "barred"
              ? new Refusal("busy", {})
              : { outcome: "moved" };
      continue;
    }
    results[item.at] = {
      outcome: "stored",
      events: outcome.entries.map((entry, at) => ({
        id: item.ids[at]!,
        entry,
        disclosures: boxes[at]!.disclosures,
      })),
    };
  }
}

/** Those with the standings of their streams; what became of the others goes to the results. */
async function standing(
  context: WriteContext,
  ready: readonly Sent[],
  results: (Settled | null)[],
): Promise<Sent[]> {
  const units = await withStandings(
    context,
    ready.map(({ unit, item }) => ({ unit, drafts: item.unit.events.map(({ draft }) => draft) })),
  );
  return ready.flatMap((one, i) => {
    const unit = units[i]!;
    if (unit !== "moved" && !(unit instanceof Refusal)) return [{ ...one, unit }];
    results[one.item.at] = unit === "moved" ? { outcome: "moved" } : unit;
    return [];
  });
}

function unitOf(
  context: WriteContext,
  { unit, ids, identities, mark }: Item,
  boxes: readonly SealedWithDisclosures[],
  recordedAt: number,
): Unit {
  return {
    records: boxes.map(({ sealed }) => sealed),
    standings: [],
    expected: unit.events.flatMap(({ expect }, i) =>
      expect === undefined ? [] : [{ streamKey: boxes[i]!.sealed.streamKey, head: expect }],
    ),
    identities: identities.flatMap((mac, i) => (mac === null ? [] : [{ mac, id: ids[i]! }])),
    idempotency: mark === null ? null : { ...mark, outcome: "stored", id: ids[0]!, version: 1 },
    recordedAt,
    dueAt: recordedAt + context.promiseMilliseconds,
  };
}
