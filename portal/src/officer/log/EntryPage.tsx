import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { IconArrowLeft, IconArrowRight, IconLinkBroken } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { Loaded } from "../../frame/States.tsx";
import { type Entry, entryQuery, overviewQuery } from "../data.ts";
import { AnchorBadge } from "../parts/Badges.tsx";
import { Facts } from "../parts/Facts.tsx";
import { Hash } from "../parts/Hash.tsx";
import { AnchorLink, ButtonLink } from "../parts/Links.tsx";
import classes from "../parts/parts.module.css";
import { TxLink } from "../parts/TxLink.tsx";
import { chainAround } from "../view/chain.ts";

const HERE = { bg: "var(--mantine-primary-color-light)" } as const;

const toEntry = (index: number) =>
  ({ to: "/app/entries/$index", params: { index: String(index) } }) as const;

/** The entry with the one before and the one behind it, and whether each names the one it should. */
function Neighbours({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  if (entry.stream === null) return null;
  const { stream } = entry;
  const { record } = stream;
  return (
    <Paper component="section" aria-labelledby="place">
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4" id="place">
          {t("placeInStream")}
        </Title>
        {record === null ? null : (
          <AnchorLink
            to="/app/people/$subject"
            params={{ subject: record.subject }}
            search={{ tab: "streams" }}
            size="sm"
          >
            {t("toPerson")}
          </AnchorLink>
        )}
      </Group>
      <ol style={{ margin: 0, padding: 0, listStyle: "none" }}>
        {chainAround(entry).map((part) => (
          <Fragment key={part.place}>
            {part.link === null ? null : (
              <li className={classes.link} data-broken={part.link === "broken" ? "" : undefined}>
                {part.link === "broken" ? <IconLinkBroken size={15} aria-hidden /> : null}
                {t(part.link)}
              </li>
            )}
            <li>
              {part.index === null ? (
                <Text size="sm" c="dimmed" py={6}>
                  {t(part.note ?? "beforeGone")}
                </Text>
              ) : (
                <Paper p="sm" {...(part.place === "this" ? HERE : {})}>
                  <Group justify="space-between" gap="xs">
                    <Text size="sm" fw={part.place === "this" ? 650 : 400}>
                      {part.place === "this" ? (
                        t("thisEntry")
                      ) : (
                        <AnchorLink {...toEntry(part.index)} size="sm">
                          {t("entryIs", { index: number(part.index) })}
                        </AnchorLink>
                      )}
                    </Text>
                    <Group gap="sm">
                      <Text size="sm" c="dimmed">
                        {t("seqOf", { n: part.seq ?? 0 })}
                      </Text>
                      {part.leafHash === null ? null : (
                        <Hash value={part.leafHash} of={t("leafHash")} ends={5} />
                      )}
                    </Group>
                  </Group>
                </Paper>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </Paper>
  );
}

function Record({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  if (entry.stream === null) return null;
  const { record, erased } = entry.stream;
  return (
    <Paper component="section" aria-labelledby="record">
      <Title order={2} size="h4" id="record" mb="md">
        {t("recordBehind")}
      </Title>
      {record === null ? (
        <Text size="sm">{t(erased ? "recordErasedBehind" : "recordNone")}</Text>
      ) : (
        <Facts
          of={[
            [t("kindOf"), t(`kind_${record.kind}` as "kind_order")],
            [
              t("recordId"),
              <Group key="id" gap="sm">
                <Id value={record.id} of={t("recordId")} ends={8} />
                <Text span size="sm" c="dimmed">
                  {t("version", { n: record.version })}
                </Text>
              </Group>,
            ],
            [
              t("person"),
              <AnchorLink
                key="p"
                to="/app/people/$subject"
                params={{ subject: record.subject }}
                search={{}}
                size="sm"
                className="mono"
              >
                {record.subject.slice(0, 12)}…
              </AnchorLink>,
            ],
            [
              t("evidence"),
              <ProveIt
                key="e"
                path={`/v1/records/${record.id}/evidence?version=${record.version}`}
                of={t("entryIs", { index: number(entry.index) })}
              />,
            ],
          ]}
        />
      )}
    </Paper>
  );
}

function Covered({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation("officer");
  const { number, time } = useFormats();
  const { checkpoint, anchor } = entry;
  const anchored: ReactNode =
    anchor === null ? (
      t("notAnchored")
    ) : (
      <Stack gap={4}>
        <Group gap="sm">
          {t("ofEntries", { n: number(anchor.size) })}
          <AnchorBadge state={anchor.state} />
        </Group>
        {anchor.time === null ? null : <Text size="sm">{time(anchor.time)}</Text>}
        <TxLink transaction={anchor.transaction} link={anchor.link} />
      </Stack>
    );
  return (
    <Paper component="section" aria-labelledby="covered">
      <Title order={2} size="h4" id="covered" mb="md">
        {t("covered")}
      </Title>
      <Facts
        of={[
          [
            t("firstCheckpoint"),
            checkpoint === null ? (
              t("notSealed")
            ) : (
              <Stack key="c" gap={4}>
                <span>
                  {t("ofEntries", { n: number(checkpoint.size) })} · {time(checkpoint.time)}
                </span>
                <Hash value={checkpoint.root} of={t("root")} />
              </Stack>
            ),
          ],
          [t("firstAnchor"), anchored],
        ]}
      />
    </Paper>
  );
}

function Shown({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation("officer");
  const { exactTime, number } = useFormats();
  const { type, stream, state } = entry;
  return (
    <Stack gap="lg">
      <Paper component="section">
        <Group gap="sm" mb={4}>
          <Badge variant="light" tt="none" size="lg" className="state">
            {t(`type_${type}`)}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" mb="md">
          {t(`type_${type}_text`)}
        </Text>
        <Facts
          of={[
            [t("recordedAt"), exactTime(entry.recordedAt)],
            [t("leafHash"), <Hash key="l" value={entry.leafHash} of={t("leafHash")} />],
            stream && [
              t("recordRoot"),
              <Hash key="r" value={stream.recordRoot} of={t("recordRoot")} />,
            ],
            stream && [t("streamKey"), <Hash key="k" value={stream.key} of={t("streamKey")} />],
            state && [t("mapRoot"), <Hash key="m" value={state.mapRoot} of={t("mapRoot")} />],
            state && [t("mapSize"), number(state.mapSize)],
          ]}
        />
      </Paper>
      <Neighbours entry={entry} />
      <Record entry={entry} />
      <Covered entry={entry} />
    </Stack>
  );
}

/** One step along the log, not along the stream. */
function Steps({ index }: { readonly index: number }) {
  const { t } = useTranslation("officer");
  const { data } = useQuery(overviewQuery);
  const last = data === undefined ? index : data.size - 1;
  const step = (to: number, word: "previousEntry" | "nextEntry") => {
    const icons =
      word === "nextEntry"
        ? { rightSection: <IconArrowRight size={16} aria-hidden /> }
        : { leftSection: <IconArrowLeft size={16} aria-hidden /> };
    if (to < 0 || to > last)
      return (
        <Button variant="default" disabled {...icons}>
          {t(word)}
        </Button>
      );
    return (
      <ButtonLink variant="default" {...toEntry(to)} {...icons}>
        {t(word)}
      </ButtonLink>
    );
  };
  return (
    <>
      {step(index - 1, "previousEntry")}
      {step(index + 1, "nextEntry")}
    </>
  );
}

function Explored({ index }: { readonly index: string }) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  const query = useQuery(entryQuery(index));
  const at = Number(index);
  const lead = query.data ? t("entryLead", { size: number(query.data.size) }) : undefined;
  return (
    <Page title={t("entryTitle", { index: number(at) })} lead={lead} actions={<Steps index={at} />}>
      <Loaded query={query} skeleton="cards">
        {(entry) => <Shown entry={entry} />}
      </Loaded>
    </Page>
  );
}

/** One entry of the log. Behind it there may be somebody, so it takes a reason. */
export function EntryPage() {
  const { t } = useTranslation("officer");
  const { index } = useParams({ strict: false }) as { index: string };
  return (
    <ReasonGate subject={null} title={t("entryTitle", { index })}>
      <Explored index={index} key={index} />
    </ReasonGate>
  );
}
