/** A proof that the ledger's own keys signed what cannot be so. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type MisbehaviourVerdict, renderMisbehaviour } from "../../../verify/index.ts";
import type { JudgedMisbehaviour } from "../judge/judged.ts";
import { Caveats, Sentences } from "./Caveats.tsx";
import { useLanguage } from "./language.ts";
import { toneOf } from "./tone.ts";
import { VerdictHead } from "./VerdictHead.tsx";

/** What was signed, and why that cannot be. */
export function Finding({ verdict }: { readonly verdict: MisbehaviourVerdict }) {
  const { t } = useTranslation("verify");
  const told = renderMisbehaviour(verdict, useLanguage());
  const why = [told.finding, told.reason].filter((sentence) => sentence !== null);
  return (
    <>
      <Sentences title={t("finding")} sentences={why} />
      <Sentences title={t("statements")} sentences={told.sides} />
      <Caveats caveats={told.caveats} ignored={told.ignored} />
    </>
  );
}

export function MisbehaviourView({
  judged: { verdict, file },
}: {
  readonly judged: JudgedMisbehaviour;
}) {
  const { t } = useTranslation("verify");
  const told = renderMisbehaviour(verdict, useLanguage());
  return (
    <>
      <VerdictHead
        tone={toneOf(told.word, false)}
        word={t(`misbehaviour_${told.word}`)}
        code={told.word}
        sentence={told.sentence}
      >
        <Text size="sm" c="dimmed" mt={8}>
          {t("proofIn", { file: file.name })}
        </Text>
      </VerdictHead>
      <Finding verdict={verdict} />
    </>
  );
}
