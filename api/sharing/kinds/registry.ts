import { consentKindsByName } from "../../consent/kinds/registry.ts";
import type { KindRegistry } from "../../core/kind.ts";
import type { SchemaKind } from "../../ledger/kinds/define.ts";
import { acknowledgement } from "./acknowledgement.ts";
import { agreement } from "./agreement.ts";

/** The kinds of this domain. Its service writes them, after its rules; `POST /v1/records` does not take them. */
export const sharingKinds: readonly SchemaKind[] = [agreement, acknowledgement];

/** The kinds of all domains that write events through the ledger. */
export const domainKindsByName: KindRegistry = new Map([
  ...consentKindsByName,
  ...sharingKinds.map((kind) => [kind.kind, kind] as const),
]);
