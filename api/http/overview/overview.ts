/** How the ledger stands as a whole: figures, what was sealed and anchored, and what it cost. Nothing of a person is in it. */
import type { Policy } from "../../../portal/verify/policy.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { explorerLink } from "../../core/explorer.ts";
import type { Language } from "../../core/language.ts";
import type { AnchorSum } from "../../store/log-pages.ts";
import type { AnchorRow, Store, StoredCheckpoint } from "../../store/store.ts";
import type { OverviewAlarm } from "../alarms.ts";
import type { Health } from "../health.ts";
import { alarmWords } from "./alarm-words.ts";
import type { Anchor, Batch, Checkpoint, Cost, Overview, Series } from "./schemas.ts";

export interface OverviewOptions {
  readonly store: Pick<
    Store,
    | "newestCheckpoint"
    | "newestAnchor"
    | "checkpoint"
    | "checkpointAbove"
    | "batchesBelow"
    | "anchorsBelow"
    | "anchorFrom"
    | "anchorSums"
    | "sealedBefore"
    | "size"
  >;
  readonly clock: Clock;
  readonly name: string;
  readonly policy: Pick<Policy, "chainId" | "contract" | "ledgerId">;
  /** Template of a transaction's address at a block explorer (explorer.ts); `null`: there is none. */
  readonly explorer: string | null;
  readonly health: () => Promise<Health>;
  /** Messages that partners have not acknowledged in time; left out: there are none. */
  readonly overdue?: () => Promise<number>;
  /** Requests of people whose deadline has passed, and that are granted and get no further; left out: there are none. */
  readonly requests?: () => Promise<{ readonly overdue: number; readonly stuck: number }>;
  /** Breaches that the authority is to be told of within a day, or was to be. */
  readonly breachesDue?: () => Promise<number>;
}

/** `null`: from the newest on. */
export interface PageAsked {
  readonly cursor: string | null;
  readonly limit: number;
}

