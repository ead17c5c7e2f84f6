/** Which refusals tell something of a person all the same: these are recorded like what is shown, before they go out (`Reading.telling`). */
import { isRefusal, type MissingThing, type Refusal, type RefusalCode } from "../core/errors.ts";
import type { Told } from "./access.ts";
import { partOf, type Tells } from "./reading.ts";
import type { Ledger } from "./service.ts";

/** They rest on what there is of somebody. Not `not_sealed` and `not_anchored_yet`: whoever waits for a file asks again and again, gets it within seconds, and is recorded then. All others say how it was asked, by whom, how the ledger is, or that nobody is known by that name. */
const TELLING: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  "content_lost",
  "damaged",
  "foreign_form",
  "not_newest",
  "stream_exists",
  "stream_too_long",
  "unknown_fields",
]);
/** Of something that there is, this is missing. */
const MISSING: ReadonlySet<MissingThing> = new Set<MissingThing>(["receipt", "stream", "version"]);

function isTelling(refusal: Refusal): boolean {
  if (isRefusal(refusal, "not_found")) return MISSING.has(refusal.details.what);
  // Where a history is to begin: at an event that is there, or not.
  if (isRefusal(refusal, "invalid_parameter")) return refusal.details.parameter === "from";
  return TELLING.has(refusal.code);
}

/** Asked about a person. */
export const refusedOf =
  (subject: string, told: readonly Told[]): Tells =>
  async (refusal) =>
    isTelling(refusal) ? [{ subject, told }] : [];

/** Asked about a version of a record (`null`: the newest). Where that is not the newest, or not there, the refusal tells of the one that is. */
export const refusedRecord =
  (
    ledger: Pick<Ledger, "place">,
    { id, version }: { readonly id: string; readonly version: number | null },
    told: readonly Told[] = [],
  ): Tells =>
  async (refusal) => {
    if (!isTelling(refusal)) return [];
    const isOther = isRefusal(refusal, "not_found") || isRefusal(refusal, "not_newest");
    return [{ ...partOf(await ledger.place(id, isOther ? null : version), []), told }];
  };

/** Asked about an entry of the log: it tells of whose record is behind it. */
export const refusedEntry =
  (ledger: Pick<Ledger, "placeAt">, index: number): Tells =>
  async (refusal) => {
    const place = isTelling(refusal) ? await ledger.placeAt(index) : null;
    return place === null ? [] : [partOf(place, [])];
  };
