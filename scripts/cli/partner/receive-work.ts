/** From a message that has arrived to one of which nothing is left to do: say that it is here, do what it asks for, say that it is done. What fails is tried again. */

import type { SigningKey } from "../../../api/log/signing-key.ts";
import {
  type Acknowledged,
  formatAcknowledgement,
  formatAcknowledgementText,
  messageBodyHash,
} from "../../../portal/verify/acknowledgement.ts";
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
  readonly log: (event: Logged, letter: Letter, type: string) => void;
}

interface Open extends Work {
  letter: Letter;
  readonly directories: readonly string[];
}

/** One round over all that is open; whether something has to be tried again. */
export async function workOnce(worker: Worker, told: Set<string>): Promise<boolean> {
  const all: Open[] = [];
  for (const letter of await worker.inbox.open()) {
    const one = await opened(worker, letter, told);
    if (one !== null) all.push(one);
  }
  let again = false;
  for (const one of all) again = !(await say(worker, one, "received")) || again;
  again = !(await applyAll(worker, all)) || again;
  for (const one of all) {
    if (!one.letter.applied) continue;
    // In this order, also where the first was tried in vain.
    const said = (await say(worker, one, "received")) && (await say(worker, one, "done"));
    if (said) one.letter = await save(worker, one, { finished: true });
    again = !said || again;
  }
  return again;
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
  const failed = new Set<Open>();
  for (const directory of new Set(left.flatMap(({ directories }) => directories))) {
    const own = left.filter(({ directories }) => directories.includes(directory));
    try {
      await applyTo(directory, own, worker);
    } catch {
      for (const one of own) failed.add(one);
    }
  }
  for (const one of left) {
    if (!failed.has(one)) one.letter = await save(worker, one, { applied: true });
    worker.log(failed.has(one) ? "in_use" : "applied", one.letter, one.message.type);
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
