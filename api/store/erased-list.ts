/**
 * The list of the erased: the file `erased` beside the key store, which a backup may carry alone, since it opens nothing. Each erasure stands in it before anything is declared or
 * destroyed, so an older database or key store is told again what must be gone.
 */
import { Refusal } from "../core/errors.ts";
import { ERASED_FORMAT, erasedLine, readErasedLine } from "./erased-line.ts";
import type { NewErasure } from "./erasures.ts";
import type { KeyStore } from "./key-store.ts";
import { openLineFile, TornLines } from "./line-file.ts";

/** Erasures that are read at a time. */
const PAGE = 500;

export interface ListedKeyStore {
  /** The same store, which puts what is begun into the list before it answers. */
  readonly store: KeyStore;
  /** Erasures that the key store did not know, and that it has begun again: it is older than the list. */
  readonly applied: number;
}

/**
 * Makes list and key store the same: what either does not know it is told.
 *
 * @param path of the file; made where it is missing
 * @throws Refusal `damaged` (`erased`, by line): a line is not what was written, or not of this version, or what it tells cannot be
 */
export async function withErasedList(inner: KeyStore, path: string): Promise<ListedKeyStore> {
  const damaged = (line: number): Refusal =>
    new Refusal("damaged", { what: "erased", index: line });
  const file = await openLineFile(path, ERASED_FORMAT).catch((error: unknown) => {
    throw error instanceof TornLines ? damaged(error.line) : error;
  });
  const listed = new Set<string>();
  let applied = 0;
  for (const [at, line] of file.lines.entries()) {
    const erasure = readErasedLine(line);
    if (erasure === null || listed.has(erasure.id)) throw damaged(at + 1);
    listed.add(erasure.id);
    let outcome = await inner.beginErasure(erasure);
    if (outcome === "overlapping") outcome = await inner.beginErasure(await rest(inner, erasure));
    if (outcome === "overlapping") throw damaged(at + 1);
    if (outcome === "begun") applied += 1;
  }

  async function list(id: string): Promise<void> {
    if (listed.has(id)) return;
    const erasure = await inner.erasure(id);
    if (erasure === null) return;
    file.append(erasedLine(erasure));
    listed.add(id);
  }

  for (let after = 0; ; ) {
    const page = await inner.erasures({ which: "all", after, limit: PAGE });
    for (const { id } of page) await list(id);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.number;
  }

  return {
    applied,
    store: {
      ...inner,
      async beginErasure(erasure) {
        const outcome = await inner.beginErasure(erasure);
        // Said again for one that is there: a crash may have come between the two.
        if (outcome !== "overlapping") await list(erasure.id);
        return outcome;
      },
      // The line may have failed behind the journal: then nothing goes on before it is there.
      async moveErasure(id, from, to, at) {
        await list(id);
        return inner.moveErasure(id, from, to, at);
      },
      async destroyKeys(id, destruction) {
        await list(id);
        return inner.destroyKeys(id, destruction);
      },
    },
  };
}

/**
 * Of an erasure what no other one closes already: one was begun anew while the list was older. Together they close all, and what the other says of kept keys stays, being the newer word.
 */
async function rest(inner: KeyStore, erasure: NewErasure): Promise<NewErasure> {
  const subjects = erasure.scopes.map(({ subject }) => subject);
  const nameOf = (...parts: (string | null)[]): string => parts.join(" ");
  const closed = new Set(
    [...(await inner.closedNames(subjects)).values()]
      .flat()
      .map((name) => nameOf(name.subject, name.retentionClass, name.expiry)),
  );
  const kept = new Set(
    (await inner.keptOf(erasure.kept.map(({ subject }) => subject))).map((name) =>
      nameOf(name.subject, name.retentionClass, name.expiry),
    ),
  );
  return {
    ...erasure,
    scopes: erasure.scopes.map(({ subject, keys, secrets }) => ({
      subject,
      keys: keys.filter((key) => !closed.has(nameOf(subject, key.retentionClass, key.expiry))),
      secrets: secrets.filter((one) => !closed.has(nameOf(subject, one, null))),
    })),
    kept: erasure.kept.filter(
      (key) => !kept.has(nameOf(key.subject, key.retentionClass, key.expiry)),
    ),
  };
}
