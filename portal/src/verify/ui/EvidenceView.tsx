/** The verdict on an evidence file, and all that can be told of it. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import {
  decodeEntry,
  leafHash,
  renderVerdict,
  type StreamFacts,
  streamKey,
  type Verdict,
} from "../../../verify/index.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { inclusionPath } from "../draw/inclusion.ts";
import { mapWay } from "../draw/map-way.ts";
import type { JudgedEvidence } from "../judge/judged.ts";
import { AnchorSection, CheckpointSection } from "./AnchorFacts.tsx";
import { Caveats, Sentences } from "./Caveats.tsx";
import { Fields } from "./Fields.tsx";
import { History } from "./History.tsx";
import { Layers } from "./Layers.tsx";
import { useLanguage } from "./language.ts";
import { useIsLent } from "./lent.ts";
import { MapWayDrawing } from "./MapWayDrawing.tsx";
import { PathDrawing } from "./PathDrawing.tsx";
import { RecordTreeDrawing } from "./RecordTreeDrawing.tsx";
import { Facts, Section } from "./Section.tsx";
import { toneOf } from "./tone.ts";
import { VerdictHead } from "./VerdictHead.tsx";
import { WhatNow } from "./WhatNow.tsx";

export function EvidenceView({ judged }: { readonly judged: JudgedEvidence }) {
  const { t } = useTranslation("verify");
  const language = useLanguage();
  const isLent = useIsLent();
  const { verdict, evidence } = judged;
  const told = renderVerdict(verdict, language);
  return (
    <>
      <VerdictHead
        tone={toneOf(told.word, isLent)}
        word={t(told.word === "VERIFIED" && isLent ? "word_lent" : `word_${told.word}`)}
        code={told.word}
        sentence={told.sentence}
      >
        <Text size="sm" c="dimmed" mt={8}>
          {verdict.claim === null
            ? judged.file.name
            : t(`claim_${verdict.claim}`, { file: judged.file.name })}
        </Text>
      </VerdictHead>
      <Sentences title={t("asOf")} sentences={told.asOf} />
      {evidence === null ? <WhatNow /> : <Shown judged={judged} />}
      <Section title={t("layers")} lead={t("layersLead")}>
        <Layers layers={verdict.layers} />
      </Section>
      <Caveats caveats={told.caveats} ignored={told.ignored} />
      {evidence === null ? null : <Drawn judged={judged} />}
      {verdict.checkpoint === null ? null : (
        <CheckpointSection
          checkpoint={verdict.checkpoint}
          cosigners={judged.cosigners}
          stateTime={verdict.stream?.time ?? null}
        />
      )}
      <AnchorSection anchor={verdict.anchor} checkpoint={verdict.checkpoint} />
    </>
  );
}

function StreamRows({ stream }: { readonly stream: StreamFacts }) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  return (
    <Facts
      rows={[
        [
          t("stream"),
          <span key="stream" className="mono">
            {stream.name}
          </span>,
        ],
        [t("subject"), <Id key="subject" value={stream.subject} of={t("subject")} ends={8} />],
        [t("speaksOf"), t("firstEntries", { count: stream.mapSize, size: number(stream.mapSize) })],
      ]}
    />
  );
}

function Shown({ judged: { verdict, evidence } }: { readonly judged: JudgedEvidence }) {
  const { t } = useTranslation("verify");
  const { stream, events } = verdict;
  if (evidence === null) return null;
  return (
    <>
      {"record" in evidence ? (
        <Section title={t("disclosed")} lead={t("disclosedLead")}>
          <Fields disclosed={verdict.disclosed} withheld={verdict.withheld} />
        </Section>
      ) : null}
      {evidence.claim === "history" && stream !== null && events !== null ? (
        <Section title={t("historyTitle")} lead={t("historyLead", { count: events.length })}>
          <History facts={events} events={evidence.events} stream={stream} />
        </Section>
      ) : null}
      {stream === null ? null : (
        <Section title={t("streamTitle")} lead={t("streamLead")}>
          <StreamRows stream={stream} />
        </Section>
      )}
    </>
  );
}

/** What is drawn of the log: the record, else the newest event, else the state entry that speaks of the stream. */
function pathOf({ evidence }: JudgedEvidence, { checkpoint }: Verdict) {
  if (evidence === null || checkpoint === null) return null;
  const { size } = checkpoint;
  const newest = evidence.claim === "history" ? evidence.events.at(-1) : undefined;
  const own = "record" in evidence ? evidence.record : newest;
  if (own !== undefined) {
    return inclusionPath({
      index: own.index,
      size,
      leafHash: leafHash(own.entry),
      proof: own.inclusion,
    });
  }
  if (!("state" in evidence)) return null;
  const { entry, inclusion } = evidence.state;
  return inclusionPath({ index: size - 1, size, leafHash: leafHash(entry), proof: inclusion });
}

function Drawn({ judged }: { readonly judged: JudgedEvidence }) {
  const { t } = useTranslation("verify");
  const { evidence, verdict } = judged;
  if (evidence === null) return null;
  const path = pathOf(judged, verdict);
  const lead =
    evidence.claim === "absent"
      ? "pathLeadState"
      : evidence.claim === "history"
        ? "pathLeadNewest"
        : "pathLead";
  return (
    <>
      {"record" in evidence ? (
        <Section title={t("recordTree")} lead={t("recordTreeLead")}>
          <RecordTreeDrawing
            names={evidence.record.names}
            disclosed={new Set(verdict.disclosed.map(({ name }) => name))}
            root={decodeEntry(evidence.record.entry).recordRoot}
          />
        </Section>
      ) : null}
      {path === null ? null : (
        <Section title={t("path")} lead={t(lead)}>
          <PathDrawing path={path} />
        </Section>
      )}
      {"map" in evidence ? (
        <Section title={t("map")} lead={t("mapLead")}>
          <MapWayDrawing
            way={mapWay(streamKey(evidence.stream.secret, evidence.stream.name), evidence.map)}
          />
        </Section>
      ) : null}
    </>
  );
}
