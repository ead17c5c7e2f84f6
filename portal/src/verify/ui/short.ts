/** Hashes as the eye tells them apart, and spans of entries. */
import { hexEncode } from "../../../verify/index.ts";
import type { Span } from "../draw/inclusion.ts";

export const shortHash = (hash: Uint8Array): string => `${hexEncode(hash.subarray(0, 4))}…`;

export const isSingle = ({ first, last }: Span): boolean => first === last;
