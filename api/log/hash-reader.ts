import type { HashId } from "./tiles.ts";

/**
 * The one effect that proofs need: hashes of complete subtrees, answered in the order asked. Rejects if one of them
 * cannot be had. A caller asks for all that it needs at once, so that a reader can fetch every tile once.
 */
export type HashReader = (ids: readonly HashId[]) => Promise<Uint8Array[]>;