export interface OverviewReads {
  /** Costs what health costs, a few reads by key, and, once a minute, the anchors of 30 days. @throws Refusal `damaged` */
  overview(language: Language): Promise<Overview>;
  /** By day of UTC; by hour in the first two days of a ledger. The last point is not over yet. */
  series(days: number): Promise<Series>;
  /** What covers an entry first; `null`: nothing does yet. */
  covering(
    index: number,
  ): Promise<{ size: number; checkpoint: Checkpoint | null; anchor: Anchor | null }>;
  anchors(page: PageAsked): Promise<{ anchors: Anchor[]; next: string | null }>;
  batches(page: PageAsked): Promise<{ batches: Batch[]; next: string | null }>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOURS = 12;
const SUMMED_MS = 60_000;

export function createOverview(options: OverviewOptions): OverviewReads {
  const { store, clock, explorer } = options;

  async function anchorOf(row: AnchorRow): Promise<Anchor> {
    const { size, state, transaction, block, blockTime, previousSize, gasUsed, gasPrice } = row;
    const sealed = await store.checkpoint(size);
    return {
      ...{ size, state, transaction, block, previousSize, gas: gasUsed },
      link: state === "pending" ? null : explorerLink(explorer, transaction),
      time: blockTime === null ? null : formatTime(blockTime * 1000),
      root: sealed === null ? null : base64(sealed.root),
      gasPrice: gasPrice === null ? null : String(gasPrice),
      fee:
        gasUsed === null || gasPrice === null ? null : String(BigInt(gasUsed) * BigInt(gasPrice)),
    };
  }

  async function newest(states: readonly AnchorRow["state"][]): Promise<Anchor | null> {
    const row = await store.newestAnchor(states, 0);
    return row === null ? null : anchorOf(row);
  }

  async function costSince(milliseconds: number): Promise<Cost> {
    const now = seconds(clock.now());
    // Clocks of chains are ahead of ours at times.
    const [sum] = await store.anchorSums([seconds(clock.now() - milliseconds), now + 3_600]);
    return costOf(sum as AnchorSum);
  }

  let summed: { readonly of: string; readonly at: number; readonly cost: Overview["cost"] } | null =
    null;
  /** Every portal that is open asks again and again: as long as there is no other anchor, a minute changes little. */
  async function costNow(newestAnchor: Anchor | null): Promise<Overview["cost"]> {
    const of = `${newestAnchor?.size} ${newestAnchor?.state}`;
    const at = clock.now();
    if (summed !== null && summed.of === of && Math.abs(at - summed.at) < SUMMED_MS)
      return summed.cost;
    const cost = { day: await costSince(DAY), month: await costSince(30 * DAY) };
    summed = { of, at, cost };
    return cost;
  }

  return {
    async overview(language) {
      const { status, log, chain, cosigners, alarms } = await options.health();
      // What is shown as 0 while nothing is known would be wrong in words.
      if (status === "down" && log.state === "failing") throw new Refusal("busy", {});
      const sealed = await store.newestCheckpoint();
      const anchor = await newest(["pending", "included", "finalized"]);
      const { chainId, contract, ledgerId } = options.policy;
      const requests = await options.requests?.();
      const late: readonly [OverviewAlarm, number | undefined][] = [
        ["partner_overdue", await options.overdue?.()],
        ["requests_overdue", requests?.overdue],
        ["requests_stuck", requests?.stuck],
        ["breach_due", await options.breachesDue?.()],
      ];
      const codes = [...alarms, ...late.flatMap(([code, count = 0]) => (count > 0 ? code : []))];
      return {
        ...{ name: options.name, at: formatTime(clock.now()), status },
        ...{ size: log.size, sealed: log.sealed, sealing: log.state },
        open: { entries: log.openEntries, since: log.openSince, seconds: log.openSeconds },
        unanchored: {
          entries: log.unanchoredEntries,
          since: log.unanchoredSince,
          seconds: log.unanchoredSeconds,
        },
        checkpoint: sealed && checkpointOf(sealed),
        anchor,
        final: await newest(["finalized"]),
        chain: {
          ...{ chainId, contract, ledgerId },
          ...{ state: chain.state, lastError: chain.lastError ?? null },
        },
        cosigners: cosigners.map(({ name, kind, state, size, lagEntries, lagSeconds }) => ({
          ...{ name, kind, state, size, lagEntries, lagSeconds },
        })),
        cost: await costNow(anchor),
        alarms: codes.map((code) => ({ code, ...alarmWords[language][code] })),
      };
    },

    async series(days) {
      const first = (await store.checkpointAbove(0))?.sealedAt ?? clock.now();
      const { unit, times } = bounds(clock.now(), first, days);
      const sealed = await store.sealedBefore(times);
      const sums = await store.anchorSums(times.map(seconds));
      const points = sums.map((sum, i) => {
        const [before, by] = [sealed[i], sealed[i + 1]] as [(typeof sealed)[0], (typeof sealed)[0]];
        const { anchors, gas, fee } = costOf(sum);
        return {
          from: formatTime(times[i] as number),
          ...{ entries: by.size - before.size, batches: by.batches - before.batches },
          ...{ anchors, gas, fee },
        };
      });
      return { unit, points };
    },

    async covering(index) {
      const [size, sealed] = [await store.size(), await store.checkpointAbove(index)];
      const row = await store.anchorFrom(index + 1);
      const anchor = row === null ? null : await anchorOf(row);
      return { size, checkpoint: sealed && checkpointOf(sealed), anchor };
    },

    async anchors({ cursor, limit }) {
      const rows = await store.anchorsBelow(placeOf(cursor), limit + 1);
      const anchors: Anchor[] = [];
      for (const row of rows.slice(0, limit)) anchors.push(await anchorOf(row));
      return { anchors, next: nextOf(anchors, rows.length > limit) };
    },

    async batches({ cursor, limit }) {
      const rows = await store.batchesBelow(placeOf(cursor), limit + 1);
      const batches: Batch[] = [];
      let above: Anchor | null = null;
      for (const { from, size, root, sealedAt } of rows.slice(0, limit)) {
        // Many batches have one anchor: as long as the last one begins before this batch's end, it is the first that covers it.
        if (above === null || above.previousSize === null || above.previousSize >= size) {
          const row = await store.anchorFrom(size);
          above = row === null ? null : await anchorOf(row);
        }
        batches.push({
          ...{ from, size, root: base64(root), time: formatTime(sealedAt), anchor: above },
        });
      }
      return { batches, next: nextOf(batches, rows.length > limit) };
    },
  };
}

const placeOf = (cursor: string | null): number =>
  cursor === null ? Number.MAX_SAFE_INTEGER : Number(cursor);

const nextOf = (shown: readonly { readonly size: number }[], more: boolean): string | null =>
  more ? String(shown.at(-1)?.size) : null;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const checkpointOf = ({ size, root, sealedAt }: StoredCheckpoint): Checkpoint => ({
  ...{ size, root: base64(root), time: formatTime(sealedAt) },
});

const costOf = ({ anchors, gas, fee, unknown }: AnchorSum): Cost => ({
  ...{ anchors, gas, unknown },
  fee: String(BigInt(Math.round(fee))),
});

/** Where each point begins, and where the last one ends. */
export function bounds(
  now: number,
  first: number,
  days: number,
): { readonly unit: "day" | "hour"; readonly times: readonly number[] } {
  const isYoung = now - first < 2 * DAY;
  const step = isYoung ? HOUR : DAY;
  const last = Math.floor(now / step) * step;
  const least = last - (isYoung ? Math.min(days * 24, 48) - 1 : days - 1) * step;
  // So many hours at least: a single one is no course of time.
  const youngest = isYoung ? last - (HOURS - 1) * step : Number.POSITIVE_INFINITY;
  const begin = Math.max(least, Math.min(youngest, Math.floor(Math.min(first, now) / step) * step));
  const times: number[] = [];
  for (let at = begin; at <= last + step; at += step) times.push(at);
  return { unit: isYoung ? "hour" : "day", times };
}
