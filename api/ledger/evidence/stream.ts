/** What all claims about a stream have in common (FORMAT §11.3): which stream, as of which state entry, and where the map has it. */
import { asMapHash, asSubjectId } from "../../../portal/verify/brands.ts";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import type { StreamEvidence } from "../../../portal/verify/evidence.ts";
import { provenValue } from "../../../portal/verify/map.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import { secretHashOf, secretOf } from "../../vault/secrets.ts";
import type { NamedStream } from "../stream-read.ts";
import type { ChosenState } from "./chosen.ts";
import type { EvidenceContext } from "./context.ts";
import { pathUnder } from "./record.ts";

/** The members that every stream claim has, and what the map says. */
export interface StreamPart {
  readonly members: Pick<StreamEvidence, "anchor" | "checkpoint" | "map" | "state" | "stream">;
  /** The leaf hash of the stream's newest entry as of the state, or `null`: there is no such stream. */
  readonly value: Uint8Array | null;
}

/** The ledger moved on while a file was made: what was read does not belong together. `reason`: what to say if it always does. */
export class Moved extends Error {
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super("moved");
    this.reason = reason;
  }
}

const MOST_ATTEMPTS = 4;

/** Makes a file again where the ledger {@link Moved} meanwhile. */
export async function unmoved<T>(make: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
      if (attempt === MOST_ATTEMPTS) throw error.reason;
    }
  }
}

/** @throws Refusal `damaged`; {@link Moved} if the map of this state was forgotten meanwhile */
export async function streamPart(
  context: EvidenceContext,
  stream: NamedStream,
  chosen: ChosenState,
): Promise<StreamPart> {
  const inclusion = await pathUnder(context, chosen.entry, chosen);
  const { map, value } = await mapProof(context, stream, chosen);
  const checkpoint = await context.notes.audited(chosen.checkpoint);
  return {
    value,
    members: {
      anchor: chosen.anchor,
      checkpoint,
      map,
      state: { entry: chosen.entry.entry, inclusion },
      stream: {
        class: stream.class,
        hashes: RETENTION_CLASSES.filter((c) => c !== stream.class).map((c) =>
          secretHashOf(stream.secrets, c),
        ),
        name: stream.name,
        secret: secretOf(stream.secrets, stream.class),
        subject: asSubjectId(stream.subject),
      },
    },
  };
}

/** Where the map of a state has a stream. @throws as {@link streamPart} */
export async function mapProof(
  { map }: EvidenceContext,
  { key }: Pick<NamedStream, "key">,
  { state: { mapRoot, mapSize } }: ChosenState,
): Promise<{ map: StreamEvidence["map"]; value: Uint8Array | null }> {
  const damaged = (): Refusal => new Refusal("damaged", { what: "map", index: mapSize });
  try {
    const { siblings, terminal } = await map.prove(key, mapSize);
    const proof = { siblings: siblings.map(asMapHash), terminal };
    return { map: proof, value: provenValue(key, proof, mapRoot, sha256) };
  } catch (error) {
    if (error instanceof FormatError) throw damaged();
    if (!isRefusal(error, "damaged")) throw error;
  }
  const kept = await map.rootAt(mapSize);
  throw kept === null ? new Moved(damaged()) : damaged();
}

/** Whether the map's newest entry of the stream is this one. */
export const isNewest = (value: Uint8Array | null, leafHash: Uint8Array | null): boolean =>
  value === null || leafHash === null ? value === leafHash : equalBytes(value, leafHash);
