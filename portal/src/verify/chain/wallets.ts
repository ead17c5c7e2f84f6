/** Wallets that the visitor's browser has: each says so by itself (EIP-6963), or is the one that took `window.ethereum`. */
import { isObject, type Provider } from "./rpc.ts";

export interface Wallet {
  readonly id: string;
  /** As it calls itself; null: it does not say. */
  readonly name: string | null;
  readonly provider: Provider;
}

const isProvider = (value: unknown): value is Provider =>
  isObject(value) && typeof value.request === "function";

/** What is announced comes from whatever runs in the page: nothing of it is shown but a name of some length. */
function announced(detail: unknown): Wallet | null {
  if (!isObject(detail) || !isObject(detail.info) || !isProvider(detail.provider)) return null;
  const { uuid, name } = detail.info;
  if (typeof uuid !== "string" || typeof name !== "string") return null;
  return { id: uuid, name: name.slice(0, 40), provider: detail.provider };
}

/**
 * Calls back with all wallets known so far, whenever there is one more; answers how to stop.
 *
 * @param page the window
 */
export function watchWallets(
  page: EventTarget,
  onWallets: (found: readonly Wallet[]) => void,
): () => void {
  const found = new Map<string, Wallet>();
  const tell = (): void => onWallets([...found.values()]);
  const hear = (event: Event): void => {
    const wallet = announced((event as Event & { detail?: unknown }).detail);
    if (wallet === null) return;
    found.delete(LEGACY);
    found.set(wallet.id, wallet);
    tell();
  };
  page.addEventListener("eip6963:announceProvider", hear);
  const { ethereum } = page as { ethereum?: unknown };
  if (isProvider(ethereum)) {
    found.set(LEGACY, { id: LEGACY, name: null, provider: ethereum });
    tell();
  }
  page.dispatchEvent(new Event("eip6963:requestProvider"));
  return () => page.removeEventListener("eip6963:announceProvider", hear);
}

const LEGACY = "window.ethereum";
