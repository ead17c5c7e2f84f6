import type { SchemaKind } from "../../ledger/kinds/define.ts";
import { acknowledgement } from "./acknowledgement.ts";
import { agreement } from "./agreement.ts";

/** The kinds of this domain. Its service writes them, after its rules; `POST /v1/records` does not take them. */
export const sharingKinds: readonly SchemaKind[] = [agreement, acknowledgement];
