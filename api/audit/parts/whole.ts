/** What the parts of a full audit are handed. */
import type { AuditSnapshot, LedgerSnapshot } from "../../store/audit-store.ts";
import type { Hands } from "../hands/hands.ts";
import type { OpenedScene } from "../open-scene.ts";
import type { AuditOptions } from "../options.ts";
import type { Limit } from "../outcome.ts";
import { isCount } from "../row.ts";

export interface WholeAudit {
  readonly options: AuditOptions;
  readonly scene: OpenedScene;
  readonly hands: Hands;
  /** Reads the ledger's database as it is now: to tell what came while the audit ran from what is missing. */
  fresh<T>(work: (ledger: LedgerSnapshot) => Promise<T>): Promise<T>;
  /** The same of the map's, which must be there. */
  freshMap<T>(work: (map: AuditSnapshot<"map">) => Promise<T>): Promise<T>;
  /** Something that this audit cannot do, or does not prove. */
  limit(limit: Limit, count?: number): void;
}

const NEWEST = { after: null, limit: 1, backwards: true } as const;

/** How many entries there are by now. */
export function sizeNow({ fresh }: Pick<WholeAudit, "fresh">): Promise<number> {
  return fresh(async (ledger) => {
    const [[index = null] = []] = await ledger.keys("entries", NEWEST);
    return isCount(index) ? index + 1 : 0;
  });
}
