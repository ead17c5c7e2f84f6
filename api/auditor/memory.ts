/** What an auditor remembers of a log beside the log itself: in the database with it, and so put back with it. */
import type { Policy } from "../../portal/verify/policy.ts";
import { policyOrigin } from "../../portal/verify/policy.ts";
import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { FindingCode } from "./finding.ts";

/** What may pass by itself, and is a finding if it does not. */
export type Doubt = Extract<FindingCode, "dropped_tail" | "chain_rewritten" | "chain_diverged">;

/** An anchor that was final and had the root that follows from the entries. */
export interface FinalAnchor {
  readonly size: number;
  readonly block: number;
  readonly blockHash: string;
}

type MetaStore = Pick<Store, "meta" | "setMeta" | "swapMeta">;

export interface Memory {
  /** The greatest checkpoint that the log's key has signed and that was shown here, as its note; `null`: none. */
  seen(): Promise<string | null>;
  saw(note: string): Promise<void>;
  /** The greatest note of the log's key that others were shown and that is larger than what is here, until it has been held against the log; `null`: none. */
  larger(): Promise<string | null>;
  keepLarger(note: string | null): Promise<void>;
  /** The cosigned note of a size, or of the newest that was cosigned. */
  cosigned(size: number | null): Promise<string | null>;
  /** Keeps it; as the newest, too, if it is that. What is kept of a size never changes. */
  keepCosigned(size: number, note: string, newest: boolean): Promise<void>;
  /** Up to which block all that was anchored has been held against the log. */
  scanned(): Promise<number>;
  scan(block: number): Promise<void>;
  finalAnchor(): Promise<FinalAnchor | null>;
  sawFinal(anchor: FinalAnchor): Promise<void>;
  /** Since when it is doubted, in milliseconds since 1970; begins now if it was not, or if it was last told longer ago than `gapMs`. */
  doubt(what: Doubt, now: number, gapMs: number): Promise<number>;
  settle(what: Doubt): Promise<void>;
}

/** @throws Refusal `wrong_ledger` if it is the memory of another log */
export async function openMemory(store: MetaStore, policy: Policy): Promise<Memory> {
  const log = `${policy.chainId} ${policy.contract} ${policy.ledgerId} ${policyOrigin(policy)}`;
  if ((await store.setMeta("log", log)) !== log) {
    throw new Refusal("wrong_ledger", { setting: "--policy" });
  }

  /** One process writes; so what was read a moment ago is still there. */
  async function set(key: string, value: string): Promise<void> {
    const before = await store.meta(key);
    if (before === value) return;
    if (!(await store.swapMeta(key, before, value))) throw new Error("moved meanwhile");
  }

  async function read<T>(key: string): Promise<T | null> {
    const text = await store.meta(key);
    return text === null || text === "" ? null : (JSON.parse(text) as T);
  }

  const write = (key: string, value: unknown): Promise<void> => set(key, JSON.stringify(value));

  return {
    seen: () => store.meta("seen"),
    saw: (note) => set("seen", note),
    larger: () => read("larger"),
    keepLarger: (note) => write("larger", note),
    cosigned: (size) => store.meta(size === null ? "cosigned" : `cosigned/${size}`),
    async keepCosigned(size, note, newest) {
      const kept = await store.setMeta(`cosigned/${size}`, note);
      if (newest) await set("cosigned", kept);
    },
    scanned: async () => (await read<number>("scanned")) ?? -1,
    scan: (block) => write("scanned", block),
    finalAnchor: () => read("final"),
    sawFinal: (anchor) => write("final", anchor),
    async doubt(what, now, gapMs) {
      const before = await read<{ readonly since: number; readonly last: number }>(`doubt/${what}`);
      const lasts = before !== null && before.last <= now && now - before.last <= gapMs;
      const since = lasts ? before.since : now;
      await write(`doubt/${what}`, { since, last: now });
      return since;
    },
    async settle(what) {
      if ((await store.meta(`doubt/${what}`)) !== null) await write(`doubt/${what}`, null);
    },
  };
}
