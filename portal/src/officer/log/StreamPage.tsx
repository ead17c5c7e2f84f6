import { Group, Paper, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { IconArrowDown, IconLinkBroken } from "../../frame/icons.ts";
import { LongList } from "../../frame/LongList.tsx";
import { Page } from "../../frame/Page.tsx";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { onward } from "../../frame/pages.ts";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { Loaded } from "../../frame/States.tsx";
import { type ChainEntry, chainQuery } from "../data.ts";
import { Hash } from "../parts/Hash.tsx";
import { AnchorLink } from "../parts/Links.tsx";
import { More } from "../parts/More.tsx";
import classes from "../parts/parts.module.css";
import { useStreamNames } from "../people/use-person.ts";
import { linkBelow } from "../view/chain.ts";

const NO_RECORD = {
  damaged: "recordDamaged",
  erased: "recordErased",
  gone: "recordGone",
} as const;

/** One entry, and below it how it hangs on the one before. */
function Block({ entry }: { readonly entry: ChainEntry }) {
  const { t } = useTranslation("officer");
  const { time, number } = useFormats();
  const { seq, index, leafHash, prev, record, fits } = entry;
  const link = linkBelow({ fits });
  return (
    <>
      <Paper p="md">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <Text fw={650}>{t("seqOf", { n: seq })}</Text>
            <AnchorLink to="/app/entries/$index" params={{ index: String(index) }} size="sm">
              {t("entryIs", { index: number(index) })}
            </AnchorLink>
          </Group>
          <Hash value={leafHash} of={t("leafHash")} ends={6} />
        </Group>
        {typeof record === "string" ? (
          <Text size="sm" c={record === "damaged" ? "red" : "dimmed"} mt={4}>
            {t(NO_RECORD[record])}
          </Text>
        ) : (
          <Text size="sm" c="dimmed" mt={4}>
            {t(`kind_${record.kind}` as "kind_order")} · {t("version", { n: record.version })} ·{" "}
            {time(record.occurredAt)}
          </Text>
        )}
      </Paper>
      <div className={classes.link} data-broken={link === "chainBroken" ? "" : undefined}>
        {link === "chainBroken" ? (
          <IconLinkBroken size={15} aria-hidden />
        ) : link === "chainHolds" ? (
          <IconArrowDown size={15} aria-hidden />
        ) : null}
        <span>{t(link)}</span>
        {link === "chainFirst" ? null : (
          <Text span size="xs" c="dimmed" className="mono" truncate maw={110}>
            {prev}
          </Text>
        )}
      </div>
    </>
  );
}

function Stream({ subject, stream }: { readonly subject: string; readonly stream: string }) {
  const { t } = useTranslation("officer");
  const query = useInfiniteQuery(chainQuery(subject, stream));
  const name = useStreamNames()(stream);
  return (
    <Page
      title={t("streamTitle", { stream: name })}
      lead={
        <>
          {t("streamLead")}{" "}
          <AnchorLink
            to="/app/people/$subject"
            params={{ subject }}
            search={{ tab: "streams" }}
            underline="always"
          >
            {t("toPerson")}
          </AnchorLink>
          <br />
          <Text span className="mono" size="xs">
            {stream}
          </Text>
        </>
      }
      actions={
        <ProveIt
          path={`/v1/subjects/${subject}/evidence?claim=history&stream=${stream}`}
          of={t("streamTitle", { stream: name })}
        />
      }
    >
      <Loaded query={query}>
        {({ pages }) => (
          <>
            <LongList
              items={pages.flatMap(({ entries }) => entries)}
              keyOf={({ index }) => String(index)}
              label={t("chain")}
              estimate={110}
              onEnd={onward(query)}
            >
              {(entry) => <Block entry={entry} />}
            </LongList>
            <More query={query} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The chain of one stream of a person. */
export function StreamPage() {
  const { t } = useTranslation("officer");
  const { subject } = useParams({ strict: false }) as { subject: string };
  const { stream = "" } = useSearch({ strict: false }) as { stream?: string };
  const name = useStreamNames()(stream);
  return (
    <ReasonGate subject={subject} key={subject} title={t("streamTitle", { stream: name })}>
      <Stream subject={subject} stream={stream} />
    </ReasonGate>
  );
}
