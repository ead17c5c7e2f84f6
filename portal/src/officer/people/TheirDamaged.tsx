import { useTranslation } from "react-i18next";
import { Damaged } from "../../frame/Damaged.tsx";
import type { DamagedEntry } from "../../frame/damaged.ts";
import { isKind } from "../../frame/kinds.ts";
import { useMe } from "../../frame/session.ts";
import { AnchorLink } from "../parts/Links.tsx";

/** Audits are open to officers alone; whoever else looks at people tells one. */
export function AuditAdvice() {
  const { t } = useTranslation("officer");
  if (useMe().role !== "officer") return t("damagedDoStaff");
  return (
    <>
      {t("damagedDo")}{" "}
      <AnchorLink to="/app/audits" underline="always" size="sm">
        {t("damagedAudit")}
      </AnchorLink>
    </>
  );
}

/** An entry about somebody that is damaged. */
export function TheirDamaged({ entry }: { readonly entry: DamagedEntry }) {
  const { t } = useTranslation("officer");
  const { kind } = entry;
  return (
    <Damaged entry={entry} what={isKind(kind) ? t(`kind_${kind}`) : kind}>
      <AuditAdvice />
    </Damaged>
  );
}
