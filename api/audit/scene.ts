/** What all parts of an audit share. */
import type { Checkpoint } from "../../portal/verify/checkpoint.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import type { AuditSnapshots } from "../store/audit-store.ts";
import type { RowMac } from "../store/row-mac.ts";
import type { CopyReader } from "./copy/read-copy.ts";
import type { Findings } from "./findings.ts";
import type { Steps } from "./steps.ts";

/** Who may have signed which checkpoint. */
export interface LogKeys {
  /** What a checkpoint's note says, if the key that held when the log had this size has signed it; else `null`. */
  read(note: string, size: number): Checkpoint | null;
}

export interface AuditScene {
  readonly snapshots: AuditSnapshots;
  /** `null`: its key cannot be used, so that no row's authenticator can be checked. */
  readonly rowMac: RowMac | null;
  readonly logKeys: LogKeys;
  readonly policy: Policy;
  /** `null`: there is none, or it cannot be read. */
  readonly copy: CopyReader | null;
  readonly findings: Findings;
  readonly steps: Steps;
  /** Where runs of what is sorted are written. */
  readonly directory: string;
}
