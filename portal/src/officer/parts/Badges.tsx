import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Anchor, StandsAs } from "../data.ts";
import { type Tone, toneOf } from "../view/stands.ts";

/** Words carry the meaning; the colour only helps to find it. */
const COLOURS: Readonly<Record<Tone, string>> = {
  yes: "accent",
  no: "red",
  open: "gray",
  wrong: "orange",
};

/** How somebody stands to a purpose. */
export function StateBadge({ state }: { readonly state: StandsAs }) {
  const { t } = useTranslation("officer");
  return (
    <Badge variant="light" color={COLOURS[toneOf(state)]} tt="none" fw={600} className="state">
      {t(`state_${state}`)}
    </Badge>
  );
}

/** How far an anchor has come. */
export function AnchorBadge({ state }: { readonly state: Anchor["state"] }) {
  const { t } = useTranslation("officer");
  const colour = state === "finalized" ? "accent" : "gray";
  return (
    <Badge variant="light" color={colour} tt="none" fw={600} className="state">
      {t(`stateOf_${state}`)}
    </Badge>
  );
}
