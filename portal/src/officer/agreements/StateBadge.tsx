import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgreementLine } from "./queries.ts";

/** Words carry the meaning. */
const COLORS: Readonly<Partial<Record<NonNullable<AgreementLine["state"]>, string>>> = {
  active: "accent",
  terminated: "red",
};

/** `null`: what is recorded of the agreement cannot be read. */
export function AgreementState({ state }: Pick<AgreementLine, "state">) {
  const { t } = useTranslation("agreements");
  return (
    <Badge
      variant="light"
      color={state === null ? "red" : (COLORS[state] ?? "gray")}
      tt="none"
      fw={600}
      className="state"
    >
      {t(`state_${state ?? "damaged"}`)}
    </Badge>
  );
}
