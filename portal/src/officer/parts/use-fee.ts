import { useTranslation } from "react-i18next";
import { coinOf, coins } from "../view/cost.ts";

/** What was paid, in words. `null`: not known. */
export function useFee(chainId: number | undefined): (wei: string | null) => string {
  const { t } = useTranslation("officer");
  return (wei) => {
    if (wei === null) return "–";
    const coin = chainId === undefined ? null : coinOf(chainId);
    const amount = coins(wei);
    return coin === null ? t("coinsPlain", { amount }) : t("coins", { amount, coin });
  };
}
