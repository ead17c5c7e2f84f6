/** The events of one agreement, which are its history: nothing is in the contract that none of them has told. */
import type { LogDescription } from "ethers/abi";
import { asCount, asData, asObject, asWord, badAnswer, headerAt, quantity } from "../answers.ts";
import type { Rpc } from "../rpc.ts";
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

/** A node could have one ask about times for ever. No agreement has had as many steps. */
const MOST_TOLD = 10_000;

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
    .sort((a, b) => a.block - b.block || a.index - b.index);
  const times = new Map<number, number>();
  for (const { block } of found) {
    if (times.has(block)) continue;
    const header = await headerAt(rpc, block);
    if (header === null) throw badAnswer();
    times.set(block, header.time);
  }
  return found.map(({ block, transaction, said }) => ({
    ...{ block, transaction, time: times.get(block) as number },
    ...told(said),
  }));
}

interface Placed {
  readonly block: number;
  readonly index: number;
  readonly transaction: string;
  readonly said: LogDescription;
}

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

type Told<E> = E extends unknown ? Omit<E, keyof EventPlace> : never;

function told({ name, args }: LogDescription): Told<AgreementEvent> {
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
