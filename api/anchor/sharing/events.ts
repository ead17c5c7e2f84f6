/** The events of one agreement, which are its history: nothing is in the contract that none of them has told. */
import type { LogDescription } from "ethers/abi";
import { asCount, asData, asObject, asWord, badAnswer, headerAt, quantity } from "../answers.ts";
import { type Rpc, RpcUnreachable } from "../rpc.ts";
import { sharingTerms } from "../sharing-terms.ts";
import { inHalves, logsOrNull } from "../views.ts";
import { refuse } from "./refusals.ts";
import type { SharingPlace } from "./typed-data.ts";

/** Where an event stands. `time`: the block's, in seconds since 1970. */
export interface EventPlace {
  readonly block: number;
  readonly time: number;
  readonly transaction: string;
}

/** Addresses and hashes in lower case; `party`: who proposed, withdrew or terminated. */
export type AgreementEvent = EventPlace &
  (
    | {
        readonly event: "Proposed";
        readonly party: string;
        readonly proposal: number;
        readonly version: number;
        readonly termsHash: string;
        readonly deadline: number;
        readonly salt: string;
      }
    | {
        readonly event: "Agreed";
        readonly proposal: number;
        readonly version: number;
        readonly termsHash: string;
        readonly inForceFrom: number;
      }
    | { readonly event: "Withdrawn"; readonly party: string; readonly proposal: number }
    | { readonly event: "Terminated"; readonly party: string; readonly version: number }
  );

type EventName = AgreementEvent["event"];
type Told<E> = E extends unknown ? Omit<E, keyof EventPlace> : never;
/** What an event says, before it is known when its block was made. */
export type ToldEvent = Told<AgreementEvent>;

/** With its place among the events of its block. */
export type PlacedEvent = AgreementEvent & { readonly index: number };

/** Which events, and from where on. */
export interface EventsAsked {
  /** The first block. */
  readonly first: number;
  readonly names: readonly EventName[];
  /** Asked of each in order; the others cost nothing more. */
  readonly keep: (event: ToldEvent) => boolean;
}

export interface EventsPart {
  /** In order. */
  readonly events: readonly PlacedEvent[];
  /** The first block that was not looked at. */
  readonly next: number;
}

/** A node could have one ask about times for ever. No agreement has had as many steps. */
const MOST_TOLD = 10_000;
/** At a time: with so many events, or after so many questions, it is enough. */
const ENOUGH = 1_000;
const MOST_ASKED = 64;

/** All of an agreement from a block up to another, in order. Refuses with `events_not_listed` where the node does not let one search, `too_many`. */
export async function readEvents(
  rpc: Rpc,
  { contract }: SharingPlace,
  agreement: string,
  upTo: number,
  first = 0,
): Promise<readonly AgreementEvent[]> {
  const logs = await inHalves(first, upTo, (from, to) =>
    logsOrNull(rpc, {
      address: contract,
      topics: [null, agreement],
      fromBlock: quantity(from),
      toBlock: quantity(to),
    }),
  );
  if (logs === null) throw refuse("events_not_listed");
  // Before they are read: that takes its time, too.
  if (logs.length > MOST_TOLD) throw refuse("too_many", { count: logs.length, most: MOST_TOLD });
  const found = logs
    .map(asObject)
    .flatMap((log) => placed(log, contract, agreement, upTo))
    .sort(inOrder)
    .map((one) => ({ ...one, event: told(one.said) }));
  return (await timed(rpc, found)).map(({ index: _, ...event }) => event);
}

/**
 * Some of an agreement, up to a block: whoever fills its history keeps nobody from what stands behind, and from nothing that two had to sign.
 * Refuses with `events_not_listed` where the node does not let one search a single block.
 */
