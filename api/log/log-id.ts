import { sha256 } from "../core/hash.ts";

/** C2SP tlog-witness: how whoever serves many logs names one in paths, the SHA-256 of its origin in lower-case hex. */
export const logId = (origin: string): string => sha256(origin).toString("hex");
