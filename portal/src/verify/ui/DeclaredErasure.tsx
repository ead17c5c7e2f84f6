/** What the firm declared: how much, why, when, and since when the chain has known it. */
import { useTranslation } from "react-i18next";
import { causeText, type ErasureVerdict } from "../../../verify/erasure.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { useLanguage } from "./language.ts";
import { Facts, Section } from "./Section.tsx";
import { visible } from "./visible.ts";

function Time({ value }: { readonly value: string }) {
  const { exactTime } = useFormats();
  return <time dateTime={value}>{exactTime(value)}</time>;
}

/** The anchor that the certificate names, or else that of its checkpoint. */
function useSince({ since, anchor }: ErasureVerdict) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const own = anchor?.block ?? null;
  const known = since ?? (own && { time: own.time, block: own.number });
  if (known === null) return t("sinceUnknown");
  return (
    <>
      <Time value={known.time} />
      {t("inBlock", { block: number(known.block) })}
    </>
  );
}

export function DeclaredErasure({ verdict }: { readonly verdict: ErasureVerdict }) {
  const { t } = useTranslation("verify");
  const language = useLanguage();
  const { number } = useFormats();
  const since = useSince(verdict);
  const { declaration, completedAt } = verdict;
  if (declaration === null) return null;
  const { count, kept, index, recordedAt, treeSize, erasureId } = declaration;
  return (
    <Section title={t("declaredTitle")} lead={t("declaredLead")}>
      <Facts
        rows={[
          [t("erasedEntries"), number(count)],
          [t("keptEntries"), number(kept)],
          [t("listMade"), t("firstEntries", { count: treeSize, size: number(treeSize) })],
          [t("why"), visible(causeText(declaration, language))],
          [
            t("declaredAt"),
            <span key="declared">
              <Time value={recordedAt} />
              {t("byClockAsEntry", { index: number(index) })}
            </span>,
          ],
          [t("knownSince"), <span key="since">{since}</span>],
          [
            t("completedAt"),
            completedAt === null ? (
              t("notCompletedYet")
            ) : (
              <span key="completed">
                <Time value={completedAt} />
                {t("byFirmsClock")}
              </span>
            ),
          ],
          [t("erasureId"), <Id key="id" value={erasureId} of={t("erasureId")} ends={8} />],
        ]}
      />
    </Section>
  );
}