export async function readPart(
  rpc: Rpc,
  { contract }: SharingPlace,
  agreement: string,
  upTo: number,
  { first, names, keep }: EventsAsked,
): Promise<EventsPart> {
  const topics = names.map((name) => sharingTerms.getEvent(name)?.topicHash);
  const events: (Placed & { readonly event: ToldEvent })[] = [];
  let next = first;
  let span = upTo - first + 1;
  let looked = 0;
  for (let asked = 0; next <= upTo && asked < MOST_ASKED && looked < ENOUGH; asked += 1) {
    const last = Math.min(upTo, next + span - 1);
    const logs = await fewOrNull(rpc, {
      ...{ address: contract, topics: [topics, agreement] },
      ...{ fromBlock: quantity(next), toBlock: quantity(last) },
    });
    if (logs === null) {
      if (last === next) throw refuse("events_not_listed");
      span = Math.ceil((last - next + 1) / 2);
      continue;
    }
    const found = logs
      .map(asObject)
      .flatMap((log) => placed(log, contract, agreement, last))
      .filter(({ block, said }) => block >= next && names.some((name) => name === said.name))
      .sort(inOrder);
    looked += found.length;
    for (const one of found) {
      const event = told(one.said);
      if (keep(event)) events.push({ ...one, event });
    }
    next = last + 1;
  }
  return { events: await timed(rpc, events), next };
}

/** `null`: the range is too large for the node, or has more than is read at once. */
async function fewOrNull(rpc: Rpc, filter: object): Promise<readonly unknown[] | null> {
  try {
    const logs = await logsOrNull(rpc, filter);
    return logs === null || logs.length > MOST_TOLD ? null : logs;
  } catch (error) {
    // An answer that is too long is not read to its end.
    if (error instanceof RpcUnreachable && error.reason === "bad_answer") return null;
    throw error;
  }
}

/** With the times of their blocks, each of which is asked for once. */
async function timed(
  rpc: Rpc,
  found: readonly (Placed & { readonly event: ToldEvent })[],
): Promise<readonly PlacedEvent[]> {
  const times = new Map<number, number>();
  for (const { block } of found) {
    if (times.has(block)) continue;
    const header = await headerAt(rpc, block);
    if (header === null) throw badAnswer();
    times.set(block, header.time);
  }
  return found.map(({ block, index, transaction, event }) => ({
    ...{ block, index, transaction, time: times.get(block) as number },
    ...event,
  }));
}

interface Placed {
  readonly block: number;
  readonly index: number;
  readonly transaction: string;
  readonly said: LogDescription;
}

const inOrder = (a: Placed, b: Placed): number => a.block - b.block || a.index - b.index;

/** Nodes were seen that ignore a filter, so what comes back is looked at again. */
function placed(
  log: Record<string, unknown>,
  contract: string,
  agreement: string,
  upTo: number,
): Placed[] {
  if (log.removed === true || log.blockNumber == null) return [];
  const topics = (Array.isArray(log.topics) ? log.topics : []).map(asData);
  const block = asCount(log.blockNumber);
  if (asData(log.address) !== contract || topics[1] !== agreement || block > upTo) return [];
  let said: LogDescription | null;
  try {
    said = sharingTerms.parseLog({ topics, data: asData(log.data) });
  } catch {
    throw badAnswer();
  }
  if (said === null) return [];
  return [{ block, index: asCount(log.logIndex), transaction: asWord(log.transactionHash), said }];
}

function told({ name, args }: LogDescription): ToldEvent {
  const lower = (value: unknown): string => String(value).toLowerCase();
  switch (name) {
    case "Proposed": {
      const { terms } = args;
      return {
        event: "Proposed",
        party: lower(args.proposer),
        proposal: Number(terms.proposal),
        version: Number(terms.version),
        termsHash: lower(terms.termsHash),
        deadline: Number(terms.deadline),
        salt: lower(terms.salt),
      };
    }
    case "Agreed":
      return {
        event: "Agreed",
        proposal: Number(args.proposal),
        version: Number(args.version),
        termsHash: lower(args.termsHash),
        inForceFrom: Number(args.inForceFrom),
      };
    case "Withdrawn":
      return { event: "Withdrawn", party: lower(args.party), proposal: Number(args.proposal) };
    case "Terminated":
      return { event: "Terminated", party: lower(args.party), version: Number(args.version) };
    default:
      throw badAnswer();
  }
}
