import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { oneOf, STATES, type State } from "../terms.ts";

/** Words carry the meaning; the colour only helps to find it. */
const COLOURS: Readonly<Record<State, string>> = {
  open: "orange",
  paused: "gray",
  granted: "orange",
  decided: "orange",
  answered: "accent",
  withdrawn: "gray",
  erased: "gray",
};

/** What a request is in. */
export function RequestState({ state: told }: { readonly state: string }) {
  const { t } = useTranslation("rights");
  const state = oneOf(STATES, told) ?? "open";
  return (
    <Badge
      variant="light"
      color={COLOURS[state]}
      c="var(--mantine-color-text)"
      radius="sm"
      className="state"
    >
      {t(`state_${state}`)}
    </Badge>
  );
}
