/** What the signer remembers, against the log: it lies apart from the database, and must neither be behind it nor speak of another tree. */
import { equalBytes } from "../../../portal/verify/bytes.ts";
import type { SignerRecord } from "../../log/signer-state.ts";
import type { FindingCause } from "../causes.ts";
import type { FindingKind } from "../finding.ts";
import type { AuditScene } from "../scene.ts";
import type { CheckedLog } from "./check-log.ts";

/** As it was found: a record of it, or what its file is. */
export type FoundSigner = SignerRecord | "missing" | "unreadable";

export interface SignerOptions {
  readonly signer: FoundSigner;
  readonly log: Pick<CheckedLog, "size" | "rootAt">;
  /** The newest checkpoint that is stored, as far as it is signed; its size is 0 if there is none. */
  readonly newest: { readonly size: number; readonly root: Uint8Array | null };
  /** How many entries there are by now: the signer's file was read later than the snapshot was taken. */
  readonly sizeNow: () => Promise<number>;
}

export async function checkSigner({ findings }: AuditScene, options: SignerOptions): Promise<void> {
  const { signer, log, newest, sizeNow } = options;
  const key = { file: "signer-state.json" };
  const add = (kind: FindingKind, cause: FindingCause): void =>
    findings.add({ place: "signer", key, kind, cause });
  if (typeof signer === "string") {
    add(signer, "signer_form");
    return;
  }
  if (signer.size < newest.size) add("contradicts", "signer_behind");
  else if (signer.size > log.size) {
    if (signer.size > (await sizeNow())) add("contradicts", "log_behind");
  } else {
    const root = await log.rootAt(signer.size);
    if (root !== null && !equalBytes(root, signer.root)) add("contradicts", "signer_root");
  }
}
