import type { KindRegistry } from "../../core/kind.ts";
import type { SchemaKind } from "../../ledger/kinds/define.ts";
import { consent } from "./consent.ts";
import { controller } from "./controller.ts";
import { merge } from "./merge.ts";
import { notice } from "./notice.ts";
import { purpose } from "./purpose.ts";
import { restriction } from "./restriction.ts";
import { signal } from "./signal.ts";

/** The kinds of this domain. Its service writes them, after its rules; `POST /v1/records` does not take them. */
export const consentKinds: readonly SchemaKind[] = [
  controller,
  notice,
  purpose,
  consent,
  merge,
  restriction,
  signal,
];

export const consentKindsByName: KindRegistry = new Map(
  consentKinds.map((kind) => [kind.kind, kind]),
);
