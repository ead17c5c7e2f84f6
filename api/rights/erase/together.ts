/** Which identifiers were erased together: once class consent is gone, nothing else says that they are one person's. In memory, out of the journal. */
import type { Erasure, ErasureStore } from "../../store/erasures.ts";

const PAGE = 500;

export interface Together {
  /** Those that were erased together with this one, itself first. */
  of(subject: string): Promise<readonly string[]>;
}

export function erasedTogether(keyStore: Pick<ErasureStore, "erasures">): Together {
  const groups = new Map<string, Set<string>>();
  let after = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function add({ scopes }: Pick<Erasure, "scopes">): void {
    const all = new Set<string>();
    for (const { subject } of scopes) {
      all.add(subject);
      for (const other of groups.get(subject) ?? []) all.add(other);
    }
    for (const subject of all) groups.set(subject, all);
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const page = await keyStore.erasures({ which: "all", after, limit: PAGE });
      for (const erasure of page) add(erasure);
      after = page.at(-1)?.number ?? after;
      if (page.length < PAGE) return;
    }
  }

  return {
    async of(subject) {
      const next = turn.then(readOn, readOn);
      turn = next;
      await next;
      return [subject, ...(groups.get(subject) ?? [])];
    },
  };
}
