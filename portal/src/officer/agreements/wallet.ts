/** Signing typed data with a wallet of this browser (EIP-1193). Pure but for the wallet. */
import type { Provider } from "../../verify/chain/rpc.ts";

/** What a wallet did not do. `account`: the one that it does not have. */
export class WalletRefusal extends Error {
  readonly account: string | null;

  constructor(account: string | null) {
    super("the wallet has not signed");
    this.name = "WalletRefusal";
    this.account = account;
  }
}

interface Signable {
  readonly by: string;
  readonly typedData: unknown;
}

/** The signature, as the wallet gives it. @throws WalletRefusal */
export async function signWith(provider: Provider, { by, typedData }: Signable): Promise<string> {
  const asked = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    try {
      return await provider.request({ method, params });
    } catch {
      throw new WalletRefusal(null);
    }
  };
  const accounts = await asked("eth_requestAccounts", []);
  const has = Array.isArray(accounts) && accounts.some((one) => String(one).toLowerCase() === by);
  if (!has) throw new WalletRefusal(by);
  // MetaMask and others take a text.
  const signature = await asked("eth_signTypedData_v4", [by, JSON.stringify(typedData)]);
  if (typeof signature !== "string" || !/^0x([0-9a-fA-F]{2})+$/.test(signature))
    throw new WalletRefusal(null);
  return signature.toLowerCase();
}
