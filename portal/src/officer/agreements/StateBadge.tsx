import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgreementLine } from "./queries.ts";

const COLORS: Readonly<Partial<Record<AgreementLine["state"], string>>> = {
  active: "teal",
  proposed: "blue",
  signed: "blue",
  terminated: "red",
};

export function AgreementState({ state }: Pick<AgreementLine, "state">) {
  const { t } = useTranslation("agreements");
  return (
    <Badge variant="light" color={COLORS[state] ?? "gray"}>
      {t(`state_${state}`)}
    </Badge>
  );
}
