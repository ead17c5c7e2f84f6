/** A thread of the audit: it opens the files for itself, and does one piece after the other. Started by `startHands`. */
import { dirname } from "node:path";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { systemRandom } from "../../core/random.ts";
import { StoreFault } from "../../store/fault.ts";
import { openLedgerSnapshot, openSnapshot } from "../../store/sqlite/audit/snapshot.ts";
import { ringOf } from "../../vault/root-files.ts";
import type { FromHand, HandData, ToHand } from "./crossing.ts";
import { type Hands, ownHands } from "./hands.ts";

async function open({ files, rootKeyFile, label }: HandData): Promise<Hands> {
  // The ledger's first: keys are durable before the records that need them.
  const ledger = openLedgerSnapshot(files.ledger);
  const keys = openSnapshot("keys", files.keys);
  const map = files.map === null ? null : openSnapshot("map", files.map);
  // Behind the snapshots: a root key that they need cannot go as long as they are read.
  const { provider } = ringOf(dirname(rootKeyFile), systemRandom());
  return ownHands({ ledger, keys, map, provider, label });
}

async function answer(hands: Hands, { piece }: ToHand): Promise<unknown> {
  switch (piece.what) {
    case "records":
      return hands.records(piece.from, piece.to, piece.asked);
    case "digestedRecords":
      return hands.digestedRecords(piece.from, piece.to, piece.asked);
    case "digest":
      return hands.digest(piece.from, piece.to, piece.asked);
    case "subjects":
      return hands.subjects(piece.range);
    case "marks":
      return hands.marks(piece.range);
    case "part":
      return hands.part(Buffer.from(piece.moves), piece.bits);
    case "integrity":
      return hands.integrity(piece.file);
  }
}

function run(port: MessagePort, data: HandData): void {
  const say = (message: FromHand): void => port.postMessage(message);
  const opening = open(data);
  opening.catch(() => {});
  port.on("message", async (message: ToHand) => {
    const { call } = message;
    try {
      say({ call, value: await answer(await opening, message) });
    } catch (error) {
      if (error instanceof StoreFault) {
        const { operation, code, table } = error;
        say({ call, fault: { operation, code, table } });
      } else {
        const bug = error instanceof Error ? error : new Error("no error was thrown");
        say({ call, bug: { message: bug.message, stack: bug.stack ?? "" } });
      }
    }
  });
}

if (parentPort !== null) run(parentPort, workerData as HandData);
