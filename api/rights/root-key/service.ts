/** How the root key stands, as those see it who answer for erasures; and that each roll is on record. Nothing secret is told: ids, times, hashes of files. */
import { formatTime } from "../../core/clock.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { KeyStore } from "../../store/key-store.ts";

/** A copy of a root key for escrow. */
export interface KeyCopy {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** SHA-256 of the file, hex. */
  readonly file: string;
  readonly for: "recipients" | "passphrase";
  /** Id of the root key. */
  readonly root: string;
  readonly destroyedAt: number | null;
}

/** What whoever has the files knows of them. */
export interface KeyFilesState {
  /** How old a root key gets under which something was destroyed. */
  readonly days: number;
  isRolling(): boolean;
  /** Milliseconds since 1970; `null`: rolling does not fail. */
  failingSince(): number | null;
  copies(): Promise<readonly KeyCopy[]>;
}

/** Where nobody has files: one root key, for ever. */
export const noKeyFiles: KeyFilesState = {
  days: 30,
  isRolling: () => false,
  failingSince: () => null,
  copies: async () => [],
};

/** Times are RFC 3339. */
export interface RootKeyStatus {
  /** `null`: it is not known yet. */
  readonly id: string | null;
  readonly begunAt: string | null;
  readonly rolling: boolean;
  readonly failingSince: string | null;
  /** When it is rolled by itself at the latest, if something waits for it; `null`: nothing does. */
  readonly dueAt: string | null;
  /** Erasures that are not complete before a root key, or a copy of it, is gone. */
  readonly waiting: number;
  readonly waitingSince: string | null;
  /** Copies for escrow that nobody has noted as destroyed; `destroy`: their root key is gone. */
  readonly copies: readonly {
    readonly file: string;
    readonly root: string;
    readonly madeAt: string;
    readonly for: KeyCopy["for"];
    readonly destroy: boolean;
  }[];
}

export interface RootKey {
  status(): Promise<RootKeyStatus>;
  /** Records each roll that is not on record yet; how many these were. @throws Refusal as recordAdministration */
  recordRolls(): Promise<number>;
}

interface Context {
  readonly ledger: Pick<Ledger, "recordAdministration" | "madeBefore">;
  readonly keyStore: Pick<KeyStore, "roots" | "erasures">;
  readonly files: KeyFilesState;
}

const DAY_MS = 86_400_000;
const PAGE = 500;
/** No header can hold a blank. */
const rolledKey = (id: string): string => `root-key-rolled ${id}`;
const timeOrNull = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : formatTime(at);

export function createRootKey({ ledger, keyStore, files }: Context): RootKey {
  /** When those began that wait, in any order. */
  async function waitingNow(): Promise<readonly { begunAt: number; root: number | null }[]> {
    const found: { begunAt: number; root: number | null }[] = [];
    for (let after = 0; ; ) {
      const page = await keyStore.erasures({ which: "uncompleted", after, limit: PAGE });
      found.push(...page.map(({ begunAt, root }) => ({ begunAt, root })));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return found;
      after = last.number;
    }
  }

  return {
    async status() {
      const roots = await keyStore.roots();
      const newest = roots.at(-1) ?? null;
      const waiting = await waitingNow();
      const isDue =
        newest !== null && waiting.some(({ root }) => root === null || root >= newest.number);
      const since = Math.min(...waiting.map(({ begunAt }) => begunAt));
      const isGone = (id: string): boolean =>
        roots.find((root) => root.id === id)?.goneAt !== null && id !== newest?.id;
      return {
        id: newest?.id ?? null,
        begunAt: timeOrNull(newest?.begunAt),
        rolling: files.isRolling(),
        failingSince: timeOrNull(files.failingSince()),
        dueAt: isDue ? formatTime(newest.begunAt + files.days * DAY_MS) : null,
        waiting: waiting.length,
        waitingSince: waiting.length === 0 ? null : formatTime(since),
        copies: (await files.copies())
          .filter(({ destroyedAt }) => destroyedAt === null)
          .map(({ at, file, root, for: whom }) => ({
            ...{ file, root, madeAt: formatTime(at), for: whom, destroy: isGone(root) },
          })),
      };
    },
    async recordRolls() {
      const roots = await keyStore.roots();
      let recorded = 0;
      for (const [i, { id, goneAt }] of roots.entries()) {
        const next = roots[i + 1];
        if (goneAt === null || next === undefined) continue;
        if ((await ledger.madeBefore(rolledKey(id))) !== null) continue;
        await ledger.recordAdministration(
          {
            ...{ event: "root-key-rolled", actor: null },
            target: { type: "key", id: `root ${next.id}` },
            changes: [{ name: "root-key", before: id, after: next.id }],
          },
          goneAt,
          rolledKey(id),
        );
        recorded++;
      }
      return recorded;
    },
  };
}
