/** Who it is that stands in records of reading and of administration by an opaque id. */
import type { Accounts } from "./accounts.ts";
import type { Keys } from "./keys.ts";
import type { Reader } from "./schemas.ts";

export interface Known {
  readonly accounts: Pick<Accounts, "get">;
  readonly keys: Pick<Keys, "get">;
  /** Whether whoever asks is told addresses. */
  readonly withAddresses: boolean;
}

/** @param id `person/…` or `key/…`, as {@link Principal.id} has it; of anything else nothing is known */
export function readerOf(id: string, { accounts, keys, withAddresses }: Known): Reader {
  const [type, own = ""] = id.split("/");
  const nobody = { id, role: null, name: null, address: null };
  if (type === "person") {
    const found = accounts.get(own);
    if (found === null) return nobody;
    const address = withAddresses ? (found.email ?? found.phone) : null;
    return { ...nobody, role: found.role, address };
  }
  const key = type === "key" ? keys.get(own) : null;
  return key === null ? nobody : { ...nobody, role: key.role, name: key.name };
}
