import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { useMe } from "../../frame/session.ts";
import { AnchorLink } from "./Links.tsx";

/** The entry of the log that something is; whoever may not open it reads its number. */
export function EntryLink({ index }: { readonly index: number }) {
  const { t } = useTranslation("officer");
  const { role } = useMe();
  const { number } = useFormats();
  const text = t("entryIs", { index: number(index) });
  if (role !== "officer") return text;
  return (
    <AnchorLink
      to="/app/entries/$index"
      underline="always"
      params={{ index: String(index) }}
      size="sm"
    >
      {text}
    </AnchorLink>
  );
}
