import { encodeEvidence } from "../../../portal/verify/evidence.ts";
import { Refusal } from "../../core/errors.ts";
import { damagedStream, nameStream, readStream } from "../stream-read.ts";
import { checkpointForStream } from "./checkpoint.ts";
import type { EvidenceContext, PreferredCheckpoint } from "./context.ts";
import { assertHolds } from "./hold.ts";
import { streamPart, unmoved } from "./stream.ts";

export interface AbsentRequest {
  readonly claim: "absent";
  readonly subject: string;
  readonly stream: string;
  readonly checkpoint: PreferredCheckpoint;
}

/**
 * Evidence that a subject has no such stream.
 *
 * @throws Refusal `stream_exists`; `invalid_parameter` for a name that no kind has; `not_found`, `not_sealed`, `damaged`
 */
export function absentEvidence(
  context: EvidenceContext,
  request: AbsentRequest,
): Promise<Uint8Array> {
  return unmoved(() => make(context, request));
}

async function make(context: EvidenceContext, request: AbsentRequest): Promise<Uint8Array> {
  const stream = await nameStream(context, request.subject, request.stream);
  const exists = async (): Promise<boolean> =>
    (await readStream(context, stream, { below: await context.store.size(), most: 1 })).length > 0;
  if (await exists()) throw new Refusal("stream_exists", {});
  const chosen = await checkpointForStream(context, -1, request.checkpoint);
  const { members, value } = await streamPart(context, stream, chosen);
  if (value !== null) {
    // It began while the file was made; or its entries are gone, and the map still knows of them.
    throw (await exists()) ? new Refusal("stream_exists", {}) : damagedStream(stream.name);
  }
  const bytes = encodeEvidence({ claim: "absent", ...members });
  assertHolds(context, bytes, chosen.checkpoint);
  return bytes;
}
