/** Which identifiers were erased together: once class consent is gone, nothing else says that they are one person's. In memory, out of the journal. */
import type { CertificateKey, Erasure, ErasureStore } from "../../store/erasures.ts";

const PAGE = 500;

export interface Together {
  /** Those that were erased together with this one, itself first. */
  of(subject: string): Promise<readonly string[]>;
  /** By what the certificates of such a person are found and sealed; `null`: nobody has a code, or all is gone. */
  certificateOf(subjects: readonly string[]): Promise<CertificateKey | null>;
}

export function erasedTogether(keyStore: Pick<ErasureStore, "erasure" | "erasures">): Together {
  const groups = new Map<string, Set<string>>();
  /** Id of the first erasure with one, by identifier. */
  const certified = new Map<string, string>();
  let after = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function add({ id, scopes, certificate }: Erasure): void {
    const all = new Set<string>();
    for (const { subject } of scopes) {
      all.add(subject);
      for (const other of groups.get(subject) ?? []) all.add(other);
    }
    for (const subject of all) {
      groups.set(subject, all);
      if (certificate !== null && !certified.has(subject)) certified.set(subject, id);
    }
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const page = await keyStore.erasures({ which: "all", after, limit: PAGE });
      for (const erasure of page) add(erasure);
      after = page.at(-1)?.number ?? after;
      if (page.length < PAGE) return;
    }
  }

  async function upToDate(): Promise<void> {
    const next = turn.then(readOn, readOn);
    turn = next;
    await next;
  }

  return {
    async of(subject) {
      await upToDate();
      return [subject, ...(groups.get(subject) ?? [])];
    },
    async certificateOf(subjects) {
      await upToDate();
      for (const subject of subjects) {
        const id = certified.get(subject);
        const found = id === undefined ? null : await keyStore.erasure(id);
        if (found?.certificate?.wrapped) return found.certificate;
      }
      return null;
    },
  };
}
