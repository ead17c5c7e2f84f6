/** How many entries are marked as erased, against how many the ledger has declared: the declarations are in the log, so nobody can add or take one away. */
import { firmSecret, streamKey } from "../../../portal/verify/subject.ts";
import { erasure } from "../../rights/kinds/erasure.ts";
import type { RawKey } from "../../store/audit-store.ts";
import type { OpenedScene } from "../open-scene.ts";
import { guarded } from "../parts/guarded.ts";
import { spelling, textOfField } from "../records/fields.ts";
import { openRecordAt } from "../records/open-one.ts";
import { isCount } from "../row.ts";
import { pagesOf } from "../tables/pages.ts";

interface Declared {
  readonly id: string;
  readonly count: number;
}

const PAGE = 256;
/** Sums of more parts than that are not gone through one by one. */
const MOST_OPEN = 16;

/**
 * @param recovered entries that came back without their records: of those nobody can say any more which were erased
 */
export async function checkErasedCount(scene: OpenedScene, recovered: number): Promise<void> {
  const { erasures, findings } = scene;
  const { erased } = erasures;
  if (erased === null) return;
  await guarded(findings, { place: "erased" }, async () => {
    const declared = await declarations(scene);
    // One that cannot be read is named by itself.
    if (declared === null) return;
    const open = await openErasures(scene);
    const sum = (some: readonly Declared[]) => some.reduce((all, { count }) => all + count, 0);
    const closed = sum(declared.filter(({ id }) => !open.has(id)));
    const parts = declared.filter(({ id }) => open.has(id)).map(({ count }) => count);
    if (isBetween(erased, closed, parts, recovered)) return;
    const key = { rows: "all" };
    const details = { count: erased, declared: closed + parts.reduce((all, one) => all + one, 0) };
    findings.add({ place: "erased", key, kind: "contradicts", cause: "erased_count", details });
  });
}

/** All that the firm has declared; `null`: one of them cannot be read, or is gone: with a database that was lost, perhaps, and then nobody knows how many it declared. */
async function declarations(scene: OpenedScene): Promise<Declared[] | null> {
  const { snapshots, tools } = scene;
  const found: Declared[] = [];
  let records = 0;
  for (let after: RawKey | null = null; ; ) {
    const page: readonly RawKey[] = await snapshots.ledger.recordsOfKinds(
      [erasure.kind],
      after,
      PAGE,
    );
    records += page.length;
    for (const [, , index] of page) {
      const opened = isCount(index) ? await openRecordAt(tools.records, index) : null;
      const count = opened && Number(spelling(opened.fields, "count"));
      const id = opened && textOfField(opened.fields, "erasureId");
      if (!isCount(count ?? undefined) || id === null) return null;
      // Said again after a crash it is one erasure still.
      if (!found.some((one) => one.id === id)) found.push({ id, count: count as number });
    }
    after = page.at(-1) ?? null;
    if (page.length < PAGE) break;
  }
  return records < (await entriesDeclared(scene)) ? null : found;
}

/** Entries of the firm's stream: its secrets are public (FORMAT §5.1), so that is known without any key. */
async function entriesDeclared({ snapshots, policy }: OpenedScene): Promise<number> {
  const key = streamKey(firmSecret(policy.ledgerId, erasure.retentionClass), erasure.kind);
  const [head = null] = await snapshots.ledger.rows("streams", [[key]]);
  return isCount(head?.[1]) ? head[1] : 0;
}

/** Those that go on, as the key store remembers: their rows may be gone, or not yet. */
async function openErasures({ snapshots }: OpenedScene): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  for await (const page of pagesOf(snapshots.keys, "erasures"))
    for (const [, id, , state] of page) if (state !== "done") open.add(String(id));
  return open;
}

/** Whether so many are what is closed, with some of the parts, but for what was lost with a database. */
function isBetween(
  erased: number,
  closed: number,
  parts: readonly number[],
  lost: number,
): boolean {
  const fits = (sum: number): boolean => sum >= erased && sum - erased <= lost;
  if (parts.length > MOST_OPEN) {
    const all = parts.reduce((sum, one) => sum + one, closed);
    return erased <= all && closed - erased <= lost;
  }
  const sums = new Set([closed]);
  for (const part of parts) for (const sum of [...sums]) sums.add(sum + part);
  return [...sums].some(fits);
}
