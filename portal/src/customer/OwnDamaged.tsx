import { useTranslation } from "react-i18next";
import { Damaged } from "../frame/Damaged.tsx";
import type { DamagedEntry } from "../frame/damaged.ts";

const KINDS = [
  "customer",
  "order",
  "payment",
  "consent",
  "merge",
  "signal",
  "acknowledgement",
  "access",
] as const;

/** An entry about me that is damaged. */
export function OwnDamaged({ entry }: { readonly entry: DamagedEntry }) {
  const { t } = useTranslation("customer");
  const kind = KINDS.find((one) => one === entry.kind) ?? "other";
  return (
    <Damaged entry={entry} what={t(`kind_${kind}`)}>
      {t("damagedDo")}
    </Damaged>
  );
}
