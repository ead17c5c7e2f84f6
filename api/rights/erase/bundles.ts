/** What is recorded of a person, by the keys that it lies under. */
import { setImmediate as othersTurn } from "node:timers/promises";
import type { SealingKeyName } from "../../store/key-name.ts";
import type { RecordRow, Store } from "../../store/store.ts";
import type { Bundle } from "./plan.ts";

/** Rows that are read at a time. */
const PAGE = 500;

/** All versions of all records of a subject that stand below an index, the newest first. */
export async function* rowsOf(
  store: Pick<Store, "timeline">,
  subject: string,
  size: number,
): AsyncGenerator<readonly RecordRow[]> {
  for (let below = size; ; ) {
    const page = await store.timeline({ subject, kinds: null, below, limit: PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    below = last.index;
    await othersTurn();
  }
}

export const keyName = ({ subject, retentionClass, expiry }: SealingKeyName): string =>
  `${subject} ${retentionClass} ${expiry}`;

/** Of all keys that there are, also those that no record lies under any more. */
export async function bundlesOf(
  {
    store,
    keys,
  }: { readonly store: Pick<Store, "timeline" | "size">; readonly keys: readonly SealingKeyName[] },
  subjects: readonly string[],
): Promise<readonly Bundle[]> {
  const size = await store.size();
  const found = new Map<
    string,
    { readonly name: SealingKeyName; readonly kinds: Map<string, number> }
  >();
  const at = (name: SealingKeyName) => {
    const key = keyName(name);
    const { subject, retentionClass, expiry } = name;
    const known = found.get(key) ?? {
      name: { subject, retentionClass, expiry },
      kinds: new Map<string, number>(),
    };
    found.set(key, known);
    return known;
  };
  for (const name of keys) at(name);
  for (const subject of subjects)
    for await (const rows of rowsOf(store, subject, size))
      for (const row of rows) {
        const { kinds } = at(row);
        kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + 1);
      }
  return [...found.values()].map(({ name, kinds }) => ({
    ...name,
    kinds: [...kinds]
      .map(([kind, entries]) => ({ kind, entries }))
      .sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  }));
}
