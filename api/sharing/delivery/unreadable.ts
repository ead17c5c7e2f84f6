/** What stands against a single record. */
import { isRefusal } from "../../core/errors.ts";
import type { LeftOut } from "./decide.ts";

/** What a refusal says of one record. Whatever it is, it is that record's alone; what is none goes on. */
export function unreadable(error: unknown): LeftOut {
  if (isRefusal(error, "not_sealed") || isRefusal(error, "busy")) return "not_sealed";
  if (isRefusal(error, "damaged") || isRefusal(error, "content_lost")) return "damaged";
  if (isRefusal(error, "not_found")) return "erased";
  if (isRefusal(error)) return "unprovable";
  throw error;
}
