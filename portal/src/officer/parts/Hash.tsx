import { Id } from "../../frame/Id.tsx";
import { hexOf } from "../view/hash.ts";

/** A hash or root of 32 bytes, as the ledger's checkpoints write it. `hex`: as block explorers do. */
export function Hash({
  value,
  of,
  hex = false,
  ends = 8,
}: {
  readonly value: string;
  readonly of: string;
  readonly hex?: boolean;
  readonly ends?: number;
}) {
  return <Id value={hex ? hexOf(value) : value} of={of} ends={ends} />;
}
