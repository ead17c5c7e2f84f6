/** The declaration of an erasure in the log: what partners, the audit and everybody who counts erasures go by. One of each, whatever became of its list. */
import {
  type ErasureList,
  erasureCounts,
  erasureListRoot,
} from "../../../portal/verify/erasure-list.ts";
import { parseInput } from "../../consent/input.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { Erasure } from "../../store/erasures.ts";
import { erasure as erasureKind } from "../kinds/erasure.ts";
import { bundlesOf } from "./bundles.ts";
import type { ErasureContext } from "./context.ts";

/** What is found again by: the same erasure is declared once. No header can hold a blank. */
export const declarationKey = (id: string): string => `erasure ${id}`;

interface Declared {
  readonly count: number;
  readonly kept: number;
  /** base64url, of 32 bytes. */
  readonly root: string;
  readonly treeSize: number;
}

/** @returns false: the stream has moved; to be tried again */
async function append(
  { ledger, clock }: ErasureContext,
  { id, cause, begunAt }: Erasure,
  declared: Declared,
): Promise<boolean> {
  const { draft } = parseInput(erasureKind, {}, clock, {
    ...{ "@subject": ledger.firm, "@occurredAt": formatTime(begunAt), cause, erasureId: id },
    ...declared,
  });
  const [outcome] = await ledger.append([{ events: [{ draft }], idempotency: declarationKey(id) }]);
  if (outcome instanceof Refusal) throw outcome;
  return outcome?.outcome !== "moved";
}

export async function declareListed(
  context: ErasureContext,
  erasure: Erasure,
  list: ErasureList,
): Promise<boolean> {
  const indexes = list.entries.map(({ index }) => Number(index));
  const entries = await context.store.entriesAt(indexes);
  const hashes = entries.map((entry, i) => {
    if (entry === null) throw new Refusal("damaged", { what: "entry", index: indexes[i]! });
    return entry.leafHash;
  });
  const root = Buffer.from(erasureListRoot(list, hashes)).toString("base64url");
  const treeSize = Number(list.treeSize);
  return append(context, erasure, { ...erasureCounts(list), root, treeSize });
}

const ROOT_BYTES = 32;

/** Of one whose list was lost, or cannot be read: numbers out of the rows, and a root of no list. There is no certificate of it, but who has to hear of it does. */
export async function declareUnlisted(context: ErasureContext, erasure: Erasure): Promise<boolean> {
  const { store, random } = context;
  if (await mayBeDeclared(context, erasure)) return true;
  const root = random.bytes(ROOT_BYTES).toString("base64url");
  const declared = { ...(await rowCounts(context, erasure)), root };
  return append(context, erasure, { ...declared, treeSize: await store.size() });
}

/** Whether the log tells of it, or might: where records of such entries are lost, nobody can say, and none is declared twice. */
async function mayBeDeclared({ ledger }: ErasureContext, { id }: Erasure): Promise<boolean> {
  if ((await ledger.madeBefore(declarationKey(id))) !== null) return true;
  try {
    for (const firm of await ledger.knownSubjects(await ledger.firms())) {
      const { events } = await ledger.events(firm, erasureKind.kind);
      if (events.some(({ record }) => record === null || record.erasureId === id)) return true;
    }
    return false;
  } catch (error) {
    if (isRefusal(error, "stream_too_long") || isRefusal(error, "damaged")) return true;
    throw error;
  }
}

async function rowCounts(
  { store }: ErasureContext,
  { scopes }: Erasure,
): Promise<Pick<Declared, "count" | "kept">> {
  let [count, kept] = [0, 0];
  const subjects = scopes.map(({ subject }) => subject);
  for (const bundle of await bundlesOf({ store, keys: [] }, subjects)) {
    const { keys = [] } = scopes.find((one) => one.subject === bundle.subject) ?? {};
    const isGoing = keys.some(
      (key) => key.retentionClass === bundle.retentionClass && key.expiry === bundle.expiry,
    );
    for (const { entries } of bundle.kinds)
      if (isGoing) count += entries;
      else kept += entries;
  }
  return { count, kept };
}
