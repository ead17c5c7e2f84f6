/** From a message that has arrived to one of which nothing is left to do: do what it asks for, say that it is here, say that it is done. What fails is tried again. */

import type { SigningKey } from "../../../api/log/signing-key.ts";
import {
  type Acknowledged,
  formatAcknowledgement,
  formatAcknowledgementText,
  messageBodyHash,
} from "../../../portal/verify/acknowledgement.ts";
import { InUse } from "./lock.ts";
import { applyTo, type Copies, copiesOf, type Work } from "./receive-apply.ts";
import type { Inbox, Letter } from "./receive-inbox.ts";
import { type Logged, parseMessage, taskOf } from "./receive-message.ts";

/** What becomes of an acknowledgement: `refused` for good, or `later`. */
export type Sent = "taken" | "later" | "refused";

export interface Worker extends Copies {
  readonly inbox: Inbox;
  readonly key: SigningKey;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly send: (agreement: string, note: string) => Promise<Sent>;
  /** What went wrong here, and is tried again. */
  readonly onFault: (error: unknown) => void;
  readonly log: (event: Logged, letter: Letter, type: string) => void;
}

interface Open extends Work {
  letter: Letter;
  readonly directories: readonly string[];
}

/** What is remembered from one round to the next; without it nothing is done wrong. */
export interface Rounds {
  /** Letters about which nothing can be done, told once. */
  readonly told: Set<string>;
  /** Letters that the firm did not take the word of, in the order in which that was tried. */
  readonly putOff: Set<string>;
}
export const newRounds = (): Rounds => ({ told: new Set(), putOff: new Set() });

/** One round over all that is open; whether something has to be tried again. What is asked for is done before anything is said: a firm that does not answer holds up no deletion. */
export async function workOnce(worker: Worker, { told, putOff }: Rounds): Promise<boolean> {
  const all: Open[] = [];
  for (const letter of await worker.inbox.open()) {
    const one = await opened(worker, letter, told);
    if (one !== null) all.push(one);
  }
  const isApplied = await applyAll(worker, all);
  // What was put off comes last, so that one that is never taken does not keep the others back.
  const turn = [...putOff];
  const inTurn = all.toSorted((a, b) => turn.indexOf(a.letter.id) - turn.indexOf(b.letter.id));
  for (const one of inTurn) {
    const { id } = one.letter;
    putOff.delete(id);
    if (await sayAll(worker, one)) continue;
    putOff.add(id);
    // The firm may be away: what arrives meanwhile is not to wait for each of the others.
    return true;
  }
  return !isApplied;
}

/** In this order, and `done` only of what is done. Whether nothing is left to say now. */
async function sayAll(worker: Worker, one: Open): Promise<boolean> {
  if (!(await say(worker, one, "received"))) return false;
  if (!one.letter.applied) return true;
  if (!(await say(worker, one, "done"))) return false;
  one.letter = await save(worker, one, { finished: true });
  return true;
}

/** `null`: nothing is to be done about it, or nothing that this receiver can do. */
async function opened(worker: Worker, letter: Letter, told: Set<string>): Promise<Open | null> {
  const message = parseMessage(letter.body);
  const task = message === null ? null : taskOf(message);
  const tell = (event: Logged): null => {
    if (!told.has(letter.id)) worker.log(event, letter, message?.type ?? "?");
    told.add(letter.id);
    return null;
  };
  // It stays, and is looked at again by a receiver that knows more.
  if (message === null || task === null) return tell("unknown");
  if (task.what === "nothing") {
    await worker.inbox.save({ ...letter, applied: true, finished: true });
    return tell("tested");
  }
  const copies = await copiesOf(worker.directories, message);
  if (copies.length === 0 && !letter.applied) return tell("no_copy");
  return { letter, message, task, directories: copies.map(({ directory }) => directory) };
}

/** Copy by copy, so that each one's tables are written once however many messages there are. Whether all of it could be done. */
async function applyAll(worker: Worker, all: readonly Open[]): Promise<boolean> {
  const left = all.filter(({ letter }) => !letter.applied);
  const failed = new Map<Open, Logged>();
  for (const directory of new Set(left.flatMap(({ directories }) => directories))) {
    const own = left.filter(({ directories }) => directories.includes(directory));
    try {
      await applyTo(directory, own, worker);
    } catch (error) {
      if (!(error instanceof InUse)) worker.onFault(error);
      for (const one of own) failed.set(one, error instanceof InUse ? "in_use" : "failed");
    }
  }
  for (const one of left) {
    if (!failed.has(one)) one.letter = await save(worker, one, { applied: true });
    worker.log(failed.get(one) ?? "applied", one.letter, one.message.type);
  }
  return failed.size === 0;
}

const save = async (worker: Worker, { letter }: Open, change: Partial<Letter>): Promise<Letter> => {
  const changed = { ...letter, ...change };
  await worker.inbox.save(changed);
  return changed;
};

/** Signed once, and sent until it is taken. Whether nothing is left to say. */
async function say(worker: Worker, one: Open, what: Acknowledged): Promise<boolean> {
  const { message } = one;
  if (one.letter[what]?.sent) return true;
  if (one.letter[what] === null) {
    const note = signed(worker, one, what);
    one.letter = await save(worker, one, { [what]: { note, sent: false } });
  }
  const { note } = one.letter[what] as { note: string };
  const outcome = await worker.send(message.data.agreement ?? "", note);
  if (outcome === "later") return false;
  one.letter = await save(worker, one, { [what]: { note, sent: true } });
  const told = what === "received" ? "received_said" : "done_said";
  worker.log(outcome === "refused" ? "said_refused" : told, one.letter, message.type);
  return true;
}

function signed({ key, now }: Worker, { letter, message }: Open, what: Acknowledged): string {
  const acknowledgement = {
    ...{ agreement: message.data.agreement ?? "", message: letter.id, what },
    ...{ bodyHash: messageBodyHash(letter.body), time: now() },
  };
  const text = formatAcknowledgementText(acknowledgement);
  return formatAcknowledgement(acknowledgement, key, key.sign(text));
}
