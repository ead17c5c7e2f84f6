/** What a test may want otherwise of its ledger. */
import type { KindRegistry } from "../../api/core/kind.ts";
import type { AppOptions } from "../../api/http/app.ts";
import type { Witness } from "../../api/ledger/cosigned.ts";
import type { StreamMap } from "../../api/log/map/stream-map.ts";
import type { RequestHandlers } from "../../api/rights/cases/handlers.ts";
import type { KeyStore } from "../../api/store/key-store.ts";
import type { Store } from "../../api/store/store.ts";

export interface TestLedgerOptions {
  readonly seed?: string;
  readonly wrapStore?: (store: Store) => Store;
  readonly wrapKeyStore?: (store: KeyStore) => KeyStore;
  /** Units that may wait; small: calls are soon refused as `busy`. */
  readonly maxUnits?: number;
  /** Kinds that clients may write; those of the product when left out. */
  readonly kinds?: KindRegistry;
  readonly wrapMap?: (map: StreamMap) => StreamMap;
  readonly witnesses?: readonly Witness[];
  readonly sharingContract?: string;
  /** Of requests of people; see {@link openJobs}. */
  readonly handlers?: RequestHandlers;
  /** Whether the app records who reads what. */
  readonly recordReads?: boolean;
  /** `false`: the log begins without the firm's record. */
  readonly firm?: boolean;
  readonly app?: Partial<AppOptions>;
}
