import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconShieldCheck } from "./icons.ts";

/** Where an evidence file of this server is verified. `path`: of the API, as `/v1/records/…/evidence`. */
const verifyAddress = (path: string): string => `/verify#from=${encodeURIComponent(path)}`;

/** Leads to the page that verifies this file in the reader's own browser. `of`: what is proven, for whoever hears the link. `quiet`: one among others like it. */
export function ProveIt({
  path,
  of,
  quiet = false,
}: {
  readonly path: string;
  readonly of: string;
  readonly quiet?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Button
      component="a"
      href={verifyAddress(path)}
      target="_blank"
      rel="noopener"
      size="compact-sm"
      variant={quiet ? "subtle" : "light"}
      leftSection={<IconShieldCheck size={16} aria-hidden />}
      aria-label={t("proveThing", { thing: of })}
    >
      {t("proveIt")}
    </Button>
  );
}
