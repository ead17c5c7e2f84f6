import { Anchor as Link } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Id } from "../../frame/Id.tsx";
import { IconExternalLink } from "../../frame/icons.ts";

/** A transaction: to be copied, and where the operator has named a block explorer, to be looked at there. */
export function TxLink({
  transaction,
  link,
}: {
  readonly transaction: string | null;
  readonly link: string | null;
}) {
  const { t } = useTranslation("officer");
  if (transaction === null) return "–";
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      <Id value={transaction} of={t("transaction")} />
      {link === null ? null : (
        <Link
          href={link}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t("seeOnChain")}
          title={t("seeOnChain")}
          ml={6}
        >
          <IconExternalLink size={15} aria-hidden style={{ verticalAlign: "-2px" }} />
        </Link>
      )}
    </span>
  );
}
