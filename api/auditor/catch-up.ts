/** From where the replica ends to a signed checkpoint. Nothing is cosigned before this has come to its end. */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { Refusal } from "../core/errors.ts";
import { treeRoot } from "../log/proofs.ts";
import { brokenFinding } from "./broken-proof.ts";
import type { ReplayContext } from "./context.ts";
import { type Piece, readPieces } from "./pieces.ts";
import type { Target } from "./remembered.ts";
import type { Broken } from "./replica.ts";
import { openServedTiles, type ServedTiles } from "./served-tiles.ts";

/** @throws Finding, SourceFailure; Refusal `damaged` where the replica is not what was taken into it */
export async function catchUp(context: ReplayContext, { signed, tiles }: Target): Promise<void> {
  const { replica, source, store, clock } = context;
  const { size, root } = signed.checkpoint;
  const own = await replica.size();
  let served: ServedTiles | null = null;
  if (own < size) {
    served = tiles ?? (await openServedTiles(source, signed.checkpoint, store));
    // All that was remembered goes together with the checkpoint, and all that is here was taken under it.
    if (!equalBytes(await treeRoot(served.read, own), await replica.root(own))) throw damaged(own);
  }
  const pieces =
    served === null ? noPieces() : readPieces({ source, tiles: served, withTiles: true }, own);
  const broken = await replica.append(pieces);
  const read = served?.read ?? replica.read;
  if (broken !== null) throw await accused(context, signed, broken, read);
  if (!equalBytes(await replica.root(size), root)) throw damaged(size);
  const end = await replica.stateEnds(size);
  if (end !== null) throw await accused(context, signed, end, read);
  await replica.seal(signed, clock.now());
}

async function* noPieces(): AsyncGenerator<Piece> {}

/** Nobody is accused because of what was damaged here. */
export async function accused(
  { replica, store, policy }: ReplayContext,
  signed: Target["signed"],
  broken: Broken,
  read: ServedTiles["read"],
): Promise<Error> {
  await replica.assertWhole();
  return brokenFinding({ store, policy, signed, read }, broken);
}

const damaged = (size: number): Refusal =>
  new Refusal("damaged", { what: "checkpoint", index: size });
