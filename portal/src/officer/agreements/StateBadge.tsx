import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgreementLine } from "./queries.ts";

/** Words carry the meaning. */
const COLORS: Readonly<Partial<Record<AgreementLine["state"], string>>> = {
  active: "accent",
  terminated: "red",
};

export function AgreementState({ state }: Pick<AgreementLine, "state">) {
  const { t } = useTranslation("agreements");
  return (
    <Badge variant="light" color={COLORS[state] ?? "gray"} tt="none" fw={600} className="state">
      {t(`state_${state}`)}
    </Badge>
  );
}
