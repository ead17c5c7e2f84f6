/** Who is sent to at the same time. In memory alone: what is under way ends with the process, and is due still. */

/** What is needed to know of a message. */
interface Placed {
  readonly number: number;
  readonly organization: string;
  readonly agreement: string;
  readonly subject: string | null;
}

/** What comes one after the other: all of a person, and of what is about nobody all of an agreement. So tests hold up tests alone. */
const orderOf = ({ subject, agreement }: Placed): string => subject ?? agreement;

/** So many organizations at a time, and messages to each. */
const MOST_ORGANIZATIONS = 4;
const MOST_MESSAGES = 2;
/** A receiver that fails is asked with one message at a time, and after each failure in a row twice as much later: so it keeps none of the places of others for long. */
const FIRST_HOLD_MS = 1_000;
const MOST_HOLD_MS = 60_000;

export interface Lanes {
  /** Those of them that are not held, whose last turn is longest ago first. */
  inTurn(organizations: readonly string[], now: number): readonly string[];
  /** How many more may be sent to it now. */
  room(organization: string): number;
  underWay(organization: string): number;
  /** False: it is under way, or another that comes one after the other with it, or there is no room. */
  take(message: Placed): boolean;
  /** @param taken `null`: nothing is known of it */
  end(message: Placed, taken: boolean | null, now: number): void;
  heldUntil(organization: string): number;
  /** Its failures are forgotten. */
  forgive(organization: string): void;
}

interface Lane {
  /** By their numbers, what each comes one after the other with. */
  readonly messages: Map<number, string>;
  /** In a row. */
  failures: number;
  heldUntil: number;
  /** Number of the last turn. */
  turn: number;
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();
  let turns = 0;
  const laneOf = (organization: string): Lane => {
    const found = lanes.get(organization);
    if (found !== undefined) return found;
    const lane: Lane = { messages: new Map(), failures: 0, heldUntil: 0, turn: 0 };
    lanes.set(organization, lane);
    return lane;
  };
  const busy = (): number => [...lanes.values()].filter(({ messages }) => messages.size > 0).length;

  function room(organization: string): number {
    const { messages, failures } = laneOf(organization);
    if (messages.size === 0 && busy() >= MOST_ORGANIZATIONS) return 0;
    return Math.max(0, (failures > 0 ? 1 : MOST_MESSAGES) - messages.size);
  }

  return {
    inTurn: (organizations, now) =>
      organizations
        .filter((one) => laneOf(one).heldUntil <= now)
        .sort((a, b) => laneOf(a).turn - laneOf(b).turn),
    room,
    underWay: (organization) => laneOf(organization).messages.size,
    take(message) {
      const { number, organization } = message;
      const lane = laneOf(organization);
      const { messages } = lane;
      const order = orderOf(message);
      // One that was replayed may be older than what is under way.
      const isTheirTurn = !messages.has(number) && ![...messages.values()].includes(order);
      if (!isTheirTurn || room(organization) === 0) return false;
      messages.set(number, order);
      turns += 1;
      lane.turn = turns;
      return true;
    },
    end({ number, organization }, taken, now) {
      const lane = laneOf(organization);
      lane.messages.delete(number);
      if (taken === true) lane.failures = 0;
      if (taken !== false) return;
      lane.failures += 1;
      const hold = Math.min(MOST_HOLD_MS, FIRST_HOLD_MS * 2 ** Math.min(lane.failures - 1, 10));
      lane.heldUntil = now + hold;
    },
    heldUntil: (organization) => laneOf(organization).heldUntil,
    forgive(organization) {
      const lane = laneOf(organization);
      lane.failures = 0;
      lane.heldUntil = 0;
    },
  };
}
