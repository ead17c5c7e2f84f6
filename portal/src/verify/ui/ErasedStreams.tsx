/** The person's streams: how many entries of each are erased and kept, and whether these are all. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ErasedStreamFacts } from "../../../verify/erasure.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Facts, Section } from "./Section.tsx";

function StreamTold({ stream }: { readonly stream: ErasedStreamFacts }) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const { erased, kept, extent, goesOn } = stream;
  return (
    <div data-extent={extent}>
      {extent === "none" ? null : (
        <span>{t("erasedAndKept", { erased: number(erased), kept: number(kept) })}</span>
      )}
      <Text size="sm" c="dimmed">
        {t(`extent_${extent}`)}
        {goesOn ? t("streamGoesOn") : ""}
      </Text>
    </div>
  );
}

export function ErasedStreams({
  streams,
  subjects,
}: {
  readonly streams: readonly ErasedStreamFacts[];
  readonly subjects: readonly string[];
}) {
  const { t } = useTranslation("verify");
  return (
    <Section title={t("erasedStreams")} lead={t("erasedStreamsLead")}>
      {subjects.map((subject) => (
        <div key={subject} className="v-person">
          <Text size="sm" c="dimmed" component="h4" m={0}>
            {t("subject")} <Id value={subject} of={t("subject")} ends={8} />
          </Text>
          <Facts
            rows={streams
              .filter((stream) => stream.subject === subject)
              .map((stream) => [stream.name, <StreamTold key={stream.name} stream={stream} />])}
          />
        </div>
      ))}
    </Section>
  );
}
