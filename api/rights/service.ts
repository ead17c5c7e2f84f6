/** The rights domain's doors, put together by api/start/rights.ts. */
import type { Requests } from "./cases/service.ts";
import type { Certificates } from "./erase/certificates.ts";
import type { Erasures } from "./erase/service.ts";
import type { Retention } from "./retention/service.ts";
import type { RootKey } from "./root-key/service.ts";

export interface Rights {
  readonly erasures: Erasures;
  readonly retention: Retention;
  readonly certificates: Certificates;
  readonly rootKey: RootKey;
  /** What people ask for, as cases. */
  readonly requests: Requests;
}
