import type { Sink } from "../run.ts";
import type { Deliver } from "./deliver.ts";
import { laneOf, type Parcel, parcel } from "./parcel.ts";

/** Requests on their way at the same time. */
const LANES = 3;
const MOST_LINES = 1000;
const MOST_BYTES = 2 << 20;

interface Lane {
  parcels: Parcel[];
  bytes: number;
  /** The chunk on its way; never rejects, a failure is kept in `failure`. */
  sending: Promise<void> | undefined;
}

/**
 * A sink that sends in chunks, several at once. All records of a customer take the same lane, and a lane sends one chunk at a time,
 * so they arrive in the order of the file. Holds at most two chunks for each lane.
 */
export function laneSink(deliver: Deliver, lanes: number = LANES): Sink {
  const all: Lane[] = Array.from({ length: lanes }, () => ({
    parcels: [],
    bytes: 0,
    sending: undefined,
  }));
  let failure: { readonly error: unknown } | undefined;

  const send = (lane: Lane): void => {
    const { parcels } = lane;
    lane.parcels = [];
    lane.bytes = 0;
    lane.sending = deliver(parcels).then(
      () => {
        lane.sending = undefined;
      },
      (error: unknown) => {
        failure ??= { error };
        lane.sending = undefined;
      },
    );
  };

  const flush = async (lane: Lane): Promise<void> => {
    await lane.sending;
    if (failure !== undefined) throw failure.error;
    if (lane.parcels.length > 0) send(lane);
  };

  return {
    take(draft) {
      const next = parcel(draft);
      const lane = all[laneOf(next.key, lanes)]!;
      lane.parcels.push(next);
      lane.bytes += next.text.length;
      const full = lane.parcels.length >= MOST_LINES || lane.bytes >= MOST_BYTES;
      return full ? flush(lane) : undefined;
    },
    async finish() {
      await Promise.all(all.map(flush));
      await Promise.all(all.map((lane) => lane.sending));
      if (failure !== undefined) throw failure.error;
    },
  };
}
