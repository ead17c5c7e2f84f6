/** The rights domain's doors, put together by api/start/rights.ts. */
import type { Requests } from "./cases/service.ts";

export interface Rights {
  /** What people ask for, as cases. */
  readonly requests: Requests;
}
