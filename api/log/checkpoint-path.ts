/** Where the checkpoint of one size is published, below the log's prefix (FORMAT §6.2). */
import { parseDecimal } from "../../portal/verify/checkpoint.ts";

const BELOW = "checkpoint/";

/** `checkpoint/1234`. */
export const checkpointPath = (size: number): string => `${BELOW}${size}`;

/** The inverse, which knows one spelling of a number only; anything else is `null`. */
export function parseCheckpointPath(path: string): number | null {
  return path.startsWith(BELOW) ? parseDecimal(path.slice(BELOW.length)) : null;
}
