import type { RetentionClass } from "../../portal/verify/subject.ts";

/** Names one sealing key. `expiry` is `open` or a year. */
export interface SealingKeyName {
  readonly subject: string;
  readonly retentionClass: RetentionClass;
  readonly expiry: string;
}
