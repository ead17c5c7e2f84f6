import { consentKindsByName } from "../../consent/kinds/registry.ts";
import type { KindRegistry } from "../../core/kind.ts";
import type { SchemaKind } from "../../ledger/kinds/define.ts";
import { sharingKinds } from "../../sharing/kinds/registry.ts";
import { assessment } from "./assessment.ts";
import { breach } from "./breach.ts";
import { erasure } from "./erasure.ts";
import { erasureOutcome } from "./erasure-outcome.ts";
import { hold } from "./hold.ts";
import { request } from "./request.ts";
import { retention } from "./retention.ts";

/** The kinds of this domain. Its services write them, after their rules; `POST /v1/records` does not take them. */
export const rightsKinds: readonly SchemaKind[] = [
  request,
  hold,
  retention,
  erasure,
  erasureOutcome,
  breach,
  assessment,
];

/** The kinds of all domains that write events through the ledger. */
export const domainKindsByName: KindRegistry = new Map([
  ...consentKindsByName,
  ...[...sharingKinds, ...rightsKinds].map((kind) => [kind.kind, kind] as const),
]);
