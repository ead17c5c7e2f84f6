/** What the ledger promised in a receipt, and what has become of it. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { base64Encode, renderReason } from "../../../verify/index.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import type { JudgedPromise } from "../judge/judged.ts";
import { Fields } from "./Fields.tsx";
import { useLanguage } from "./language.ts";
import { Facts, Section } from "./Section.tsx";
import { toneOf } from "./tone.ts";
import { VerdictHead } from "./VerdictHead.tsx";

export function PromiseView({ judged }: { readonly judged: JudgedPromise }) {
  const { t } = useTranslation("verify");
  const language = useLanguage();
  const { number, exactTime } = useFormats();
  const { word, code, fault, receipt, content, finalTime, coveredAt, coverSize } = judged;
  const why = fault === null ? null : renderReason(fault.code, { ...fault.details }, language);
  const sentence = t(`promise_${code}`, {
    index: receipt === null ? "" : number(receipt.index),
    deadline: receipt === null ? "" : exactTime(receipt.deadline),
    final: finalTime === null ? "" : exactTime(finalTime * 1000),
    covered: coveredAt === null ? "" : exactTime(coveredAt * 1000),
    size: coverSize === null ? "" : number(coverSize),
  });
  return (
    <>
      <VerdictHead
        tone={toneOf(word, false)}
        word={t(`promiseWord_${word}`)}
        code={word.toUpperCase()}
        sentence={why === null ? sentence : `${sentence} ${why}`}
      >
        <Text size="sm" c="dimmed" mt={8}>
          {t("promiseIn", { file: judged.file.name })}
        </Text>
      </VerdictHead>
      {receipt === null ? null : (
        <Section title={t("promised")} lead={t("promisedLead")}>
          <Facts
            rows={[
              [t("origin"), receipt.origin],
              [t("entry"), number(receipt.index)],
              [
                t("leafHash"),
                <Id
                  key="leaf"
                  value={base64Encode(receipt.leafHash)}
                  of={t("leafHash")}
                  ends={8}
                />,
              ],
              [t("taken"), exactTime(receipt.time)],
              [t("deadline"), exactTime(receipt.deadline)],
            ]}
          />
        </Section>
      )}
      {content === null ? null : (
        <Section title={t("disclosed")} lead={t("promisedContent")}>
          <Fields disclosed={content.disclosed} withheld={content.withheld} />
        </Section>
      )}
    </>
  );
}
