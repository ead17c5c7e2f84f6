/** The way through the map (docs/FORMAT.md §6.1) that leads to what it has for a stream, or to where it would have it. */
import { equalBytes, type MapProof, mapBit, type StreamKey } from "../../../verify/index.ts";

export interface MapWay {
  /** One for each bit that leads on: which way, and whether anything lies on the other. */
  readonly turns: readonly { readonly right: boolean; readonly other: boolean }[];
  /** What is found there: the stream's own newest entry, another stream's alone, or nothing. */
  readonly found: "own" | "another" | "nothing";
}

export function mapWay(key: StreamKey, { siblings, terminal }: MapProof): MapWay {
  const turns = siblings.map((sibling, depth) => ({
    right: mapBit(key, depth) === 1,
    other: sibling.some((byte) => byte !== 0),
  }));
  if (terminal === null) return { turns, found: "nothing" };
  return { turns, found: equalBytes(terminal.key, key) ? "own" : "another" };
}
