/** What is asked of a browser's wallet, and what is made of its answers. */
import { expect, it } from "vitest";
import { signWith, WalletRefusal } from "../../../../portal/src/officer/agreements/wallet.ts";

const BY = `0x${"a1".repeat(20)}`;
const SIGNATURE = `0x${"5E".repeat(65)}`;
const request = { by: BY, typedData: { primaryType: "Terms" } };

function walletOf(accounts: unknown, signature: unknown) {
  const asked: unknown[] = [];
  const provider = {
    async request({ method, params }: { method: string; params: readonly unknown[] }) {
      asked.push([method, ...params]);
      const answer = method === "eth_requestAccounts" ? accounts : signature;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { provider, asked };
}

it("is handed the typed data whole, for the account that has to sign", async () => {
  const { provider, asked } = walletOf([BY.toUpperCase().replace("0X", "0x")], SIGNATURE);
  expect(await signWith(provider, request)).toBe(SIGNATURE.toLowerCase());
  expect(asked).toEqual([
    ["eth_requestAccounts"],
    ["eth_signTypedData_v4", BY, JSON.stringify(request.typedData)],
  ]);
});

it.each<[string, unknown, unknown, string | null]>([
  ["has another account", [`0x${"b2".repeat(20)}`], SIGNATURE, BY],
  ["has no account", [], SIGNATURE, BY],
  ["answers something else", { accounts: [] }, SIGNATURE, BY],
  ["is not to be used", new Error("no"), SIGNATURE, null],
  ["does not sign", [BY], new Error("no"), null],
  ["signs with something else", [BY], { r: 1 }, null],
  ["signs with nothing", [BY], "0x", null],
])("has not signed where it %s", async (_, accounts, signature, account) => {
  const { provider } = walletOf(accounts, signature);
  const error = await signWith(provider, request).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WalletRefusal);
  expect((error as WalletRefusal).account).toBe(account);
});
