/** What is recorded of an erasure that is carried out: that the root key is gone that had wrapped what was destroyed, and what partners have signed. */
import { appendDecided, type EventOutcome } from "../../consent/context.ts";
import { parseInput } from "../../consent/input.ts";
import { isRefusal } from "../../core/errors.ts";
import type { SignedFields } from "../../sharing/push/acknowledge.ts";
import type { Erasure } from "../../store/erasures.ts";
import { erasure as erasureKind } from "../kinds/erasure.ts";
import { erasureOutcome } from "../kinds/erasure-outcome.ts";
import type { ErasureContext } from "./context.ts";

const PAGE = 100;
/** No header can hold a blank. */
const completionKey = (id: string): string => `erasure-completed ${id}`;

type Needs = Pick<ErasureContext, "ledger" | "keyStore" | "clock" | "escrowedRoots">;

/** Whether every root key up to that of the erasure is gone, and every copy of them for escrow. */
async function goneRoots({
  keyStore,
  escrowedRoots,
}: Needs): Promise<(erasure: Erasure) => boolean> {
  const roots = await keyStore.roots();
  const escrowed = await escrowedRoots();
  const numbers = new Map(roots.map(({ id, number }) => [id, number]));
  // A copy of a root key that this key store never knew may be of any time.
  const copies = [...escrowed].map((id) => numbers.get(id) ?? 0);
  return ({ root }) => {
    // Which one it was is not known: any may open what was destroyed.
    if (root === null) return roots.length === 0 && copies.length === 0;
    const gone = roots.every(({ number, goneAt }) => number > root || goneAt !== null);
    return gone && copies.every((number) => number > root);
  };
}

/** Records the completion of all that are complete; how many, and when the others began (milliseconds since 1970). */
export async function complete(
  needs: Needs,
): Promise<{ readonly completed: number; readonly waiting: readonly number[] }> {
  const { ledger, keyStore, clock } = needs;
  let completed = 0;
  const waiting: number[] = [];
  const isGone = await goneRoots(needs);
  for (let after = 0; ; ) {
    const page = await keyStore.erasures({ which: "uncompleted", after, limit: PAGE });
    for (const erasure of page) {
      if (!isGone(erasure)) {
        waiting.push(erasure.begunAt);
        continue;
      }
      const { draft } = parseInput(erasureOutcome, {}, clock, {
        ...{ "@subject": ledger.firm, erasureId: erasure.id, event: "completed" },
      });
      const before = await ledger.madeBefore(completionKey(erasure.id));
      if (before === null) {
        const unit = { events: [{ draft }], idempotency: completionKey(erasure.id) };
        await appendDecided({ ledger }, async () => unit);
      }
      await keyStore.completeErasure(erasure.id, clock.now());
      completed++;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return { completed, waiting };
    after = last.number;
  }
}

/** Of the erasure that the entry of this index declares. `null`: it declares none, or its record is gone. @throws Refusal of append.ts */
export async function acknowledged(
  { ledger, clock }: Pick<ErasureContext, "ledger" | "clock">,
  index: number,
  fields: SignedFields,
): Promise<EventOutcome | null> {
  const erasureId = await declaredBy({ ledger }, index);
  if (erasureId === null) return null;
  let known: string | null = null;
  const outcome = await appendDecided({ ledger }, async () => {
    const { head, events } = await ledger.events(
      ledger.firm,
      `${erasureOutcome.kind}/${erasureId}`,
    );
    const found = events.find(({ record }) => {
      const said = record?.acknowledgement as Partial<SignedFields> | null | undefined;
      // Whoever has said `done` has said `received`.
      return (
        said?.message === fields.message && (said.what === fields.what || said.what === "done")
      );
    });
    known = found === undefined ? null : String(found.record?.["@id"]);
    if (known !== null) return null;
    const { draft } = parseInput(erasureOutcome, {}, clock, {
      ...{ "@subject": ledger.firm, erasureId, event: "acknowledged", acknowledgement: fields },
    });
    return { events: [{ draft, expect: head }], idempotency: null };
  });
  return outcome ?? { outcome: "known", id: String(known) };
}

async function declaredBy(
  { ledger }: Pick<ErasureContext, "ledger">,
  index: number,
): Promise<string | null> {
  const place = await ledger.placeAt(index);
  if (place?.kind !== erasureKind.kind) return null;
  try {
    const { record } = await ledger.record(place.id, place.version);
    return String(record.erasureId);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
