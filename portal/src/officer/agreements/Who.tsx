import { useTranslation } from "react-i18next";
import { Id } from "../../frame/Id.tsx";
import type { Role } from "../../frame/session.ts";
import type { Agreement } from "./queries.ts";

type Step = Agreement["steps"][number];

/** Who did a step: a party what it has signed, whoever brought it; else the ledger itself, or one of the firm's people or keys. */
export function Who({ step: { event, signature, actor } }: { readonly step: Step }) {
  const { t } = useTranslation("agreements");
  const frame = useTranslation("frame");
  const officer = useTranslation("officer");
  if (signature !== null) return t(`party_${signature.by}`);
  if (event === "acknowledged") return t("party_recipient");
  if (actor === null) return "–";
  if (actor.id === "ledger") return t("ledger");
  const role =
    actor.role === "system" ? officer.t("role_system") : frame.t(`role_${actor.role as Role}`);
  return (
    <span>
      {role} <Id value={actor.id} of={t("who")} ends={4} />
    </span>
  );
}
