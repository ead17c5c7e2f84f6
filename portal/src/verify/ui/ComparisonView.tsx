/** Several files of one ledger, held against each other. */
import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { renderMisbehaviour, renderReason } from "../../../verify/index.ts";
import { useFormats } from "../../frame/format.ts";
import { IconDownload } from "../../frame/icons.ts";
import { save } from "../../frame/save.ts";
import type { ComparedFile, JudgedComparison } from "../judge/judged.ts";
import { Caveats, Sentences } from "./Caveats.tsx";
import { useLanguage } from "./language.ts";
import { Finding } from "./MisbehaviourView.tsx";
import { Section } from "./Section.tsx";
import { toneOf } from "./tone.ts";
import { VerdictHead } from "./VerdictHead.tsx";

function FileLine({ file }: { readonly file: ComparedFile }) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const language = useLanguage();
  const why = file.refused ?? file.fault;
  return (
    <li>
      <strong>{file.name}</strong>
      <Text size="sm" c="dimmed">
        {t(file.form === null ? "form_unknown" : `form_${file.form}`)}
        {file.sizes.length === 0
          ? null
          : t("formSizes", { sizes: file.sizes.map(number).join(", ") })}
        {file.receipts.length === 0
          ? null
          : t("formReceipts", { indexes: file.receipts.map(number).join(", ") })}
      </Text>
      {why === null ? null : (
        <Text size="sm" className="v-bad-text">
          {t(file.refused === null ? "fileFault" : "fileRefused", {
            why: renderReason(why.code, { ...why.details }, language),
          })}
        </Text>
      )}
    </li>
  );
}

function useLines({ compared, onChain }: JudgedComparison): string[] {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  return [
    ...(compared?.trees ?? []).map(({ sizeA, sizeB, relation, places }) =>
      t(`relation_${relation}`, { a: number(sizeA), b: number(sizeB), count: places }),
    ),
    ...(compared === null || compared.streams === 0
      ? []
      : [t("comparedStreams", { count: compared.streams })]),
    ...(compared === null || compared.receipts === 0
      ? []
      : [t("comparedReceipts", { count: compared.receipts })]),
    ...(onChain ?? []).map(({ size, seen }) => t(`chain_${seen}`, { size: number(size) })),
  ];
}

export function ComparisonView({ judged }: { readonly judged: JudgedComparison }) {
  const { t } = useTranslation("verify");
  const language = useLanguage();
  const { word, verdict, proof, files } = judged;
  const lines = useLines(judged);
  const sentence =
    word === "DIVERGED" && verdict !== null
      ? renderMisbehaviour(verdict, language).sentence
      : t(`compare_${word}`);
  return (
    <>
      <VerdictHead
        tone={toneOf(word, false)}
        word={t(`compareWord_${word}`)}
        code={word}
        sentence={sentence}
      >
        {proof === null ? null : (
          <Button
            mt="sm"
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() =>
              save(
                new Blob([proof as Uint8Array<ArrayBuffer>], { type: "application/json" }),
                `misbehaviour-${verdict?.kind}.json`,
              )
            }
          >
            {t("saveProof")}
          </Button>
        )}
      </VerdictHead>
      {verdict === null ? null : <Finding verdict={verdict} />}
      <Section title={t("files")}>
        <ul className="v-plain v-files">
          {files.map((file, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name.
            <FileLine key={i} file={file} />
          ))}
        </ul>
      </Section>
      {word === "UNPINNED" || verdict !== null ? null : (
        <>
          <Sentences title={t("compared")} sentences={lines} />
          <Caveats caveats={[t("compareCaveat")]} ignored={[]} />
        </>
      )}
    </>
  );
}
