/** The verdict on a certificate of erasure, and all that can be told of it. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type RenderedErasure, renderErasure } from "../../../verify/erasure.ts";
import type { JudgedCertificate } from "../judge/judged.ts";
import { AnchorSection, CheckpointSection } from "./AnchorFacts.tsx";
import { Caveats, Sentences } from "./Caveats.tsx";
import { DeclaredErasure } from "./DeclaredErasure.tsx";
import { ErasedStreams } from "./ErasedStreams.tsx";
import { Layers } from "./Layers.tsx";
import { useLanguage } from "./language.ts";
import { useIsLent } from "./lent.ts";
import { Section } from "./Section.tsx";
import { toneOf } from "./tone.ts";
import { VerdictHead } from "./VerdictHead.tsx";
import { visible } from "./visible.ts";
import { WhatNow } from "./WhatNow.tsx";

export function CertificateView({ judged }: { readonly judged: JudgedCertificate }) {
  const { t } = useTranslation("verify");
  const isLent = useIsLent();
  const { verdict, cosigners, file } = judged;
  const told = renderErasure(verdict, useLanguage());
  return (
    <>
      <VerdictHead
        tone={toneOf(told.word, isLent)}
        word={t(told.word === "VERIFIED" && isLent ? "word_lent" : `word_${told.word}`)}
        code={told.word}
        sentence={told.sentence}
      >
        <Text size="sm" c="dimmed" mt={8}>
          {t("certificateIn", { file: file.name })}
        </Text>
      </VerdictHead>
      {verdict.declaration === null ? <WhatNow /> : <Told judged={judged} told={told} />}
      <Section title={t("layers")} lead={t("layersLead")}>
        <Layers layers={verdict.layers} />
      </Section>
      <Caveats caveats={told.caveats} ignored={told.ignored.map(visible)} />
      {verdict.checkpoint === null ? null : (
        <CheckpointSection
          checkpoint={verdict.checkpoint}
          cosigners={cosigners}
          stateTime={verdict.asOf?.time ?? null}
        />
      )}
      <AnchorSection anchor={verdict.anchor} checkpoint={verdict.checkpoint} />
    </>
  );
}

function Told({
  judged: { verdict },
  told,
}: {
  readonly judged: JudgedCertificate;
  readonly told: RenderedErasure;
}) {
  const { t } = useTranslation("verify");
  return (
    <>
      <DeclaredErasure verdict={verdict} />
      <Sentences
        title={t("keptTitle")}
        {...(verdict.kept.length === 0 ? {} : { lead: t("keptLead") })}
        sentences={told.kept.map(visible)}
      />
      <Sentences
        title={t("outcomesTitle")}
        lead={t("outcomesLead")}
        sentences={told.outcomes.map(visible)}
      />
      <ErasedStreams streams={verdict.streams} subjects={verdict.subjects} />
    </>
  );
}
