/** A checkpoint, or an entry's way to one. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { base64Encode, catalogue, decidingLayer, leafHash } from "../../../verify/index.ts";
import { inclusionPath } from "../draw/inclusion.ts";
import type { JudgedLogText } from "../judge/judged.ts";
import { AnchorSection, CheckpointSection } from "./AnchorFacts.tsx";
import { Caveats } from "./Caveats.tsx";
import { Layers } from "./Layers.tsx";
import { useLanguage } from "./language.ts";
import { useIsLent } from "./lent.ts";
import { PathDrawing } from "./PathDrawing.tsx";
import { Section } from "./Section.tsx";
import { toneOf } from "./tone.ts";
import { VerdictHead } from "./VerdictHead.tsx";

export function LogTextView({ judged }: { readonly judged: JudgedLogText }) {
  const { t } = useTranslation("verify");
  const language = useLanguage();
  const isLent = useIsLent();
  const { word, layers, checkpoint, proof } = judged;
  const { words, ignoredSignature } = catalogue(language);
  const good =
    proof === null
      ? "checkpointVerified"
      : proof.entry === null
        ? "proofWithoutEntry"
        : "proofVerified";
  const facts = checkpoint && {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: base64Encode(checkpoint.root),
  };
  const path =
    proof?.entry == null || checkpoint === null
      ? null
      : inclusionPath({
          index: proof.index,
          size: checkpoint.size,
          leafHash: leafHash(proof.entry),
          proof: proof.inclusion,
        });
  return (
    <>
      <VerdictHead
        tone={toneOf(word, isLent)}
        word={t(word === "VERIFIED" && isLent ? "word_lent" : `word_${word}`)}
        code={word}
        sentence={word === "VERIFIED" || decidingLayer(layers) === null ? t(good) : words[word]}
      >
        <Text size="sm" c="dimmed" mt={8}>
          {t(proof === null ? "checkpointIn" : "tlogProofIn", { file: judged.file.name })}
        </Text>
      </VerdictHead>
      <Section title={t("layers")} lead={t("layersLead")}>
        <Layers layers={layers} />
      </Section>
      <Caveats
        caveats={
          checkpoint === null ? [] : [t(proof === null ? "checkpointCaveat" : "proofCaveat")]
        }
        ignored={judged.ignored.map(({ name, keyId }) =>
          ignoredSignature.replace("{name}", name).replace("{keyId}", keyId),
        )}
      />
      {path === null ? null : (
        <Section title={t("path")} lead={t("pathLead")}>
          <PathDrawing path={path} />
        </Section>
      )}
      {facts === null ? null : (
        <CheckpointSection checkpoint={facts} cosigners={judged.cosigners} />
      )}
      <AnchorSection anchor={judged.anchor} checkpoint={facts} />
    </>
  );
}
