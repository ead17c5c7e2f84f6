/** What anchoring costs, in the chain's own coin. Pure. */

/** Coins of the chains that are used most; of others nothing is known. */
const COINS: ReadonlyMap<number, string> = new Map([
  ...[1, 10, 8453, 42_161, 59_144, 17_000, 11_155_111, 560_048, 31_337].map(
    (id): [number, string] => [id, "ETH"],
  ),
  [56, "BNB"],
  [100, "xDAI"],
  [137, "POL"],
  [43_114, "AVAX"],
]);

/** `null`: its name is not known. */
export const coinOf = (chainId: number): string | null => COINS.get(chainId) ?? null;

const WEI = 10n ** 18n;
const DIGITS = 18;

/** Wei as coins, with so many digits behind the first that is not 0: `0.000108`. Exact until it is cut. */
export function coins(wei: string, significant = 3): string {
  const value = BigInt(wei);
  const whole = value / WEI;
  const rest = (value % WEI).toString().padStart(DIGITS, "0");
  const first = rest.search(/[1-9]/);
  if (first === -1) return whole.toString();
  const digits = whole > 0n ? Math.max(significant, 2) : first + significant;
  const cut = rest.slice(0, Math.min(digits, DIGITS)).replace(/0+$/, "");
  return cut === "" ? whole.toString() : `${whole}.${cut}`;
}
