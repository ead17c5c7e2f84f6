/** The database becomes the successor's: its names are swapped, its anchors forgotten. Every step may be repeated. */
import { join } from "node:path";
import { Refusal } from "../../core/errors.ts";
import { fileSignerState } from "../../log/signer-file.ts";
import type { Store } from "../../store/store.ts";
import { LEDGER } from "../chain.ts";
import { BEGIN, ORIGIN, VAULT_LABEL } from "../stored.ts";
import type { Journal } from "./journal.ts";

const EPOCH = "epoch";

type Names = Pick<Store, "size" | "meta" | "setMeta" | "swapMeta" | "clearAnchors">;

/** To be called when the successor's signer state is in place. */
export async function switchDatabase(
  store: Names,
  keysDirectory: string,
  { predecessor, successor, chainId, contract }: Journal,
): Promise<void> {
  // Records stay sealed under it; a database of its own first start has it already.
  await store.setMeta(VAULT_LABEL, predecessor.origin);
  const { epoch } = await fileSignerState(join(keysDirectory, "signer-state.json")).get();
  // Nothing was promised under the successor's keys that this database does not have.
  await put(store, EPOCH, epoch);
  // Until the journal has the next stage, nothing is written behind these.
  await put(store, BEGIN, String(await store.size()));
  // Anchors of the old ledger are none of the successor's, and their checkpoints bear the old key.
  await store.clearAnchors();
  await put(store, LEDGER, JSON.stringify({ chainId, contract, ledgerId: successor.ledgerId }));
  await put(store, ORIGIN, successor.origin);
}

async function put(store: Names, key: string, value: string): Promise<void> {
  const current = await store.meta(key);
  if (current === value || (await store.swapMeta(key, current, value))) return;
  throw new Refusal("in_use", { what: "database" });
}
